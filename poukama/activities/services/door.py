"""Counting at the door. The rows themselves say who counted and when, so taps write no audit events."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Sum

from poukama.access import audit
from poukama.activities.choices import Visitor
from poukama.activities.models import DoorCount
from poukama.activities.rules import Action
from poukama.activities.services import checks
from poukama.activities.services.refusals import (
    BelowZero,
    NoDoorHere,
    NotAVisitor,
    NothingToCorrect,
    ReasonMissing,
    TodayIsTapped,
    TokenIsTaken,
    TooLongAgo,
)
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

REMEMBERED_DAYS = 14
"""For how many days a device that was without a network may still bring its taps and undos."""
MOST_AT_ONCE = 500


def count_visit(
    *,
    work_form: WorkForm,
    token: UUID,
    visitor: str,
    happened_on: date,
    first_time: bool = False,
    by: User,
) -> DoorCount:
    """Count one visit. The same token again gives the same row, undone if it was undone meanwhile."""
    if not work_form.door_counter:
        raise NoDoorHere
    if visitor not in Visitor.values:
        raise NotAVisitor
    checks.happened(happened_on)
    if happened_on < clock.today() - timedelta(days=REMEMBERED_DAYS):
        raise TooLongAgo
    return _add(
        DoorCount(
            token=token,
            work_form=work_form,
            visitor=visitor,
            happened_on=happened_on,
            first_time=first_time,
            recorded_at=clock.now(),
            recorded_by=by,
        )
    )


def undo_visit(*, work_form: WorkForm, token: UUID, by: User) -> DoorCount:
    """Take one's own tap (or correction) back; again does nothing more.

    An undo that comes before its tap leaves a voided row, so that the tap stays undone when it comes.
    """
    now = clock.now()
    row = _add(
        DoorCount(
            token=token,
            work_form=work_form,
            visitor="",
            happened_on=clock.today(),
            recorded_at=now,
            recorded_by=by,
            voided_at=now,
            voided_by=by,
        )
    )
    if row.voided_at is None:
        if row.happened_on < clock.today():
            return _undo_on_earlier_day(row, by)
        DoorCount.objects.filter(pk=row.pk, voided_at=None).update(voided_at=now, voided_by=by)
        row.refresh_from_db()
    return row


@transaction.atomic
def correct_door(
    *,
    work_form: WorkForm,
    happened_on: date,
    visitor: str,
    quantity: int,
    reason: str,
    by: User,
    token: UUID | None = None,
) -> DoorCount:
    """Add visits to an earlier day or take them away, and say why. The same token again gives the same row."""
    reason = " ".join(reason.split())
    if not work_form.door_counter:
        raise NoDoorHere
    if visitor not in Visitor.values:
        raise NotAVisitor
    if happened_on >= clock.today():
        raise TodayIsTapped
    if not reason:
        raise ReasonMissing
    if not 1 <= abs(quantity) <= MOST_AT_ONCE:
        raise NothingToCorrect
    _lock(work_form.pk)
    if token is not None and (existing := DoorCount.objects.filter(token=token).first()):
        return _own(existing, work_form, by)
    if _visits(work_form.pk, happened_on, visitor) + quantity < 0:
        raise BelowZero
    row = DoorCount.objects.create(
        token=token or uuid4(),
        work_form=work_form,
        happened_on=happened_on,
        visitor=visitor,
        quantity=quantity,
        is_correction=True,
        reason=reason[:200],
        recorded_at=clock.now(),
        recorded_by=by,
    )
    detail = {"day": happened_on.isoformat(), "visitor": visitor, "quantity": quantity}
    audit.record(Action.CORRECT_DOOR, by=by, about=row, work_form=work_form.key, detail=detail)
    return row


@transaction.atomic
def _undo_on_earlier_day(row: DoorCount, by: User) -> DoorCount:
    """Void a row of an earlier day, unless corrections since then have taken its visits away already."""
    if row.happened_on < clock.today() - timedelta(days=REMEMBERED_DAYS):
        raise TooLongAgo
    _lock(row.work_form_id)
    row.refresh_from_db()
    if row.voided_at is None:
        if _visits(row.work_form_id, row.happened_on, row.visitor) - row.quantity < 0:
            raise BelowZero
        row.voided_at, row.voided_by = clock.now(), by
        row.save(update_fields=["voided_at", "voided_by"])
    return row


def _lock(work_form_id: int) -> None:
    """One correction of a door at a time: two that are each possible could together go below zero."""
    WorkForm.objects.select_for_update().get(pk=work_form_id)


def _visits(work_form_id: int, day: date, visitor: str) -> int:
    rows = DoorCount.objects.filter(
        work_form_id=work_form_id, happened_on=day, visitor=visitor, voided_at=None
    )
    visits: int | None = rows.aggregate(visits=Sum("quantity"))["visits"]
    return visits or 0


def _add(row: DoorCount) -> DoorCount:
    """Insert the row, or give the one that already has its token. The database decides which came first."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        existing = DoorCount.objects.filter(token=row.token).first()
        if existing is None:
            raise
        return _own(existing, row.work_form, row.recorded_by)
    return row


def _own(row: DoorCount, work_form: WorkForm, by: User) -> DoorCount:
    if row.work_form_id != work_form.pk or row.recorded_by_id != by.pk:
        raise TokenIsTaken
    return row
