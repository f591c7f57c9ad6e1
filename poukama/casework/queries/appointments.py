"""Agreed times of a day, of a family, and of those who meet them, as somebody may see them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import Appointment, Contact, DueStep, Episode, EpisodeMember
from poukama.casework.queries.steps_said import BY_VISIT, what
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, formatting

ASKED_FOR = timedelta(days=30)
"""For how long one is asked whether a time took place."""
MOST_ASKED = 10
MOST_COMING = 8
AN_HOUR = 60
"""How long a time is taken to last that says nothing of it."""
_AFTER_ALL = 2**62


@dataclass(frozen=True)
class TimeRow:
    """An agreed time in words. `is_asked` when it is over and nobody has said how it went."""

    appointment: Appointment
    kind: str
    at: str
    until: str
    number: int
    workers: str
    expected: list[str]
    is_asked: bool
    is_next: bool = False
    due: tuple[str, ...] = ()
    """What its visit count asks for on that day and nobody has done yet."""

    @property
    def contact(self) -> Contact | None:
        """What was recorded of it."""
        return self.appointment.contact


def times(actor: Actor) -> QuerySet[Appointment]:
    """Times in force that the actor may see, unordered."""
    return visible(actor, Action.READ_APPOINTMENT, Appointment.objects.filter(voided_at=None))


def own(actor: Actor) -> QuerySet[Appointment]:
    """Times in force in which the actor is a worker, unordered."""
    mine = Appointment.workers.through.objects.filter(appointment=OuterRef("pk"), user=actor.user)
    return times(actor).filter(Exists(mine))


def of_days(actor: Actor, first: date, last: date, *, of_everybody: bool) -> list[TimeRow]:
    """The actor's own times of some days, or everybody's in their work forms, in order. The same queries for any many."""
    found = times(actor) if of_everybody else own(actor)
    return _with_due(actor, rows_of_times(actor, found.filter(planned_on__range=(first, last))))


def asked_about(actor: Actor, today: date) -> list[TimeRow]:
    """The actor's own times of the days before, the latest first, of which nobody has said how they went."""
    found = own(actor).filter(contact=None, planned_on__lt=today, planned_on__gte=today - ASKED_FOR)
    latest = found.order_by("-planned_on", "-starts_at", "-pk").values_list("pk", flat=True)[:MOST_ASKED]
    return rows_of_times(actor, times(actor).filter(pk__in=list(latest)))


def times_of(actor: Actor, episode: Episode, today: date) -> tuple[list[TimeRow], bool]:
    """The next times of an episode, with those that nobody has said how they went; and whether there are more."""
    found = times(actor).filter(episode=episode, contact=None, planned_on__gte=today - ASKED_FOR)
    first = found.order_by("planned_on", "starts_at", "pk").values_list("pk", flat=True)[: MOST_COMING + 1]
    keys = list(first)
    rows = rows_of_times(actor, times(actor).filter(pk__in=keys[:MOST_COMING]))
    return rows, len(keys) > MOST_COMING


def coming_of(actor: Actor, episode: Episode, today: date) -> list[Appointment]:
    """The times that are agreed for the days after today, in order: what closing the episode calls off."""
    found = times(actor).filter(episode=episode, contact=None, planned_on__gt=today)
    return list(found.order_by("planned_on", "starts_at", "pk"))


def overlapping(
    actor: Actor, agreed: Appointment, workers: Collection[User]
) -> list[tuple[User, Appointment]]:
    """Which of the workers have another time at the same hour, as far as the actor may see. One query."""
    if agreed.starts_at is None:
        return []
    others = times(actor).filter(planned_on=agreed.planned_on, contact=None, starts_at__isnull=False)
    mine = Appointment.workers.through.objects.filter(appointment=OuterRef("pk"), user__in=workers)
    found = others.exclude(pk=agreed.pk).filter(Exists(mine)).prefetch_related("workers")
    busy = [
        (worker, other)
        for other in found.order_by("starts_at", "pk")
        if _begin(other) < _end(agreed) and _begin(agreed) < _end(other)
        for worker in other.workers.all()
        if worker in workers
    ]
    return sorted(busy, key=lambda pair: (pair[0].name, _begin(pair[1])))


