"""Both sides of a wall come to one group: the gatekeeper is told the name of the group, nobody else is told anything."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.activities.choices import OccasionState
from poukama.clients.models import PartyWall
from poukama.clients.queries import wall_rows
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, GroupFactory, OccasionFactory
from tests.factories.clients import ClientFactory, FamilyFactory, PartyWallFactory, SamePersonFactory
from tests.factories.organisation import TermFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def family(work_form_a):
    """The one who fled, and a child."""
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def child(family, work_form_a):
    """The child."""
    return ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)


@pytest.fixture
def man(work_form_a):
    """The one who was fled from."""
    return ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)


@pytest.fixture
def wall(family, man, aino, saara):
    """A wall between the two."""
    return PartyWallFactory(one=(family, [aino]), other=(man, [saara]))


@pytest.fixture
def group(work_form_a):
    """A group that meets."""
    return GroupFactory(work_form=work_form_a, name="Torstai", kind="peer_group")


def _came(group, day=TODAY, **who):
    occasion = OccasionFactory(work_form=group.work_form, group=group, kind=group.kind, happened_on=day)
    return AttendanceFactory(occasion=occasion, **who)


def _said(*walls):
    return [list(row.meet_at) for row in wall_rows(list(walls), TODAY)]


def test_the_group_is_named_once_whoever_of_a_side_was_there_and_on_whatever_day(
    wall, group, family, child, man
):
    _came(group, client=child)
    assert _said(wall) == [[]]
    _came(group, TODAY - timedelta(days=7), client=man)
    _came(group, TODAY - timedelta(days=14), family=family, client=None)
    assert _said(wall) == [["Torstai"]]


def test_two_groups_are_two_lines_and_another_side_of_another_wall_none(wall, group, child, man, work_form_a):
    other = GroupFactory(work_form=work_form_a, name="Perjantai", kind="peer_group")
    third = GroupFactory(work_form=work_form_a, name="Maanantai", kind="peer_group")
    alone = PartyWallFactory(one=(ClientFactory(), []), other=(ClientFactory(), []))
    for where, who in ((group, child), (group, man), (other, child), (other, man), (third, man)):
        _came(where, client=who)
    assert sorted(_said(wall, alone)[0]) == ["Perjantai", "Torstai"]
    assert _said(wall, alone)[1] == []


def test_what_is_in_no_group_is_named_by_its_title_or_its_kind(wall, child, man, work_form_a):
    TermFactory(list=TermList.OCCASION_KIND, key="trip", name="Retki")
    for title in ("Kesäjuhla", ""):
        occasion = OccasionFactory(work_form=work_form_a, kind="trip", title=title, happened_on=TODAY)
        for who in (child, man):
            AttendanceFactory(occasion=occasion, client=who)
    apart = [OccasionFactory(work_form=work_form_a, kind="trip", happened_on=TODAY) for _ in range(2)]
    for occasion, who in zip(apart, (child, man), strict=True):
        AttendanceFactory(occasion=occasion, client=who)
    assert sorted(_said(wall)[0]) == ["Kesäjuhla", "Retki"]


@pytest.mark.parametrize("what", ["mark taken back", "occasion taken back", "cancelled", "long ago"])
def test_what_was_not_or_is_long_past_is_not_told(wall, group, child, man, aino, what):
    _came(group, client=child)
    day = TODAY - timedelta(days=121) if what == "long ago" else TODAY
    mark = _came(group, day, client=man)
    undone = {"voided_at": clock.now(), "voided_by": aino}
    if what == "mark taken back":
        type(mark).objects.filter(pk=mark.pk).update(**undone)
    if what == "occasion taken back":
        type(mark.occasion).objects.filter(pk=mark.occasion_id).update(**undone)
    if what == "cancelled":
        type(mark.occasion).objects.filter(pk=mark.occasion_id).update(state=OccasionState.CANCELLED)
    assert _said(wall) == [[]]


def test_whoever_comes_by_another_code_name_or_came_with_somebody_is_of_the_side(
    wall, group, child, man, work_form_a
):
    twice = ClientFactory(code_name="Haapa", known_in=work_form_a)
    SamePersonFactory(kept=child, other=twice)
    along = ClientFactory(code_name="Leppä", came_with=man, known_in=work_form_a)
    _came(group, client=twice)
    _came(group, client=along)
    assert _said(wall) == [["Torstai"]]


def test_a_wall_with_one_side_tells_nothing(group, child, family, aino):
    wall = PartyWallFactory(one=(family, [aino]))
    _came(group, client=child)
    _came(group, TODAY - timedelta(days=7), client=child)
    assert _said(wall) == [[]]


def test_the_gatekeeper_reads_the_name_and_nothing_of_who_or_when(
    client, gatekeeper, wall, group, child, man
):
    day = TODAY - timedelta(days=7)
    _came(group, client=child)
    _came(group, day, client=man)
    sign_in(client, gatekeeper)
    page = client.get(url("clients:walls")).content.decode()
    assert (page.count("Torstai"), "Lumme K" in page, "5.9." in page) == (1, False, False)


def test_a_worker_sees_nothing_of_it(client, aino, saara, lead, wall, group, child, man):
    _came(group, client=child)
    home = {}
    for has_met in (False, True):
        if has_met:
            _came(group, TODAY - timedelta(days=7), client=man)
        for user in (aino, saara, lead):
            sign_in(client, user)
            assert [
                client.get(url(name)).status_code for name in ("clients:walls", "clients:walls_panel")
            ] == [
                404,
                404,
            ]
            page = client.get(url("activities:group", group))
            home.setdefault(user.name, []).append((page.status_code, "Kaisla" in page.content.decode()))
    assert home["Aino Worker"] == [(200, False)] * 2


def test_the_page_asks_as_much_however_many_walls_and_marks_there_are(wall, group, child, man, work_form_a):
    _came(group, client=child)
    _came(group, client=man)
    asked = []
    for _ in range(3):
        walls = list(PartyWall.objects.order_by("pk"))
        with CaptureQueriesContext(connection) as queries:
            wall_rows(walls, TODAY)
        asked.append(len(queries))
        for _ in range(2):
            one, other = ClientFactory(known_in=work_form_a), ClientFactory(known_in=work_form_a)
            PartyWallFactory(one=(one, []), other=(other, []))
            _came(group, client=one)
            _came(group, client=other)
    assert len(set(asked)) == 1
