"""What was accepted of a document enters the draft of its year, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from poukama.access import audit
from poukama.governance.choices import ProposalKind, ProposalState, ReadingState
from poukama.governance.models import BudgetLine, Goal, Plan, Proposal, Reading, Rhythm, StaffLine, Target
from poukama.governance.queries.findings import TOTAL
from poukama.governance.services.plans import draft_empty
from poukama.governance.services.readings import draft_for, lock_open
from poukama.governance.services.targets import free_code
from poukama.organisation.models import Team, User, WorkForm

FINISH_READING = "governance.finish_reading"


class StillOpen(Exception):
    """Proposals that nobody has decided: nothing enters the plan unseen."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass
class _Entry:
    """One document on its way into a draft."""

    plan: Plan
    forms: dict[str, WorkForm]
    teams: dict[str, Team]
    place: str


@transaction.atomic
def finish_reading(*, reading: Reading, by: User) -> Plan | None:
    """Put what was accepted into the draft of the year, which begins if there is none. None when nothing was accepted."""
    reading = lock_open(reading.pk)
    rows = list(Proposal.objects.filter(reading=reading).order_by("order"))
    if left := sum(row.state == ProposalState.OPEN for row in rows):
        raise StillOpen(left)
    accepted = [row for row in rows if row.state != ProposalState.DROPPED]
    entering = [row for row in accepted if row.kind in _ENTERS]
    plan = (draft_for(reading.year) or draft_empty(year=reading.year, by=by)) if entering else None
    if plan is not None:
        entry = _Entry(
            plan,
            {form.key: form for form in WorkForm.objects.order_by("pk")},
            {team.key: team for team in Team.objects.order_by("pk")},
            f"{reading.year} · {reading.pk}",
        )
        for kind, enter in _ENTERS.items():
            enter(entry, [row.decided for row in entering if row.kind == kind])
    reading.state, reading.plan = ReadingState.DONE, plan
    reading.save(update_fields=["state", "plan"])
    detail = {"year": reading.year, "entered": len(entering), "dropped": len(rows) - len(accepted)}
    audit.record(FINISH_READING, by=by, about=reading, detail=detail)
    return plan


def _next_order(kind: Any, plan: Plan) -> int:
    return (kind.objects.filter(plan=plan).aggregate(last=Max("order"))["last"] or 0) + 1


def _enter_goals(entry: _Entry, rows: Sequence[dict[str, Any]]) -> None:
    taken = set(Goal.objects.filter(plan=entry.plan).order_by("pk").values_list("code", flat=True))
    order = _next_order(Goal, entry.plan)
    goals = []
    for number, row in enumerate(rows):
        form = entry.forms[row["work_form_key"]]
        code = free_code(taken, form, "G")
        taken.add(code)
        goals.append(
            Goal(
                plan=entry.plan,
                work_form=form,
                code=code,
                order=order + number,
                goal=row["goal"],
                result=row.get("result", ""),
            )
        )
    Goal.objects.bulk_create(goals)


def _enter_targets(entry: _Entry, rows: Sequence[dict[str, Any]]) -> None:
    taken = set(Target.objects.filter(plan=entry.plan).order_by("pk").values_list("code", flat=True))
    order = _next_order(Target, entry.plan)
    targets = []
    for number, row in enumerate(rows):
        form = entry.forms[row["work_form_key"]]
        code = free_code(taken, form, "")
        taken.add(code)
        targets.append(
            Target(
                plan=entry.plan,
                work_form=form,
                code=code,
                order=order + number,
                label=row["label"],
                aim=row["aim"],
                unit=row.get("unit", ""),
                direction=row["direction"],
                is_result=bool(row.get("is_result")),
            )
        )
    Target.objects.bulk_create(targets)


def _enter_budget(entry: _Entry, rows: Sequence[dict[str, Any]]) -> None:
    """Lines become lines; the total becomes what the plan states."""
    taken = set(BudgetLine.objects.filter(plan=entry.plan).order_by("pk").values_list("key", flat=True))
    order = _next_order(BudgetLine, entry.plan)
    lines = [row for row in rows if not row.get("is_total")]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            plan=entry.plan,
            key=_free_key(row["label"], taken),
            order=order + number,
            label=row["label"],
            amount=Decimal(str(row["amount"])),
        )
        for number, row in enumerate(lines)
    )
    if totals := [row for row in rows if row.get("is_total")]:
        entry.plan.stated_income = Decimal(str(totals[-1]["amount"]))
        entry.plan.save(update_fields=["stated_income"])


def _enter_staff(entry: _Entry, rows: Sequence[dict[str, Any]]) -> None:
    taken = set(StaffLine.objects.filter(plan=entry.plan).order_by("pk").values_list("key", flat=True))
    order = _next_order(StaffLine, entry.plan)
    StaffLine.objects.bulk_create(
        StaffLine(
            plan=entry.plan,
            key=_free_key(TOTAL if row.get("is_total") else row["label"], taken),
            order=order + number,
            label=row["label"],
            team=entry.teams.get(row.get("team", "")),
            stated_count=row["count"],
        )
        for number, row in enumerate(rows)
    )


def _enter_rhythms(entry: _Entry, rows: Sequence[dict[str, Any]]) -> None:
    taken = set(Rhythm.objects.order_by("pk").values_list("key", flat=True))
    order = (Rhythm.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    Rhythm.objects.bulk_create(
        Rhythm(
            key=_free_key(f"{row.get('work_form_key', '')} {row['text']}", taken),
            name=row["text"],
            work_form=entry.forms.get(row.get("work_form_key", "")),
            every=row["every"],
            source=entry.place,
            order=order + number,
        )
        for number, row in enumerate(rows)
    )


_ENTERS = {
    ProposalKind.GOAL: _enter_goals,
    ProposalKind.TARGET: _enter_targets,
    ProposalKind.BUDGET: _enter_budget,
    ProposalKind.STAFF: _enter_staff,
    ProposalKind.RHYTHM: _enter_rhythms,
}


def _free_key(text: str, taken: set[str]) -> str:
    stem = slugify(text)[:40].strip("-") or "line"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    taken.add(key)
    return key
