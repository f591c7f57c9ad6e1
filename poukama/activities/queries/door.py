"""Reads of the door: its counts and its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.choices import Visitor
from poukama.activities.models import DoorCount
from poukama.activities.rules import Action
from poukama.organisation.models import WorkForm

DAYS_ON_A_PAGE = 31
ADULTS = Sum("quantity", filter=Q(visitor=Visitor.ADULT), default=0)
CHILDREN = Sum("quantity", filter=Q(visitor=Visitor.CHILD), default=0)


@dataclass(frozen=True)
class DoorDay:
    """The visits of one door on one day, and why it was corrected."""

    day: date
    adults: int
    children: int
    first_times: int
    corrections: Sequence[DoorCount] = ()


def doors(actor: Actor, action: Action = Action.COUNT_AT_DOOR) -> QuerySet[WorkForm]:
    """The work forms at whose door the actor may count (or read the days)."""
    return visible(actor, action, WorkForm.objects.order_by("order", "pk"))


def door_today(work_form: WorkForm, day: date) -> Mapping[str, int]:
    """Adults and children so far on a day, corrections included. One query."""
    rows = DoorCount.objects.filter(work_form=work_form, happened_on=day, voided_at=None)
    found: Mapping[str, int] = rows.aggregate(adults=ADULTS, children=CHILDREN)
    return found


def door_days(work_form: WorkForm, *, before: date | None = None) -> list[DoorDay]:
    """The days of a door, newest first, one more than fits on a page. Two queries."""
    rows = DoorCount.objects.filter(work_form=work_form, voided_at=None)
    if before is not None:
        rows = rows.filter(happened_on__lt=before)
    days = list(
        rows.order_by("-happened_on")
        .values("happened_on")
        .annotate(
            adults=ADULTS,
            children=CHILDREN,
            first_times=Sum("quantity", filter=Q(first_time=True), default=0),
        )[: DAYS_ON_A_PAGE + 1]
    )
    corrections: dict[date, list[DoorCount]] = {}
    if days:
        corrected = rows.filter(is_correction=True, happened_on__gte=days[-1]["happened_on"])
        for row in corrected.select_related("recorded_by").order_by("pk"):
            corrections.setdefault(row.happened_on, []).append(row)
    return [
        DoorDay(
            day["happened_on"],
            day["adults"],
            day["children"],
            day["first_times"],
            tuple(corrections.get(day["happened_on"], ())),
        )
        for day in days
    ]
