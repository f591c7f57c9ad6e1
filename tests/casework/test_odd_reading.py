"""Once a week, reading that is seldom part of the work is found and checked by somebody who is not the reader."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.access.policy import visible
from poukama.casework.choices import Oddity, ReadingFinding
from poukama.casework.models import OddReading
from poukama.casework.queries.watching import watched
from poukama.casework.rules import Action
from poukama.casework.services import watching as services
from poukama.clients.rules import Action as Clients
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, OddReadingFactory
from tests.factories.clients import ClientFactory, FamilyFactory, IdentityFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory

MONDAY = date(2024, 9, 9)
NEXT = MONDAY + timedelta(days=7)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def next_monday():
    with clock.moved_to(NEXT):
        yield


@pytest.fixture
def helmi(work_form_a):
    """A worker of work form A whose surname is that of a client."""
    user = UserFactory(name="Helmi Mäki-Esimerkki", initials="HE")
    AssignmentFactory(user=user, work_form=work_form_a)
    return user


@pytest.fixture
def family(work_form_a):
    """A family with a mother whose surname is known in A."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    mother = ClientFactory(family=family, code_name="Lumme K", known_in=work_form_a)
    IdentityFactory(client=mother, work_form=work_form_a, first_names="Helka", last_name="Esimerkki")
    return family


def _episode(family, work_form, **values):
    episode = EpisodeFactory(family=family, work_form=work_form, starts_on=date(2022, 1, 3), **values)
    EpisodeMemberFactory(episode=episode, client=family.clients.get(), starts_on=date(2022, 1, 3))
    return episode


def _read(by, action, about, work_form, day=MONDAY):
    with clock.moved_to(day):
        audit.record(action, by=by, about=about, work_form=work_form.key)


def _found():
    rows = OddReading.objects.order_by("oddity", "pk")
    return [(row.oddity, row.reader, row.family or row.client, row.times) for row in rows]


def test_the_same_surname_is_found_by_its_mark_and_no_name_is_opened(
    helmi, aino, family, work_form_a, monkeypatch
):
    episode, mother = _episode(family, work_form_a), family.clients.get()
    for by in (helmi, aino):
        _read(by, Action.READ_EPISODE, episode, work_form_a)
        _read(by, Clients.READ_NAME, mother, work_form_a, MONDAY + timedelta(days=6))
    monkeypatch.setattr("poukama.toolkit.sealing.fields.unseal", None)
    assert services.find_odd_readings() == 1
    assert _found() == [(Oddity.SAME_NAME, helmi, family, 2)]


def test_a_name_told_elsewhere_is_not_compared(helmi, family, work_form_a):
    other = WorkFormFactory()
    person = ClientFactory(known_in=[work_form_a, other])
    IdentityFactory(client=person, work_form=other, last_name="Esimerkki")
    _read(helmi, Clients.READ_CARD, person, work_form_a)
    assert services.find_odd_readings() == 0


def test_an_episode_that_ended_over_a_year_ago_is_found(aino, family, work_form_a):
    ended = {"end_reason": "goals_met", "ends_on": MONDAY - timedelta(days=366)}
    episode = _episode(family, work_form_a, **ended)
    _read(aino, Action.READ_EPISODE, episode, work_form_a)
    _read(aino, Clients.READ_CARD, family.clients.get(), work_form_a)
    assert services.find_odd_readings() == 1
    assert _found() == [(Oddity.LONG_CLOSED, aino, family, 2)]


@pytest.mark.parametrize("ends_on", [None, MONDAY - timedelta(days=364)])
def test_one_that_goes_on_or_ended_lately_is_not(aino, family, work_form_a, ends_on):
    ended = {"end_reason": "goals_met", "ends_on": ends_on} if ends_on else {}
    episode = _episode(family, work_form_a, **ended)
    _read(aino, Action.READ_EPISODE, episode, work_form_a)
    _read(aino, Clients.READ_CARD, family.clients.get(), work_form_a)
    assert services.find_odd_readings() == 0


@pytest.mark.parametrize(
    "action",
    [
        Action.READ_NOTES,
        Action.EXPORT_NOTES,
        Action.WRITE_REPORT,
        Action.READ_REPORT,
        Action.EXPORT_REPORT,
        Action.MEET_FOLLOW_UP,
        Action.ASK_OWN_DATA,
        Action.READ_OWN_DATA,
        Action.CHECK_OWN_DATA,
        Action.TAKE_OWN_DATA,
        Clients.READ_WHEREABOUTS,
        Clients.READ_IDENTITY_CODE,
    ],
)
def test_taking_it_all_by_another_door_is_found_too(helmi, family, work_form_a, action):
    _read(helmi, action, family.clients.get(), work_form_a)
    assert services.find_odd_readings() == 1


def test_what_was_opened_in_an_emergency_is_found(bertta, family, work_form_a):
    _read(bertta, Clients.READ_IN_EMERGENCY, family, work_form_a)
    _read(bertta, Clients.READ_IN_EMERGENCY, family.clients.get(), work_form_a)
    assert services.find_odd_readings() == 1
    assert _found() == [(Oddity.OTHER_WORK_FORM, bertta, family, 2)]


