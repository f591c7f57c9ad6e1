"""The server is killed in the middle of a word: what was typed is there when it is back, whatever became of the device."""

import hashlib

import pytest
from playwright.sync_api import expect

from poukama.setup.demo.staff import PASSWORD
from tests.journeys.house import House
from tests.journeys.test_half_written import MEASURED, MOST_LOST

SENTENCE = "Sovittiin että ovi avataan vain kun koputus tulee kolmesti ja"

ONE_FAMILY = f"""
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory
user = UserFactory(email="yo@example.org")
user.set_password("{PASSWORD}")
user.save()
here = WorkFormFactory(key="yo")
AssignmentFactory(user=user, work_form=here)
print(EpisodeFactory(work_form=here, family=FamilyFactory(known_in=here)).pk)
"""


@pytest.fixture
def house(tmp_path):
    """An installation with nobody in it: no invented year is needed to type a word."""
    house = House(tmp_path)
    (tmp_path / f"demo-{hashlib.sha256(b'').hexdigest()[:12]}").touch()
    house.start(within=300)
    yield house
    house.stop()


@pytest.fixture
def there(house):
    """The form of an alert of the only family."""
    code = f"import django; django.setup()\n{ONE_FAMILY}"
    return f"/casework/{house.python('-c', code).strip()}/alerts/"


@pytest.fixture
def enter(house, browser):
    """`enter()`: a page of a device of its own, on which the night worker has signed in."""
    contexts = []

    def sign_in():
        contexts.append(browser.new_context(locale="fi-FI", base_url=house.url))
        page = contexts[-1].new_page()
        page.goto("/account/login/")
        page.locator("input[name=login]").fill("yo@example.org")
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/account/" not in address)
        return page

    yield sign_in
    for context in contexts:
        context.close()


def is_(page, state):
    """Wait for a state of the form."""
    form = page.locator("form[data-draft-of]")
    expect(form).to_have_attribute("data-draft-state", state, timeout=60_000)


def open_form(page, there):
    page.goto(there)
    is_(page, "open")


def test_the_server_is_killed_in_the_middle_of_a_word(house, there, enter):
    page = enter()
    page.add_init_script(MEASURED)
    open_form(page, there)
    what = page.locator("[name=action]")

    what.press_sequentially(SENTENCE, delay=100)
    house.kill()
    killed_at = page.evaluate("performance.now()")
    what.press_sequentially(" kuis", delay=50)
    is_(page, "offline")
    sends, strokes = page.evaluate("[sends, strokes]")
    had = max((text for _began, ended, text in sends if ended <= killed_at), key=len)
    unsent = [killed_at - at for at, now in strokes if at < killed_at and len(now) > len(had)]
    assert (len(had) > 20, max(unsent, default=0) <= MOST_LOST) == (True, True)

    house.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    is_(page, "saved")
    page.reload()
    expect(page.locator("[name=action]")).to_have_value(f"{SENTENCE} kuis")

    # The server and the device die at once: what the house had acknowledged is there on another device.
    page.locator("[name=action]").press_sequentially("kaaminen", delay=60)
    is_(page, "saved")
    page.locator("[name=action]").press_sequentially(" taas", delay=60)
    house.kill()
    page.context.close()
    house.start()
    other = enter()
    other.goto(there)
    expect(other.locator("[data-draft-notice]")).to_be_visible()
    assert other.input_value("[name=action]").startswith(f"{SENTENCE} kuiskaaminen")
