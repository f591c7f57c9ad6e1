"""What a target counts, how many, which way is good, and whose it is."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from poukama.access import audit
from poukama.governance.choices import Direction, PlanState, TargetUnit
from poukama.governance.models import Goal, Plan, Target
from poukama.governance.services.changing import (
    NothingChanges,
    PlanReplaced,
    ReasonNeeded,
    differing,
    keep_added,
    keep_changes,
    keep_removed,
    lock_plan,
    write,
)
from poukama.organisation.models import Position, User, WorkForm

__all__ = [
    "GoalElsewhere",
    "NothingChanges",
    "PlanReplaced",
    "ReasonNeeded",
    "TargetNotInForce",
    "add_target",
    "change_target",
    "edit_target",
    "free_code",
    "remove_target",
]

CHANGE_TARGET = "governance.change_target"
ADD_TARGET = "governance.add_target"
REMOVE_TARGET = "governance.remove_target"


class TargetNotInForce(Exception):
    """No target with this code is in the year's plan."""


class GoalElsewhere(Exception):
    """The goal belongs to another plan or work form."""


@transaction.atomic
def change_target(  # noqa: PLR0913  # a target is so many things
    *,
    target_code: str,
    plan_year: int,
    measure: str,
    filters: dict[str, Any],
    unit: TargetUnit,
    direction: Direction,
    aim: int,
    reason: str,
    by: User,
    words: Mapping[str, tuple[str, str]] | None = None,
) -> Target:
    """Change what a target of the year's plan in force, else of its draft, counts. After approval every change is
    kept and shown.

    The measure and its filters are checked, and told in `words`, by whoever has the catalogue (`reporting`).
    """
    plans = {plan.state: plan for plan in Plan.objects.filter(year=plan_year).exclude(state=PlanState.ENDED)}
    plan = plans.get(PlanState.APPROVED) or plans.get(PlanState.DRAFT)
    target = Target.objects.filter(plan=plan, code=target_code).first()
    if plan is None or target is None:
        raise TargetNotInForce
    wanted = {
        "measure": measure,
        "filters": filters,
        "unit": str(unit),
        "direction": str(direction),
        "aim": aim,
    }
    return _change(target, wanted, reason=reason, by=by, words=words)


@transaction.atomic
def edit_target(  # noqa: PLR0913  # a target is so many things
    *,
    target: Target,
    label: str,
    aim: int,
    unit: str,
    direction: str,
    goal: Goal | None,
    owner: Position | None,
    note: str,
    reason: str,
    by: User,
    is_settled: bool = False,
) -> Target:
    """Change what a target says: its words, how many of what, whose it is. What counts it is chosen in `reporting`.

    `is_settled` decides for the unit given where the plan could be read in two ways; another unit always does.
    """
    if goal is not None and (goal.plan_id, goal.work_form_id) != (target.plan_id, target.work_form_id):
        raise GoalElsewhere
    wanted = {
        "label": label,
        "aim": aim,
        "unit": str(unit),
        "direction": str(direction),
        "goal": goal,
        "owner": owner,
        "note": note,
    }
    if is_settled:
        wanted["is_ambiguous"] = False
    return _change(target, wanted, reason=reason, by=by)


@transaction.atomic
def add_target(  # noqa: PLR0913  # a target is so many things
    *,
    plan: Plan,
    work_form: WorkForm,
    label: str,
    aim: int,
    unit: str,
    direction: str,
    by: User,
    goal: Goal | None = None,
    owner: Position | None = None,
    note: str = "",
    is_result: bool = False,
    reason: str = "",
) -> Target:
    """Promise another number. Nothing counts it until a measure is chosen."""
    plan = lock_plan(plan.pk, reason)
    if goal is not None and (goal.plan_id, goal.work_form_id) != (plan.pk, work_form.pk):
        raise GoalElsewhere
    codes = Target.objects.filter(plan=plan).order_by("pk").values_list("code", "order")
    target = Target.objects.create(
        plan=plan,
        work_form=work_form,
        code=free_code({code for code, _order in codes}, work_form, ""),
        order=max((order for _code, order in codes), default=0) + 1,
        label=label,
        aim=aim,
        unit=str(unit),
        direction=str(direction),
        goal=goal,
        owner=owner,
        note=note,
        is_result=is_result,
    )
    keep_added(plan, "target", target.code, target.label, reason=reason, by=by)
    _record(ADD_TARGET, target, by)
    return target


@transaction.atomic
def remove_target(*, target: Target, reason: str, by: User) -> None:
    """Take a target out of its plan."""
    plan = lock_plan(target.plan_id, reason)
    keep_removed(plan, "target", target.code, f"{target.label}: {target.aim}", reason=reason, by=by)
    _record(REMOVE_TARGET, target, by)
    target.delete()


def free_code(taken: set[str], work_form: WorkForm, letter: str) -> str:
    """A short code that no other in the plan has: from the work form's key, a letter for the kind, and a number."""
    stem = re.sub(r"[^a-z0-9]", "", work_form.key.lower())[:3].upper() or "X"
    number = 1
    while f"{stem}-{letter}{number}" in taken:
        number += 1
    return f"{stem}-{letter}{number}"


def _change(
    target: Target,
    wanted: dict[str, Any],
    *,
    reason: str,
    by: User,
    words: Mapping[str, tuple[str, str]] | None = None,
) -> Target:
    plan = lock_plan(target.plan_id, reason)
    target = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    changed = differing(target, wanted)
    if "unit" in changed and target.is_ambiguous:
        changed["is_ambiguous"] = False  # somebody has now decided it
    keep_changes(plan, "target", target.code, target, changed, reason=reason, by=by, words=words)
    write(target, changed)
    _record(CHANGE_TARGET, target, by, fields=sorted(changed))
    return target


def _record(action: str, target: Target, by: User, **detail: Any) -> None:
    audit.record(
        action,
        by=by,
        about=target,
        work_form=target.work_form.key,
        detail={"target": target.code, "year": target.plan.year, "version": target.plan.version} | detail,
    )
