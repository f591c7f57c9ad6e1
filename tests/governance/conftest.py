"""A plan of 2024 for work forms A and B, and a small document of an invented association."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from poukama.governance.models import Goal, Plan, Target
from poukama.organisation.models import Area, WorkForm
from poukama.toolkit import clock
from tests.factories.governance import (
    BudgetLineFactory,
    FocusAreaFactory,
    FocusIndicatorFactory,
    GoalFactory,
    PlanFactory,
    StaffLineFactory,
    TargetFactory,
)
from tests.factories.organisation import AreaFactory, WorkFormAreaFactory

TODAY = date(2024, 9, 12)


@pytest.fixture
def september() -> Iterator[date]:
    """It is 12 September 2024."""
    with clock.moved_to(TODAY):
        yield TODAY


@pytest.fixture
def area(work_form_a: WorkForm, work_form_b: WorkForm) -> Area:
    """An area with both work forms."""
    area = AreaFactory(key="area-one", name="Area one", order=1)
    WorkFormAreaFactory(area=area, work_form=work_form_a)
    WorkFormAreaFactory(area=area, work_form=work_form_b)
    return area


@pytest.fixture
def draft(area: Area, september: date) -> Plan:
    """A draft of 2024 without contradictions, but for what tests add."""
    plan = PlanFactory(year=2024, title="Plan 2024", stated_income=Decimal(1000))
    BudgetLineFactory(plan=plan, key="grant", label="Grant", amount=Decimal(1000))
    StaffLineFactory(plan=plan, key="workers", label="Workers", stated_count=3)
    FocusIndicatorFactory(focus_area=FocusAreaFactory(plan=plan, key="safe", title="Safety"), title="Visits")
    return plan


@pytest.fixture
def goal(draft: Plan, work_form_a: WorkForm) -> Goal:
    """A goal of work form A."""
    return GoalFactory(plan=draft, work_form=work_form_a, code="A-G1", goal="Families find us")


@pytest.fixture
def target(draft: Plan, goal: Goal, work_form_a: WorkForm) -> Target:
    """Ten families in work form A, counted."""
    return TargetFactory(
        plan=draft,
        work_form=work_form_a,
        goal=goal,
        code="A-1",
        label="Families",
        measure="families_in_care",
        filters={"work_form": work_form_a.key},
    )


@pytest.fixture
def in_force(draft: Plan, target: Target) -> Plan:
    """The same plan, approved by the board."""
    draft.state, draft.approved_on = "approved", date(2023, 11, 30)
    draft.save()
    return draft
