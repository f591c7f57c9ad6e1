"""The parts of the pages, looked at by axe-core in both looks and both widths, and used by keyboard."""

import pytest

from tests.cast import sign_in
from tests.journeys.looks import wrong_in_any_look
from tests.strictness.forms import StrictClient

GUIDE = "/desk/style/"
WIDTHS = {"computer": 1360, "phone": 390}


@pytest.fixture
def guide(live_server, browser, aino):
    """`guide(width)`: the style guide opened by Aino, and what the browser complained of."""
    contexts = []

    def open_guide(width=WIDTHS["computer"]):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="fi-FI",
            base_url=live_server.url,
        )
        contexts.append(context)
        session = sign_in(StrictClient(), aino).cookies["poukama-session"].value
        context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.goto(GUIDE)
        return page

    yield open_guide
    for context in contexts:
        context.close()


def test_nothing_is_wrong_with_any_part(guide, axe):
    page = guide()

    assert wrong_in_any_look(page, axe) == []
    assert page.complaints == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nothing_that_is_pressed_is_smaller_than_a_finger(guide, width):
    small = guide(width).evaluate(
        """() => [...document.querySelectorAll("button, .ds-button, .pk-chip, .pk-tickbox, .pk-nav a, .pk-tabs a")]
            .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 24))
            .map(([text, box]) => `${text} ${box.width} x ${box.height}`)"""
    )

    assert small == []


def test_the_way_in_by_keyboard(guide):
    page = guide()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pk-skip"
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#sisalto'")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_the_screen_is_covered_and_shown_again(guide):
    page = guide()

    page.keyboard.press("p")
    assert page.locator("h1").is_hidden()
    assert page.title() == "Poukama"
    page.keyboard.press("Enter")
    assert page.locator("h1").is_visible()
    assert page.title() == "Tyyliopas – Poukama"


def test_single_keys_can_be_switched_off(guide):
    page = guide()
    page.get_by_role("button", name="Näppäimet").click()
    page.get_by_label("Pikanäppäimet ovat käytössä").uncheck(force=True)
    page.get_by_role("dialog").get_by_role("button", name="Sulje").click()

    page.keyboard.press("p")

    assert page.locator("h1").is_visible()


def test_the_look_is_remembered_and_comes_with_the_next_page(guide):
    page = guide()
    page.locator(".pk-rail [data-theme-toggle]").click()
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"

    page.reload(wait_until="commit")

    assert page.locator("html").get_attribute("data-color-scheme") == "dark"


def test_quick_entry_is_said_back(guide):
    page = guide()
    page.get_by_text("Ilman nimeä").click()

    assert page.locator("form.pk-quick output").inner_text() == "nimetön kohtaaminen, soitto."


def test_on_a_phone_the_rest_opens_under_more(guide):
    page = guide(WIDTHS["phone"])
    assert page.locator("#lisaa").is_hidden()

    page.get_by_role("button", name="Lisää", exact=True).click()
    assert page.locator("#lisaa").get_by_role("button", name="Vaihda käyttäjä").is_visible()
    page.keyboard.press("Escape")

    assert page.locator("#lisaa").is_hidden()
