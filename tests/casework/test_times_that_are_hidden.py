"""When somebody comes tells where they are: an order and a wall hide agreed times on every surface."""

from datetime import date, time, timedelta

import pytest

from poukama.casework.models import Appointment
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import AppointmentFactory, ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
    EmergencyAccessFactory,
    FamilyFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
    SideWorkerFactory,
)
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)
CODE = "Lumme"
AT = "10.41"


@pytest.fixture
def other(work_form_a):
    """A colleague of Aino's, who is named by nothing."""
    user = UserFactory(initials="OO", name="Oona Other")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
    return user


@pytest.fixture
def episode(work_form_a, words):
    """The children's episode, without their mother."""
    family = FamilyFactory(code_name=CODE, search_key="lumme", known_in=work_form_a)
    return EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))


@pytest.fixture
def agreed(episode, aino):
    """Aino's times with them: today, tomorrow and yesterday."""
    child = ClientFactory(family=episode.family, known_in=episode.work_form)
    member = EpisodeMemberFactory(episode=episode, client=child, role="child")
    rows = [
        AppointmentFactory(
            episode=episode, planned_on=TODAY + timedelta(days=days), starts_at=time(10, 41), met_by=[aino]
        )
        for days in (0, 1, -1)
    ]
    for row in rows:
        row.expected.set([member])
    return rows


def protect(episode, *readers):
    """An order of the mother's, told in the work form; it reaches her children by itself."""
    mother = ClientFactory(family=episode.family, known_in=episode.work_form)
    known = KnownIn.objects.get(client=mother, work_form=episode.work_form)
    return ProtectionOrderFactory(known=known, readers=readers)


def surfaces(episode):
    """Every page, panel and list that shows when somebody comes."""
    week = {"of": "all", "day": "2024-09-12"}
    return {
        "home": ("/", {}),
        "panel": (url("casework:day_panel"), {}),
        "day": (url("casework:day"), week),
        "tomorrow": (url("casework:day"), week | {"day": "2024-09-13"}),
        "week": (url("casework:week"), week),
        "times": (url("casework:times", episode), {}),
        "page": (url("casework:episode", episode), {}),
        "list": (url("casework:episodes"), {}),
        "closing": (url("casework:close", episode), {}),
        "recording": (url("casework:record"), {}),
        "mine": (url("casework:my_recordings_panel"), {}),
    }


def told_on(browser, episode):
    """On which surfaces the hour or the day of tomorrow's time stands."""
    found = set()
    for name, (address, query) in surfaces(episode).items():
        text = browser.get(address, query).content.decode()
        if AT in text or (name == "closing" and "13.9.2024" in text):
            found.add(name)
    found |= {"search" for text in ("lumme", "13.9.2024", "10.41") if _finds(browser, text)}
    return found


def _finds(browser, text):
    return AT in browser.post(url("casework:search"), {"q": text}).content.decode().replace(text, "")


def doors(browser, row):
    """What each address about a time answers."""
    return {
        browser.post(url(f"casework:{name}", row)).status_code
        for name in ("move_time", "call_off_time", "undo_time", "record_time", "held_time", "nobody_came")
    }


TELLING = {"panel", "day", "tomorrow", "week", "times", "closing"}
OF_ALL = {"day", "tomorrow", "week", "times", "closing"}


def test_without_an_order_colleagues_see_them(signed_in, aino, other, episode, agreed):
    assert told_on(signed_in(aino), episode) == TELLING
    assert told_on(signed_in(other), episode) == OF_ALL


@pytest.mark.parametrize("who", ["other", "lead"])
def test_an_order_that_reaches_the_children_hides_them_from_whom_it_does_not_name(
    request, signed_in, aino, other, lead, episode, agreed, who
):
    protect(episode, aino)
    browser = signed_in(request.getfixturevalue(who))

    assert told_on(browser, episode) == set()
    assert doors(browser, agreed[1]) == {404}
    assert Appointment.objects.filter(voided_at=None, contact=None).count() == 3
    page = browser.get(url("casework:times", episode))
    assert (page.status_code, page.context["rows"], page.context["is_told"]) == (200, [], False)


def test_whom_the_order_names_sees_them(signed_in, aino, other, episode, agreed):
    protect(episode, aino, other)

    assert told_on(signed_in(other), episode) == OF_ALL


