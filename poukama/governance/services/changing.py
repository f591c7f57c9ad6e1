"""How anything in a plan is changed: freely in a draft; after approval with a reason, and shown as a change."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from poukama.governance.choices import PlanState
from poukama.governance.models import Plan, PlanChange
from poukama.organisation.models import User
from poukama.toolkit import clock

ADDED, REMOVED = "added", "removed"


class PlanReplaced(Exception):
    """A later version of the plan is in force; this one only tells what once held."""


class ReasonNeeded(Exception):
    """The board has approved the plan: whoever changes it says why."""


class NothingChanges(Exception):
    """It says all this already."""


def lock_plan(plan_id: int, reason: str) -> Plan:
    """The plan, locked until the transaction ends. Refuses one that was replaced, and an approved one without a reason."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if plan.state == PlanState.ENDED:
        raise PlanReplaced
    if plan.state == PlanState.APPROVED and not reason.strip():
        raise ReasonNeeded
    return plan


def differing(row: Model, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What of `wanted` is not so already; refuses when all of it is."""
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not changed:
        raise NothingChanges
    return changed


def write(row: Model, changed: Mapping[str, Any]) -> None:
    """Write the changed fields of a row."""
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def keep_changes(  # noqa: PLR0913  # a change is told whole
    plan: Plan,
    about: str,
    code: str,
    row: Model,
    changed: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    words: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Keep, before they are written, the changes of an approved plan; of a draft nothing is kept.

    `words` tell a field's change to people where its values are codes that only another app knows.
    """
    told = {name: (getattr(row, name), value) for name, value in changed.items()}
    told |= {name: said for name, said in (words or {}).items() if name in changed}
    _keep(plan, about, code, told, reason=reason, by=by)


def keep_added(plan: Plan, about: str, code: str, text: str, *, reason: str, by: User) -> None:
    """Keep that something was added to an approved plan."""
    _keep(plan, about, code, {ADDED: ("", text)}, reason=reason, by=by)


def keep_removed(plan: Plan, about: str, code: str, text: str, *, reason: str, by: User) -> None:
    """Keep that something was removed from an approved plan."""
    _keep(plan, about, code, {REMOVED: (text, "")}, reason=reason, by=by)


def _keep(
    plan: Plan, about: str, code: str, told: Mapping[str, tuple[Any, Any]], *, reason: str, by: User
) -> None:
    if plan.state != PlanState.APPROVED:
        return
    PlanChange.objects.bulk_create(
        PlanChange(
            plan=plan,
            about=about,
            about_code=code,
            field=name,
            before=said(before),
            after=said(after),
            reason=reason.strip(),
            changed_at=clock.now(),
            changed_by=by,
        )
        for name, (before, after) in told.items()
    )


def said(value: object) -> str:
    """A value as text, for people who read what changed."""
    if value is None or isinstance(value, str | Model):
        return str(value or "")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
