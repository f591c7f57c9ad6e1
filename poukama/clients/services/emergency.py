"""Opening in an emergency the least that another work form keeps of somebody; closing it, noting it, checking it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import CheckPlace, EmergencyWhy
from poukama.clients.models import EmergencyAccess, EmergencyCheck, Family
from poukama.clients.queries.emergency import known_elsewhere, served_elsewhere
from poukama.clients.queries.finding import Served
from poukama.clients.rules import STAFF, Action
from poukama.organisation.choices import Role
from poukama.organisation.models import Assignment, User, WorkForm
from poukama.organisation.queries import in_force
from poukama.toolkit import clock


class NobodyToOpen(Exception):
    """Nobody is known so elsewhere, or a wall hides them: it is not said which."""


class NoReason(Exception):
    """It was not said why, or what was done."""


class NotedAlready(Exception):
    """The note was written already: it is not written over."""


class CheckedAlready(Exception):
    """Somebody has looked at it already."""


class NotTheirs(Exception):
    """Somebody else opened it, or somebody else looks at it."""


def break_glass(
    *, text: str, born_in: int | None, why: EmergencyWhy, reason: str, by: User
) -> EmergencyAccess:
    """Open what other work forms keep of whom the text names, and tell two people. A try is an event too.

    Who has them open already gets the same opening: it does not begin anew.
    """
    if not reason.strip():
        raise NoReason
    try:
        return _open(text, born_in, why, reason.strip(), by)
    except NobodyToOpen:
        audit.record(Action.BREAK_GLASS, by=by, detail={"found": False})
        raise


@transaction.atomic
def _open(text: str, born_in: int | None, why: EmergencyWhy, reason: str, by: User) -> EmergencyAccess:
    actor = Actor(by, clock.today())
    served = served_elsewhere(actor, text, born_in)
    if served is None or not actor.serves_known():
        raise NobodyToOpen
    type(served)._default_manager.select_for_update().get(pk=served.pk)
    whom = {"family": served} if isinstance(served, Family) else {"client": served}
    now = clock.now()
    standing = EmergencyAccess.objects.filter(
        recorded_by=by, voided_at=None, closed_at=None, ends_at__gt=now, **whom
    )
    if (found := standing.order_by("pk").first()) is not None:
        return found
    access = EmergencyAccess.objects.create(
        why=why,
        reason=reason,
        ends_at=now + timedelta(minutes=settings.EMERGENCY_MINUTES),
        recorded_at=now,
        recorded_by=by,
        **whom,
    )
    keepers = _tell(access, actor, served)
    audit.record(
        Action.BREAK_GLASS,
        by=by,
        about=served,
        work_form=keepers[0].key,
        detail={
            "found": True,
            "emergency": str(access.pk),
            "why": str(why),
            "of": [row.key for row in keepers],
        },
    )
    return access


def _tell(access: EmergencyAccess, actor: Actor, served: Served) -> list[WorkForm]:
    """Say who looks at it: the lead of each work form that keeps something, and the opener's own; two people at least.

    Where one lead would be both, or the opener has no other lead, the second one is the director.
    """
    keepers = list(dict.fromkeys(each.work_form for each in known_elsewhere(actor, served)))
    EmergencyCheck.objects.bulk_create(
        EmergencyCheck(access=access, work_form=row, place=CheckPlace.FILE) for row in keepers
    )
    first = set().union(*(_leads(row, access.recorded_by) for row in keepers))
    mine = actor.work_forms_as(*STAFF)
    own = list(WorkForm.objects.filter(pk__in=mine).order_by("order", "pk"))
    others = {row: _leads(row, access.recorded_by) for row in own}
    led = next((row for row in own if others[row] - first), None)
    place = led or own[0]
    EmergencyCheck.objects.create(
        access=access, work_form=place, place=CheckPlace.OWN, to_director=led is None and bool(first)
    )
    return keepers


def _leads(work_form: WorkForm, other_than: User) -> set[int]:
    held = Assignment.objects.filter(in_force(clock.today()), role=Role.LEAD, user__is_active=True)
    there = held.filter(Q(work_form=work_form) | Q(work_form=None)).exclude(user=other_than)
    return set(there.order_by("user").values_list("user", flat=True))


@transaction.atomic
def close_emergency(*, access: EmergencyAccess, by: User) -> None:
    """Close it before its time. Closing what has ended does nothing."""
    access = _own(access, by)
    if access.closed_at is None and access.ends_at > clock.now():
        access.closed_at, access.closed_by = clock.now(), by
        access.save(update_fields=["closed_at", "closed_by"])
        audit.record(Action.BREAK_GLASS, by=by, about=access, detail={"closed": True})


@transaction.atomic
def note_emergency(*, access: EmergencyAccess, note: str, by: User) -> None:
    """Write what was done, once."""
    if not note.strip():
        raise NoReason
    access = _own(access, by)
    if access.noted_at is not None:
        raise NotedAlready
    access.note, access.noted_at, access.noted_by = note.strip(), clock.now(), by
    access.save(update_fields=["note", "noted_at", "noted_by"])
    audit.record(Action.NOTE_EMERGENCY, by=by, about=access)


@transaction.atomic
def check_emergency(*, check: EmergencyCheck, by: User) -> None:
    """Say that one has looked at it. Nobody looks at their own."""
    rows = EmergencyCheck.objects.select_for_update(of=("self",))
    mine = visible(Actor(by, clock.today()), Action.CHECK_EMERGENCY, rows)
    found = mine.filter(pk=check.pk).first()
    if found is None:
        raise NotTheirs
    if found.checked_at is not None:
        raise CheckedAlready
    found.checked_at, found.checked_by = clock.now(), by
    found.save(update_fields=["checked_at", "checked_by"])
    audit.record(
        Action.CHECK_EMERGENCY,
        by=by,
        work_form=found.work_form.key,
        about=found,
        detail={"emergency": str(found.access_id)},
    )


def _own(access: EmergencyAccess, by: User) -> EmergencyAccess:
    found = (
        EmergencyAccess.objects.select_for_update(of=("self",)).filter(pk=access.pk, recorded_by=by).first()
    )
    if found is None:
        raise NotTheirs
    return found
