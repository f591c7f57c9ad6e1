"""Opening, moving and ending duties, by whatever they follow from. The event is of what made them change."""

from datetime import date

from django.db import transaction

from poukama.duties.models import Duty
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


@transaction.atomic
def open_duty(
    *,
    kind: str,
    key: str,
    work_form: WorkForm,
    due_on: date,
    by: User,
    owner: User | None = None,
    deputy: User | None = None,
) -> Duty:
    """Say that something must be done by a day; the same said again moves the day, and changes nothing that is done.

    Whoever was given the duty by hand keeps it.
    """
    found = _in_force(kind, key)
    if found is None:
        return Duty.objects.create(
            kind=kind,
            key=key,
            work_form=work_form,
            due_on=due_on,
            owner=owner,
            deputy=deputy,
            recorded_at=clock.now(),
            recorded_by=by,
        )
    if found.done_on is None and found.due_on != due_on:
        found.due_on = due_on
        found.save(update_fields=["due_on"])
    return found


@transaction.atomic
def finish_duty(*, kind: str, key: str, done_on: date, by: User) -> Duty | None:
    """Say that it was done on a day, late or not; None when nobody had to."""
    found = _in_force(kind, key)
    if found is not None and found.done_on is None:
        found.done_on, found.done_at, found.done_by = done_on, clock.now(), by
        found.save(update_fields=["done_on", "done_at", "done_by"])
    return found


@transaction.atomic
def reopen_duty(*, kind: str, key: str) -> Duty | None:
    """Say that it was not done after all: what did it was taken back."""
    found = _in_force(kind, key)
    if found is not None and found.done_on is not None:
        found.done_on = found.done_at = found.done_by = None
        found.save(update_fields=["done_on", "done_at", "done_by"])
    return found


@transaction.atomic
def drop_duty(*, kind: str, key: str, by: User) -> Duty | None:
    """Say that it need not be done any more; what was done stays done."""
    found = _in_force(kind, key)
    if found is not None and found.done_on is None:
        found.voided_at, found.voided_by = clock.now(), by
        found.save(update_fields=["voided_at", "voided_by"])
    return found


def _in_force(kind: str, key: str) -> Duty | None:
    return Duty.objects.select_for_update(of=("self",)).filter(kind=kind, key=key, voided_at=None).first()
