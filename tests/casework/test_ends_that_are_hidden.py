"""Of records that end a lead is told nothing past a wall, and under an order not when somebody comes."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.queries.destructions import lines_of
from poukama.casework.queries.retention import preview
from poukama.casework.services import destroying as services
from poukama.clients.models import CountedAs, KnownIn
from poukama.organisation.choices import Role, TermList
from poukama.toolkit import clock, formatting
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, OccasionFactory
from tests.factories.casework import (
    AppointmentFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    LegalHoldFactory,
    RequestFactory,
)
from tests.factories.clients import (
    AlertFactory,
    ClientFactory,
    FamilyFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    SamePersonFactory,
)
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory

BEGAN, EARLIER, ENDED, LATER = date(2012, 1, 2), date(2013, 3, 29), date(2013, 5, 31), date(2013, 8, 30)
AHEAD = date(2024, 10, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(work_form_a, words):
    TermFactory(list=TermList.RETENTION_CLASS, key="own", name="Own schedule", attributes={"years": 10})
    work_form_a.retention_class = "own"
    work_form_a.save()
    return work_form_a


@pytest.fixture
def other_lead(kept):
    user = UserFactory(name="Laura Lead", initials="LA")
    AssignmentFactory(user=user, role=Role.LEAD, work_form=kept)
    return user


def ended(work_form, code, ends_on=ENDED, client=None):
    """An episode that ended long ago, of a family with one member, or of a person."""
    family = None if client else FamilyFactory(code_name=code, search_key=code.lower(), known_in=work_form)
    episode = EpisodeFactory(
        work_form=work_form,
        family=family,
        client=client,
        starts_on=BEGAN,
        ends_on=ends_on,
        end_reason="goals_met",
    )
    member = client or ClientFactory(
        family=family, code_name=f"{code} K", search_key=f"{code} k".lower(), known_in=work_form
    )
    EpisodeMemberFactory(episode=episode, client=member, ends_on=ends_on)
    KnownIn.objects.update(since_on=BEGAN)
    return episode


def member_of(episode):
    return KnownIn.objects.get(client=episode.members.get().client, work_form=episode.work_form)


def bonds(lead, work_form):
    seen = preview(Actor(lead, clock.today()), work_form)
    return {each.code: [bond.code for bond in each.bonds] for each in [*seen.now, *seen.bound]}


def page(client, user, *address):
    return sign_in(client, user).get(url(*address)).content.decode()


def test_whoever_is_also_of_a_restricted_record_is_only_looked_into(kept, lead, saara):
    first, hidden = ended(kept, "Lumme"), ended(kept, "Tyrni", EARLIER)
    child = ClientFactory(family=first.family, code_name="Lumme L", search_key="lumme l", known_in=kept)
    KnownIn.objects.update(since_on=BEGAN)
    EpisodeMemberFactory(episode=hidden, client=child, ends_on=EARLIER)
    PartyWallFactory(one=(hidden.family, [saara]))
    assert bonds(lead, kept) == {"Lumme": ["looked_into"]}


def test_whoever_is_also_of_a_record_that_is_not_seen_is_only_looked_into(kept, lead, saara):
    """The other is hidden since they are one person with somebody behind a wall."""
    first = ended(kept, "Lumme")
    alone = ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=kept)
    hidden = ended(kept, "Kaisla", EARLIER, client=alone)
    EpisodeMemberFactory(episode=hidden, client=first.members.get().client, ends_on=EARLIER)
    AlertFactory(known=KnownIn.objects.get(client=alone), ends_on=AHEAD)
    assert bonds(lead, kept) == {"Kaisla": ["alert"], "Lumme": ["shared"]}

    family = FamilyFactory(code_name="Tyrni", search_key="tyrni")
    SamePersonFactory(kept=alone, other=ClientFactory(family=family))
    assert CountedAs.objects.filter(client=alone).exists()
    PartyWallFactory(one=(family, [saara]))
    assert bonds(lead, kept) == {"Lumme": ["looked_into"]}


def test_a_line_behind_a_wall_is_no_row_and_no_number_to_a_lead(client, kept, lead, other_lead, director):
    ended(kept, "Lumme")
    hidden = ended(kept, "Tyrni", LATER)
    row = services.propose_destruction(work_form=kept, by=lead)
    PartyWallFactory(one=(hidden.family, [lead]))
    AlertFactory(known=KnownIn.objects.get(family=hidden.family), ends_on=AHEAD)

    for address in ("casework:destruction", "casework:destroy", "casework:refuse_destruction"):
        said = page(client, other_lead, address, row)
        assert not {text for text in ("Tyrni", formatting.day(LATER), "Tiedot 2") if text in said}
    assert formatting.day(ENDED) in page(client, other_lead, "casework:destruction", row)
    assert "Tyrni" in page(client, lead, "casework:destruction", row)
    as_numbers = [(each.number, each.code) for each in lines_of(Actor(director, clock.today()), row)]
    assert as_numbers == [(1, ""), (2, "")]

    done = services.carry_out_destruction(destruction=row, by=other_lead)
    assert (done.told["records"], done.told["stays"], done.told["left"]) == (1, 0, {})


def test_a_lead_who_sees_none_of_what_is_proposed_sees_that_there_is_nothing(client, kept, lead, other_lead):
    hidden = ended(kept, "Tyrni")
    row = services.propose_destruction(work_form=kept, by=lead)
    PartyWallFactory(one=(hidden.family, [lead]))
    said = page(client, other_lead, "casework:destruction", row)
    assert "Nyt ei ole hävitettävää." in said
    assert formatting.day(ENDED) not in said


def test_lines_of_requests_and_of_people_without_a_name_are_seen(kept, lead, other_lead):
    unknown = EpisodeFactory(
        work_form=kept, family=None, starts_on=BEGAN, ends_on=ENDED, end_reason="goals_met"
    )
    asked = RequestFactory(
        work_form=kept, came_on=BEGAN, state="elsewhere", decided_on=BEGAN, timing="in_time"
    )
    row = services.propose_destruction(work_form=kept, by=lead)
    lines = lines_of(Actor(other_lead, clock.today()), row)
    assert [each.code for each in lines] == [asked.code, f"J-{unknown.pk}"]


def under_an_order(work_form, *readers):
    """A record that has come, of somebody who comes to an occasion and with whom a time is agreed."""
    episode = ended(work_form, "Lumme")
    known = member_of(episode)
    ProtectionOrderFactory(known=known, starts_on=BEGAN, ends_on=date(2030, 1, 1), readers=readers)
    AttendanceFactory(
        occasion=OccasionFactory(work_form=work_form, happened_on=AHEAD, state="planned"), client=known.client
    )
    AppointmentFactory(episode=episode, planned_on=AHEAD + timedelta(days=1))
    return episode


DAYS = (ENDED, date(2023, 5, 31), AHEAD, AHEAD + timedelta(days=1), date(2030, 1, 1))


def test_a_lead_whom_the_order_does_not_name_is_not_told_when_they_come(client, kept, lead):
    under_an_order(kept)
    assert bonds(lead, kept) == {"Lumme": ["looked_into"]}
    said = page(client, lead, "casework:retention", kept)
    assert "Lumme" in said
    assert [day for day in DAYS if formatting.day(day) in said] == []


def test_a_lead_whom_it_names_is_told(client, kept, lead):
    under_an_order(kept, lead)
    assert set(bonds(lead, kept)["Lumme"]) == {"order", "occasion", "appointment"}
    said = page(client, lead, "casework:retention", kept)
    assert [day for day in DAYS if formatting.day(day) not in said] == []


def test_a_hold_can_be_lifted_by_whoever_is_not_told_when_they_come(client, kept, lead):
    hold = LegalHoldFactory(known=member_of(under_an_order(kept)), ends_on=date(2025, 12, 31))
    assert set(bonds(lead, kept)["Lumme"]) == {"hold", "looked_into"}
    assert url("casework:lift_hold", hold) in page(client, lead, "casework:retention", kept)


def test_what_ends_within_a_year_tells_no_days_either(client, kept, lead):
    with clock.moved_to(date(2023, 1, 2)):
        episode = ended(kept, "Lumme")
        ProtectionOrderFactory(known=member_of(episode), starts_on=BEGAN, ends_on=date(2030, 1, 1))
        said = page(client, lead, "casework:retention", kept)
    assert "Lumme" in said
    assert [day for day in DAYS if formatting.day(day) in said] == []


def test_an_order_that_comes_while_a_proposal_waits_hides_the_days_of_its_line(
    client, kept, lead, other_lead
):
    episode = ended(kept, "Lumme")
    row = services.propose_destruction(work_form=kept, by=lead)
    ProtectionOrderFactory(known=member_of(episode), starts_on=BEGAN, ends_on=date(2030, 1, 1))
    AppointmentFactory(episode=episode, planned_on=AHEAD)
    said = page(client, other_lead, "casework:destruction", row)
    assert "Lumme" in said
    assert [day for day in DAYS if formatting.day(day) in said] == []
    done = services.carry_out_destruction(destruction=row, by=other_lead)
    assert (done.told["stays"], done.told["left"]) == (1, {"order": 1})


def test_the_lines_ask_the_same_however_many_there_are(kept, lead, other_lead):
    def asked(*codes):
        for code in codes:
            ended(kept, code)
        row = services.propose_destruction(work_form=kept, by=lead)
        with CaptureQueriesContext(connection) as queries:
            assert lines_of(Actor(other_lead, clock.today()), row)
        services.withdraw_destruction(destruction=row, by=lead)
        return len(queries)

    assert asked("Lumme") == asked("Ruoko", "Tyrni")