def test_running_it_again_finds_nothing_and_missed_weeks_are_made_up_for(helmi, family, work_form_a):
    mother = family.clients.get()
    for weeks in (0, 2, 5):
        _read(helmi, Clients.READ_NAME, mother, work_form_a, MONDAY - timedelta(weeks=weeks))
    _read(helmi, Clients.READ_NAME, mother, work_form_a, NEXT)  # this week is not over
    said = StringIO()
    with translation.override("en"):
        call_command("watch", "readings", stdout=said)
    assert "2 odd readings" in said.getvalue()
    assert [services.find_odd_readings() for _ in range(2)] == [0, 0]
    found = OddReading.objects.order_by("week_starts_on").values_list("week_starts_on", flat=True)
    assert list(found) == [MONDAY - timedelta(weeks=2), MONDAY]


def test_a_week_costs_the_same_however_much_was_read(helmi, family, work_form_a):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            services.find_in_week(MONDAY)
        return len(queries)

    _read(helmi, Action.READ_EPISODE, _episode(family, work_form_a), work_form_a)
    before = cost()
    for _number in range(5):
        other = FamilyFactory(known_in=work_form_a)
        ClientFactory(family=other, known_in=work_form_a)
        _read(helmi, Action.READ_EPISODE, _episode(other, work_form_a), work_form_a)
    assert cost() == before


def _may_check(reading, *users):
    rows = OddReading.objects.filter(pk=reading.pk)
    return [user for user in users if visible(Actor(user, NEXT), Action.CHECK_READING, rows).exists()]


def test_the_lead_checks_it_and_never_their_own(aino, lead, director, gatekeeper, family, work_form_a):
    people = (aino, lead, director, gatekeeper)
    theirs = OddReadingFactory(reader=aino, work_form=work_form_a, family=family)
    own = OddReadingFactory(reader=lead, work_form=work_form_a, family=family)
    assert (_may_check(theirs, *people), _may_check(own, *people)) == ([lead], [director])
    AssignmentFactory(user=(second := UserFactory()), role=Role.LEAD, work_form=work_form_a)
    assert _may_check(own, *people, second) == [second]


def test_past_a_wall_the_gatekeeper_checks_it(aino, lead, director, gatekeeper, family, work_form_a):
    reading = OddReadingFactory(reader=aino, work_form=work_form_a, family=family)
    PartyWallFactory(one=(family, [aino]), other=(FamilyFactory(known_in=work_form_a), []))
    assert _may_check(reading, aino, lead, director, gatekeeper) == [gatekeeper]


def test_it_is_checked_with_a_sealed_conclusion(client, aino, lead, family, work_form_a):
    reading = OddReadingFactory(reader=aino, work_form=work_form_a, family=family)
    sign_in(client, lead)
    assert client.get(url("casework:watch_panel")).context["watch"].readings == 1
    assert "Lumme" in client.get(url("casework:odd_readings")).content.decode()
    where = url("casework:check_reading", reading)
    empty = client.post(where, {"finding": "part_of_work", "conclusion": " "})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["conclusion"])
    client.post(where, {"finding": "part_of_work", "conclusion": "Kanaria conclusion"})
    reading.refresh_from_db()
    assert (reading.checked_by, reading.finding, reading.conclusion) == (
        lead,
        ReadingFinding.PART_OF_WORK,
        "Kanaria conclusion",
    )
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.detail) == (
        Action.CHECK_READING,
        {"finding": "part_of_work", "reader": aino.pk},
    )
    assert not watched(Actor(lead, NEXT))
    assert "Kanaria conclusion" in client.get(where).content.decode()
    with pytest.raises(services.CheckedMeanwhile):
        services.check_reading(reading=reading, finding=ReadingFinding.MISTAKE, conclusion="Again", by=lead)
    with pytest.raises(services.NotTheirs):
        services.check_reading(reading=reading, finding=ReadingFinding.MISTAKE, conclusion="Mine", by=aino)
    with connection.cursor() as cursor:
        cursor.execute("SELECT conclusion FROM casework_oddreading")
        assert b"Kanaria" not in bytes(cursor.fetchone()[0])


def test_the_list_costs_the_same_with_one_and_with_three(client, aino, lead, work_form_a):
    sign_in(client, lead)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(url("casework:odd_readings"))
        return len(queries)

    OddReadingFactory(reader=aino, work_form=work_form_a)
    cost()
    before = cost()
    OddReadingFactory(reader=aino, work_form=work_form_a)
    OddReadingFactory(reader=aino, work_form=work_form_a)
    assert cost() == before


def test_reaching_far_back_is_marked_in_the_trail(client, aino, family, work_form_a):
    sign_in(client, aino)
    ended = {"end_reason": "goals_met", "ends_on": MONDAY - timedelta(days=400)}
    old = _episode(family, work_form_a, **ended)
    new = EpisodeFactory(family=FamilyFactory(known_in=work_form_a), work_form=work_form_a)
    for episode in (new, old):
        assert client.get(url("casework:episode", episode)).status_code == 200
    events = AuditEvent.objects.filter(action=Action.READ_EPISODE).order_by("id")
    assert [event.detail for event in events] == [{}, {"far_back": True}]
