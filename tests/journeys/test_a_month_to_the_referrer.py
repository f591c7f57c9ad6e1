"""A month in Ensikoti, from Monday's goal to the referrer's report, in which nothing is typed twice.

The mother has the tablet, the worker a phone or a desk. What either types stands in the report without being typed again.
"""

import io
import time
from datetime import date

import pytest
from docx import Document
from playwright.sync_api import ViewportSize, expect

from poukama.casework.models import Report
from poukama.casework.services import MemberIn, open_episode
from poukama.casework.services.following import follow_all
from poukama.clients.models import Disclosure
from poukama.organisation.models import WorkForm
from poukama.setup.packs.applying import apply_pack
from tests.conftest import url
from tests.factories.casework import CareGoalFactory, GoalRoundFactory, RoundGoalFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory, UserFactory
from tests.journeys.looks import PHONE, looks_right
from tests.journeys.moves import arriving
from tests.packs import lahti

TABLET: ViewportSize = {"width": 820, "height": 1180}
BEGAN, MONDAY, FRIDAY, END = date(2024, 9, 2), date(2024, 9, 9), date(2024, 9, 13), date(2024, 9, 30)
PASSWORD = "a long enough password"
MOST_SECONDS = 20
"""How long a goal may take of whoever holds the tablet."""
INTERIM, WEEK = "Päiväunet samaan aikaan.", "Laitan vauvan nukkumaan klo 10."
SAID, SEEN = "Huomasin itse, milloin hän väsyy.", "Vauva nukkui päiväunet sängyssään."
OWN, VIEW = "Tunnistan itkun jo.", "Kuukausi oli parempi kuin pelkäsin."

TYPED = (INTERIM, SAID, SEEN, OWN, VIEW)
SUM = "Sen viikot. Yksi tavoite: onnistui."
"""What the report says of the goals of the weeks, which are the family's own."""


@pytest.fixture
def worker(transactional_db, settings):
    """Who works in Ensikoti, as the pack has it."""
    settings.DEMO_DAY = BEGAN
    apply_pack(document=lahti())
    user = UserFactory(email="worker@example.org", language="fi")
    user.set_password(PASSWORD)
    user.save()
    AssignmentFactory(user=user, work_form=WorkForm.objects.get(key="ensikoti"))
    return user


@pytest.fixture
def episode(worker):
    """A mother and a baby who came a week ago, and what was agreed with them then."""
    place = WorkForm.objects.get(key="ensikoti")
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=place)
    members = [
        MemberIn(ClientFactory(family=family, code_name=code, birth_year=born, known_in=place), role)
        for code, born, role in (("Lumme A", 1998, "parent"), ("Lumme B", 2024, "baby"))
    ]
    episode = open_episode(
        work_form=place, family=family, members=members, starts_on=BEGAN, key_worker=worker, by=worker
    )
    main = CareGoalFactory(episode=episode, text="Vauvan päivät ovat rauhallisia.")
    interim = CareGoalFactory(episode=episode, level="interim", under=main, text=INTERIM)
    month = GoalRoundFactory(episode=episode, span="month", starts_on=date(2024, 9, 1), ends_on=END)
    RoundGoalFactory(round=month, goal=interim)
    return episode


@pytest.fixture
def morning(settings):
    """`morning(day)`: another day, on which the house has gone its round in the night."""

    def begin(day):
        settings.DEMO_DAY = day
        follow_all()

    return begin


def asks_for(page, step):
    """Whether a step stands among the worker's due days of today."""
    page.goto(url("duties:mine"))
    today = page.locator("main section").filter(has=page.locator("header p", has_text="tänään"))
    return today.locator("li", has_text=step).count()


def hand_over(page, episode, what):
    page.set_viewport_size(TABLET)
    page.goto(url("casework:episode", episode))
    page.locator("a[href$='/hand-over/']").click()
    page.locator(f"label:has(input[name=what][value={what}])").click()
    page.locator("form[data-clear-drafts] button[type=submit].ds-button").last.click()
    page.wait_for_url("**/casework/tablet/")


def take_back(page, episode):
    page.locator("a[href$='/tablet/back/']").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    page.set_viewport_size(PHONE)


def downloaded(page, kind):
    with page.expect_download() as waited:
        page.locator(f"a[href$='/file/{kind}/']").click()
    name = waited.value.suggested_filename
    assert (name.startswith("raportti-"), name.endswith(f".{kind}"), "Lumme" in name) == (True, True, False)
    return waited.value.path().read_bytes()


