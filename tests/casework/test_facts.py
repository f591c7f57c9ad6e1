"""Worked examples of what casework publishes: counted here by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext

from poukama.casework.choices import FollowUpOutcome, GoalLevel, GoalSpan, ReportKind
from poukama.casework.facts import (
    CONSULTATIONS,
    CONTACTS,
    EPISODES,
    EPISODES_STARTED,
    FACTS,
    GOAL_MARKS,
    GOALS_SET,
    LATE_NOTES,
    MEMBERS,
    MONTHS_EVALUATED,
    NOTES,
    NOTES_OF_CHILDREN,
    PHASES,
    REPORTS,
    REPORTS_IN_TIME,
    REPORTS_LATE,
    WEEKS_OF_GOALS,
)
from poukama.casework.services import (
    MemberIn,
    PartIn,
    Written,
    begin_phase,
    close_episode,
    correct_note,
    open_episode,
    record_contact,
    take_out_note,
    void_contact,
    void_episode,
    write_note,
)
from poukama.toolkit import clock
from poukama.toolkit.facts import Record
from poukama.toolkit.periods import Period
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    ConsultationFactory,
    ContactFactory,
    DueStepFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    EpisodePhaseFactory,
    FollowUpFactory,
    GoalMarkFactory,
    GoalRoundFactory,
    HandoverFactory,
    NoteFactory,
    ReportFactory,
    RequestFactory,
    RoundGoalFactory,
)
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import UserFactory

Y2023, Y2024 = Period.year(2023), Period.year(2024)
ASKED = {"met_on": date(2024, 5, 2), "met_at": datetime(2024, 5, 2, 9, tzinfo=UTC)}


def counted(fact, unit, period, *, filters=None, known_at=None):
    """The number that a fact gives, straight from its declaration."""
    rows = fact.during(period, known_at=known_at).filter(fact.filtered(filters or {}))
    counting = fact.counts[unit]
    if counting.distinct:
        return rows.aggregate(n=Count(counting.distinct, distinct=True))["n"]
    if counting.total:
        return rows.aggregate(n=Sum(counting.total))["n"] or 0
    return rows.count()


def told_by(fact):
    """What tells the records behind the fact."""
    assert fact.describe is not None
    return fact.describe


def test_a_person_returning_in_the_same_year_is_one_client(aino, work_form_a, words):
    family = FamilyFactory(known_in=work_form_a)
    parent = ClientFactory(family=family, known_in=work_form_a)
    for first, last in ((date(2024, 1, 8), date(2024, 3, 1)), (date(2024, 6, 3), date(2024, 8, 30))):
        episode = open_episode(
            work_form=work_form_a,
            starts_on=first,
            by=aino,
            family=family,
            members=[MemberIn(parent, "parent")],
        )
        close_episode(episode=episode, ends_on=last, reason="goals_met", by=aino)

    assert counted(MEMBERS, "people", Y2024, filters={"member_role": "parent"}) == 1
    assert (counted(MEMBERS, "rows", Y2024), counted(MEMBERS, "families", Y2024)) == (2, 1)
    assert (counted(EPISODES, "families", Y2024), counted(EPISODES_STARTED, "rows", Y2024)) == (1, 2)


def test_roles_and_work_forms_are_counted_apart(work_form_a, work_form_b):
    for work_form, role in ((work_form_a, "parent"), (work_form_a, "baby"), (work_form_b, "parent")):
        EpisodeMemberFactory(episode__work_form=work_form, role=role)

    assert counted(MEMBERS, "people", Y2024, filters={"member_role": "parent"}) == 2
    assert counted(MEMBERS, "people", Y2024, filters={"work_form": "work-form-a"}) == 2
    assert counted(MEMBERS, "people", Y2024, filters={"member_role": ["parent", "baby"]}) == 3


def test_a_family_in_two_phases_counts_in_each(aino, work_form_a, words):
    episode = EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 1, 8))
    begin_phase(episode=episode, phase="motivation", starts_on=date(2024, 1, 8), by=aino)
    begin_phase(episode=episode, phase="group", starts_on=date(2024, 3, 4), by=aino)

    by_phase = {
        phase: counted(PHASES, "families", Y2024, filters={"phase": phase})
        for phase in ("motivation", "group", "aftercare")
    }
    assert by_phase == {"motivation": 1, "group": 1, "aftercare": 0}
    assert counted(PHASES, "families", Y2024) == 1


def test_an_episode_that_crosses_the_year_counts_in_both_and_begins_in_one(work_form_a):
    episode = EpisodeFactory(
        work_form=work_form_a, starts_on=date(2023, 11, 1), ends_on=date(2024, 1, 1), end_reason="goals_met"
    )
    EpisodeMemberFactory(episode=episode, ends_on=date(2024, 1, 1))

    assert [counted(EPISODES, "families", year) for year in (Y2023, Y2024)] == [1, 1]
    assert [counted(MEMBERS, "people", year) for year in (Y2023, Y2024)] == [1, 1]
    assert [counted(EPISODES_STARTED, "families", year) for year in (Y2023, Y2024)] == [1, 0]
    assert counted(EPISODES, "families", Period.year(2025)) == 0


def test_someone_who_left_before_the_year_is_not_of_it_though_the_episode_is(work_form_a):
    episode = EpisodeFactory(work_form=work_form_a, starts_on=date(2023, 11, 1))
    EpisodeMemberFactory(episode=episode, ends_on=date(2023, 12, 31))
    EpisodeMemberFactory(episode=episode)

    assert counted(MEMBERS, "people", Y2024) == 1


def test_the_anonymous_are_counted_each_time_and_said_not_to_be_joinable(aino, work_form_a, words):
    for day in (date(2024, 2, 1), date(2024, 5, 1)):
        open_episode(
            work_form=work_form_a,
            starts_on=day,
            by=aino,
            members=[MemberIn(ClientFactory(anonymous=True), "parent")],
        )
    EpisodeMemberFactory(episode__work_form=work_form_a)

    assert counted(MEMBERS, "people", Y2024) == 3
    assert MEMBERS.during(Y2024).filter(MEMBERS.unjoinable).count() == 2
    assert counted(EPISODES, "families", Y2024) == 1


def test_what_was_taken_back_is_not_counted(aino, work_form_a, words):
    episode = open_episode(
        work_form=work_form_a,
        starts_on=date(2024, 9, 12),
        by=aino,
        family=FamilyFactory(),
        members=[MemberIn(ClientFactory(), "parent")],
        phase="group",
    )
    contact = record_contact(episode=episode, kind="meeting", happened_on=date(2024, 9, 12), by=aino)
    before = [counted(fact, "rows", Y2024) for fact in (MEMBERS, EPISODES, PHASES, CONTACTS)]
    void_contact(contact=contact, by=aino)
    void_episode(episode=episode, by=aino)

    assert before == [1, 1, 1, 1]
    assert [counted(fact, "rows", Y2024) for fact in (MEMBERS, EPISODES, PHASES, CONTACTS)] == [0, 0, 0, 0]


def test_figures_are_as_they_were_known_at_an_earlier_moment(aino, work_form_a, words):
    noon = datetime(2024, 9, 12, 9, tzinfo=UTC)
    with clock.moved_to(noon):
        episode = open_episode(
            work_form=work_form_a, starts_on=date(2024, 9, 2), by=aino, family=FamilyFactory()
        )
        contact = record_contact(episode=episode, kind="meeting", happened_on=date(2024, 9, 3), by=aino)
    with clock.moved_to(noon + timedelta(hours=1)):
        void_contact(contact=contact, by=aino)
        record_contact(episode=episode, kind="meeting", happened_on=date(2024, 9, 4), by=aino)
        record_contact(episode=episode, kind="meeting", happened_on=date(2024, 9, 5), by=aino)

    known = {
        hours: counted(CONTACTS, "rows", Y2024, known_at=noon + timedelta(hours=hours))
        for hours in (-1, 0, 1)
    }
    assert known == {-1: 0, 0: 1, 1: 2}
    assert counted(EPISODES, "rows", Y2024, known_at=noon - timedelta(hours=1)) == 0


def test_contacts_that_did_not_take_place_are_left_out_and_told(work_form_a):
    episode = EpisodeFactory(work_form=work_form_a)
    ContactFactory(episode=episode, minutes=60, kind="meeting")
    ContactFactory(episode=episode, minutes=30, kind="phone_call")
    ContactFactory(episode=episode, minutes=None, took_place=False)

    assert [counted(CONTACTS, unit, Y2024) for unit in ("rows", "families", "minutes")] == [2, 1, 90]
    assert counted(CONTACTS, "rows", Y2024, filters={"kind": "meeting"}) == 1
    (left_out,) = CONTACTS.left_out
    rows = CONTACTS.model.objects.filter(CONTACTS.touching(Y2024), CONTACTS.in_force(), left_out.where)
    assert rows.count() == 1


def test_consultations_count_people_families_and_professionals(work_form_a):
    ConsultationFactory(work_form=work_form_a, people=2, families=1)
    ConsultationFactory(work_form=work_form_a, people=0, professionals=5)
    ConsultationFactory(work_form=work_form_a, people=9, happened_on=date(2023, 12, 31))

    units = ("people", "families", "professionals", "rows")
    assert [counted(CONSULTATIONS, unit, Y2024) for unit in units] == [2, 1, 5, 2]


def test_notes_are_counted_once_however_often_they_were_corrected(work_form_a, words, headings, aino, lead):
    episode = EpisodeFactory(work_form=work_form_a)
    baby = EpisodeMemberFactory(episode=episode, role="baby")
    EpisodeMemberFactory(episode=episode)
    with clock.moved_to(date(2024, 9, 12)):
        for day, of in ((date(2024, 9, 12), (baby,)), (date(2024, 9, 2), ())):
            part = PartIn("work", "Seen.", tells_of=of)
            note = write_note(episode=episode, written=Written(happened_on=day, parts=[part]), by=aino)
    before = clock.local(date(2024, 9, 13))
    with clock.moved_to(date(2024, 9, 14)):
        written = Written(happened_on=note.happened_on, parts=[PartIn("work", "Better.", tells_of=(baby,))])
        correct_note(note=note, written=written, reason="x", by=aino)
        wrong = write_note(
            episode=episode,
            written=Written(happened_on=date(2024, 9, 14), parts=[PartIn("work", "Wrong.")]),
            by=aino,
        )
        take_out_note(note=wrong, because="Another family", by=lead)

    facts = (NOTES, LATE_NOTES, NOTES_OF_CHILDREN)
    assert [counted(fact, "rows", Y2024) for fact in facts] == [2, 1, 2]
    assert [counted(fact, "rows", Y2024, known_at=before) for fact in facts] == [2, 1, 1]
    assert [counted(fact, "families", Y2024) for fact in facts] == [1, 1, 1]


def test_a_corrected_report_is_counted_once_in_time_or_late(work_form_a):
    episode = EpisodeFactory(work_form=work_form_a)
    day, now = episode.starts_on, clock.local(date(2024, 9, 1))
    former = ReportFactory(episode=episode, due_on=day, voided_at=now, voided_by=UserFactory())
    ReportFactory(
        episode=episode, entry=former.entry, version=2, corrects=former, correction_reason="x", due_on=day
    )
    ReportFactory(episode=episode, due_on=day - timedelta(days=1))
    ReportFactory(episode=episode)

    facts = (REPORTS, REPORTS_IN_TIME, REPORTS_LATE)
    assert [counted(fact, "rows", Y2024) for fact in facts] == [3, 1, 1]
    assert [counted(fact, "families", Y2024) for fact in facts] == [1, 1, 1]


def test_the_records_behind_a_figure_are_told_by_code_only(work_form_a, words):
    episode = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme")
    member = EpisodeMemberFactory(episode=episode, client__code_name="Lumme A", client__birth_year=1990)
    EpisodePhaseFactory(episode=episode, phase="group")
    ContactFactory(episode=episode)
    NoteFactory(episode=episode, is_late=True, tells_of_child=True).children.set([member])
    waits = FollowUpFactory(episode=episode, due_on=date(2024, 5, 2))
    FollowUpFactory(
        episode=episode, due_on=date(2024, 5, 3), outcome="reached", **ASKED, met_by=UserFactory()
    )
    ended = {"ended_at": ASKED["met_at"], "ended_by": UserFactory(), "ending": "attained"}
    CareGoalFactory(episode=episode, ends_on=date(2024, 5, 2), **ended)
    row = ConsultationFactory(work_form=work_form_a, people=2)
    moment = {"evaluated_at": datetime(2024, 1, 12, 9, tzinfo=UTC), "evaluated_by": UserFactory()}
    week = GoalRoundFactory(episode=episode, evaluated_on=date(2024, 1, 12), **moment)
    GoalMarkFactory(turn__round=week)
    GoalRoundFactory(episode=episode, span="month", evaluated_on=date(2024, 1, 12), **moment)
    monday, goals = date(2024, 1, 8), url("casework:goals", episode)
    asked = RequestFactory(work_form=work_form_a, family=episode.family)
    sent = HandoverFactory(episode=episode, to_work_form__name="Elsewhere")
    step = DueStepFactory(process__episode=episode)
    closing = DueStepFactory(
        process=step.process,
        step__trigger="meetings",
        step__number=5,
        step__upto=5,
        occasion="visit-5",
        duty__done_on=step.duty.due_on,
        duty__done_at=ASKED["met_at"],
        duty__done_by=UserFactory(),
    )
    page, day = url("casework:episode", episode), episode.starts_on
    report = ReportFactory(episode=episode, due_on=day - timedelta(days=1))
    late_report = Record(day, "Lumme", str(ReportKind.MONTH.label), url("casework:report", report))

    told = {fact.key: told_by(fact)(fact.during(Y2024).select_related(*fact.related)) for fact in FACTS}

    assert member.client.code_name == "Lumme A"
    assert told == {
        "casework.members": [Record(day, "Lumme A", "Parent", page)],
        "casework.episodes": [Record(day, "Lumme", "Work form A", page)],
        "casework.episodes_started": [Record(day, "Lumme", "Work form A", page)],
        "casework.phases": [Record(day, "Lumme", "Group", page)],
        "casework.contacts": [Record(day, "Lumme", "Meeting", page)],
        "casework.notes": [Record(day, "Lumme", "Work form A", page)],
        "casework.late_notes": [Record(day, "Lumme", "Work form A", page)],
        "casework.notes_of_children": [Record(day, "Lumme", "Work form A", page)],
        "casework.children_told_of": [Record(day, "Lumme", "Work form A", page)],
        "casework.goals_attained": [Record(date(2024, 5, 2), "Lumme", str(GoalLevel.MAIN.label), goals)],
        "casework.follow_ups": [
            Record(waits.due_on, "Lumme", "Ei vielä kysytty", page),
            Record(date(2024, 5, 3), "Lumme", str(FollowUpOutcome.REACHED.label), page),
        ],
        "casework.follow_ups_met": [
            Record(date(2024, 5, 3), "Lumme", str(FollowUpOutcome.REACHED.label), page)
        ],
        "casework.processes_carried_through": [
            Record(closing.duty.due_on, "Lumme", closing.step.label(), page)
        ],
        "casework.consultations": [
            Record(row.happened_on, f"N-{row.pk}", "2 ihmistä", url("casework:consultations"))
        ],
        "casework.goals_set": [Record(monday, "Lumme", str(GoalSpan.WEEK.label), goals)],
        "casework.goal_marks": [Record(monday, "Lumme", "succeeded", goals)],
        "casework.weeks_of_goals": [Record(monday, "Lumme", str(GoalSpan.WEEK.label), goals)],
        "casework.months_evaluated": [Record(monday, "Lumme", str(GoalSpan.MONTH.label), goals)],
        "casework.requests": [Record(asked.came_on, "Lumme", "support", url("casework:request", asked))],
        "casework.waits": [],
        "casework.steps": [
            Record(each.duty.due_on, "Lumme", each.step.label(), page) for each in (step, closing)
        ],
        "casework.steps_in_time": [Record(closing.duty.due_on, "Lumme", closing.step.label(), page)],
        "casework.steps_late": [],
        "casework.steps_left_out": [],
        "casework.reports": [late_report],
        "casework.reports_in_time": [],
        "casework.reports_late": [late_report],
        "casework.handovers": [Record(sent.sent_on, "Lumme", "Elsewhere", page)],
    }


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_telling_the_records_costs_the_same_for_one_and_for_three(work_form_a, words, aino, fact):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            episode = EpisodeFactory(work_form=work_form_a)
            EpisodePhaseFactory(episode=episode)
            ContactFactory(episode=episode)
            member = EpisodeMemberFactory(episode=episode)
            NoteFactory(episode=episode, is_late=True, tells_of_child=True).children.set([member])
            FollowUpFactory(episode=episode, due_on=date(2024, 5, 2), outcome="reached", **ASKED, met_by=aino)
            ConsultationFactory(work_form=work_form_a)
            GoalMarkFactory(turn__round__episode=episode)
            ReportFactory(episode=episode, due_on=episode.starts_on)
        with CaptureQueriesContext(connection) as queries:
            told_by(fact)(fact.during(Y2024).select_related(*fact.related))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_goals_are_counted_by_week_month_and_mark(work_form_a):
    episode = EpisodeFactory(work_form=work_form_a)
    week = GoalRoundFactory(
        episode=episode,
        evaluated_on=date(2024, 1, 12),
        evaluated_at=datetime(2024, 1, 12, 9, tzinfo=UTC),
        evaluated_by=UserFactory(),
    )
    one, two = RoundGoalFactory.create_batch(2, round=week)
    GoalMarkFactory(turn=one, mark="succeeded")
    GoalMarkFactory(turn=one, mark="partly", voice="worker")
    GoalMarkFactory(turn=two, mark="partly")
    for starts_on, evaluated_on in ((date(2024, 1, 15), None), (date(2024, 1, 22), date(2024, 1, 29))):
        GoalRoundFactory(
            episode=episode,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=6),
            evaluated_on=evaluated_on,
            evaluated_at=evaluated_on and datetime(2024, 1, 29, 9, tzinfo=UTC),
            evaluated_by=evaluated_on and UserFactory(),
        )
    month = GoalRoundFactory(
        episode=episode,
        span="month",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 1, 31),
        evaluated_on=date(2024, 2, 1),
        evaluated_at=datetime(2024, 2, 1, 9, tzinfo=UTC),
        evaluated_by=UserFactory(),
    )
    RoundGoalFactory(round=month)

    assert counted(GOALS_SET, "rows", Y2024) == 3
    assert counted(GOALS_SET, "rows", Y2024, filters={"span": "week"}) == 2
    assert counted(GOAL_MARKS, "rows", Y2024) == 2
    assert counted(GOAL_MARKS, "rows", Y2024, filters={"mark": "partly", "span": "week"}) == 1
    assert (counted(WEEKS_OF_GOALS, "rows", Y2024), counted(WEEKS_OF_GOALS, "families", Y2024)) == (1, 1)
    assert counted(MONTHS_EVALUATED, "rows", Y2024) == 1
    assert counted(MONTHS_EVALUATED, "rows", Y2023) == 0
