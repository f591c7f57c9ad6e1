"""A week of goals on a tablet handed to a parent, who gets nowhere else; the month together; a plan that is disagreed on."""

from datetime import date
from functools import partial

import pytest
from playwright.sync_api import ViewportSize, expect

from poukama.casework.models import GoalMark, PlanVersion, RoundGoal
from poukama.organisation.choices import TermList
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    GoalRoundFactory,
    RoundGoalFactory,
)
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.journeys.looks import PHONE, looks_right

TABLET: ViewportSize = {"width": 820, "height": 1180}
MONDAY, FRIDAY = date(2024, 9, 9), date(2024, 9, 13)
PASSWORD = "a long enough password"


@pytest.fixture
def worker(transactional_db):
    """A worker of a work form whose pack has a scale and sections of a plan."""
    user = UserFactory(email="worker@example.org", language="fi")
    user.set_password(PASSWORD)
    user.save()
    AssignmentFactory(user=user, work_form=WorkFormFactory(key="work-form"))
    for score, (key, face) in enumerate((("not_yet", "sad"), ("partly", "fair"), ("succeeded", "glad"))):
        TermFactory(list=TermList.GOAL_MARK, key=key, name=key, attributes={"score": score, "face": face})
    for key in ("need", "goals"):
        TermFactory(list=TermList.PLAN_SECTION, key=key, name=key, attributes={"goals": key == "goals"})
    TermFactory(list=TermList.MEMBER_ROLE, key="parent", name="Parent")
    return user


@pytest.fixture
def episode(worker):
    """A family with a main and an interim goal, a parent, and a goal of last week."""
    episode = EpisodeFactory(
        work_form=WorkFormFactory._meta.model.objects.get(),
        family__code_name="Lumme",
        starts_on=date(2024, 5, 20),
    )
    EpisodeMemberFactory(episode=episode)
    main = CareGoalFactory(episode=episode, text="Vauvan päivät ovat rauhallisia.")
    interim = CareGoalFactory(episode=episode, level="interim", under=main, text="Päiväunet samaan aikaan.")
    month = GoalRoundFactory(
        episode=episode, span="month", starts_on=date(2024, 9, 1), ends_on=date(2024, 9, 30)
    )
    RoundGoalFactory(round=month, goal=interim)
    last = GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 2), ends_on=date(2024, 9, 8))
    RoundGoalFactory(round=last, goal__under=interim, goal__text="Luen iltasadun.")
    return episode


@pytest.fixture
def enter(browser_of, worker, settings):
    """`enter(size)`: the worker's browser, on Monday."""
    settings.DEMO_DAY = MONDAY
    return partial(browser_of, worker)


def hand_over(page, episode, what):
    page.goto(url("casework:episode", episode))
    page.locator("a[href$='/hand-over/']").click()
    page.locator(f"label:has(input[name=what][value={what}])").click()
    page.locator("form[data-clear-drafts] button[type=submit].ds-button").last.click()
    page.wait_for_url("**/casework/tablet/")


def take_back(page, password):
    page.locator("a[href$='/tablet/back/']").click()
    page.locator("[name=password]").fill(password)
    page.keyboard.press("Enter")


def test_a_week_from_monday_to_friday_on_a_device_handed_to_a_parent(enter, episode, settings, axe):
    page = enter(TABLET)
    other = page.context.new_page()
    other.goto(url("casework:episode", episode))
    expect(other.locator("h1")).to_have_text("Lumme")
    hand_over(page, episode, "set")
    expect(other.locator("[name=login]")).to_be_visible()
    looks_right(page, axe)

    page.locator(".pk-pick button").first.click()
    expect(page.locator(".pk-saved")).to_be_visible()
    page.locator("[name=text]").fill("Laitan vauvan nukkumaan klo 10 ja 14.")
    page.locator("form.pk-question button[type=submit]").click()
    expect(page.locator(".pk-list li")).to_have_count(2)
    looks_right(page, axe)

    for address in (
        url("casework:episode", episode),
        "/",
        url("casework:episodes"),
        url("casework:goals", episode),
    ):
        page.goto(address)
        assert "/account/login/" in page.url
        assert "Lumme" not in page.content()
    for _step in range(8):
        page.go_back()
        assert "Lumme" not in page.content()

    page.goto(url("casework:tablet"))
    take_back(page, "arvaus")
    expect(page.locator(".ds-validation-message").first).to_be_visible()
    looks_right(page, axe)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    expect(page.locator("#goals ~ *, .pk-week").first).to_be_visible()

    settings.DEMO_DAY = FRIDAY
    hand_over(page, episode, "evaluate")
    looks_right(page, axe)
    page.locator("[name=mark][value=succeeded]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pk-saved")).to_be_visible()
    page.locator("[name=words]").fill("Huomasin itse, milloin hän väsyy.")
    page.locator("[name=mark][value=partly]").click()
    expect(page.locator("[name=mark]")).to_have_count(0)
    looks_right(page, axe)
    take_back(page, PASSWORD)
    page.wait_for_url(f"**{url('casework:episode', episode)}")
    expect(page.locator(".pk-week li")).to_have_count(2)
    expect(page.locator(".pk-voice")).to_contain_text("Huomasin itse")
    looks_right(page, axe)

    week = RoundGoal.objects.filter(round__starts_on=MONDAY)
    assert week.filter(round__evaluated_on=FRIDAY, by_own_hand=True).count() == 2
    assert set(GoalMark.objects.values_list("mark", "by_own_hand")) == {("succeeded", True), ("partly", True)}


def test_the_month_is_evaluated_and_a_plan_is_made_with_a_disagreement(enter, episode, settings, axe):
    settings.DEMO_DAY = date(2024, 9, 30)
    page = enter(PHONE)
    page.goto(url("casework:month", episode))
    looks_right(page, axe)
    page.locator("label:has([name^=mark_][value=partly])").click()
    page.locator("[name=family_view]").fill("Kuukausi oli parempi kuin pelkäsin.")
    page.locator("[name=new_1]").fill("Illat ovat rauhallisia.")
    page.locator(".pk-form-foot button[type=submit]").click()
    page.wait_for_url(f"**{url('casework:goals', episode)}")
    expect(page.locator("main")).to_contain_text("Kuukausi oli parempi")
    expect(page.locator("main")).to_contain_text("Illat ovat rauhallisia.")
    looks_right(page, axe)

    for number, family in enumerate(("Tarvitsen unta.", "Tarvitsen unta. Ja apua iltoihin.")):
        page.goto(url("casework:plan_section", episode, "need"))
        looks_right(page, axe)
        page.locator("[name=family]").fill(family)
        if number:
            page.locator("label:has([name=disagree-voice][value=referrer])").click()
            page.locator("[name=disagree-text]").fill("Illat sujuvat jo.")
        page.locator(".pk-form-foot button[type=submit]").click()
        page.wait_for_url(f"**{url('casework:plan', episode)}")
        page.goto(url("casework:publish_plan", episode))
        looks_right(page, axe)
        page.locator("[name=read_together]").check(force=True)
        page.locator(".pk-form-foot button[type=submit]").click()
        page.wait_for_url("**/casework/plans/*/")
    expect(page.locator("ins")).to_have_text(["Ja apua iltoihin.", "Illat sujuvat jo."])
    expect(page.locator(".pk-notice")).to_contain_text("Illat sujuvat jo.")
    looks_right(page, axe)
    page.emulate_media(media="print")
    expect(page.locator("ins").first).to_be_hidden()
    assert PlanVersion.objects.count() == 2