def test_from_mondays_goal_to_the_referrers_report(browser_of, worker, episode, morning, axe):
    page = browser_of(worker, PHONE)

    # Monday: a goal is one line and one press, in less than twenty seconds of a slow hand.
    morning(MONDAY)
    assert asks_for(page, "Sovitaan viikon tavoitteet") == 1
    hand_over(page, episode, "set")
    began = time.monotonic()
    page.locator("[name=text]").press_sequentially(WEEK, delay=100)
    page.locator("form.pk-question button[type=submit]").click()
    expect(page.locator(".pk-saved")).to_be_visible()
    assert time.monotonic() - began < MOST_SECONDS
    take_back(page, episode)
    assert asks_for(page, "Sovitaan viikon tavoitteet") == 0

    # Friday: how it went is a word or two and one press; the worker writes of whom each part tells.
    morning(FRIDAY)
    assert asks_for(page, "Arvioidaan viikon tavoitteet") == 1
    hand_over(page, episode, "evaluate")
    began = time.monotonic()
    page.locator("[name=words]").press_sequentially(SAID, delay=100)
    page.locator("[name=mark]").last.click()
    expect(page.locator("h1")).to_contain_text("Kiitos")
    assert time.monotonic() - began < MOST_SECONDS
    take_back(page, episode)
    assert asks_for(page, "Arvioidaan viikon tavoitteet") == 0
    page.goto(url("casework:write_note", episode))
    page.locator("[name=text_observations]").fill(SEEN)
    page.locator("label", has=page.locator("[name=of_observations]")).first.click()
    page.locator("[name=text_own_words]").fill(OWN)
    page.locator("label", has=page.locator("[name=whose_own_words]")).last.click()
    page.locator("label:has([name=about][value=kmeeting])").click()
    page.locator("form.pk-write button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:episode', episode)}")

    # The last of the month: looked back at together.
    morning(END)
    assert asks_for(page, "Kuukausiraportti") == 1
    page.goto(url("casework:month", episode))
    page.locator("label:has([name^=mark_])").first.click()
    page.locator("[name=family_view]").fill(VIEW)
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:goals', episode)}")

    # The report is there already: it is read and signed off, and nothing is typed into it.
    page.goto(url("casework:reports", episode))
    looks_right(page, axe)
    with arriving(page):
        page.locator("a[href$='/reports/2024/9/']").click()
    for name, text in (
        ("heading_observations", SEEN),
        ("family", VIEW),
        ("family", SAID),
        ("goals", INTERIM),
        ("met", "1\xa0tapaaminen"),
    ):
        assert text in page.locator(f"[name={name}]").input_value()
    looks_right(page, axe)
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/reports/*/")
    for text in (*TYPED, SUM, f"Vauva: {SEEN}", f"”{OWN}” (Vanhempi, 13.9.)"):
        expect(page.locator("main")).to_contain_text(text)
    expect(page.locator("main")).to_contain_text("1 kirjaus (13.9.)")
    looks_right(page, axe)
    word = "\n".join(each.text for each in Document(io.BytesIO(downloaded(page, "docx"))).paragraphs)
    assert [text for text in (*TYPED, SUM) if text not in word] == []
    assert downloaded(page, "pdf").startswith(b"%PDF")

    # Sending asks only to whom and on which ground, and is a disclosure of each whom it is about.
    page.locator("a[href$='/send/']").click()
    looks_right(page, axe)
    page.locator("[name=to_words]").fill("Hyvinvointialueen sosiaalityö")
    page.locator("label:has([name=basis][value=need_of_support])").click()
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/reports/*/")
    expect(page.locator("section[aria-labelledby=sent]")).to_contain_text("Hyvinvointialueen sosiaalityö")
    assert Disclosure.objects.count() == 2
    assert asks_for(page, "Kuukausiraportti") == 0

    page.goto(url("casework:correct_report", Report.objects.get()))
    page.locator("[name=family]").fill("")
    page.locator("[name=reason]").fill("Työntekijän näkemys puuttui")
    page.locator(".pk-form-foot button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]")).to_have_attribute("name", "family")
    looks_right(page, axe)
    page.locator("[name=family]").fill(VIEW)
    page.locator("[name=worker]").fill("Arki kantaa.")
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url("**/casework/reports/*/")
    expect(page.locator("main")).to_contain_text("Arki kantaa.")
    assert Report.objects.get(voided_at=None).version == 2
