import pytest
from django.test import RequestFactory

from poukama.toolkit import navigation
from poukama.toolkit.navigation import NavItem


@pytest.fixture
def places_of(monkeypatch):
    """The places that an actor sees at a path, when the rules let it do only what is named."""
    found = (
        NavItem("Today", "today", "root", order=10, phone=1),
        NavItem("Doors", "door", "door", action="a.tap", order=20, phone=3),
        NavItem("Doors' days", "calendar", "days", action="a.read", order=30),
        NavItem("Plan", "plan", "plan", action="g.read", order=40),
    )
    urls = {
        "root": "/",
        "door": "/activities/door/",
        "days": "/activities/door/days/",
        "plan": "/governance/plan/",
    }
    monkeypatch.setattr(navigation, "items", lambda: found)
    monkeypatch.setattr(navigation, "_url", lambda item, prefix: urls[item.url_name])

    def places(path, *allowed, actor="someone"):
        monkeypatch.setattr(navigation, "_may_ever", lambda who, action: action in allowed)
        request = RequestFactory().get(path)
        if actor:
            request.actor = actor
        return [(place.item.label, place.current) for place in navigation.places(request)]

    return places


def test_only_places_that_the_person_may_ever_enter_are_shown(places_of):
    assert places_of("/", "a.tap") == [("Today", "page"), ("Doors", "")]


def test_nobody_sees_anything_before_signing_in(places_of):
    assert places_of("/", "a.tap", actor=None) == []


def test_the_longest_address_above_the_page_is_the_current_one(places_of):
    at = places_of("/activities/door/days/2024/", "a.tap", "a.read")

    assert at == [("Today", ""), ("Doors", ""), ("Doors' days", "true")]


def test_the_front_page_is_current_only_on_itself(places_of):
    assert places_of("/elsewhere/") == [("Today", "")]


def test_an_address_that_only_begins_alike_is_not_current(places_of):
    assert places_of("/governance/planning/", "g.read") == [("Today", ""), ("Plan", "")]


def test_items_come_in_the_order_of_the_day():
    orders = [item.order for item in navigation.items()]

    assert orders == sorted(orders)
