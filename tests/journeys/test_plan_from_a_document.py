"""From a document to an approved plan by keyboard, and every page of the plan looked at by axe-core."""

from datetime import date

import pytest

from poukama.governance.models import Plan, Proposal
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.governance import (
    BudgetLineFactory,
    FocusAreaFactory,
    FocusIndicatorFactory,
    GoalFactory,
    PlanChangeFactory,
    PlanFactory,
    RhythmFactory,
    StaffLineFactory,
    TargetFactory,
)
from tests.factories.organisation import (
    AreaFactory,
    AssignmentFactory,
    UserFactory,
    WorkFormAreaFactory,
    WorkFormFactory,
)
from tests.governance.plan_document import PLAN
from tests.journeys.looks import DESKTOP, wrong_in_any_look
from tests.journeys.moves import arriving
from tests.strictness.forms import StrictClient


@pytest.fixture
def world(transactional_db):
    """The director, two work forms, and a plan of 2024 in force with something of everything."""
    director = UserFactory(email="director@example.org")
    AssignmentFactory(user=director, role="director", work_form=None)
    area = AreaFactory(key="families", name="Perheet")
    forms = [
        WorkFormFactory(key=key, name=name) for key, name in (("form-a", "Work form A"), ("lumo", "Lumo"))
    ]
    for form in forms:
        WorkFormAreaFactory(area=area, work_form=form)
    plan = PlanFactory(year=2024, state="approved", approved_on=date(2023, 11, 30), stated_income=900)
    goal = GoalFactory(plan=plan, work_form=forms[0], result="They come again")
    target = TargetFactory(plan=plan, work_form=forms[0], goal=goal, measure="door_visits")
    TargetFactory(plan=plan, work_form=forms[1], unit="", is_ambiguous=True, note="Not settled")
    BudgetLineFactory(plan=plan)
    StaffLineFactory(plan=plan)
    FocusIndicatorFactory(focus_area=FocusAreaFactory(plan=plan))
    PlanChangeFactory(plan=plan, about_code=target.code)
    RhythmFactory(work_form=forms[0])
    return {"director": director, "goal": goal, "target": target, "plan": plan}


@pytest.fixture
def opened(live_server, browser, world):
    """`opened()`: the director's browser, with what it complained of."""
    contexts = []

    def open_browser():
        context = browser.new_context(viewport=DESKTOP, locale="fi-FI", base_url=live_server.url)
        contexts.append(context)
        session = sign_in(StrictClient(), world["director"]).cookies["poukama-session"].value
        context.add_cookies([{"name": "poukama-session", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        return page

    yield open_browser
    for context in contexts:
        context.close()


def choose(page, tmp_path):
    """Read the document."""
    (tmp_path / "plan.txt").write_text(PLAN)
    page.goto(url("governance:read"))
    page.set_input_files("[name=document]", tmp_path / "plan.txt")
    page.get_by_role("button", name="Lue").click()
    page.wait_for_selector("#reading")


def press(page):
    """Press Enter and wait for the answer."""
    with page.expect_response(lambda answer: "/governance/" in answer.url):
        page.keyboard.press("Enter")
    for _ in range(50):
        page.wait_for_timeout(
            40
        )  # the policy of the page lets the driver evaluate, not wait for an expression
        if not page.locator(".htmx-request, .htmx-swapping, .htmx-settling").count():
            break


def open_ones():
    return Proposal.objects.filter(state="open").count()


def test_a_plan_comes_from_a_document_by_keyboard(opened, tmp_path):
    page = opened()
    choose(page, tmp_path)

    page.locator("#reading button[value=accept]").first.focus()
    press(page)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Hyväksy: Lumikka"
    press(page)
    assert page.evaluate("document.activeElement.name") == "work_form_key"
    page.keyboard.type("Lumo")
    page.locator("[name=work_form_key]").press("Tab")
    press(page)
    for _ in range(20):
        if not open_ones():
            break
        press(page)
    assert open_ones() == 0
    assert page.evaluate("document.activeElement.textContent.trim()") == "Ota suunnitelmaan"
    with arriving(page):
        press(page)
    page.get_by_role("button", name="Ota suunnitelmaan").press("Enter")
    page.wait_for_selector("text=Asiakirja on käyty läpi")

    page.get_by_role("link", name="Tarkistus").click()
    for _ in range(2):
        section = page.locator("section", has_text="hyväksyntä odottaa tätä").first
        section.locator("summary").press("Enter")
        section.locator("[name=reason]").fill("Ratkaistaan tammikuussa")
        with arriving(page):
            section.locator("[name=reason]").press("Enter")
    plan = Plan.objects.get(year=2025)
    page.goto(url("governance:approve", plan))
    with arriving(page):
        page.get_by_role("button", name="Kirjaa hyväksyntä").press("Enter")

    plan.refresh_from_db()
    assert (plan.state, plan.targets.count(), plan.goals.count(), page.complaints) == ("approved", 3, 2, [])


def pages(world):
    plan = world["plan"]
    return [
        url("governance:plans"),
        *(
            url(f"governance:{name}", 2024)
            for name in ("plan", "focus", "money", "rhythms", "changes", "findings")
        ),
        url("governance:area", 2024, "families"),
        url("governance:edit_goal", world["goal"]),
        url("governance:assess", world["goal"]),
        url("governance:edit_target", world["target"]),
        url("governance:remove_target", world["target"]),
        url("governance:add_budget", plan),
        url("governance:add_focus", plan),
        url("governance:draft_next", plan),
        url("governance:read"),
    ]


def test_nothing_is_wrong_with_any_page_of_the_plan(opened, world, axe, tmp_path):
    page = opened()
    found = {}

    def look_at(name):
        if wrong := wrong_in_any_look(page, axe):
            found[name] = wrong

    for address in pages(world):
        page.goto(address)
        look_at(address)
    choose(page, tmp_path)
    look_at("reading")
    page.get_by_role("link", name="Korjaa").first.click()
    page.wait_for_selector("[name=work_form_key]")
    look_at("correcting")
    page.get_by_role("link", name="Lopeta").click()
    look_at("finishing")

    assert (found, page.complaints) == ({}, [])
