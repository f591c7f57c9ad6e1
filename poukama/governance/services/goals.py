"""Goals of a plan: what is aimed at, what should come of it, whose it is, and at the year's end how it went."""

from typing import Any

from django.db import transaction

from poukama.access import audit
from poukama.governance.choices import PlanState
from poukama.governance.models import Goal, Plan
from poukama.governance.services.changing import (
    NothingChanges,
    PlanReplaced,
    differing,
    keep_added,
    keep_changes,
    keep_removed,
    lock_plan,
    write,
)
from poukama.governance.services.targets import free_code
from poukama.organisation.models import Position, User, WorkForm
from poukama.toolkit import clock

ADD_GOAL = "governance.add_goal"
CHANGE_GOAL = "governance.change_goal"
REMOVE_GOAL = "governance.remove_goal"
ASSESS_GOAL = "governance.assess_goal"


class TargetsHangOnIt(Exception):
    """The goal has targets; move or remove them first."""


@transaction.atomic
def add_goal(  # noqa: PLR0913  # a goal is so many things
    *,
    plan: Plan,
    work_form: WorkForm,
    goal: str,
    result: str,
    by: User,
    owner: Position | None = None,
    evidence: str = "",
    reason: str = "",
) -> Goal:
    """Add a goal with the result intended."""
    plan = lock_plan(plan.pk, reason)
    codes = Goal.objects.filter(plan=plan).order_by("pk").values_list("code", "order")
    added = Goal.objects.create(
        plan=plan,
        work_form=work_form,
        code=free_code({code for code, _order in codes}, work_form, "G"),
        order=max((order for _code, order in codes), default=0) + 1,
        goal=goal,
        result=result,
        owner=owner,
        evidence=evidence,
    )
    keep_added(plan, "goal", added.code, goal, reason=reason, by=by)
    _record(ADD_GOAL, added, by)
    return added


@transaction.atomic
def change_goal(  # noqa: PLR0913  # a goal is so many things
    *,
    goal: Goal,
    text: str,
    result: str,
    owner: Position | None,
    evidence: str,
    reason: str,
    by: User,
) -> Goal:
    """Change what a goal says and whose it is."""
    plan = lock_plan(goal.plan_id, reason)
    goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    changed = differing(goal, {"goal": text, "result": result, "owner": owner, "evidence": evidence})
    keep_changes(plan, "goal", goal.code, goal, changed, reason=reason, by=by)
    write(goal, changed)
    _record(CHANGE_GOAL, goal, by, fields=sorted(changed))
    return goal


@transaction.atomic
def remove_goal(*, goal: Goal, reason: str, by: User) -> None:
    """Take a goal without targets out of its plan."""
    plan = lock_plan(goal.plan_id, reason)
    if goal.targets.exists():
        raise TargetsHangOnIt
    keep_removed(plan, "goal", goal.code, goal.goal, reason=reason, by=by)
    _record(REMOVE_GOAL, goal, by)
    goal.delete()


@transaction.atomic
def assess_goal(*, goal: Goal, assessment: str, by: User) -> Goal:
    """Say in words how a goal went. No change of the plan: it is what the year brought."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("plan").get(pk=goal.pk)
    if goal.plan.state == PlanState.ENDED:
        raise PlanReplaced
    if goal.assessment == assessment:
        raise NothingChanges
    told = bool(assessment)
    write(
        goal,
        {
            "assessment": assessment,
            "assessed_at": clock.now() if told else None,
            "assessed_by": by if told else None,
        },
    )
    _record(ASSESS_GOAL, goal, by)
    return goal


def _record(action: str, goal: Goal, by: User, **detail: Any) -> None:
    audit.record(
        action,
        by=by,
        about=goal,
        work_form=goal.work_form.key,
        detail={"goal": goal.code, "year": goal.plan.year, "version": goal.plan.version} | detail,
    )
