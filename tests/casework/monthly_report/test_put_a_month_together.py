"""What a month's report holds, and how it is signed off and corrected."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.choices import PartKind, ReportBlock, Trigger, Voice
from poukama.casework.models import CareGoal, DueStep, GoalRound, Report
from poukama.casework.services import (
    DayNotYetCome,
    DayOutsideEpisode,
    NotAMember,
    PartIn,
    Written,
    write_note,
)
from poukama.casework.services.following import follow
from poukama.casework.services.reports import (
    BlockIn,
    BlockTooLong,
    NothingToReport,
    ReasonMissing,
    ReportChanged,
    ReportedAlready,
    ReportIn,
    VoiceMissing,
    correct_report,
    sign_report,
)
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.casework.monthly_report.september import END, as_in, gathered, signed, texts
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeMemberFactory,
    GoalWordsFactory,
    NoteFactory,
    NotePartFactory,
    ProcessFactory,
    ProcessTemplateFactory,
    PromiseFactory,
    RoundGoalFactory,
)
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    PartingFactory,
    PartyWallFactory,
)
from tests.factories.organisation import TermFactory

pytestmark = pytest.mark.django_db


def test_every_block_is_put_together_from_what_was_recorded(episode, month, aino):
    with translation.override("en"):
        found = gathered(Actor(aino, END), episode)

    assert texts(found) == {
        "goals": "Naps. – Partly. Its weeks: One goal: succeeded.",
        "met": "2\xa0×\xa0meeting.\n2\xa0h in all.",
        "heading_seen": "11 Sep Child: plays. Slept well.",
        "heading_work": "11 Sep Parent Lumme A: Of the mother alone.",
        "family": "“A better month.” (Family, 30 Sep)\n“I can do this.” (Parent Lumme A, 11 Sep)",
        "ahead": "Naps.",
    }
    with translation.override("en"):
        said = {block.name: block.sources.said() for block in found.blocks}
    assert said["heading_seen"] == "1 note (11 Sep)"
    assert said["goals"] == "2 goals"
    assert said["met"] == "2 contacts"


def test_a_goal_that_notes_are_about_is_told_once_with_their_days(episode, month, members, headings, aino):
    naps, calls = (CareGoal.objects.get(level="interim"), CareGoalFactory(episode=episode, text="Calls."))
    calls.member = members["A"]
    calls.save()
    for day, about in ((3, [naps]), (5, [naps, calls])):
        note = NoteFactory(episode=episode, happened_on=date(2024, 9, day), written_by=aino)
        for goal in about:
            part = NotePartFactory(note=note, heading="work", kind=PartKind.GOALS, text=None)
            part.goals.add(goal)

    found = gathered(Actor(aino, END), episode)

    assert texts(found)["heading_work"].split("\n") == [
        "11.9. Parent Lumme A: Of the mother alone.",
        "Naps. (3.9., 5.9.)",
        "Parent Lumme A: Calls. (5.9.)",
    ]


def test_what_was_promised_stands_with_its_day_and_what_tells_of_nobody_without_a_name(episode, month, aino):
    note = NoteFactory(episode=episode, happened_on=date(2024, 9, 3), written_by=aino)
    part = NotePartFactory(note=note, heading="work", kind=PartKind.AGREED, text="We spoke of school.")
    PromiseFactory(part=part, text="To call the school.", due_on=date(2024, 9, 17))
    NotePartFactory(note=note, heading="seen", text="A calm evening.")

    found = texts(gathered(Actor(aino, END), episode))

    assert found["heading_work"].split("\n")[0] == (
        "3.9. We spoke of school. To call the school (viimeistään 17.9.)"
    )
    assert found["heading_seen"].split("\n")[0] == "3.9. A calm evening."


def test_what_tells_of_others_than_those_it_is_about_is_left_out_whole(episode, month, members, aino):
    found = texts(gathered(Actor(aino, END), episode, about=[members["C"]]))

    assert found == {"heading_seen": "11.9. Child: plays. Slept well."}


def test_nobody_behind_a_wall_is_in_it(episode, month, members, aino, bertta):
    PartyWallFactory(one=(members["A"].client, [bertta]), other=(ClientFactory(), []))

    found = gathered(Actor(aino, END), episode)

    assert members["A"].pk not in {each.member.pk for each in found.about}
    assert "mother" not in str(texts(found))
    assert "I can do this" not in str(texts(found))


@pytest.mark.parametrize("how", ["wall", "parting"])
def test_what_tells_of_nobody_by_name_is_left_out_when_one_who_was_there_is_hidden(
    episode, month, members, aino, bertta, how
):
    with clock.moved_to(date(2024, 9, 12)):
        parts = [PartIn("work", "Of the whole evening.")]
        write_note(episode=episode, written=Written(happened_on=date(2024, 9, 11), parts=parts), by=aino)
    assert "whole evening" in str(texts(gathered(Actor(aino, END), episode)))
    assert "A better month" in str(texts(gathered(Actor(aino, END), episode)))
    if how == "wall":
        PartyWallFactory(one=(members["A"].client, [bertta]), other=(ClientFactory(), []))
    else:
        PartingFactory(former=episode.family, client=members["A"].client, family=FamilyFactory())

    told = str(texts(gathered(Actor(aino, END), episode)))

    assert "whole evening" not in told
    assert "A better month" not in told
    assert "Slept well" in told


def test_what_another_said_of_a_goal_is_no_part_of_ones_own(episode, month, members, aino):
    rounds = GoalRound.objects.get(span="month")
    goal = CareGoalFactory(
        episode=episode, member=members["C"], level="interim", under=CareGoalFactory(episode=episode)
    )
    turn = RoundGoalFactory(round=rounds, goal=goal)
    GoalWordsFactory(round=rounds, turn=turn, member=members["A"], voice=Voice.FAMILY, text="She thinks so.")

    assert "She thinks so." in str(texts(gathered(Actor(aino, END), episode)))
    assert "She thinks so." not in str(texts(gathered(Actor(aino, END), episode, about=[members["C"]])))


def test_one_that_is_hidden_does_not_stop_another(episode, month, members, aino, saara):
    first = signed(episode, saara)
    PartyWallFactory(one=(members["A"].client, [saara]), other=(ClientFactory(), []))

    assert signed(episode, aino, family="We slept.") != first


def test_signed_off_it_stands_with_where_each_part_came_from(episode, month, members, aino):
    report = signed(episode, aino, family="We slept.")

    assert (report.version, report.signed_on, report.signed_by, report.due_on) == (1, END, aino, None)
    assert set(report.about.all()) == set(members.values())
    parts = {part.heading or part.block: part for part in report.parts.all()}
    assert parts["family"].text == "We slept."
    assert list(parts["seen"].notes.all()) == [month]
    assert parts["goals"].turns.count() == 2
    (event,) = AuditEvent.objects.filter(action="casework.write_report")
    assert event.detail["kind"] == "month"


def test_without_the_familys_own_view_none_is_signed_off(episode, month, aino):
    with pytest.raises(VoiceMissing):
        signed(episode, aino, family=" ")
    with pytest.raises(BlockTooLong):
        signed(episode, aino, worker="a" * 30_001)
    assert not Report.objects.exists()


def test_of_a_month_without_entries_there_is_none(episode, scale, headings, aino):
    found = gathered(Actor(aino, END), episode, Period.month(2024, 10))
    with clock.moved_to(date(2024, 11, 5)), pytest.raises(NothingToReport):
        sign_report(episode=episode, report=as_in(found, family="Nothing."), by=aino)


def test_days_that_have_not_come_or_are_not_of_the_episode_are_refused(episode, month, aino):
    found = as_in(gathered(Actor(aino, END), episode))
    for period, refusal in (
        (Period.month(2024, 11), DayNotYetCome),
        (Period.month(2024, 8), DayOutsideEpisode),
    ):
        with clock.moved_to(END), pytest.raises(refusal):
            sign_report(
                episode=episode, report=ReportIn(found.kind, period, found.about, found.blocks), by=aino
            )


def test_nobody_from_elsewhere_is_in_it_and_the_same_is_not_made_twice(episode, month, aino):
    found = as_in(gathered(Actor(aino, END), episode))
    stranger = ReportIn(
        found.kind,
        found.period,
        [EpisodeMemberFactory(episode__family__code_name="Muuan")],
        found.blocks,
    )
    with clock.moved_to(END), pytest.raises(NotAMember):
        sign_report(episode=episode, report=stranger, by=aino)
    report = signed(episode, aino)
    with pytest.raises(ReportedAlready) as refused:
        signed(episode, aino)
    assert refused.value.report == report


@pytest.mark.parametrize(
    ("number", "due_on", "day", "is_late"),
    [
        (None, END, END, False),
        (None, END, date(2024, 10, 2), True),
        (5, date(2024, 10, 5), date(2024, 10, 2), False),
    ],
)
def test_the_step_that_asks_for_it_is_done_in_time_or_late(
    episode, month, aino, number, due_on, day, is_late
):
    TermFactory(
        list=TermList.PROCESS_STEP, key="report", name="report", attributes={"met_by": "month_reported"}
    )
    template = ProcessTemplateFactory(
        work_form=episode.work_form, steps=[{"does": "report", "trigger": Trigger.MONTHLY, "number": number}]
    )
    ProcessFactory(episode=episode, template=template, starts_on=episode.starts_on - timedelta(days=60))
    with clock.moved_to(day):
        follow(episode=episode, by=aino)
        report = sign_report(episode=episode, report=as_in(gathered(Actor(aino, day), episode)), by=aino)

    assert (report.due_on, report.is_late) == (due_on, is_late)
    done = DueStep.objects.filter(duty__done_on=day)
    assert [step.duty.due_on for step in done] == [due_on]


def test_a_correction_is_a_version_with_a_reason_and_makes_nothing_late(episode, month, aino, lead):
    report = signed(episode, aino)
    blocks = [BlockIn(ReportBlock.FAMILY, "We slept well.")]
    with pytest.raises(ReasonMissing):
        correct_report(report=report, blocks=blocks, reason=" ", by=lead)
    with pytest.raises(VoiceMissing):
        correct_report(report=report, blocks=[], reason="A wrong word", by=lead)

    version = correct_report(report=report, blocks=blocks, reason="A wrong word", by=lead)

    assert (version.version, version.signed_on, version.signed_by) == (2, END, aino)
    assert (version.corrects, version.correction_reason) == (report, "A wrong word")
    assert set(version.about.all()) == set(report.about.all())
    with pytest.raises(ReportChanged):
        correct_report(report=report, blocks=blocks, reason="Again", by=aino)
