"""A year that is over: a plan with goals, numbers, money and posts, and what was recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from poukama.governance.models import Goal, Plan
from poukama.organisation.choices import Role
from poukama.organisation.models import Association, WorkForm
from poukama.toolkit import clock
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import (
    BudgetLineFactory,
    FocusAreaFactory,
    FocusIndicatorFactory,
    GoalFactory,
    PlanFactory,
    StaffLineFactory,
    TargetFactory,
)
from tests.factories.organisation import (
    AreaFactory,
    PositionFactory,
    TeamFactory,
    WorkFormAreaFactory,
)
from tests.reporting.conftest import care

AFTER = datetime(2025, 1, 20, 9, tzinfo=UTC)
CANARY = 3
"""A small count about people that must be in no file."""


@pytest.fixture
def january(db: None) -> Iterator[date]:
    """It is 20 January 2025."""
    with clock.moved_to(AFTER):
        yield AFTER.date()


@pytest.fixture
def association(db: None) -> Association:
    """The association, by its name."""
    found, _made = Association.objects.update_or_create(
        pk=1, defaults={"name": "Rannan ensi- ja turvakoti ry", "short_name": "Ranta"}
    )
    return found


@pytest.fixture
def year(january: date, association: Association, work_form_a: WorkForm, work_form_b: WorkForm) -> Plan:
    """Two work forms: the first with goals and numbers, the second in both areas."""
    plan = PlanFactory(
        year=2024, state="approved", approved_on=date(2023, 11, 30), stated_income=Decimal(900)
    )
    first = AreaFactory(key="area-1", name="Ensimmäinen alue", order=1)
    second = AreaFactory(key="area-2", name="Toinen alue", order=2)
    WorkForm.objects.filter(pk=work_form_a.pk).update(order=1)
    WorkForm.objects.filter(pk=work_form_b.pk).update(order=9)
    between = WorkFormAreaFactory(area=second).work_form
    WorkForm.objects.filter(pk=between.pk).update(order=8)
    WorkFormAreaFactory(area=first, work_form=work_form_a)
    WorkFormAreaFactory(area=first, work_form=work_form_b)
    WorkFormAreaFactory(area=second, work_form=work_form_b)
    team = TeamFactory(key="team-1", area=first)
    lead = PositionFactory(team=team, name="Talon esihenkilö", role=Role.LEAD)
    PositionFactory(team=TeamFactory(key="office", area=None), name="Toiminnanjohtaja", role=Role.DIRECTOR)
    goal = GoalFactory(
        plan=plan,
        work_form=work_form_a,
        code="A-G1",
        goal="Perhe löytää perille.",
        result="Ovi on auki.",
        owner=lead,
    )
    many = {"plan": plan, "work_form": work_form_a, "goal": goal, "owner": lead}
    TargetFactory(
        **many,
        code="A-1",
        order=1,
        label="Aikuisten käynnit",
        aim=10,
        unit="visit",
        measure="door_visits",
        filters={"visitor": "adult"},
    )
    TargetFactory(
        **many,
        code="A-2",
        order=2,
        label="Vanhemmat",
        aim=4,
        unit="person",
        measure="people_in_care",
        filters={"work_form": work_form_a.key},
    )
    TargetFactory(plan=plan, work_form=work_form_b, code="B-1", label="Ei vielä laskettu", aim=7, owner=lead)
    area = FocusAreaFactory(plan=plan, key="focus-1", title="Joku on paikalla", development="Ovet auki.")
    FocusIndicatorFactory(focus_area=area, title="Kumppanit", measure="partners_active")
    BudgetLineFactory(plan=plan, label="Avustus", amount=Decimal(1000))
    StaffLineFactory(plan=plan, key="team-1", label="Talon työryhmä", team=team, stated_count=2)
    for _ in range(12):
        DoorCountFactory(work_form=work_form_a)
    care(work_form_a, CANARY)
    return plan


@pytest.fixture
def goal(year: Plan) -> Goal:
    """The one goal of the year."""
    return Goal.objects.get(plan=year)
