"""A tiny world for each measure, and what it comes to in 2024 and why."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from poukama.casework.models import Episode, EpisodeMember, Process
from poukama.organisation.models import WorkForm
from tests.factories.activities import (
    AttendanceFactory,
    ChatDutyFactory,
    DoorCountFactory,
    GroupFactory,
    HeadcountFactory,
    OccasionFactory,
    OutreachFactory,
)
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
    ProcessFactory,
    ReportFactory,
    RequestFactory,
    RoundGoalFactory,
)
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import PartnerFactory, PartnershipFactory, UserFactory
from tests.factories.outcomes import FormFactory, ReceivedAnswerFactory
from tests.factories.workforce import MatchFactory, VolunteerFactory, VolunteerRoleFactory

Example = tuple[dict[str, Any], int, str]
"""Filters, the value expected, and why."""

IN_2023, IN_2024, IN_2025 = date(2023, 5, 2), date(2024, 5, 2), date(2025, 1, 1)
ENDED = {"end_reason": "goals_met"}


def voided() -> dict[str, Any]:
    """What makes a recorded row undone."""
    return {"voided_at": datetime(2024, 9, 12, 10, tzinfo=UTC), "voided_by": UserFactory()}


def people_in_care(a: WorkForm, b: WorkForm) -> Example:
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023, ends_on=IN_2024, **ENDED)
    back = ClientFactory(family=episode.family)
    EpisodeMemberFactory(episode=episode, client=back, role="mother", ends_on=IN_2024)
    again = EpisodeFactory(work_form=a, family=episode.family, starts_on=date(2024, 9, 1))
    EpisodeMemberFactory(episode=again, client=back, role="mother")
    EpisodeMemberFactory(episode=again, role="baby")
    EpisodeMemberFactory(episode=again, client=ClientFactory(anonymous=True), role="father")
    EpisodeMemberFactory(episode=again, role="father", **voided())
    EpisodeMemberFactory(episode=EpisodeFactory(work_form=a, **voided()), role="father")
    EpisodeMemberFactory(episode=episode, role="father", ends_on=date(2023, 12, 31))
    EpisodeMemberFactory(episode=again, role="father", starts_on=IN_2025)
    EpisodeMemberFactory(episode=EpisodeFactory(work_form=b), role="mother")
    return (
        {"member_role": ["mother", "father"]},
        2,
        "the mother came twice and is one; one father has no code",
    )


def families_in_care(a: WorkForm, b: WorkForm) -> Example:
    family = FamilyFactory()
    EpisodeFactory(work_form=a, family=family, starts_on=IN_2023, ends_on=date(2024, 1, 1), **ENDED)
    EpisodeFactory(work_form=a, family=family, starts_on=IN_2024)
    EpisodeFactory(work_form=a, starts_on=date(2024, 12, 31))
    EpisodeFactory(work_form=a, family=None)
    EpisodeFactory(work_form=a, starts_on=IN_2023, ends_on=date(2023, 12, 31), **ENDED)
    EpisodeFactory(work_form=b)
    return {}, 2, "one family twice, one from the last day; an episode without a family has none to count"


def families_in_phase(a: WorkForm, b: WorkForm) -> Example:
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023)
    EpisodePhaseFactory(episode=episode, phase="group", ends_on=IN_2024)
    EpisodePhaseFactory(episode=episode, phase="group", starts_on=date(2024, 8, 1))
    EpisodePhaseFactory(episode=episode, phase="aftercare", starts_on=date(2024, 9, 1))
    EpisodePhaseFactory(episode=EpisodeFactory(work_form=a), phase="group", starts_on=IN_2025)
    EpisodePhaseFactory(episode=EpisodeFactory(work_form=b), phase="group")
    return {"phase": "group"}, 1, "the same family in the phase twice"


def families_started(a: WorkForm, b: WorkForm) -> Example:
    family = FamilyFactory()
    EpisodeFactory(work_form=a, family=family, starts_on=IN_2024, ends_on=IN_2024, **ENDED)
    EpisodeFactory(work_form=a, family=family, starts_on=date(2024, 10, 1))
    EpisodeFactory(work_form=a, starts_on=IN_2023)
    EpisodeFactory(work_form=b, starts_on=IN_2024)
    return {}, 1, "one family began twice; another began the year before"


def families_supported(a: WorkForm, b: WorkForm) -> Example:
    both = FamilyFactory()
    EpisodeFactory(work_form=a, family=both)
    group = OccasionFactory(work_form=a)
    AttendanceFactory(occasion=group, family=both)
    AttendanceFactory(occasion=group, family=FamilyFactory())
    HeadcountFactory(occasion=group, people=6, families=4)
    HeadcountFactory(occasion=OccasionFactory(work_form=a, state="cancelled"), families=9)
    AttendanceFactory(occasion=OccasionFactory(work_form=b), family=FamilyFactory())
    return {}, 6, "two families by code, one of them in both ways, and four only counted"


def people_supported(a: WorkForm, b: WorkForm) -> Example:
    child = ClientFactory()
    episode = EpisodeFactory(work_form=a)
    EpisodeMemberFactory(episode=episode, client=child, role="child")
    EpisodeMemberFactory(episode=episode, role="parent")
    group = OccasionFactory(work_form=a)
    AttendanceFactory(occasion=group, client=child, role="child")
    AttendanceFactory(occasion=group, client=ClientFactory(), role="youth")
    AttendanceFactory(
        occasion=OccasionFactory(work_form=a, state="planned"), client=ClientFactory(), role="child"
    )
    return (
        {"member_role": ["child", "youth"]},
        2,
        "the child came alone and to the group, the youth to the group",
    )


def people_consulted(a: WorkForm, b: WorkForm) -> Example:
    ConsultationFactory(work_form=a, happened_on=IN_2024, people=3)
    ConsultationFactory(work_form=a, happened_on=IN_2024, people=2)
    ConsultationFactory(work_form=a, happened_on=IN_2023, people=8)
    ConsultationFactory(work_form=a, happened_on=IN_2024, people=5, **voided())
    ConsultationFactory(work_form=b, happened_on=IN_2024, people=4)
    return {}, 5, "3 and 2: who came twice cannot be known"


def families_met_in_outreach(a: WorkForm, b: WorkForm) -> Example:
    OutreachFactory(work_form=a, families=3)
    OutreachFactory(work_form=a, families=4, happened_on=date(2024, 1, 1))
    OutreachFactory(work_form=a, families=5, happened_on=IN_2025)
    OutreachFactory(work_form=b, families=6)
    return {}, 7, "3 and 4, the first day included, the day after the last not"


def chat_contacts(a: WorkForm, b: WorkForm) -> Example:
    ChatDutyFactory(work_form=a, service="chat-1", contacts=2)
    ChatDutyFactory(work_form=a, service="chat-2", contacts=0)
    ChatDutyFactory(work_form=a, service="chat-3", contacts=7)
    return {"service": ["chat-1", "chat-2"]}, 2, "two in one chat, a quiet shift in the other"


def families_matched(a: WorkForm, b: WorkForm) -> Example:
    family = FamilyFactory()
    MatchFactory(work_form=a, family=family, starts_on=IN_2023, ends_on=date(2024, 2, 1), **ENDED)
    MatchFactory(work_form=a, family=family, starts_on=date(2024, 2, 2))
    MatchFactory(work_form=a, starts_on=IN_2023, ends_on=date(2023, 12, 31), **ENDED)
    MatchFactory(work_form=b)
    return {}, 1, "the family got a new match when the first one ended"


def matches_started(a: WorkForm, b: WorkForm) -> Example:
    family = FamilyFactory()
    MatchFactory(work_form=a, family=family, starts_on=date(2024, 1, 1), ends_on=IN_2024, **ENDED)
    MatchFactory(work_form=a, family=family, starts_on=date(2024, 12, 31))
    MatchFactory(work_form=a, starts_on=IN_2023)
    return {}, 2, "two matches of one family are two matches"


def matches_ended(a: WorkForm, b: WorkForm) -> Example:
    MatchFactory(work_form=a, starts_on=IN_2023, ends_on=date(2024, 12, 31), **ENDED)
    MatchFactory(work_form=a, starts_on=IN_2023)
    MatchFactory(work_form=a, starts_on=IN_2023, ends_on=date(2025, 1, 1), **ENDED)
    return {}, 1, "one ended on the last day of the year, one goes on, one ended a day later"


def volunteers_active(a: WorkForm, b: WorkForm) -> Example:
    one = VolunteerFactory()
    VolunteerRoleFactory(work_form=a, volunteer=one, role="peer", starts_on=IN_2023)
    VolunteerRoleFactory(work_form=a, volunteer=one, role="helper", starts_on=IN_2024)
    VolunteerRoleFactory(work_form=a, role="peer", starts_on=IN_2023, ends_on=date(2024, 1, 1))
    VolunteerRoleFactory(work_form=a, role="peer", starts_on=IN_2023, ends_on=date(2023, 12, 31))
    return {}, 2, "one in two roles is one; another was there on the first day"


def volunteers_started(a: WorkForm, b: WorkForm) -> Example:
    one = VolunteerFactory()
    VolunteerRoleFactory(work_form=a, volunteer=one, role="peer", starts_on=IN_2024)
    VolunteerRoleFactory(work_form=a, volunteer=one, role="helper", starts_on=IN_2024)
    VolunteerRoleFactory(work_form=a, role="peer", starts_on=IN_2023)
    return {}, 1, "one began in two roles"


def occasions_held(a: WorkForm, b: WorkForm) -> Example:
    OccasionFactory(work_form=a, kind="trip")
    OccasionFactory(work_form=a, kind="trip", state="planned")
    OccasionFactory(work_form=a, kind="trip", state="cancelled")
    OccasionFactory(work_form=a, kind="evening")
    OccasionFactory(work_form=b, kind="trip")
    return {"occasion_kind": "trip"}, 1, "one was held; plans and cancellations do not count"


def groups_met(a: WorkForm, b: WorkForm) -> Example:
    group = GroupFactory(work_form=a, kind="peer_group")
    OccasionFactory(work_form=a, group=group, happened_on=IN_2024)
    OccasionFactory(work_form=a, group=group, happened_on=date(2024, 6, 2))
    never = GroupFactory(work_form=a, kind="peer_group")
    OccasionFactory(work_form=a, group=never, state="cancelled")
    OccasionFactory(work_form=a, group=GroupFactory(work_form=a, kind="music"))
    return {"group_kind": "peer_group"}, 1, "one group met twice, another never"


def participations(a: WorkForm, b: WorkForm) -> Example:
    evening = OccasionFactory(work_form=a, kind="evening")
    one = ClientFactory()
    AttendanceFactory(occasion=evening, client=one)
    AttendanceFactory(occasion=OccasionFactory(work_form=a, kind="evening"), client=one)
    HeadcountFactory(occasion=evening, people=6)
    HeadcountFactory(occasion=OccasionFactory(work_form=a, kind="trip"), people=9)
    return {"occasion_kind": "evening"}, 8, "one came twice, and six were counted"


def people_reached(a: WorkForm, b: WorkForm) -> Example:
    talk = OccasionFactory(work_form=a)
    HeadcountFactory(occasion=talk, category="professional", people=12)
    HeadcountFactory(occasion=talk, category="partner", people=3)
    HeadcountFactory(occasion=talk, category="parents", people=5)
    return {"category": ["professional", "partner"]}, 15, "12 and 3; parents are another category"


def professionals_trained(a: WorkForm, b: WorkForm) -> Example:
    training = OccasionFactory(work_form=a, kind="training")
    HeadcountFactory(occasion=training, category="professional", people=20)
    HeadcountFactory(occasion=training, category="student", people=7)
    HeadcountFactory(occasion=OccasionFactory(work_form=a, kind="talk"), category="professional", people=9)
    return {}, 20, "professionals at a training: not students, not at a talk"


def public_reached(a: WorkForm, b: WorkForm) -> Example:
    fair = OccasionFactory(work_form=a)
    HeadcountFactory(occasion=fair, category="general_public", people=400, is_estimate=True, basis="seats")
    HeadcountFactory(occasion=fair, category="professional", people=9)
    return {}, 400, "estimated by the seats; professionals were counted by themselves"


def door_visits(a: WorkForm, b: WorkForm) -> Example:
    DoorCountFactory(work_form=a)
    DoorCountFactory(work_form=a)
    DoorCountFactory(work_form=a, visitor="child")
    DoorCountFactory(work_form=a, quantity=-1, is_correction=True, reason="Counted twice")
    DoorCountFactory(work_form=a, **voided())
    return {"visitor": "adult"}, 1, "two taps and a correction; a child; a tap that was undone"


def answers_received(a: WorkForm, b: WorkForm) -> Example:
    asked = FormFactory(key="children")
    ReceivedAnswerFactory(work_form=a, form=asked)
    ReceivedAnswerFactory(work_form=a, form=asked)
    ReceivedAnswerFactory(work_form=a)
    return {"form": "children"}, 2, "two to the form, one to another"


def partners_active(a: WorkForm, b: WorkForm) -> Example:
    one = PartnerFactory()
    PartnershipFactory(work_form=a, partner=one, kind="family_centre_actor", starts_on=IN_2023)
    PartnershipFactory(work_form=a, partner=one, kind="network", starts_on=IN_2023)
    PartnershipFactory(work_form=a, kind="family_centre_actor", starts_on=IN_2023, ends_on=IN_2023)
    return {"kind": "family_centre_actor"}, 1, "one goes on, one ended the year before"


def _steps(a: WorkForm, b: WorkForm, key: str) -> None:
    """In time on the day itself and before; late by a day, and late in the next year; one left out, one undone."""
    early, due, later = date(2024, 5, 1), IN_2024, date(2024, 5, 3)
    process = ProcessFactory(episode__work_form=a, template__key=key)
    for number, done_on in enumerate((early, due, later, IN_2025, None)):
        _step(process, f"visit-{number}", due, done_on)
    _step(process, "visit-9", date(2023, 12, 31), date(2024, 1, 1))
    _step(process, "visit-10", due, due, **voided())
    _step(ProcessFactory(episode__work_form=a, template__key=f"{key}-other"), "start", due, due)
    _step(ProcessFactory(episode__work_form=b, template=process.template), "start", due, later)
    out = {
        "left_out_at": datetime(2024, 5, 2, 9, tzinfo=UTC),
        "left_out_by": UserFactory(),
        "reason": "Away.",
    }
    _step(process, "visit-11", due, None, **out)


def _step(process: Process, occasion: str, due_on: date, done_on: date | None, **columns: Any) -> None:
    done = {"done_on": done_on, "done_at": datetime(2025, 2, 1, tzinfo=UTC), "done_by": UserFactory()}
    duty = {f"duty__{key}": value for key, value in ({"due_on": due_on} | (done if done_on else {})).items()}
    DueStepFactory(process=process, occasion=occasion, **duty, **columns)


def steps_in_time(a: WorkForm, b: WorkForm) -> Example:
    _steps(a, b, "path")
    return {"process": "path"}, 2, "done before and on the day; another process is not asked for"


def steps_late(a: WorkForm, b: WorkForm) -> Example:
    _steps(a, b, "way")
    return (
        {"process": "way"},
        2,
        "a day late and a year late; what was due the year before is not of this year",
    )


def steps_due(a: WorkForm, b: WorkForm) -> Example:
    _steps(a, b, "road")
    return {"process": "road"}, 6, "four done, one undone and one left out; not the voided, not last year's"


def processes_carried_through(a: WorkForm, b: WorkForm) -> Example:
    through, broken = (ProcessFactory(episode__work_form=a, template__key=key) for key in ("five", "four"))
    closing = {"step__trigger": "meetings", "step__number": 5}
    _step(through, "visit-4", IN_2024, IN_2024)
    _step(through, "visit-5", IN_2024, date(2024, 5, 6), **closing)
    _step(broken, "visit-5", IN_2024, None, **closing)
    _step(ProcessFactory(episode__work_form=a), "visit-5", IN_2023, IN_2023, **closing)
    _step(ProcessFactory(episode__work_form=b), "visit-5", IN_2024, IN_2024, **closing)
    return {}, 1, "one came to its closing, a little late; another stopped before; one closed the year before"


def contacts_held(a: WorkForm, b: WorkForm) -> Example:
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023)
    for day in (IN_2023, IN_2024, IN_2024, IN_2025):
        ContactFactory(episode=episode, happened_on=day, kind="meeting")
    ContactFactory(episode=episode, happened_on=IN_2024, kind="meeting", took_place=False)
    ContactFactory(episode=episode, happened_on=IN_2024, kind="meeting", **voided())
    ContactFactory(episode=episode, happened_on=IN_2024, kind="phone_call")
    ContactFactory(episode=EpisodeFactory(work_form=b), happened_on=IN_2024, kind="meeting")
    return {"kind": "meeting"}, 2, "two meetings of one day; nobody came to a third; a call is another kind"


def requests_received(a: WorkForm, b: WorkForm) -> Example:
    for day in (IN_2023, date(2024, 1, 1), date(2024, 12, 31), IN_2025):
        RequestFactory(work_form=a, came_on=day, source="clinic")
    RequestFactory(work_form=a, came_on=IN_2024, source="clinic", waiting=True)
    RequestFactory(work_form=a, came_on=IN_2024, source="self")
    RequestFactory(work_form=a, came_on=IN_2024, source="clinic", **voided())
    RequestFactory(work_form=b, came_on=IN_2024, source="clinic")
    return {"source": "clinic"}, 3, "on the first and on the last day, and one that waits"


def families_handed_over(a: WorkForm, b: WorkForm) -> Example:
    family = FamilyFactory()
    first = EpisodeFactory(work_form=a, family=family, starts_on=IN_2023, ends_on=IN_2024, **ENDED)
    HandoverFactory(episode=first, to_work_form=b, sent_on=IN_2024, state="withdrawn", **_answered())
    HandoverFactory(episode=first, to_work_form=b, sent_on=date(2024, 5, 3), need="other")
    HandoverFactory(episode=EpisodeFactory(work_form=a, family=None), to_work_form=b, sent_on=IN_2024)
    HandoverFactory(episode=EpisodeFactory(work_form=a), to_work_form=b, sent_on=IN_2025)
    HandoverFactory(episode=EpisodeFactory(work_form=a), to_work_form=b, sent_on=IN_2024, **voided())
    HandoverFactory(episode=EpisodeFactory(work_form=b), to_work_form=a, sent_on=IN_2024)
    return {"to": b.key}, 1, "one family twice; a person without a family has none to count"


def _answered() -> dict[str, Any]:
    return {
        "answered_on": IN_2024,
        "answered_at": datetime(2024, 5, 2, 10, tzinfo=UTC),
        "answered_by": UserFactory(),
    }


def _told_of(episode: Episode, *children: EpisodeMember, day: date = IN_2024, **columns: Any) -> None:
    NoteFactory(episode=episode, happened_on=day, **columns).children.set(children)


def children_told_of(a: WorkForm, b: WorkForm) -> Example:
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023, ends_on=date(2024, 6, 1), **ENDED)
    baby, other, third, fourth = (EpisodeMemberFactory(episode=episode, role="baby") for _ in range(4))
    again = EpisodeMemberFactory(
        episode=EpisodeFactory(work_form=a, family=episode.family, starts_on=date(2024, 9, 1)),
        client=baby.client,
        role="baby",
    )
    unknown = EpisodeMemberFactory(episode=episode, client=ClientFactory(anonymous=True), role="baby")
    _told_of(episode, baby, unknown)
    _told_of(episode, baby, day=date(2024, 5, 3))
    _told_of(again.episode, again, day=date(2024, 9, 2))
    _told_of(episode, unknown, day=date(2024, 5, 3))
    _told_of(episode, other, day=IN_2023)
    _told_of(episode, third, **voided())
    _told_of(episode, EpisodeMemberFactory(episode=episode, role="baby", **voided()))
    _told_of(episode, EpisodeMemberFactory(episode=episode, role="sibling"), day=IN_2024)
    theirs = EpisodeFactory(work_form=b)
    _told_of(theirs, EpisodeMemberFactory(episode=theirs, role="baby", client=fourth.client))
    return {"member_role": "baby"}, 2, "one baby in three notes and two episodes; one without a code, in two"


def notes_late(a: WorkForm, b: WorkForm) -> Example:
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023)
    former = NoteFactory(episode=episode, happened_on=IN_2024, is_late=True, **voided())
    NoteFactory(
        episode=episode,
        happened_on=IN_2024,
        is_late=True,
        entry=former.entry,
        version=2,
        corrects=former,
        correction_reason="A slip",
    )
    NoteFactory(episode=episode, happened_on=IN_2024)
    NoteFactory(episode=episode, happened_on=IN_2023, is_late=True)
    NoteFactory(episode=EpisodeFactory(work_form=b), happened_on=IN_2024, is_late=True)
    return {}, 1, "a note that was corrected is one; another was in time"


def goals_attained(a: WorkForm, b: WorkForm) -> Example:
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023)
    main = CareGoalFactory(episode=episode)

    def ended(ending: str, day: date = IN_2024, level: str = "interim", **columns: Any) -> None:
        end = {"ended_at": datetime(2025, 2, 1, tzinfo=UTC), "ended_by": UserFactory()}
        under = {"under": main} if level == "interim" else {}
        made = {"episode": episode, "level": level, "ending": ending, "ends_on": day} | under | end | columns
        CareGoalFactory(**made)

    ended("attained")
    ended("attained", date(2024, 12, 31))
    ended("attained", IN_2025)
    ended("attained", level="main")
    ended("dropped")
    ended("changed")
    ended("attained", **voided())
    theirs = EpisodeFactory(work_form=b)
    ended("attained", episode=theirs, under=CareGoalFactory(episode=theirs))
    return {"level": "interim"}, 2, "attained on two days of the year; a main goal is another level"


def goals_evaluated(a: WorkForm, b: WorkForm) -> Example:
    week = GoalRoundFactory(episode=EpisodeFactory(work_form=a, starts_on=IN_2023))
    turns = [RoundGoalFactory(round=week) for _ in range(2)]
    for turn, mark in zip(turns, ("succeeded", "partly"), strict=True):
        GoalMarkFactory(turn=turn, mark=mark)
        GoalMarkFactory(turn=turn, mark="succeeded", voice="worker")
    GoalMarkFactory(turn=RoundGoalFactory(round=week), **voided())
    GoalMarkFactory(turn=RoundGoalFactory(round=week), marked_on=IN_2025)
    GoalMarkFactory(turn__round__episode__work_form=b)
    return {"span": "week", "mark": "succeeded"}, 1, "as the family sees it: the worker's view is not counted"


def _reports(a: WorkForm, b: WorkForm) -> None:
    """Two in time, one late, one that nobody asked for, one of the year before, a version of a late one, one of a child."""
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023)

    def report(signed_on: date, due_on: date | None, **columns: Any) -> Any:
        return ReportFactory(
            **{"episode": episode, "starts_on": IN_2023, "signed_on": signed_on, "due_on": due_on} | columns
        )

    report(IN_2024, IN_2024)
    report(date(2024, 5, 1), IN_2024)
    late = report(date(2024, 5, 3), IN_2024, **voided())
    report(date(2024, 5, 3), IN_2024, entry=late.entry, version=2, corrects=late, correction_reason="A slip")
    report(IN_2024, None)
    report(IN_2023, IN_2023)
    child = EpisodeMemberFactory(episode=episode, role="baby")
    report(date(2024, 5, 3), IN_2024, kind="child", member=child)
    report(date(2024, 5, 1), IN_2024, kind="child", member=child)
    report(IN_2024, IN_2024, episode=EpisodeFactory(work_form=b, starts_on=IN_2023))


def reports_in_time(a: WorkForm, b: WorkForm) -> Example:
    _reports(a, b)
    return {"report_kind": "month"}, 2, "on the day and before; no process asked for a third"


def reports_late(a: WorkForm, b: WorkForm) -> Example:
    _reports(a, b)
    return {"report_kind": "month"}, 1, "a day late, and corrected: two versions are one report"


def _follow_ups(a: WorkForm, b: WorkForm) -> None:
    """Reached, declined, not reached after a try, not asked; of the year after, taken back, elsewhere."""
    episode = EpisodeFactory(work_form=a, starts_on=IN_2023, ends_on=date(2023, 11, 2), **ENDED)

    def follow_up(outcome: str = "", due_on: date = IN_2024, **columns: Any) -> Any:
        met = {"met_on": IN_2024, "met_at": datetime(2024, 5, 2, 9, tzinfo=UTC), "met_by": UserFactory()}
        asked = met if outcome else {}
        return FollowUpFactory(**{"episode": episode, "due_on": due_on, "outcome": outcome} | asked | columns)

    follow_up("reached")
    follow_up("declined")
    waits = follow_up("not_reached", date(2024, 6, 2))
    follow_up("not_reached", known=waits.known, try_of=waits)
    follow_up()
    follow_up(due_on=IN_2025)
    follow_up("reached", **voided())
    follow_up("reached", episode=EpisodeFactory(work_form=b, starts_on=IN_2023))


def follow_ups_due(a: WorkForm, b: WorkForm) -> Example:
    _follow_ups(a, b)
    return {}, 4, "reached, declined, not reached and not asked yet; a try is not counted by itself"


def follow_ups_met(a: WorkForm, b: WorkForm) -> Example:
    _follow_ups(a, b)
    return {}, 1, "one was reached; whoever did not want to say is not"


EXAMPLES: dict[str, Callable[[WorkForm, WorkForm], Example]] = {
    example.__name__: example
    for example in (
        answers_received,
        chat_contacts,
        children_told_of,
        contacts_held,
        door_visits,
        families_handed_over,
        families_in_care,
        families_in_phase,
        families_matched,
        families_met_in_outreach,
        families_started,
        families_supported,
        follow_ups_due,
        follow_ups_met,
        goals_attained,
        goals_evaluated,
        groups_met,
        matches_ended,
        matches_started,
        notes_late,
        occasions_held,
        participations,
        partners_active,
        people_consulted,
        people_in_care,
        people_reached,
        people_supported,
        processes_carried_through,
        professionals_trained,
        public_reached,
        reports_in_time,
        reports_late,
        requests_received,
        steps_due,
        steps_in_time,
        steps_late,
        volunteers_active,
        volunteers_started,
    )
}