def rows_of_times(actor: Actor, found: QuerySet[Appointment]) -> list[TimeRow]:
    """Times in words, in the order of the clock; those of which only the day is agreed last on their day. Six queries."""
    members = visible(actor, Action.READ_MEMBER, EpisodeMember.objects.filter(voided_at=None))
    there = members.select_related("client", "episode").order_by("starts_on", "pk")
    loaded = (
        found.select_related("episode__family", "episode__client", "episode__work_form", "contact")
        .prefetch_related("workers", Prefetch("expected", there, to_attr="there"))
        .annotate(done=_done(), before=_before(actor))
    )
    kinds, roles = term_labels(TermList.CONTACT_KIND), term_labels(TermList.MEMBER_ROLE)
    now = timezone.localtime(clock.now()).replace(tzinfo=None)
    rows = [
        TimeRow(
            appointment=each,
            kind=kinds.get(each.kind, each.kind),
            at=_said(each, _begin(each)),
            until=_said(each, _end(each)) if each.minutes else "",
            number=each.done + (0 if each.contact_id else each.before + 1),
            workers=", ".join(sorted(worker.initials for worker in each.workers.all())),
            expected=[
                f"{roles.get(member.role, member.role)} {member.code_name_here}".strip()
                for member in each.there
                if member.ends_on is None or member.ends_on >= each.planned_on
            ],
            is_asked=each.contact_id is None and _end(each) <= now,
        )
        for each in sorted(loaded.order_by("pk"), key=_order)
    ]
    return _with_next(rows, now)


def _with_next(rows: list[TimeRow], now: datetime) -> list[TimeRow]:
    """The first of today that is not over is the next."""
    waits = [
        row
        for row in rows
        if row.appointment.planned_on == now.date() and row.contact is None and not row.is_asked
    ]
    coming = waits[0] if waits else None
    return [replace(row, is_next=row is coming) for row in rows]


def _with_due(actor: Actor, rows: list[TimeRow]) -> list[TimeRow]:
    """With what falls due by the count of visits, at the first time of its day. One query."""
    waiting = [row.appointment for row in rows if row.contact is None]
    if not waiting:
        return rows
    undone = DueStep.objects.filter(
        process__episode__in={each.episode_id for each in waiting},
        process__voided_at=None,
        process__ends_on=None,
        occasion__startswith=BY_VISIT,
        voided_at=None,
        left_out_at=None,
        duty__done_on=None,
        duty__due_on__in={each.planned_on for each in waiting},
    )
    steps = visible(actor, Action.READ_STEP, undone)
    due: dict[tuple[int, date], list[str]] = defaultdict(list)
    for step in steps.select_related("step", "duty", "process").order_by("duty__due_on", "step__order", "pk"):
        due[step.process.episode_id, step.duty.due_on].append(what(step.step))
    return [
        row
        if row.contact is not None
        else replace(row, due=tuple(due.pop((row.appointment.episode_id, row.appointment.planned_on), ())))
        for row in rows
    ]


def _order(each: Appointment) -> tuple[date, bool, time, int]:
    return each.planned_on, each.starts_at is None, each.starts_at or time(0), each.pk


def _begin(each: Appointment) -> datetime:
    return datetime.combine(each.planned_on, each.starts_at or time(0))


def _end(each: Appointment) -> datetime:
    """When it is over; of which only the day is agreed, when the day is."""
    if each.starts_at is None:
        return _begin(each) + timedelta(days=1)
    return _begin(each) + timedelta(minutes=each.minutes or AN_HOUR)


def _said(each: Appointment, when: datetime) -> str:
    return formatting.clock_time(when) if each.starts_at is not None else ""


def _done() -> Coalesce:
    """How many contacts had taken place by then: of a recorded time, its own is the last."""
    took_place = Contact.objects.filter(episode=OuterRef("episode"), voided_at=None, took_place=True)
    day = Coalesce(OuterRef("contact__happened_on"), OuterRef("planned_on"))
    itself = Coalesce(OuterRef("contact_id"), Value(_AFTER_ALL))
    return _count(took_place.filter(Q(happened_on__lt=day) | Q(happened_on=day, pk__lte=itself)))


def _before(actor: Actor) -> Coalesce:
    """How many other times the actor sees before it that are agreed and have not been recorded."""
    same_day = Q(planned_on=OuterRef("planned_on"), starts_at__lt=OuterRef("starts_at"))
    earlier = times(actor).filter(
        Q(planned_on__lt=OuterRef("planned_on")) | same_day,
        episode=OuterRef("episode"),
        contact=None,
        planned_on__gte=actor.day,
    )
    return _count(earlier)


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("episode").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
