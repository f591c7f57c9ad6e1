"""A tiny world for each measure, and what it comes to in 2024 and why."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

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
    ConsultationFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    EpisodePhaseFactory,
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


EXAMPLES: dict[str, Callable[[WorkForm, WorkForm], Example]] = {
    example.__name__: example
    for example in (
        answers_received,
        chat_contacts,
        door_visits,
        families_in_care,
        families_in_phase,
        families_matched,
        families_met_in_outreach,
        families_started,
        families_supported,
        groups_met,
        matches_ended,
        matches_started,
        occasions_held,
        participations,
        partners_active,
        people_consulted,
        people_in_care,
        people_reached,
        people_supported,
        professionals_trained,
        public_reached,
        volunteers_active,
        volunteers_started,
    )
}
