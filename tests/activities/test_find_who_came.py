"""Whoever is not among the regulars is found by code name or birth year, among those whom the work form knows."""

import pytest

from poukama.access.actor import Actor
from poukama.activities.models import Attendance
from poukama.activities.queries.people import people_found, people_of
from poukama.clients.queries import AT_HAND, MOST_FOUND
from poukama.organisation.choices import Role
from tests.activities.conftest import THURSDAY
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, GroupFactory, OccasionFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory

pytestmark = pytest.mark.usefixtures("words")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def group(work_form_a):
    return GroupFactory(work_form=work_form_a, name="Thursdays")


@pytest.fixture
def session(group):
    """Today's session; Helmi came last time."""
    held = OccasionFactory(work_form=group.work_form, group=group, happened_on=THURSDAY)
    helmi = ClientFactory(code_name="Helmi", search_key="helmi", known_in=group.work_form)
    AttendanceFactory(occasion=OccasionFactory(work_form=group.work_form, group=group), client=helmi)
    return held


@pytest.fixture
def known(work_form_a, work_form_b):
    """Kaisla and her family here; another Kaisla whom only work form B knows."""
    family = FamilyFactory(code_name="Kaislikko", search_key="kaislikko", known_in=work_form_a)
    here = ClientFactory(
        family=family, code_name="Kaisla", search_key="kaisla", birth_year=1991, known_in=work_form_a
    )
    ClientFactory(code_name="Kaisla 2", search_key="kaisla 2", birth_year=1991, known_in=work_form_b)
    ClientFactory(code_name="Tatti", search_key="tatti", birth_year=1980, known_in=work_form_a)
    return here


def labels(answer):
    return [person.label for person in answer.context["others"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kais", ["Kaisla", "Kaislikko"]),
        ("KAISLA", ["Kaisla"]),
        ("1991", ["Kaisla", "Kaislikko"]),
        ("kaisla 1991", ["Kaisla"]),
        ("aisla", []),
        ("1800", []),
        ("😀", []),
        ("x" * 10_000, []),
    ],
)
def test_by_the_beginning_of_the_code_name_or_the_birth_year(
    client, signed_in, aino, session, known, typed, found
):
    signed_in(aino)
    for there in (url("activities:occasion_find", session), url("activities:group_find", session.group)):
        answer = client.post(there, {"q": typed}, headers=HTMX)
        assert answer.status_code == 200
        if len(typed) < 80:
            assert labels(answer) == found


def test_whom_only_another_work_form_knows_is_not_found_even_by_its_own_worker(
    client, signed_in, aino, session, known, work_form_b
):
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    answer = signed_in(aino).post(url("activities:occasion_find", session), {"q": "kaisla"}, headers=HTMX)
    assert labels(answer) == ["Kaisla"]


def test_whoever_is_found_is_marked_with_one_tap(client, signed_in, aino, session, known):
    signed_in(aino)
    found = client.post(url("activities:occasion_find", session), {"q": "kaisla"}, headers=HTMX)
    (key,) = [person.key for person in found.context["others"]]
    page = client.post(found.context["mark_url"], {"mark": key}, headers=HTMX)
    assert [person.label for person in page.context["near"] if person.is_present] == ["Kaisla"]
    assert Attendance.objects.filter(occasion=session, client=known, voided_at=None).exists()


def test_without_a_search_a_few_are_offered_and_the_rest_are_said_to_be_there(
    client, signed_in, aino, session, work_form_a
):
    for number in range(MOST_FOUND + 2):
        ClientFactory(code_name=f"Ahven {number}", search_key=f"ahven {number}", known_in=work_form_a)
    signed_in(aino)
    page = client.get(url("activities:occasion", session))
    assert [person.label for person in page.context["near"]] == ["Helmi"]
    assert (len(page.context["others"]), page.context["has_more"]) == (AT_HAND, True)
    found = client.post(url("activities:occasion_find", session), {"q": "ahven"}, headers=HTMX)
    assert (len(found.context["others"]), found.context["has_more"]) == (MOST_FOUND, True)


def test_without_scripts_the_search_is_a_page_of_its_own(client, signed_in, aino, session, known):
    page = signed_in(aino).post(url("activities:occasion_find", session), {"q": "kaisla"})
    assert "activities/find_people.html" in [template.name for template in page.templates]
    assert page.context["back_url"] == url("activities:occasion", session)


def test_what_is_looked_for_stands_in_no_address(client, signed_in, aino, session):
    signed_in(aino)
    for there in (
        url("activities:occasion_find", session),
        url("activities:group_find", session.group),
        url("activities:record_find", session.work_form.key),
    ):
        assert client.get(there, {"q": "helmi"}).status_code == 405


def test_the_form_of_what_was_held_keeps_those_chosen_and_adds_those_found(
    client, signed_in, aino, session, known, work_form_a
):
    signed_in(aino)
    tatti = next(
        p for p in client.get(url("activities:occasion", session)).context["people"] if p.label == "Tatti"
    )
    there = url("activities:record_find", work_form_a.key)
    answer = client.post(there, {"q": "kaisla", "people": [tatti.key, "c999999", "nonsense"]}, headers=HTMX)
    assert [person.label for person in answer.context["chosen"]] == ["Tatti"]
    assert [person.label for person in answer.context["offered"]] == ["Kaisla"]


def test_the_form_of_a_session_offers_the_regulars_and_of_anything_else_those_who_came_latest(
    client, signed_in, aino, session, known, work_form_a
):
    signed_in(aino)
    of_group = client.get(url("activities:occasion_record", work_form_a.key, group=session.group.pk))
    assert [person.label for person in of_group.context["offered"]] == ["Helmi"]
    of_form = client.get(url("activities:occasion_record", work_form_a.key))
    assert [person.label for person in of_form.context["offered"]][0] == "Helmi"
    assert f"?group={session.group.pk}" in of_group.content.decode()


def test_a_form_with_an_error_keeps_whom_it_had(client, signed_in, aino, session, known, work_form_a):
    given = {"kind": "event", "happened_on": "2090-01-01", "people": [f"c{known.pk}"]}
    page = signed_in(aino).post(url("activities:occasion_record", work_form_a.key), given)
    assert list(page.context["form"].errors) == ["happened_on"]
    assert [person.label for person in page.context["chosen"]] == ["Kaisla"]


@pytest.mark.parametrize("who", ["bertta", "director", "board_member", "office", "administrator", "cecilia"])
def test_nobody_else_finds_anybody(client, cast, signed_in, session, known, who):
    signed_in(cast[who])
    for there in (
        url("activities:occasion_find", session),
        url("activities:group_find", session.group),
        url("activities:record_find", session.work_form.key),
    ):
        answer = client.post(there, {"q": "kaisla"}, headers=HTMX)
        assert answer.status_code == 404
        assert "Kaisla" not in answer.content.decode()


def test_however_many_are_known_only_those_at_hand_are_read(aino, session, known):
    for number in range(3 * AT_HAND):
        ClientFactory(code_name=f"Vuono {number}", search_key=f"vuono {number}", known_in=session.work_form)
    actor = Actor(aino, THURSDAY)
    place = {"group": session.group, "occasion": session}

    at_hand = people_of(
        actor, session.work_form, **place, also=[f"c{known.pk}", "c0", "cx", "f", "x1", "c" + "9" * 40]
    )
    found = people_found(actor, session.work_form, "vuono", **place)

    assert at_hand[0].label == "Helmi"
    assert known.pk in [each.client.pk for each in at_hand if each.client]
    assert len(at_hand) <= 2 * (2 * AT_HAND + 1) + 2
    assert len(found) == MOST_FOUND + 1
