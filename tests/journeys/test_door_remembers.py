"""The door counter on a device whose network breaks, whose page is reloaded and whose answers are lost."""

import pytest

from poukama.activities.models import DoorCount
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory
from tests.strictness.forms import StrictClient


@pytest.fixture
def door(live_server, browser, transactional_db):
    """The counter, open in the browser of someone who counts there."""
    user = UserFactory(email="worker@example.org")
    AssignmentFactory(user=user, work_form=WorkFormFactory(key="door", door_counter=True))
    context = browser.new_context(locale="fi-FI", base_url=live_server.url)
    session = sign_in(StrictClient(), user).cookies["poukama-session"].value
    context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(url("activities:door", "door"))
    yield page
    context.close()


def tap(page, who="adult", times=1):
    for _ in range(times):
        page.locator(f"[data-who={who}]").click()


def shown(page):
    """The adults and children that the buttons show."""
    return tuple(
        int(page.locator(f"[data-who={who}] [data-shown]").inner_text()) for who in ("adult", "child")
    )


def settled(page):
    """Wait until nothing waits on the device any more."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => /^pk-counter:[^:]*:[^:]*:q:/.test(key))",
        timeout=20_000,
    )


def counted():
    """What the house has: every row ever written, and those in force."""
    rows = list(DoorCount.objects.values_list("visitor", "voided_at"))
    in_force = [visitor for visitor, voided in rows if voided is None]
    return len(rows), in_force.count("adult"), in_force.count("child")


def test_taps_without_a_network_wait_and_are_sent_once(door):
    tap(door)
    settled(door)
    door.context.set_offline(True)
    tap(door, times=3)
    tap(door, "child", times=2)
    assert shown(door) == (4, 2)
    assert door.locator("[data-counter-saved]").inner_text().strip() == "Laite muistaa 5 painallusta"
    assert counted() == (1, 1, 0)

    door.context.set_offline(False)
    settled(door)

    assert counted() == (6, 4, 2)
    assert shown(door) == (4, 2)
    assert door.locator("[data-counter-saved]").inner_text().strip().startswith("Tallessa klo")


def test_taps_survive_a_reload_without_a_network(door):
    door.route("**/tap/", lambda route: route.abort())
    tap(door, times=2)
    door.reload()
    assert shown(door) == (2, 0)

    door.unroute("**/tap/")
    settled(door)

    assert counted() == (2, 2, 0)


def test_a_tap_whose_answer_was_lost_is_not_counted_twice(door):
    lost = []

    def lose(route):
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    door.route("**/tap/", lose)
    tap(door)
    settled(door)

    assert lost == [200, 200]
    assert counted() == (1, 1, 0)
    assert shown(door) == (1, 0)


def test_a_tap_taken_back_before_it_was_ever_sent_is_never_sent(door):
    door.route("**/tap/", lambda route: route.abort())
    tap(door)
    tap(door, "child")
    door.locator("[data-counter-undo]").click()
    assert shown(door) == (1, 0)

    door.unroute("**/tap/")
    settled(door)

    assert counted() == (1, 1, 0)


def test_a_tap_that_may_have_arrived_is_taken_back_at_the_server(door):
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    door.route("**/tap/", lose)
    with door.expect_event("requestfailed"):
        tap(door)
    door.locator("[data-counter-undo]").click()
    settled(door)

    assert counted() == (1, 0, 0)
    assert shown(door) == (0, 0)


def test_two_tabs_of_one_device_lose_and_double_nothing(door):
    other = door.context.new_page()
    other.goto(door.url)
    for _ in range(5):
        tap(door)
        tap(other, "child")
    settled(door)

    assert counted() == (10, 5, 5)


def test_a_lost_session_keeps_the_taps_until_one_has_signed_in_again(door):
    session = next(cookie for cookie in door.context.cookies() if cookie["name"] == "poukama-session")
    kept = [cookie for cookie in door.context.cookies() if cookie["name"] != "poukama-session"]
    door.context.clear_cookies()
    door.context.add_cookies(kept)
    tap(door)
    door.wait_for_selector("[data-counter-sign-in]:not([hidden])")
    assert counted() == (0, 0, 0)

    door.context.add_cookies([session])
    door.reload()
    settled(door)

    assert counted() == (1, 1, 0)


def test_a_refusal_is_shown_and_not_sent_for_ever(door):
    sent = []

    def refuse(route):
        sent.append(route.request.url)
        route.fulfill(status=422, json={"message": "Liian vanha"})

    door.route("**/tap/", refuse)
    tap(door)
    settled(door)

    assert "Liian vanha" in door.locator("[data-counter-refused]").inner_text()
    assert len(sent) == 1
    assert shown(door) == (0, 0)
