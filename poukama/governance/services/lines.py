"""Lines of a plan that belong to the whole association: money, posts, focus areas."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from poukama.access import audit
from poukama.governance.choices import BudgetSide
from poukama.governance.models import BudgetLine, FocusArea, FocusIndicator, Plan, StaffLine
from poukama.governance.services.changing import (
    differing,
    keep_added,
    keep_changes,
    keep_removed,
    lock_plan,
    write,
)
from poukama.organisation.models import Team, User

CHANGE_LINES = "governance.change_lines"

Line = TypeVar("Line", BudgetLine, StaffLine, FocusArea)
_ABOUT: Mapping[type[Model], str] = {BudgetLine: "budget", StaffLine: "staff", FocusArea: "focus"}


@transaction.atomic
def add_budget_line(
    *, plan: Plan, label: str, amount: Decimal, by: User, side: str = BudgetSide.INCOME, reason: str = ""
) -> BudgetLine:
    """Add a line to the budget."""
    return _add(BudgetLine, plan, label, {"label": label, "amount": amount, "side": str(side)}, reason, by)


@transaction.atomic
def add_staff_line(
    *, plan: Plan, label: str, stated_count: int, by: User, team: Team | None = None, reason: str = ""
) -> StaffLine:
    """Add a line to the posts."""
    values = {"label": label, "stated_count": stated_count, "team": team}
    return _add(StaffLine, plan, label, values, reason, by)


@transaction.atomic
def add_focus_area(
    *, plan: Plan, title: str, development: str, indicators: list[str], by: User, reason: str = ""
) -> FocusArea:
    """Add a focus area with what it is followed by."""
    area = _add(FocusArea, plan, title, {"title": title, "development": development}, reason, by)
    _write_indicators(area, indicators)
    return area


@transaction.atomic
def change_line(*, line: BudgetLine | StaffLine, values: Mapping[str, Any], reason: str, by: User) -> None:
    """Change a line of the budget or of the posts."""
    plan = lock_plan(line.plan_id, reason)
    changed = differing(line, values)
    keep_changes(plan, _ABOUT[type(line)], line.key, line, changed, reason=reason, by=by)
    write(line, changed)
    _record(plan, _ABOUT[type(line)], line.key, by)


@transaction.atomic
def change_focus_area(
    *, area: FocusArea, title: str, development: str, indicators: list[str], reason: str, by: User
) -> None:
    """Change a focus area. An indicator whose words stay keeps the measure that counts it."""
    plan = lock_plan(area.plan_id, reason)
    before = list(area.indicators.order_by("order").values_list("title", flat=True))
    wanted = {"title": title, "development": development}
    if before != indicators:
        changed = {name: value for name, value in wanted.items() if getattr(area, name) != value}
        if plan.approved_on:
            keep_removed(plan, "focus", area.key, ", ".join(before), reason=reason, by=by)
            keep_added(plan, "focus", area.key, ", ".join(indicators), reason=reason, by=by)
        _write_indicators(area, indicators)
    else:
        changed = differing(area, wanted)
    if changed:
        keep_changes(plan, "focus", area.key, area, changed, reason=reason, by=by)
        write(area, changed)
    _record(plan, "focus", area.key, by)


@transaction.atomic
def change_indicator(
    *,
    indicator_id: int,
    measure: str,
    filters: dict[str, Any],
    reason: str,
    by: User,
    words: Mapping[str, tuple[str, str]] | None = None,
) -> FocusIndicator:
    """Change what counts an indicator of a focus area; without a measure it is followed in words.

    The measure and its filters are checked, and told in `words`, by whoever has the catalogue (`reporting`).
    """
    area = FocusArea.objects.get(indicators=indicator_id)
    plan = lock_plan(area.plan_id, reason)
    indicator = FocusIndicator.objects.get(pk=indicator_id)
    changed = differing(indicator, {"measure": measure, "filters": filters})
    keep_changes(plan, "focus", area.key, indicator, changed, reason=reason, by=by, words=words)
    write(indicator, changed)
    _record(plan, "focus", area.key, by)
    return indicator


@transaction.atomic
def remove_line(*, line: BudgetLine | StaffLine | FocusArea, reason: str, by: User) -> None:
    """Take a line out of its plan."""
    plan = lock_plan(line.plan_id, reason)
    text = line.title if isinstance(line, FocusArea) else line.label
    keep_removed(plan, _ABOUT[type(line)], line.key, text, reason=reason, by=by)
    _record(plan, _ABOUT[type(line)], line.key, by)
    line.delete()


@transaction.atomic
def state_income(*, plan: Plan, amount: Decimal | None, by: User, reason: str = "") -> Plan:
    """Write the total of the income as the plan states it, apart from what the lines make."""
    plan = lock_plan(plan.pk, reason)
    changed = differing(plan, {"stated_income": amount})
    keep_changes(plan, "plan", "stated_income", plan, changed, reason=reason, by=by)
    write(plan, changed)
    _record(plan, "plan", "stated_income", by)
    return plan


def _add(kind: type[Line], plan: Plan, text: str, values: Mapping[str, Any], reason: str, by: User) -> Line:
    plan = lock_plan(plan.pk, reason)
    taken = dict(kind._default_manager.filter(plan=plan).order_by("pk").values_list("key", "order"))
    line = kind._default_manager.create(
        plan=plan, key=_free_key(text, set(taken)), order=max(taken.values(), default=0) + 1, **values
    )
    keep_added(plan, _ABOUT[kind], line.key, text, reason=reason, by=by)
    _record(plan, _ABOUT[kind], line.key, by)
    return line


def _write_indicators(area: FocusArea, titles: list[str]) -> None:
    known = {row.title: row for row in area.indicators.order_by("order")}
    area.indicators.all().delete()
    FocusIndicator.objects.bulk_create(
        FocusIndicator(
            focus_area=area,
            order=order,
            title=title,
            measure=known[title].measure if title in known else "",
            filters=known[title].filters if title in known else {},
        )
        for order, title in enumerate(titles)
    )


def _free_key(text: str, taken: set[str]) -> str:
    stem = slugify(text)[:40] or "line"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def _record(plan: Plan, about: str, key: str, by: User) -> None:
    detail = {"about": about, "line": key, "year": plan.year, "version": plan.version}
    audit.record(CHANGE_LINES, by=by, about=plan, detail=detail)
