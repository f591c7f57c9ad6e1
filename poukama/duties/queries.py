"""What must be done by a day, as somebody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.duties.kinds import About, kinds
from poukama.duties.models import Duty
from poukama.duties.rules import STAFF, Action
from poukama.organisation.models import Assignment, User, WorkForm
from poukama.organisation.queries import in_force


@dataclass(frozen=True)
class DutyRow:
    """A duty and what it is about; `days_late` is 0 while it is in time."""

    duty: Duty
    about: About
    days_late: int


def undone(actor: Actor) -> QuerySet[Duty]:
    """What is to be done, that the actor may see. Unordered."""
    return visible(actor, Action.SEE_DUTY, Duty.objects.filter(done_on=None))


def all_mine(actor: Actor) -> QuerySet[Duty]:
    """What the actor has to do, also in another's place, and what is everybody's. Unordered."""
    return undone(actor).filter(Q(owner=actor.user) | Q(deputy=actor.user) | Q(owner=None))


def mine(actor: Actor, until: date) -> QuerySet[Duty]:
    """What of that is due by a day. Unordered."""
    return all_mine(actor).filter(due_on__lte=until)


def rows_of(actor: Actor, duties: Sequence[Duty], today: date) -> list[DutyRow]:
    """The duties with what each is about, in their own order; a few queries for each kind among them."""
    told: dict[UUID, About] = {}
    known = kinds()
    for kind, those in groupby(sorted(duties, key=lambda duty: duty.kind), key=lambda duty: duty.kind):
        if kind in known:
            told |= known[kind].told(actor, list(those))
    return [
        DutyRow(duty, told[duty.pk], max((today - duty.due_on).days, 0)) for duty in duties if duty.pk in told
    ]


@dataclass(frozen=True)
class Day:
    """What is due on a day; `on` is None for everything that is late."""

    on: date | None
    rows: list[DutyRow]


def days_of(rows: Sequence[DutyRow], today: date) -> list[Day]:
    """Rows in order of their days, put together by day; what is late stands first, as one."""
    days: dict[date | None, list[DutyRow]] = {}
    for row in rows:
        on = row.duty.due_on if row.duty.due_on >= today else None
        days.setdefault(on, []).append(row)
    return [Day(on, those) for on, those in days.items()]


def people_for(work_form: WorkForm, day: date) -> list[User]:
    """Who can be given what is to be done in a work form, by name. One query."""
    posts = Assignment.objects.filter(
        in_force(day), Q(work_form=work_form) | Q(work_form=None), role__in=STAFF
    )
    people = User.objects.filter(is_active=True, pk__in=posts.order_by().values("user"))
    return list(people.order_by("name", "pk"))
