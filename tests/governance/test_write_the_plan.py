"""Goals, targets and lines are written freely in a draft; after approval with a reason that is shown."""

from decimal import Decimal

import pytest

from poukama.governance.models import BudgetLine, FocusArea, Goal, PlanChange, StaffLine, Target
from poukama.governance.services import (
    GoalElsewhere,
    NothingChanges,
    PlanReplaced,
    ReasonNeeded,
    TargetNotInForce,
    TargetsHangOnIt,
    add_goal,
    add_target,
    assess_goal,
    change_focus_area,
    change_goal,
    change_line,
    change_target,
    edit_target,
    remove_goal,
    remove_line,
    remove_target,
    state_income,
)
from tests.conftest import url
from tests.factories.governance import GoalFactory

SAME = {"unit": "family", "direction": "at_least", "goal": None, "owner": None, "note": ""}


def edited(target, by, **values):
    wanted = SAME | {"goal": target.goal, "label": target.label, "aim": target.aim} | values
    return edit_target(target=target, by=by, **{"reason": ""} | wanted)


def test_a_draft_is_changed_without_a_reason_and_nothing_is_kept(director, target):
    assert edited(target, director, aim=12).aim == 12
    assert PlanChange.objects.count() == 0


def test_an_approved_plan_is_changed_with_a_reason_that_is_kept(director, in_force, target):
    edited(target, director, aim=12, reason="Two more workers")
    change = PlanChange.objects.get()
    assert (change.about, change.about_code, change.field, change.before, change.after, change.reason) == (
        "target", "A-1", "aim", "10", "12", "Two more workers",
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda by, goal, target: edited(target, by, aim=12),
        lambda by, goal, target: remove_target(target=target, reason=" ", by=by),
        lambda by, goal, target: change_goal(
            goal=goal, text="x", result="", owner=None, evidence="", reason="", by=by
        ),
        lambda by, goal, target: add_goal(
            plan=goal.plan, work_form=goal.work_form, goal="x", result="", by=by
        ),
        lambda by, goal, target: state_income(plan=goal.plan, amount=Decimal(1), by=by),
        lambda by, goal, target: remove_line(line=goal.plan.budget_lines.get(), reason="", by=by),
        lambda by, goal, target: change_target(
            target_code="A-1",
            plan_year=2024,
            measure="door_visits",
            filters={},
            unit="visit",
            direction="at_least",
            aim=1,
            reason="",
            by=by,
        ),
    ],
)
def test_after_approval_every_change_says_why(director, in_force, goal, target, change):
    goal.refresh_from_db()
    with pytest.raises(ReasonNeeded):
        change(director, goal, target)
    assert (PlanChange.objects.count(), Target.objects.get().aim) == (0, 10)


def test_what_was_replaced_is_not_written(director, in_force, goal, target):
    in_force.state = "ended"
    in_force.save()
    with pytest.raises(PlanReplaced):
        edited(target, director, aim=12, reason="why")
    with pytest.raises(PlanReplaced):
        assess_goal(goal=goal, assessment="Well", by=director)


def test_the_same_again_is_refused(director, goal, target):
    with pytest.raises(NothingChanges):
        edited(target, director)
    with pytest.raises(NothingChanges):
        assess_goal(goal=goal, assessment="", by=director)


def test_a_goal_of_another_work_form_is_refused(director, draft, target, work_form_b):
    other = GoalFactory(plan=draft, work_form=work_form_b)
    with pytest.raises(GoalElsewhere):
        edited(target, director, goal=other)
    with pytest.raises(GoalElsewhere):
        add_target(
            plan=draft,
            work_form=target.work_form,
            label="x",
            aim=1,
            unit="person",
            direction="at_least",
            goal=other,
            by=director,
        )


def test_a_target_that_is_in_no_plan_cannot_be_bound(director, draft):
    with pytest.raises(TargetNotInForce):
        change_target(
            target_code="NO",
            plan_year=2024,
            measure="door_visits",
            filters={},
            unit="visit",
            direction="at_least",
            aim=1,
            reason="x",
            by=director,
        )


def test_a_goal_with_targets_is_not_removed_before_they_are(director, goal, target):
    with pytest.raises(TargetsHangOnIt):
        remove_goal(goal=goal, reason="", by=director)
    remove_target(target=target, reason="", by=director)
    remove_goal(goal=goal, reason="", by=director)
    assert (Goal.objects.count(), Target.objects.count()) == (0, 0)


def test_choosing_another_unit_settles_an_ambiguous_one(director, target):
    target.is_ambiguous = True
    target.save()
    assert edited(target, director, unit="person").is_ambiguous is False


