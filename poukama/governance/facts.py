"""What governance publishes of a year's plan: what was promised, for whoever counts what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from poukama.governance.choices import BudgetSide, Direction, PlanState, TargetUnit
from poukama.governance.models import (
    BudgetLine,
    FocusArea,
    FocusIndicator,
    Goal,
    Plan,
    PlanChange,
    StaffLine,
    Target,
)
from poukama.organisation.models import Position

__all__ = [
    "BudgetSide",
    "Direction",
    "PlanOfYear",
    "PlanState",
    "PlannedBudgetLine",
    "PlannedFocusArea",
    "PlannedGoal",
    "PlannedIndicator",
    "PlannedStaffLine",
    "PlannedTarget",
    "TargetUnit",
    "indicator_of",
    "indicators_of_version",
    "plan_of_year",
    "target_of",
    "targets_of_version",
    "years_with_a_plan",
]

Filters = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class PlannedTarget:
    """A number promised."""

    id: int
    code: str
    work_form: str
    work_form_id: int
    goal: str
    order: int
    label: str
    aim: int
    direction: Direction
    unit: str
    is_ambiguous: bool
    note: str
    is_result: bool
    measure: str
    filters: Filters
    owner: str
    owner_id: int | None
    goal_text: str = ""
    change_reason: str = ""
    """Why it was changed after the board approved the plan; empty when it was not."""


@dataclass(frozen=True)
class PlannedGoal:
    """A goal of a work form, the result intended, and how it went in words."""

    id: int
    code: str
    work_form: str
    order: int
    goal: str
    result: str
    evidence: str
    owner: str
    owner_id: int | None
    assessment: str
    assessed_at: datetime | None
    assessed_by: str


@dataclass(frozen=True)
class PlannedIndicator:
    """What a focus area is followed by."""

    id: int
    title: str
    measure: str
    filters: Filters


@dataclass(frozen=True)
class PlannedFocusArea:
    """A focus area that runs through the association."""

    key: str
    title: str
    development: str
    indicators: tuple[PlannedIndicator, ...]


@dataclass(frozen=True)
class PlannedBudgetLine:
    """A line of the budget, in euros."""

    key: str
    side: BudgetSide
    label: str
    amount: Decimal


@dataclass(frozen=True)
class PlannedStaffLine:
    """How many posts the plan says that a team has."""

    key: str
    label: str
    team: str
    stated_count: int


@dataclass(frozen=True)
class PlanOfYear:
    """The plan in force for a year, or its draft while none has been approved."""

    id: int
    year: int
    title: str
    version: int
    state: PlanState
    approved_on: date | None
    stated_income: Decimal | None
    targets: tuple[PlannedTarget, ...] = ()
    goals: tuple[PlannedGoal, ...] = ()
    focus_areas: tuple[PlannedFocusArea, ...] = ()
    budget: tuple[PlannedBudgetLine, ...] = ()
    staff: tuple[PlannedStaffLine, ...] = ()

    def target(self, code: str) -> PlannedTarget:
        """The target with a code; KeyError without one."""
        for target in self.targets:
            if target.code == code:
                return target
        raise KeyError(code)


def years_with_a_plan() -> tuple[int, ...]:
    """Years that have a plan or a draft, newest first."""
    years = Plan.objects.exclude(state=PlanState.ENDED).order_by("-year").values_list("year", flat=True)
    return tuple(years.distinct())


def plan_of_year(year: int, *, only_targets: bool = False) -> PlanOfYear | None:
    """The year's plan in force, else its draft, else None. `only_targets` leaves the rest unread (3 queries)."""
    plans = {plan.state: plan for plan in Plan.objects.filter(year=year).exclude(state=PlanState.ENDED)}
    plan = plans.get(PlanState.APPROVED) or plans.get(PlanState.DRAFT)
    if plan is None:
        return None
    targets = _targets(plan)
    if only_targets:
        return _told(plan, targets=targets)
    return _told(
        plan,
        targets=targets,
        goals=_goals(plan),
        focus_areas=_focus_areas(plan),
        budget=_budget(plan),
        staff=_staff(plan),
    )


def targets_of_version(pk: int) -> tuple[PlannedTarget, ...]:
    """The targets of one version of a plan, also of one that is not in force; empty when there is none."""
    plan = Plan.objects.filter(pk=pk).first()
    return _targets(plan) if plan else ()


def indicators_of_version(pk: int) -> tuple[PlannedIndicator, ...]:
    """What the focus areas of one version of a plan are followed by; empty when there is none."""
    plan = Plan.objects.filter(pk=pk).first()
    return tuple(each for area in _focus_areas(plan) for each in area.indicators) if plan else ()


