"""Aggredi in a prison without a network: what is said is kept, recorded once, and visits bring evaluations due."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from poukama.casework.models import Contact, Note
from poukama.casework.services import MemberIn, open_episode, record_contact
from poukama.drafts.models import Draft
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm
from poukama.setup.packs.applying import apply_pack
from tests.conftest import url
from tests.factories.clients import ClientFactory
from tests.factories.organisation import AssignmentFactory, UserFactory
from tests.journeys.looks import PHONE, looks_right
from tests.packs import lahti

BEGAN, WEEK = date(2024, 9, 2), timedelta(days=7)
SECOND_PRESS = 5100
"""Milliseconds after which a press is no longer taken for a double click."""
SAID, SAW = "Suutun ennen kuin ehdin ajatella.", "Puhui rauhallisesti, katsoi ovea."


@pytest.fixture
def worker(transactional_db):
    """Who works in Aggredi, as the pack has it."""
    apply_pack(document=lahti())
    user = UserFactory(name="Taavi Työpari", language="fi")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=WorkForm.objects.get(key="aggredi"))
    return user


@pytest.fixture
def episode(worker, settings):
    """Somebody in prison who was met twice."""
    settings.DEMO_DAY = BEGAN + 2 * WEEK
    place = WorkForm.objects.get(key="aggredi")
    client = ClientFactory(code_name="Kivi", search_key="kivi", known_in=place)
    episode = open_episode(
        work_form=place, members=[MemberIn(client, "client")], starts_on=BEGAN, key_worker=worker, by=worker
    )
    visited(episode, worker, range(2))
    return episode


def visited(episode, worker, weeks):
    """Visits that were recorded as usual."""
    for week in weeks:
        record_contact(
            episode=episode, kind="prison_meeting", happened_on=BEGAN + week * WEEK, minutes=60, by=worker
        )


def opened(page, episode):
    page.goto(url("casework:write_note", episode))
    expect(page.locator("form[data-draft-of]")).to_have_attribute("data-draft-state", "open")


def write(page, text):
    page.locator("label", has=page.locator("[name=about][value=kprison_meeting]")).click()
    page.locator("[name=text_situation]").fill(text)


def press(page):
    page.locator("form.pk-write button[type=submit]").click()


def due(page):
    """What stands among the worker's due days."""
    page.goto(url("duties:mine"))
    return page.locator("main")


def test_what_is_said_in_prison_is_recorded_once_and_brings_the_evaluations(
    browser_of, worker, episode, settings, axe
):
    page = browser_of(worker, PHONE)
    expect(due(page)).not_to_contain_text("Aggredi, alkuarviointi")
    opened(page, episode)

    # The gate closes in the middle of a word. One presses, is told what became of it, and goes on writing.
    write(page, "")
    page.locator("[name=text_situation]").press_sequentially(SAW[:9], delay=40)
    page.context.set_offline(True)
    page.locator("[name=text_situation]").press_sequentially(SAW[9:], delay=40)
    press(page)
    said = page.locator("[data-draft-said]")
    expect(said).to_contain_text("Ei vielä kirjattu, koska yhteyttä ei ole.")
    looks_right(page, axe)
    page.locator("[name=text_own_words]").fill(SAID)
    assert Note.objects.count() == 0

    # Outside again, with the page still open: it is kept, and whoever had pressed is not told that it is recorded.
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(said).to_contain_text("mutta sitä ei ole vielä kirjattu. Paina uudelleen.")
    looks_right(page, axe)
    page.close(run_before_unload=True)

    # On another page one finds it half written; one press records the visit and what was said.
    page = page.context.new_page()
    page.goto("/")
    page.locator(f"section[aria-labelledby=kesken] a[href='{url('casework:write_note', episode)}']").click()
    expect(page.locator("[name=text_own_words]")).to_have_value(SAID)
    expect(page.locator("[name=text_situation]")).to_have_value(SAW)
    press(page)
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    expect(page.locator("main")).to_contain_text(SAID)
    third = Contact.objects.get(happened_on=settings.DEMO_DAY)
    assert (third.kind, Note.objects.get().contact, Draft.objects.count()) == ("prison_meeting", third, 0)
    expect(due(page)).to_contain_text("Aggredi, alkuarviointi")
    expect(page.locator("main")).not_to_contain_text("Aggredi, väliarviointi")

    # The eighth: the house has it, and the answer is lost on the way. Sent again, it is recorded once.
    settings.DEMO_DAY = BEGAN + 7 * WEEK
    visited(episode, worker, range(3, 7))
    opened(page, episode)
    write(page, "Toi mukanaan päiväkirjan.")
    heard = []

    def lose(route):
        if route.request.method == "POST" and not heard:
            heard.append(route.fetch(max_redirects=0).status)
            route.abort("aborted")  # the page stays, as when one stops waiting
        else:
            route.continue_()

    page.route(f"**{url('casework:write_note', episode)}", lose)
    press(page)
    page.wait_for_timeout(SECOND_PRESS)
    press(page)
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    eighth = Contact.objects.filter(happened_on=settings.DEMO_DAY)
    assert (heard, eighth.count(), Note.objects.count(), Draft.objects.count()) == ([302], 1, 2, 0)
    expect(due(page)).to_contain_text("Aggredi, väliarviointi")