def test_an_assessment_is_no_change_of_the_plan(director, in_force, goal):
    assess_goal(goal=goal, assessment="It went well.", by=director)
    goal.refresh_from_db()
    assert (goal.assessment, goal.assessed_by, PlanChange.objects.count()) == ("It went well.", director, 0)
    assess_goal(goal=goal, assessment="", by=director)
    goal.refresh_from_db()
    assert (goal.assessed_at, goal.assessed_by) == (None, None)


def test_new_codes_are_free_ones(director, draft, target, work_form_a):
    values = {"label": "x", "aim": 1, "unit": "person", "direction": "at_least", "by": director}
    codes = [add_target(plan=draft, work_form=work_form_a, **values).code for _ in range(2)]
    goal = add_goal(plan=draft, work_form=work_form_a, goal="y", result="", by=director)
    assert ([*codes, goal.code]) == ["WOR-1", "WOR-2", "WOR-G1"]


def test_a_line_of_an_approved_plan_is_changed_and_shown(director, in_force):
    line = BudgetLine.objects.get()
    values = {"label": "Grant", "amount": Decimal(900), "side": "income"}
    change_line(line=line, values=values, reason="Cut", by=director)
    assert PlanChange.objects.get().about_code == "grant"
    assert BudgetLine.objects.get().amount == 900


def test_an_indicator_whose_words_stay_keeps_its_measure(director, draft):
    area = FocusArea.objects.get()
    area.indicators.update(measure="door_visits")
    change_focus_area(
        area=area, title="Safety", development="", indicators=["New", "Visits"], reason="", by=director
    )
    assert list(area.indicators.order_by("order").values_list("title", "measure")) == [
        ("New", ""),
        ("Visits", "door_visits"),
    ]


def test_the_lead_changes_a_target_on_screen(client, lead, signed_in, target):
    data = {
        "label": "Families",
        "aim": "11",
        "unit": "family",
        "direction": "at_least",
        "goal": target.goal_id,
    }
    response = signed_in(lead).post(url("governance:edit_target", target), data)
    target.refresh_from_db()
    assert (response.status_code, target.aim) == (302, 11)


def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(
    client, lead, signed_in, in_force, target
):
    data = {"label": "Families now", "aim": "", "unit": "family", "direction": "at_least"}
    response = signed_in(lead).post(url("governance:edit_target", target), data)
    form = response.context["form"]
    assert (response.status_code, set(form.errors), form["label"].value()) == (
        422,
        {"aim", "reason"},
        "Families now",
    )


def test_a_goal_and_a_target_are_added_on_screen(client, lead, signed_in, draft, work_form_a):
    browser = signed_in(lead)
    browser.post(
        url("governance:add_goal", draft, work_form_a.key), {"text": "We are near", "result": "Seen"}
    )
    goal = Goal.objects.get()
    data = {"label": "People", "aim": "5", "unit": "person", "direction": "at_most", "goal": goal.pk}
    browser.post(url("governance:add_target", draft, work_form_a.key), data)
    target = Target.objects.get()
    assert (goal.goal, target.goal, target.direction, target.measure) == ("We are near", goal, "at_most", "")


def test_the_director_writes_lines_on_screen(client, director, signed_in, draft):
    browser = signed_in(director)
    browser.post(
        url("governance:add_budget", draft), {"label": "Gifts", "amount": "1500,50", "side": "income"}
    )
    browser.post(url("governance:add_staff", draft), {"label": "Cooks", "stated_count": "2"})
    browser.post(url("governance:add_focus", draft), {"title": "Near", "indicators": "One\n\nTwo\n"})
    browser.post(url("governance:income", draft), {"amount": "2500,50"})
    browser.post(
        url("governance:edit_staff", StaffLine.objects.get(key="workers")),
        {"label": "Workers", "stated_count": "4"},
    )
    browser.post(url("governance:remove_budget", BudgetLine.objects.get(key="grant")))
    draft.refresh_from_db()
    area = FocusArea.objects.get(title="Near")
    assert BudgetLine.objects.get().amount == Decimal("1500.50")
    assert set(StaffLine.objects.values_list("label", "stated_count")) == {("Workers", 4), ("Cooks", 2)}
    assert list(area.indicators.order_by("order").values_list("title", flat=True)) == ["One", "Two"]
    assert draft.stated_income == Decimal("2500.50")


def test_an_assessment_is_written_in_place(client, lead, signed_in, goal):
    browser = signed_in(lead)
    fragment = browser.get(url("governance:assess", goal), headers={"HX-Request": "true"})
    assert [part.name for part in fragment.templates][0] == "governance/_assess.html"
    response = browser.post(url("governance:assess", goal), {"assessment": "It went well."})
    assert response.url == f"{url('governance:area', 2024, 'area-one')}#A-G1"
