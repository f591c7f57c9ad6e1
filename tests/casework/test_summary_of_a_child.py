"""When a child leaves there is a summary of them alone, with what they said or showed, and perhaps a letter to them."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.casework.choices import PartKind, ReportBlock, ReportKind, Trigger
from poukama.casework.models import DueStep, EpisodeMember, GoalRound, Report
from poukama.casework.queries.gathering import gather, people_of
from poukama.casework.services import (
    PartIn,
    Written,
    add_member,
    close_episode,
    end_member,
    resume_member,
    write_note,
)
from poukama.casework.services.parting import part_family
from poukama.casework.services.reports import BlockIn, ReportedAlready, ReportIn, VoiceMissing, sign_report
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeMemberFactory,
    GoalRoundFactory,
    GoalWordsFactory,
    ProcessFactory,
    ProcessTemplateFactory,
    RoundGoalFactory,
)
from tests.factories.clients import ClientFactory, FamilyFactory, PartyWallFactory
from tests.factories.organisation import TermFactory

END = date(2024, 9, 30)
STAY = Period(date(2024, 9, 2), END)
pytestmark = pytest.mark.django_db


@pytest.fixture
def members(episode, headings):
    sibling = ClientFactory(family=episode.family, code_name="Lumme D", known_in=episode.work_form)
    EpisodeMemberFactory(episode=episode, client=sibling, role="baby", starts_on=episode.starts_on)
    return {each.client.code_name[-1]: each for each in EpisodeMember.objects.filter(episode=episode)}


@pytest.fixture
def stay(episode, members, scale, aino):
    """What is written of the two children and their mother."""
    child, baby, mother = members["C"], members["D"], members["A"]
    with clock.moved_to(date(2024, 9, 12)):
        write_note(
            episode=episode,
            written=Written(
                happened_on=date(2024, 9, 11),
                parts=[
                    PartIn("seen", "Plays alone.", tells_of=(child,)),
                    PartIn("work", "The mother reads to the child.", tells_of=(child, mother)),
                    PartIn("work", "The two fight.", tells_of=(child, baby)),
                    PartIn("work", "Of the mother.", tells_of=(mother,)),
                    PartIn("work", "Of everybody."),
                    PartIn("own", "I like it here.", PartKind.OWN_WORDS, whose=child),
                    PartIn("own", "I am tired.", PartKind.OWN_WORDS, whose=mother),
                ],
            ),
            by=aino,
        )
    month = GoalRoundFactory(episode=episode, span="month", starts_on=date(2024, 9, 1), ends_on=END)
    for member in (child, baby):
        goal = CareGoalFactory(
            episode=episode,
            member=member,
            level="interim",
            under=CareGoalFactory(episode=episode),
            text=f"Of {member.role}.",
        )
        turn = RoundGoalFactory(round=month, goal=goal)
        GoalWordsFactory(round=month, turn=turn, member=member, voice="child", text=f"Said {member.role}.")


def gathered(by, episode, member, kind=ReportKind.CHILD):
    people = people_of(Actor(by, END), episode, STAY)
    child = next(each for each in people if each.member.pk == member.pk)
    return gather(Actor(by, END), episode, kind, STAY, [child], of=child)


def as_in(found, member, **changed):
    blocks = [
        BlockIn(block.block, changed.get(block.name, block.text), block.heading, block.sources)
        for block in found.blocks
    ]
    return ReportIn(found.kind, found.period, [member], blocks, member=member)


def test_it_tells_of_the_child_and_adults_and_of_no_other_child(episode, members, stay, aino):
    told = {block.name: block.text for block in gathered(aino, episode, members["C"]).blocks}

    assert "Plays alone." in told["heading_seen"]
    assert "reads to the child" in told["heading_work"]
    assert "Of child." in told["goals"]
    assert "I like it here." in told["child"]
    assert "Said child." in told["child"]
    whole = str(told)
    for others in ("two fight", "Of the mother.", "Of everybody", "I am tired", "Of baby", "Said baby"):
        assert others not in whole


def test_each_child_has_one_of_their_own_and_its_step_is_done(episode, members, stay, aino):
    TermFactory(
        list=TermList.PROCESS_STEP, key="summary", name="summary", attributes={"met_by": "child_summarised"}
    )
    template = ProcessTemplateFactory(
        work_form=episode.work_form, steps=[{"does": "summary", "trigger": Trigger.AT_END, "number": 0}]
    )
    for member in (members["C"], members["D"]):
        ProcessFactory(episode=episode, template=template, member=member, starts_on=episode.starts_on)
    with clock.moved_to(END):
        close_episode(episode=episode, ends_on=END, reason="goals_met", by=aino)
    with clock.moved_to(date(2024, 10, 2)):
        found = gathered(aino, episode, members["C"])
        with pytest.raises(VoiceMissing):
            sign_report(episode=episode, report=as_in(found, members["C"], child=""), by=aino)
        report = sign_report(episode=episode, report=as_in(found, members["C"]), by=aino)
        with pytest.raises(ReportedAlready):
            sign_report(episode=episode, report=as_in(found, members["C"]), by=aino)

    assert (report.member, report.due_on, report.is_late) == (members["C"], END, True)
    done = DueStep.objects.filter(duty__done_on__isnull=False)
    assert [step.process.member for step in done] == [members["C"]]


def test_a_letter_holds_what_the_child_said_and_may_be_about_nothing_recorded(episode, members, stay, aino):
    assert "I like it here." in gathered(aino, episode, members["C"], ReportKind.LETTER).blocks[0].text
    blocks = [BlockIn(ReportBlock.LETTER, "Dear child.")]
    letter = sign_report(
        episode=episode,
        report=ReportIn(
            ReportKind.LETTER,
            Period(date(2024, 9, 2), date(2024, 9, 12)),
            [members["D"]],
            blocks,
            member=members["D"],
        ),
        by=aino,
    )
    assert (letter.member, letter.due_on) == (members["D"], None)


@pytest.mark.parametrize(
    ("name", "block", "kind"),
    [("report_child", "child", ReportKind.CHILD), ("letter", "letter", ReportKind.LETTER)],
)
def test_on_screen_once_they_leave(signed_in, aino, episode, members, stay, name, block, kind):
    browser = signed_in(aino)
    address = url(f"casework:{name}", episode, members["C"].pk)
    with clock.moved_to(END):
        close_episode(episode=episode, ends_on=END, reason="goals_met", by=aino)
        assert address in browser.get(url("casework:reports", episode)).content.decode()
        assert "I like it here." in browser.get(address).content.decode()
        mark = gathered(aino, episode, members["C"], kind).mark
        assert browser.post(address, {"gathered": mark, block: " "}).status_code == 422
        answer = browser.post(address, {"gathered": mark, block: "Dear child."})
        report = Report.objects.get(kind=kind)
        assert answer.url == url("casework:report", report)
        assert browser.get(address).url == answer.url
        assert "Dear child." in browser.get(answer.url).content.decode()
        assert address not in browser.get(url("casework:reports", episode)).content.decode()
        file = browser.get(url("casework:report_file", report, "pdf"))
        assert file.content.startswith(b"%PDF")


LEFT = date(2024, 9, 10)


@pytest.fixture
def asked(episode, members):
    """A process of one child that asks for a summary when they leave, and how they are half a year later."""
    template = ProcessTemplateFactory(
        work_form=episode.work_form,
        steps=[
            {"does": "summary", "trigger": Trigger.AT_END, "number": 0},
            {"does": "half", "trigger": Trigger.AFTER_END, "number": 6},
        ],
    )
    return ProcessFactory(
        episode=episode, template=template, member=members["C"], starts_on=episode.starts_on
    )


def due_of(process):
    steps = DueStep.objects.filter(process=process, voided_at=None).order_by("duty__due_on")
    return list(steps.values_list("duty__due_on", flat=True))


def test_a_child_who_leaves_before_the_others_is_told_of_from_their_own_last_day(
    episode, members, asked, aino
):
    left = end_member(member=members["C"], ends_on=LEFT, by=aino)
    assert due_of(asked) == [LEFT, date(2025, 3, 10)]
    close_episode(episode=episode, ends_on=date(2024, 9, 12), reason="goals_met", by=aino)
    assert due_of(asked) == [LEFT, date(2025, 3, 10)]
    assert left.ends_on == LEFT


def test_whoever_comes_back_or_goes_on_in_another_family_is_not_told_of(episode, members, asked, aino):
    left = end_member(member=members["C"], ends_on=LEFT, by=aino)
    resume_member(member=left, by=aino)
    assert due_of(asked) == []
    left = end_member(member=left, ends_on=LEFT, by=aino)
    came_back = add_member(
        episode=episode, client=left.client, role=left.role, starts_on=date(2024, 9, 11), by=aino
    )
    assert due_of(asked) == []
    own = ProcessFactory(
        episode=episode, template=asked.template, member=came_back, starts_on=came_back.starts_on
    )
    part_family(episode=episode, members=[came_back, members["A"]], parted_on=date(2024, 9, 12), by=aino)
    assert (due_of(asked), due_of(own)) == ([], [])


def test_the_child_who_has_left_has_their_links_at_once(signed_in, aino, episode, members, stay):
    def links():
        page = signed_in(aino).get(url("casework:reports", episode)).content.decode()
        return [
            (name, which)
            for name in ("report_child", "letter")
            for which in "ACD"
            if url(f"casework:{name}", episode, members[which].pk) in page
        ]

    assert links() == []
    end_member(member=members["C"], ends_on=LEFT, by=aino)
    assert links() == [("report_child", "C"), ("letter", "C")]


def test_of_an_adult_there_is_no_such_summary(signed_in, aino, episode, members, stay):
    assert signed_in(aino).get(url("casework:report_child", episode, members["A"].pk)).status_code == 404


def told_of(found):
    return {each.member.client.code_name[-1] for each in found.about}


def test_it_is_about_everybody_of_whom_something_came_along(episode, members, stay, aino):
    assert told_of(gathered(aino, episode, members["C"])) == {"C", "A"}
    assert told_of(gathered(aino, episode, members["C"], ReportKind.LETTER)) == {"C"}
    month = GoalRound.objects.get(span="month")
    RoundGoalFactory(
        round=month, goal=CareGoalFactory(episode=episode, level="interim", under=CareGoalFactory())
    )
    found = gathered(aino, episode, members["C"])
    assert told_of(found) == {"A", "B", "C", "D"}
    assert found.about[0].member == members["C"]


def walled_off(members, aino, saara):
    """The mother is of another family, and a wall stands between the two."""
    mother, other = members["A"].client, FamilyFactory(code_name="Tyrni", search_key="tyrni")
    former, mother.family = mother.family, other
    mother.save()
    PartyWallFactory(one=(former, [aino]), other=(other, [saara]))


def test_past_a_wall_it_is_as_if_there_were_none_and_another_is_made(
    signed_in, aino, saara, episode, members, stay
):
    address = url("casework:report_child", episode, members["C"].pk)
    with clock.moved_to(END):
        mark = gathered(saara, episode, members["C"]).mark
        signed_in(saara).post(address, {"gathered": mark, "child": "Reads with her mother."})
        report = Report.objects.get()
        browser = signed_in(aino)
        assert browser.get(url("casework:report", report)).status_code == 200
        walled_off(members, aino, saara)
        for name in ("report", "correct_report", "send_report"):
            assert browser.get(url(f"casework:{name}", report)).status_code == 404
        assert browser.get(url("casework:report_file", report, "docx")).status_code == 404
        page = browser.get(address)
        assert (page.status_code, "reads to the child" in page.content.decode()) == (200, False)
        mark = gathered(aino, episode, members["C"]).mark
        assert browser.post(address, {"gathered": mark, "child": "Plays."}).status_code == 302
    assert Report.objects.count() == 2


def test_a_goal_of_all_is_left_out_when_one_of_them_is_hidden(aino, saara, episode, members, stay):
    month = GoalRound.objects.get(span="month")
    goal = CareGoalFactory(episode=episode, level="interim", under=CareGoalFactory(), text="Of us all.")
    RoundGoalFactory(round=month, goal=goal)
    assert "Of us all." in str([block.text for block in gathered(aino, episode, members["C"]).blocks])
    walled_off(members, aino, saara)
    assert "Of us all." not in str([block.text for block in gathered(aino, episode, members["C"]).blocks])
