"""What should have been done at night and was not is told to whoever answers for it or mends it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from poukama.toolkit import clock
from poukama.toolkit.models import Round
from poukama.toolkit.rounds import late, standings
from tests.cast import sign_in
from tests.factories.toolkit import KeyCheckFactory

pytestmark = pytest.mark.django_db
THURSDAY = date(2024, 9, 12)
PANEL = "desk:late_panel"


def at(day, hour=9):
    return clock.moved_to(clock.local(day, datetime.min.time()) + timedelta(hours=hour))


@pytest.fixture(autouse=True)
def stands_since():
    """The house has stood since a Thursday, on which everything was done."""
    KeyCheckFactory(since_on=THURSDAY)
    for each in standings():
        Round.objects.create(name=each.of.name, done_on=THURSDAY)


def names():
    return [row.of.name for row in late()]


def first(client):
    return [panel.url_name for panel in client.get("/").context["first"]]


def test_what_is_due_since_tonight_is_not_late_and_what_is_due_since_yesterday_is():
    with at(THURSDAY + timedelta(days=1)):
        assert late() == []
    with at(THURSDAY + timedelta(days=2), hour=1):
        assert late() == []
    with at(THURSDAY + timedelta(days=2), hour=2):
        assert names() == ["drafts expire", "duties recompute"]
        assert {row.due_on for row in late()} == {THURSDAY + timedelta(days=1)}


def test_what_comes_round_on_mondays_is_late_from_tuesday():
    Round.objects.exclude(name="watch readings").update(done_on=THURSDAY + timedelta(days=30))
    monday = THURSDAY + timedelta(days=4)
    with at(monday):
        assert late() == []
    with at(monday + timedelta(days=1)):
        assert [(row.of.name, row.due_on) for row in late()] == [("watch readings", monday)]


def test_what_was_never_done_is_late_when_the_house_has_stood_a_day():
    Round.objects.all().delete()
    with at(THURSDAY):
        assert late() == []
    with at(THURSDAY + timedelta(days=1)):
        assert [(row.due_on, row.done_on) for row in late()] == [(THURSDAY, None)] * 3


@pytest.mark.parametrize("who", ["director", "administrator"])
def test_they_are_told_what_since_when_what_it_means_and_what_to_do(client, cast, who):
    sign_in(client, cast[who])
    with at(THURSDAY + timedelta(days=1)):
        assert PANEL not in first(client)
        assert not client.get(reverse(PANEL)).content.strip()
    with at(THURSDAY + timedelta(days=3)):
        assert PANEL in first(client)
        said = " ".join(client.get(reverse(PANEL)).content.decode().split())
    for part in (
        "Määräpäivien laskeminen uudelleen: myöhässä 13.9.2024 alkaen, tehty viimeksi 12.9.2024.",
        "Määräpäiviä voi puuttua listoilta",
        "script/poukama rounds",
    ):
        assert part in said
    assert "lokista" not in said


def test_what_is_tried_and_fails_is_told_apart_from_what_nobody_tries(client, director):
    sign_in(client, director)
    with at(THURSDAY + timedelta(days=3)):
        Round.objects.filter(name="drafts expire").update(begun_at=clock.now() - timedelta(minutes=70))
        both = client.get(reverse(PANEL)).content.decode()
        Round.objects.update(begun_at=clock.now())
        fails = client.get(reverse(PANEL)).content.decode()
        Round.objects.update(begun_at=clock.now() - timedelta(hours=3))
        nobody = client.get(reverse(PANEL)).content.decode()
    said = [
        ("script/poukama rounds" in page, "<code>drafts expire</code>" in page)
        for page in (both, fails, nobody)
    ]
    assert said == [(True, True), (False, True), (True, False)]


@pytest.mark.parametrize("who", ["aino", "lead", "board_member", "office"])
def test_nobody_else_is_told(client, cast, who):
    sign_in(client, cast[who])
    with at(THURSDAY + timedelta(days=30)):
        assert PANEL not in first(client)
        assert client.get(reverse(PANEL)).status_code == 404


def test_it_asks_the_same_however_much_is_late(client, director):
    sign_in(client, director)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(PANEL))
        return len(captured)

    with at(THURSDAY + timedelta(days=1)):
        client.get("/")
        none = queries()
    with at(THURSDAY + timedelta(days=30)):
        client.get("/")
        assert (len(late()), queries()) == (3, none)