def test_the_workers_of_a_time_see_that_one_though_the_order_does_not_name_them(
    signed_in, other, episode, agreed
):
    protect(episode)
    agreed[1].workers.add(other)
    browser = signed_in(other)

    assert told_on(browser, episode) == {"tomorrow", "week", "times", "closing"}
    assert [row.appointment for row in browser.get(url("casework:times", episode)).context["rows"]] == [
        agreed[1]
    ]
    assert browser.get(url("casework:move_time", agreed[1])).status_code == 200
    assert browser.get(url("casework:move_time", agreed[0])).status_code == 404


def test_what_they_may_not_see_does_not_move_the_number_of_the_next(signed_in, other, episode, agreed):
    protect(episode)
    late = AppointmentFactory(episode=episode, planned_on=date(2024, 9, 20), met_by=[other])

    rows = signed_in(other).get(url("casework:times", episode)).context["rows"]

    assert [(row.appointment, row.number) for row in rows] == [(late, 1)]


def test_whoever_met_them_goes_on_seeing_that_contact(signed_in, aino, other, episode):
    contact = ContactFactory(episode=episode, recorded_by=aino)
    contact.workers.set([aino, other])
    ContactFactory(episode=episode, recorded_by=aino)
    protect(episode, aino)

    rows = signed_in(other).get(url("casework:episode", episode)).context["contacts"]

    assert [row.contact for row in rows] == [contact]


def test_a_wall_hides_them_from_whoever_is_on_neither_side(signed_in, aino, other, lead, episode, agreed):
    PartyWallFactory(one=(episode.family, [aino]), other=(FamilyFactory(known_in=episode.work_form), []))

    for who in (other, lead):
        browser = signed_in(who)
        for name in ("panel", "day", "tomorrow", "week", "list"):
            address, query = surfaces(episode)[name]
            text = browser.get(address, query).content.decode()
            assert (name, AT in text, CODE in text) == (name, False, False)
        assert doors(browser, agreed[1]) == {404}
        assert browser.get(url("casework:times", episode)).status_code == 404
    assert told_on(signed_in(aino), episode) == TELLING


def test_a_wall_hides_a_time_from_its_own_worker_who_went_to_the_other_side(
    signed_in, other, episode, agreed
):
    agreed[0].workers.add(other)
    wall = PartyWallFactory(one=(episode.family, []), other=(FamilyFactory(known_in=episode.work_form), []))
    SideWorkerFactory(wall=wall, side="other", user=other)

    browser = signed_in(other)
    assert browser.get(url("casework:day_panel")).context["rows"] == []
    assert doors(browser, agreed[0]) == {404}


def test_of_two_families_of_one_wall_at_one_hour_nobody_is_warned(
    signed_in, aino, other, lead, episode, agreed
):
    """The pair of a worker who meets the other side at the same hour: what one may not see warns of nothing."""
    theirs = EpisodeFactory(work_form=episode.work_form, starts_on=date(2024, 3, 4))
    PartyWallFactory(one=(episode.family, [aino]), other=(theirs.family, [other]))
    mine = EpisodeFactory(work_form=episode.work_form, starts_on=date(2024, 3, 4))
    given = {"kind": "meeting", "planned_on": "2024-09-13", "starts_at": "10:30", "minutes": "60"}

    page = signed_in(other).post(
        url("casework:agree_on_time", mine), given | {"workers": [str(aino.pk), str(other.pk)]}, follow=True
    )

    assert Appointment.objects.filter(episode=mine).count() == 1
    assert page.context["frame"].notices == []


def test_only_those_of_the_side_are_offered(signed_in, aino, other, lead, episode):
    PartyWallFactory(one=(episode.family, [aino]), other=(FamilyFactory(), [other]))

    form = signed_in(aino).get(url("casework:agree_on_time", episode)).context["form"]

    assert list(form.people.values()) == [aino]


def test_an_emergency_shows_no_times(signed_in, aino, bertta, episode, agreed):
    access = EmergencyAccessFactory(family=episode.family, recorded_by=bertta, recorded_at=clock.now())

    page = signed_in(bertta).get(url("casework:emergency", access.pk))

    assert page.status_code == 200
    assert CODE in page.content.decode()
    assert AT not in page.content.decode()
