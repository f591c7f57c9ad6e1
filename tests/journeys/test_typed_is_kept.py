"""What one types survives a lost session and a reload, and what one did can be taken back."""

import pytest

from poukama.activities.models import DoorCount
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory
from tests.journeys.moves import arriving
from tests.strictness.forms import StrictClient


@pytest.fixture
def worker(transactional_db):
    """Someone who counts at a door."""
    user = UserFactory(email="worker@example.org")
    AssignmentFactory(user=user, work_form=WorkFormFactory(key="door", door_counter=True))
    return user


@pytest.fixture
def page(live_server, browser, worker):
    """The worker's browser."""
    context = browser.new_context(locale="fi-FI", base_url=live_server.url)
    enter(context, live_server, worker)
    yield context.new_page()
    context.close()


def enter(context, live_server, user):
    """Sign in in the browser."""
    session = sign_in(StrictClient(), user).cookies["poukama-session"].value
    context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])


def leave(context):
    """End the session as time would."""
    kept = [cookie for cookie in context.cookies() if cookie["name"] != "poukama-session"]
    context.clear_cookies()
    context.add_cookies(kept)


def write(page):
    """Fill in a correction of yesterday."""
    page.goto(url("activities:door_correct", "door"))
    page.fill("[name=quantity]", "3")
    page.fill("[name=reason]", "Unohtui laskea")
    page.check("[name=visitor][value=child]", force=True)


def save(page):
    with arriving(page):
        page.locator(".pk-form-foot button[type=submit]").click()


def drafts(page):
    """The drafts that the browser remembers."""
    return page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('pk-draft:'))")


def test_a_draft_comes_back_after_a_reload(page):
    write(page)

    page.reload()

    assert page.input_value("[name=reason]") == "Unohtui laskea"
    assert page.is_checked("[name=visitor][value=child]")
    assert page.get_by_text("Kesken jäänyt kirjoituksesi on palautettu").is_visible()


def test_a_draft_survives_a_lost_session_and_goes_when_it_is_saved(page, live_server, worker):
    write(page)
    leave(page.context)
    save(page)
    assert "/account/login/" in page.url
    enter(page.context, live_server, worker)
    page.evaluate("location.replace(new URLSearchParams(location.search).get('next'))")
    page.wait_for_selector("[name=reason]")
    assert page.input_value("[name=reason]") == "Unohtui laskea"

    save(page)

    assert drafts(page) == []
    assert list(DoorCount.objects.values_list("quantity", "reason")) == [(3, "Unohtui laskea")]


def test_the_next_person_at_the_computer_gets_no_draft(page):
    write(page)
    assert len(drafts(page)) == 1

    with arriving(page):
        page.locator(".pk-rail [data-clear-drafts] button").click()

    assert drafts(page) == []


def test_a_draft_of_somebody_else_is_thrown_away(page, live_server):
    write(page)
    other = UserFactory(email="other@example.org")
    AssignmentFactory(user=other)
    enter(page.context, live_server, other)

    page.goto("/desk/style/")

    assert drafts(page) == []


def test_a_toast_waits_while_one_stands_on_it_and_undoes_by_keyboard(page):
    write(page)
    page.clock.install()
    save(page)
    page.keyboard.press("u")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Kumoa"
    page.clock.run_for(15_000)
    assert page.locator(".pk-toast").count() == 1

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert DoorCount.objects.get().voided_at is not None


def test_a_toast_goes_by_itself_in_ten_seconds(page):
    write(page)
    page.clock.install()
    save(page)
    assert page.locator(".pk-toast").count() == 1

    page.clock.run_for(9_000)
    assert page.locator(".pk-toast").count() == 1
    page.clock.run_for(2_000)

    assert page.locator(".pk-toast").count() == 0


def test_a_session_lost_behind_an_open_page_is_said_there(page):
    page.goto(url("activities:door_correct", "door"))
    page.fill("[name=reason]", "Unohtui laskea")
    leave(page.context)

    page.evaluate("htmx.ajax('GET', location.pathname, '#sisalto')")
    dialog = page.get_by_role("dialog", name="Kirjaudu uudelleen")
    dialog.wait_for()

    assert page.input_value("[name=reason]") == "Unohtui laskea"
    sign_in_again = dialog.get_by_role("link").get_attribute("href")
    assert sign_in_again == "/account/login/?next=%2Factivities%2Fdoor%2Fdoor%2Fcorrect%2F"