def indicator_of(pk: int) -> tuple[PlanOfYear, PlannedIndicator] | None:
    """An indicator with its plan (nothing else of it); None when it is in no plan that is in force or a draft."""
    row = FocusIndicator.objects.filter(pk=pk).select_related("focus_area__plan").first()
    if row is None or row.focus_area.plan.state == PlanState.ENDED:
        return None
    indicator = PlannedIndicator(row.pk, row.title, row.measure, row.filters)
    return _told(row.focus_area.plan), indicator


def target_of(pk: int) -> tuple[PlanOfYear, PlannedTarget] | None:
    """A target with the plan (targets only) that is in force for its year; None when it is in no such plan."""
    year = Target.objects.filter(pk=pk).values_list("plan__year", flat=True).first()
    plan = plan_of_year(year, only_targets=True) if year is not None else None
    for target in plan.targets if plan else ():
        if plan and target.id == pk:
            return plan, target
    return None


def _told(
    plan: Plan,
    *,
    targets: tuple[PlannedTarget, ...] = (),
    goals: tuple[PlannedGoal, ...] = (),
    focus_areas: tuple[PlannedFocusArea, ...] = (),
    budget: tuple[PlannedBudgetLine, ...] = (),
    staff: tuple[PlannedStaffLine, ...] = (),
) -> PlanOfYear:
    """The row with whatever was read of its parts."""
    return PlanOfYear(
        id=plan.pk,
        year=plan.year,
        title=plan.title,
        version=plan.version,
        state=PlanState(plan.state),
        approved_on=plan.approved_on,
        stated_income=plan.stated_income,
        targets=targets,
        goals=goals,
        focus_areas=focus_areas,
        budget=budget,
        staff=staff,
    )


def _label(position: Position | None) -> str:
    return position.label() if position else ""


def _targets(plan: Plan) -> tuple[PlannedTarget, ...]:
    changes = PlanChange.objects.filter(plan=plan, about="target").order_by("changed_at", "pk")
    reasons = dict(changes.values_list("about_code", "reason"))
    rows = (
        Target.objects.filter(plan=plan)
        .select_related("work_form", "goal", "owner")
        .order_by("work_form__order", "work_form_id", "order", "pk")
    )
    return tuple(
        PlannedTarget(
            id=row.pk,
            code=row.code,
            work_form=row.work_form.key,
            work_form_id=row.work_form_id,
            goal=row.goal.code if row.goal else "",
            order=row.order,
            label=row.label,
            aim=row.aim,
            direction=Direction(row.direction),
            unit=row.unit,
            is_ambiguous=row.is_ambiguous,
            note=row.note,
            is_result=row.is_result,
            measure=row.measure,
            filters=row.filters,
            owner=_label(row.owner),
            owner_id=row.owner_id,
            goal_text=row.goal.goal if row.goal else "",
            change_reason=reasons.get(row.code, ""),
        )
        for row in rows
    )


def _goals(plan: Plan) -> tuple[PlannedGoal, ...]:
    rows = (
        Goal.objects.filter(plan=plan)
        .select_related("work_form", "owner", "assessed_by")
        .order_by("work_form__order", "work_form_id", "order", "pk")
    )
    return tuple(
        PlannedGoal(
            id=row.pk,
            code=row.code,
            work_form=row.work_form.key,
            order=row.order,
            goal=row.goal,
            result=row.result,
            evidence=row.evidence,
            owner=_label(row.owner),
            owner_id=row.owner_id,
            assessment=row.assessment,
            assessed_at=row.assessed_at,
            assessed_by=row.assessed_by.name if row.assessed_by else "",
        )
        for row in rows
    )


def _focus_areas(plan: Plan) -> tuple[PlannedFocusArea, ...]:
    indicators: dict[int, list[PlannedIndicator]] = {}
    found = FocusIndicator.objects.filter(focus_area__plan=plan).order_by("focus_area_id", "order", "pk")
    for row in found:
        indicator = PlannedIndicator(row.pk, row.title, row.measure, row.filters)
        indicators.setdefault(row.focus_area_id, []).append(indicator)
    return tuple(
        PlannedFocusArea(row.key, row.title, row.development, tuple(indicators.get(row.pk, ())))
        for row in FocusArea.objects.filter(plan=plan).order_by("order", "pk")
    )


def _budget(plan: Plan) -> tuple[PlannedBudgetLine, ...]:
    rows = BudgetLine.objects.filter(plan=plan).order_by("order", "pk")
    return tuple(PlannedBudgetLine(row.key, BudgetSide(row.side), row.label, row.amount) for row in rows)


def _staff(plan: Plan) -> tuple[PlannedStaffLine, ...]:
    rows = StaffLine.objects.filter(plan=plan).select_related("team").order_by("order", "pk")
    return tuple(
        PlannedStaffLine(row.key, row.label, row.team.key if row.team else "", row.stated_count)
        for row in rows
    )
