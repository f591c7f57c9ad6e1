"""The plan as the screens show it: areas, work forms, goals, targets, and what was changed after approval."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Sum

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.governance.choices import BudgetSide, PlanState
from poukama.governance.models import (
    BudgetLine,
    FocusArea,
    Goal,
    Plan,
    PlanChange,
    Rhythm,
    StaffLine,
    Target,
)
from poukama.governance.rules import Action
from poukama.organisation.models import Area, WorkForm, WorkFormArea

OTHER = "other"
"""Stands in an address for work forms that no area has."""


@dataclass
class TargetRow:
    """A target with what may be done to it, why it was changed after approval, and where its figure is."""

    target: Target
    may_edit: bool = False
    changes: list[PlanChange] = field(default_factory=list)
    url: str = ""


@dataclass
class GoalRow:
    """A goal with its targets."""

    goal: Goal
    targets: list[TargetRow] = field(default_factory=list)
    may_edit: bool = False
    may_assess: bool = False
    changes: list[PlanChange] = field(default_factory=list)


@dataclass
class Block:
    """A work form in an area, with what it promises. `elsewhere` names the area where its content stands."""

    work_form: WorkForm
    goals: list[GoalRow] = field(default_factory=list)
    loose: list[TargetRow] = field(default_factory=list)
    also_in: tuple[str, ...] = ()
    elsewhere: Area | None = None
    may_add: bool = False
    home: str = ""
    """The place in an address of the area where its content stands."""


@dataclass
class Place:
    """An area of the plan with its work forms; `key` is its place in an address."""

    key: str
    area: Area | None
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Promised:
    """How much a work form promises."""

    goals: int
    assessed: int
    targets: int


def plan_of(year: int, version: int | None = None) -> Plan | None:
    """A version of the year's plan; without one the plan in force, else its draft, else its last version."""
    rows = Plan.objects.filter(year=year).select_related("based_on", "approved_by").order_by("-version")
    if version is not None:
        return rows.filter(version=version).first()
    return current_of(rows)


def current_of(versions: Iterable[Plan]) -> Plan | None:
    """Of the versions of a year, newest first, the one that is shown when none is asked for."""
    order = {PlanState.APPROVED: 0, PlanState.DRAFT: 1, PlanState.ENDED: 2}
    return min(versions, key=lambda plan: order[PlanState(plan.state)], default=None)


def plans() -> QuerySet[Plan]:
    """Every version of every year's plan, newest first."""
    return (
        Plan.objects.annotate(number_of_targets=Count("targets"))
        .select_related("based_on")
        .order_by("-year", "-version")
    )


def versions_of(year: int) -> list[Plan]:
    """The versions of a year's plan, newest first."""
    return list(Plan.objects.filter(year=year).order_by("-version"))


def changes_of(plan: Plan) -> QuerySet[PlanChange]:
    """What was changed after the board approved the plan, newest first."""
    return PlanChange.objects.filter(plan=plan).select_related("changed_by").order_by("-changed_at", "-pk")


def places_of(plan: Plan) -> list[Place]:
    """The areas with the work forms that promise something, without the promises. A work form stands with its content
    in its first area. Three queries."""
    promised = set(
        Goal.objects.filter(plan=plan).order_by().values_list("work_form_id", flat=True).distinct()
    )
    promised |= set(
        Target.objects.filter(plan=plan).order_by().values_list("work_form_id", flat=True).distinct()
    )
    rows = list(
        WorkFormArea.objects.select_related("area", "work_form").order_by(
            "area__order", "area_id", "order", "work_form__order", "work_form_id"
        )
    )
    areas: dict[int, list[Area]] = {}
    for row in rows:
        areas.setdefault(row.work_form_id, []).append(row.area)
    places: dict[str, Place] = {}
    for row in rows:
        place = places.setdefault(row.area.key, Place(row.area.key, row.area))
        all_of_it = areas[row.work_form_id]
        block = Block(
            row.work_form,
            also_in=tuple(area.label() for area in all_of_it if area != row.area),
            elsewhere=None if all_of_it[0] == row.area else all_of_it[0],
            home=all_of_it[0].key,
        )
        place.blocks.append(block)
    lost = promised - set(areas)
    if lost:
        others = WorkForm.objects.filter(pk__in=lost).order_by("order", "pk")
        places[OTHER] = Place(OTHER, None, [Block(form, home=OTHER) for form in others])
    return [place for place in places.values() if place.blocks]


