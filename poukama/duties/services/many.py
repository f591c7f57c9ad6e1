"""The same to many duties at once, in as many queries as to one. The event is of what made them change."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.duties.models import Duty
from poukama.duties.rules import Action
from poukama.organisation.models import User
from poukama.toolkit import clock

_AT_A_TIME = 500


@transaction.atomic
def open_duties(duties: Sequence[Duty]) -> None:
    """Keep new duties, each with who recorded it."""
    Duty.objects.bulk_create(duties, batch_size=_AT_A_TIME)


@transaction.atomic
def move_duties(days: Sequence[tuple[Duty, date]]) -> None:
    """Move undone duties to other days."""
    for duty, due_on in days:
        duty.due_on = due_on
    Duty.objects.bulk_update([duty for duty, _day in days], ["due_on"], batch_size=_AT_A_TIME)


@transaction.atomic
def finish_duties(days: Sequence[tuple[Duty, date, User]]) -> None:
    """Say that undone duties were done, each on a day, by what somebody recorded."""
    for duty, done_on, by in days:
        duty.done_on, duty.done_at, duty.done_by = done_on, clock.now(), by
    _save_done([duty for duty, _day, _by in days])


@transaction.atomic
def reopen_duties(duties: Sequence[Duty]) -> None:
    """Say that duties were not done after all."""
    for duty in duties:
        duty.done_on = duty.done_at = duty.done_by = None
    _save_done(duties)


@transaction.atomic
def drop_duties(duties: Sequence[tuple[Duty, User]]) -> None:
    """Say that duties need not be done any more; each by whom."""
    for duty, by in duties:
        duty.voided_at, duty.voided_by = clock.now(), by
    fields = ["voided_at", "voided_by"]
    Duty.objects.bulk_update([duty for duty, _by in duties], fields, batch_size=_AT_A_TIME)


@transaction.atomic
def pass_duties_on(duties: Sequence[Duty], *, of: Sequence[User], to: Sequence[User]) -> None:
    """Give what the first of some did, or everybody, to the first of others; who is among both keeps what they were given.

    The second does it in the first's place. Whoever may not see what a duty is about is passed over.
    """
    if not duties:
        return
    rows = Duty.objects.filter(pk__in=[duty.pk for duty in duties])
    today = clock.today()
    seen = {
        user: set(visible(Actor(user, today), Action.SEE_DUTY, rows).values_list("pk", flat=True))
        for user in to
    }
    for duty in duties:
        _pass_on(duty, of, [user for user in to if duty.pk in seen[user]])
    Duty.objects.bulk_update(duties, ["owner", "deputy"], batch_size=_AT_A_TIME)


def _pass_on(duty: Duty, of: Sequence[User], to: Sequence[User]) -> None:
    gone = [user for user in of if user not in to]
    if duty.owner is None or duty.owner in (*of[:1], *gone):
        duty.owner = to[0] if to else None
    if duty.owner is None:
        duty.deputy = None
    elif duty.deputy in of or (duty.deputy is None and duty.owner in to):
        duty.deputy = next((user for user in to if user != duty.owner), None)


def _save_done(duties: Sequence[Duty]) -> None:
    Duty.objects.bulk_update(duties, ["done_on", "done_at", "done_by"], batch_size=_AT_A_TIME)
