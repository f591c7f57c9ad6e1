"""Let a target count something else, within what its binder has a say over."""

from django.db import transaction

from poukama.access.actor import Actor
from poukama.governance.facts import Direction, PlannedIndicator, PlannedTarget, TargetUnit
from poukama.governance.services import change_indicator, change_target
from poukama.organisation.models import User
from poukama.reporting.counted import counted_by
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.figures import ask_of
from poukama.reporting.queries import bound_by
from poukama.toolkit import clock


class CountsOthers(Exception):
    """It would count what is recorded in a work form whose targets somebody else decides on."""


@transaction.atomic
def bind_target(  # noqa: PLR0913  # a target is so many things
    *,
    plan_year: int,
    target: PlannedTarget,
    ask: Ask,
    unit: TargetUnit,
    direction: Direction,
    aim: int,
    reason: str,
    by: User,
) -> None:
    """Save what the target counts, how many and which way is good."""
    if not may_count(Actor(by, clock.today()), target, ask):
        raise CountsOthers
    change_target(
        target_code=target.code,
        plan_year=plan_year,
        measure=ask.measure,
        filters=_kept(ask),
        unit=unit,
        direction=direction,
        aim=aim,
        reason=reason,
        by=by,
        words=_told(target, ask),
    )


def bind_indicator(*, indicator: PlannedIndicator, ask: Ask | None, reason: str, by: User) -> None:
    """Save what counts an indicator of a focus area; None lets it be followed in words."""
    before = counted_by(indicator.measure, indicator.filters)
    now = counted_by(ask.measure if ask else "", ask.values if ask else {})
    change_indicator(
        indicator_id=indicator.id,
        measure=ask.measure if ask else "",
        filters=_kept(ask) if ask else {},
        reason=reason,
        by=by,
        words={"measure": (before.measure, now.measure), "filters": (before.narrowed, now.narrowed)},
    )


def _kept(ask: Ask) -> dict[str, str | list[str]]:
    """The filters as a plan keeps them."""
    return {key: values[0] if len(values) == 1 else list(values) for key, values in ask.filters}


def _told(target: PlannedTarget, ask: Ask) -> dict[str, tuple[str, str]]:
    """What counted the target and what counts it now, in words for those who read the plan's changes."""
    before = counted_by(target.measure, target.filters, own=target.work_form)
    now = counted_by(ask.measure, ask.values, own=target.work_form)
    return {"measure": (before.measure, now.measure), "filters": (before.narrowed, now.narrowed)}


def may_count(actor: Actor, target: PlannedTarget, ask: Ask) -> bool:
    """Whether the actor may let the target ask this: of their own work forms anything, else what it asks now.

    With others' work forms in it not even its filters may change: whoever knows the own part of several such
    numbers could subtract it from each and read what others recorded.
    """
    return (bool(ask.work_forms) and set(ask.work_forms) <= bound_by(actor)) or ask == asked_now(target)


def asked_now(target: PlannedTarget) -> Ask | None:
    """What the target counts now; None when nothing counts it."""
    try:
        return ask_of(target)
    except CannotBeAsked:
        return None
