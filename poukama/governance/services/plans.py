"""The life of a plan: drafted from another, approved by the board, replaced by its next version, or withdrawn."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from poukama.access import audit
from poukama.governance.choices import PlanState, ReadingState
from poukama.governance.models import (
    BudgetLine,
    FocusArea,
    FocusIndicator,
    Goal,
    Plan,
    Reading,
    StaffLine,
    Target,
)
from poukama.governance.queries.findings import open_errors
from poukama.organisation.models import User
from poukama.toolkit import clock

DRAFT_PLAN = "governance.draft_plan"
APPROVE_PLAN = "governance.approve_plan"
WITHDRAW_DRAFT = "governance.withdraw_draft"


class YearHasPlan(Exception):
    """The year has a plan in force; a new version is drafted from that."""


class YearHasDraft(Exception):
    """The year has a draft already; there is one at a time."""


class NotADraft(Exception):
    """The board has approved this version already."""


class NotApproved(Exception):
    """Only of an approved plan a new version is drafted; a draft is simply changed."""


class ErrorsAreOpen(Exception):
    """The plan contradicts itself or promises what nothing counts; each such finding is mended or accepted first."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class DayNotPossible(Exception):
    """The board's meeting has not been held yet, or was long before the year."""


@transaction.atomic
def draft_next_year(*, plan: Plan, by: User) -> Plan:
    """Draft the next year's plan from this one: everything but the assessments is copied."""
    return _copy(plan, year=plan.year + 1, by=by)


@transaction.atomic
def draft_new_version(*, plan: Plan, by: User) -> Plan:
    """Draft a new version of the same year, for the board to approve again. The old one holds until then."""
    if plan.state != PlanState.APPROVED:
        raise NotApproved
    return _copy(plan, year=plan.year, by=by)


@transaction.atomic
def draft_empty(*, year: int, by: User) -> Plan:
    """Begin a plan for a year that has none."""
    _refuse_taken(year)
    plan = _new(year, None, by)
    _record(DRAFT_PLAN, plan, by)
    return plan


@transaction.atomic
def approve_plan(*, plan: Plan, approved_on: date, by: User) -> Plan:
    """Record that the board approved the draft on a day. From then on every change needs a reason and is shown.

    Refuses while errors are open (`queries.findings`). The version in force until now is kept as replaced.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise NotADraft
    if not date(plan.year - 2, 1, 1) <= approved_on <= clock.today():
        raise DayNotPossible
    if errors := open_errors(plan):
        raise ErrorsAreOpen(len(errors))
    Plan.objects.filter(year=plan.year, state=PlanState.APPROVED).update(state=PlanState.ENDED)
    plan.state = PlanState.APPROVED
    plan.approved_on, plan.approved_at, plan.approved_by = approved_on, clock.now(), by
    plan.save(update_fields=["state", "approved_on", "approved_at", "approved_by"])
    _record(APPROVE_PLAN, plan, by, approved_on=approved_on.isoformat())
    return plan


@transaction.atomic
def withdraw_draft(*, plan: Plan, by: User) -> None:
    """Withdraw a draft: it never held, so nothing of it is kept but that it was withdrawn."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise NotADraft
    Plan.objects.filter(based_on=plan).update(based_on=None)
    Reading.objects.filter(plan=plan, state=ReadingState.OPEN).update(state=ReadingState.DROPPED)
    Reading.objects.filter(plan=plan).update(plan=None)
    _record(WITHDRAW_DRAFT, plan, by)
    plan.delete()


def _refuse_taken(year: int, *, may_be_approved: bool = False) -> None:
    states = set(Plan.objects.filter(year=year).order_by("pk").values_list("state", flat=True))
    if PlanState.DRAFT in states:
        raise YearHasDraft
    if PlanState.APPROVED in states and not may_be_approved:
        raise YearHasPlan


def _new(year: int, based_on: Plan | None, by: User) -> Plan:
    last = Plan.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    title = (
        based_on.title.replace(str(based_on.year), str(year)) if based_on else f"Toimintasuunnitelma {year}"
    )
    return Plan.objects.create(
        year=year,
        version=last + 1,
        title=title,
        based_on=based_on,
        stated_income=based_on.stated_income if based_on else None,
        created_at=clock.now(),
        created_by=by,
    )


def _copy(plan: Plan, *, year: int, by: User) -> Plan:
    same_year = year == plan.year
    _refuse_taken(year, may_be_approved=same_year)
    new = _new(year, plan, by)
    keep = ("assessment", "assessed_at", "assessed_by_id") if same_year else ()
    goals = _copied(
        Goal, plan, new, ("work_form_id", "code", "order", "goal", "result", "owner_id", "evidence", *keep)
    )
    Goal.objects.bulk_create(goals)
    by_code = {goal.code: goal.pk for goal in Goal.objects.filter(plan=new).order_by("pk")}
    old = dict(Goal.objects.filter(plan=plan).order_by("pk").values_list("pk", "code"))
    targets = _copied(
        Target,
        plan,
        new,
        (
            "work_form_id code order label aim direction unit is_ambiguous note is_result measure filters owner_id goal_id"
        ).split(),
    )
    for target in targets:
        target.goal_id = by_code[old[target.goal_id]] if target.goal_id else None
    Target.objects.bulk_create(targets)
    BudgetLine.objects.bulk_create(
        _copied(BudgetLine, plan, new, ("key", "order", "side", "label", "amount"))
    )
    StaffLine.objects.bulk_create(
        _copied(StaffLine, plan, new, ("key", "order", "label", "team_id", "stated_count"))
    )
    _copy_focus(plan, new)
    _record(DRAFT_PLAN, new, by, based_on=f"{plan.year}.{plan.version}")
    return new


def _copied(kind: Any, plan: Plan, new: Plan, fields: Any) -> list[Any]:
    rows = kind.objects.filter(plan=plan).order_by("order", "pk")
    return [kind(plan=new, **{field: getattr(row, field) for field in fields}) for row in rows]


def _copy_focus(plan: Plan, new: Plan) -> None:
    for area in FocusArea.objects.filter(plan=plan).order_by("order", "pk"):
        copy = FocusArea.objects.create(
            plan=new, key=area.key, order=area.order, title=area.title, development=area.development
        )
        FocusIndicator.objects.bulk_create(
            FocusIndicator(
                focus_area=copy, order=row.order, title=row.title, measure=row.measure, filters=row.filters
            )
            for row in area.indicators.order_by("order")
        )


def _record(action: str, plan: Plan, by: User, **detail: Any) -> None:
    audit.record(action, by=by, about=plan, detail={"year": plan.year, "version": plan.version} | detail)