def counts_of(plan: Plan) -> dict[int, Promised]:
    """Per work form how many goals, assessed ones and targets there are. Two queries."""
    goals: dict[int, list[bool]] = {}
    for work_form, assessment in (
        Goal.objects.filter(plan=plan).order_by("pk").values_list("work_form_id", "assessment")
    ):
        goals.setdefault(work_form, []).append(bool(assessment))
    targets = dict(
        Target.objects.filter(plan=plan)
        .order_by("work_form_id")
        .values_list("work_form_id")
        .annotate(n=Count("pk"))
    )
    return {
        pk: Promised(len(goals.get(pk, ())), sum(goals.get(pk, ())), targets.get(pk, 0))
        for pk in {*goals, *targets}
    }


def fill(place: Place, plan: Plan, actor: Actor) -> Place:
    """The area with the goals and targets of its work forms, and what the actor may do to each. Seven queries."""
    here = [block for block in place.blocks if block.elsewhere is None]
    ids = [block.work_form.pk for block in here]
    goals = Goal.objects.filter(plan=plan, work_form__in=ids)
    targets = Target.objects.filter(plan=plan, work_form__in=ids)
    may_edit = _ids(visible(actor, Action.EDIT_GOAL, goals))
    may_assess = _ids(visible(actor, Action.ASSESS_GOAL, goals))
    may_edit_target = _ids(visible(actor, Action.EDIT_TARGET, targets))
    may_add = _ids(visible(actor, Action.ADD_PROMISE, WorkForm.objects.filter(pk__in=ids)))
    changes = _changes_by_code(plan)
    rows = {
        goal.pk: GoalRow(
            goal,
            may_edit=goal.pk in may_edit,
            may_assess=goal.pk in may_assess,
            changes=changes.get(("goal", goal.code), []),
        )
        for goal in goals.select_related("owner", "assessed_by").order_by("order", "pk")
    }
    blocks = {block.work_form.pk: block for block in here}
    for block in here:
        block.may_add = block.work_form.pk in may_add and plan.state != PlanState.ENDED
    for row in rows.values():
        blocks[row.goal.work_form_id].goals.append(row)
    for target in targets.select_related("owner").order_by("order", "pk"):
        shown = TargetRow(target, target.pk in may_edit_target, changes.get(("target", target.code), []))
        room = rows[target.goal_id].targets if target.goal_id in rows else blocks[target.work_form_id].loose
        room.append(shown)
    return place


def _ids(rows: QuerySet[Goal] | QuerySet[Target] | QuerySet[WorkForm]) -> set[int]:
    return set(rows.order_by("pk").values_list("pk", flat=True))


def _changes_by_code(plan: Plan) -> dict[tuple[str, str], list[PlanChange]]:
    found: dict[tuple[str, str], list[PlanChange]] = {}
    for change in changes_of(plan) if plan.state != PlanState.DRAFT else ():
        found.setdefault((change.about, change.about_code), []).append(change)
    return found


def budget_of(plan: Plan) -> list[BudgetLine]:
    """The lines of the budget, income first."""
    rows = BudgetLine.objects.filter(plan=plan).order_by("order", "pk")
    return sorted(rows, key=lambda row: row.side != BudgetSide.INCOME)


def staff_of(plan: Plan) -> list[StaffLine]:
    """The lines of the posts."""
    return list(StaffLine.objects.filter(plan=plan).select_related("team").order_by("order", "pk"))


def income_of(plan: Plan) -> float | None:
    """What the income lines make together."""
    rows = BudgetLine.objects.filter(plan=plan, side=BudgetSide.INCOME)
    total = rows.aggregate(total=Sum("amount"))["total"]
    return float(total) if total is not None else None


def focus_areas_of(plan: Plan) -> QuerySet[FocusArea]:
    """The focus areas with their indicators."""
    return FocusArea.objects.filter(plan=plan).prefetch_related("indicators").order_by("order", "pk")


def rhythms() -> QuerySet[Rhythm]:
    """What comes round in the year."""
    return Rhythm.objects.select_related("work_form").order_by("order", "pk")


def has_promises(blocks: Iterable[Block]) -> bool:
    """Whether any of the work forms promises anything."""
    return any(block.goals or block.loose for block in blocks)
