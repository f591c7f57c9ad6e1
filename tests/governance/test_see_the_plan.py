"""The plan on screen: areas, work forms, goals, targets, money, and who sees what."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import url
from tests.factories.casework import ProcessTemplateFactory
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
from tests.factories.organisation import AreaFactory, WorkFormAreaFactory

READERS = ("aino", "bertta", "lead", "director", "board_member", "office", "administrator")
PAGES = ("plan", "focus", "money", "rhythms", "changes", "findings", "findings_panel")


@pytest.mark.parametrize("who", READERS)
def test_everyone_who_works_here_reads_every_page(client, cast, signed_in, in_force, who):
    browser = signed_in(cast[who])
    statuses = {name: browser.get(url(f"governance:{name}", 2024)).status_code for name in PAGES}
    statuses |= {"plans": browser.get(url("governance:plans")).status_code}
    statuses |= {"area": browser.get(url("governance:area", 2024, "area-one")).status_code}
    assert set(statuses.values()) == {200}


def test_a_stranger_finds_no_plan(client, cecilia, signed_in, in_force):
    browser = signed_in(cecilia)
    assert {browser.get(url(f"governance:{name}", 2024)).status_code for name in PAGES} == {404}


def test_a_year_an_area_or_a_version_that_is_not_there_is_absent(client, aino, signed_in, in_force):
    browser = signed_in(aino)
    assert browser.get(url("governance:plan", 2031)).status_code == 404
    assert browser.get(url("governance:area", 2024, "nowhere")).status_code == 404
    assert browser.get(url("governance:plan", 2024, version=7)).status_code == 404
    assert browser.get(url("governance:plan", 2024, version="x")).status_code == 404


def test_the_plan_opens_with_what_it_promises(client, aino, signed_in, in_force):
    response = signed_in(aino).get(url("governance:plan", 2024))
    assert response.context["lead"] == (
        "1 tavoite ja 1 määrällinen tavoite 1 työmuodossa. Yhtään tavoitetta ei ole vielä arvioitu sanoin."
    )


def test_an_area_shows_goals_with_their_targets(client, aino, signed_in, in_force, goal, target):
    place = signed_in(aino).get(url("governance:area", 2024, "area-one")).context["place"]
    shown = {
        block.work_form.key: [(row.goal, [each.target for each in row.targets]) for row in block.goals]
        for block in place.blocks
    }
    assert shown == {"work-form-a": [(goal, [target])], "work-form-b": []}


def test_a_work_form_in_two_areas_has_its_content_in_one(client, aino, signed_in, in_force, work_form_a):
    second = AreaFactory(key="area-two", name="Area two", order=9)
    WorkFormAreaFactory(area=second, work_form=work_form_a)
    browser = signed_in(aino)
    first_block = browser.get(url("governance:area", 2024, "area-one")).context["place"].blocks[0]
    block = browser.get(url("governance:area", 2024, "area-two")).context["place"].blocks[0]
    assert (first_block.also_in, len(first_block.goals)) == (("Area two",), 1)
    assert (block.elsewhere.key, block.goals) == ("area-one", [])


def test_money_says_the_difference_between_the_lines_and_the_stated_total(client, aino, signed_in, in_force):
    BudgetLineFactory(plan=in_force, amount=Decimal(6000))
    context = signed_in(aino).get(url("governance:money", 2024)).context
    assert (context["income"], context["stated"], context["difference"]) == (7000, 1000, 6000)


def test_what_was_changed_after_approval_is_shown_at_its_place(client, aino, signed_in, in_force, target):
    change = PlanChangeFactory(plan=in_force, about="target", about_code=target.code)
    browser = signed_in(aino)
    row = browser.get(url("governance:area", 2024, "area-one")).context["place"].blocks[0].goals[0].targets[0]
    assert row.changes == [change]
    assert list(browser.get(url("governance:changes", 2024)).context["page"].rows) == [change]


def test_a_draft_beside_the_plan_in_force_is_opened_by_its_version(client, aino, signed_in, in_force):
    newer = PlanFactory(year=2024, version=2, title="Plan 2024 again")
    browser = signed_in(aino)
    assert browser.get(url("governance:plan", 2024)).context["plan"] == in_force
    assert browser.get(url("governance:plan", 2024, version=2)).context["plan"] == newer


def test_without_a_plan_the_list_says_how_to_begin(client, director, signed_in, db):
    response = signed_in(director).get(url("governance:plans"))
    assert (response.context["years"], response.status_code) == ([], 200)
    assert url("governance:read") in response.content.decode()


def grow(plan, work_form):
    """One more of everything."""
    goal = GoalFactory(plan=plan, work_form=work_form, assessment="Well", assessed_at="2024-09-01T09:00Z")
    TargetFactory(plan=plan, work_form=work_form, goal=goal)
    TargetFactory(plan=plan, work_form=work_form)
    BudgetLineFactory(plan=plan)
    StaffLineFactory(plan=plan)
    FocusIndicatorFactory(focus_area=FocusAreaFactory(plan=plan))
    PlanChangeFactory(plan=plan, about="goal", about_code=goal.code)
    RhythmFactory(work_form=work_form)
    ProcessTemplateFactory(work_form=work_form)


@pytest.mark.parametrize("name", [*PAGES, "area", "plans"])
def test_a_page_asks_as_many_questions_of_three_rows_as_of_one(
    client, director, signed_in, in_force, work_form_a, name
):
    browser = signed_in(director)
    args = {"area": [2024, "area-one"], "plans": []}.get(name, [2024])
    grow(in_force, work_form_a)
    browser.get(url(f"governance:{name}", *args))
    with CaptureQueriesContext(connection) as few:
        browser.get(url(f"governance:{name}", *args))
    grow(in_force, work_form_a)
    grow(in_force, work_form_a)
    PlanFactory(year=2022)
    PlanFactory(year=2021, state="approved", approved_on=date(2020, 11, 1))
    with CaptureQueriesContext(connection) as many:
        browser.get(url(f"governance:{name}", *args))
    assert len(many) == len(few)
