"""How work is spread in a work form: numbers for whoever leads it, and nothing of anybody served."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext, ngettext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import Trigger
from poukama.casework.models import DueStep, Episode
from poukama.casework.queries.workers import without_key_worker
from poukama.casework.rules import Action
from poukama.clients.queries import who_work_in
from poukama.duties.kinds import kinds
from poukama.duties.models import Duty
from poukama.duties.rules import Action as Duties
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import formatting
from poukama.toolkit.facts import Text

SOON = timedelta(days=30)
NEAR_THE_END = (Trigger.MEETINGS, Trigger.AFTER_BIRTH)
"""Steps that are due when a process comes to its end."""


@dataclass(frozen=True)
class WorkerLoad:
    """What one worker has; `who` is None for what is nobody's by name."""

    who: User | None
    works_here: bool
    """False of somebody who has left, or lost the role in the work form."""
    episodes: int
    in_pair: int
    """Episodes in which another is the key worker and they are the other of the pair."""
    duties: int
    late: int
    ending: int
    ended: int


@dataclass(frozen=True)
class Lateness:
    """How many of one kind of duty, or of one step of a process, are late."""

    title: Text
    open: int
    late: int


@dataclass(frozen=True)
class Load:
    """One work form."""

    work_form: WorkForm
    workers: list[WorkerLoad]
    late: list[Lateness]
    unled: int
    """Open episodes without a key worker who works there."""


def loads(actor: Actor, today: date) -> list[Load]:
    """The load in each work form that the actor leads. The queries grow with the work forms, and with nothing else."""
    led = list(visible(actor, Action.SEE_LOAD, WorkForm.objects.all()).order_by("order", "pk"))
    mine = visible(actor, Action.READ_EPISODE, Episode.objects.filter(voided_at=None, work_form__in=led))
    undone = Duty.objects.filter(voided_at=None, done_on=None, work_form__in=led)
    duties = visible(actor, Duties.SEE_DUTY, undone)
    whose = "key_worker"
    open_ones = mine.filter(ends_on=None)
    is_late = Q(due_on__lt=today)
    counted = {
        "episodes": _by(open_ones, whose),
        "in_pair": _by(open_ones.filter(pair_worker__isnull=False), "pair_worker"),
        "ended": _by(mine.filter(ends_on__gte=today - SOON, ends_on__lte=today), whose),
        "ending": _by(open_ones.filter(pk__in=_ending(today)), whose),
        "duties": _by(duties, "owner"),
        "late": _by(duties.filter(is_late), "owner"),
    }
    people = User.objects.in_bulk({user for each in counted.values() for _place, user in each if user})
    rows = duties.order_by().values_list("work_form", "kind", "due_step__step__name")
    by_kind = list(rows.annotate(many=Count("pk"), late=Count("pk", filter=is_late)))
    nobodys = open_ones.filter(without_key_worker(today)).order_by()
    unled = Counter(dict(nobodys.values_list("work_form").annotate(many=Count("pk"))))
    return [
        Load(
            each,
            _workers(each, counted, people, who_work_in(each, today)),
            _late(each, by_kind),
            unled[each.pk],
        )
        for each in led
    ]


def sums_of(found: Sequence[Load]) -> str:
    """What it comes to in a sentence or two; empty for whoever leads nothing."""
    if not found:
        return ""
    rows = [row for load in found for row in load.workers]
    open_ones, late = sum(row.episodes for row in rows), sum(row.late for row in rows)
    said = [
        ngettext("%(n)s open episode.", "%(n)s open episodes.", open_ones)
        % {"n": formatting.number(open_ones)}
    ]
    if late:
        words = ngettext("%(n)s thing is late.", "%(n)s things are late.", late)
        said.append(words % {"n": formatting.number(late)})
    else:
        said.append(gettext("Nothing is late."))
    return " ".join(said)


def _ending(today: date) -> QuerySet[DueStep, Any]:
    steps = DueStep.objects.filter(
        voided_at=None,
        left_out_at=None,
        duty__done_on=None,
        duty__due_on__lte=today + SOON,
        step__trigger__in=NEAR_THE_END,
    )
    return steps.order_by().values("process__episode")


def _by(rows: QuerySet[Any], whose: str) -> Counter[tuple[int, int | None]]:
    found = rows.order_by().values_list("work_form", whose).annotate(many=Count("pk"))
    return Counter({(place, user): many for place, user, many in found})


def _workers(
    work_form: WorkForm,
    counted: dict[str, Counter[tuple[int, int | None]]],
    people: dict[int, User],
    here: list[User],
) -> list[WorkerLoad]:
    users = {user for each in counted.values() for place, user in each if place == work_form.pk}
    rows = [
        WorkerLoad(
            people[user] if user else None,
            user is None or people[user] in here,
            **{name: each[work_form.pk, user] for name, each in counted.items()},
        )
        for user in users
    ]
    return sorted(rows, key=lambda row: (row.who is None, row.who.name if row.who else ""))


def _late(work_form: WorkForm, by_kind: list[tuple[int, str, str | None, int, int]]) -> list[Lateness]:
    titles = {key: kind.title for key, kind in kinds().items()}
    rows = [
        Lateness(step or titles.get(kind, kind), many, late)
        for place, kind, step, many, late in by_kind
        if place == work_form.pk
    ]
    return sorted(rows, key=lambda row: (-row.late, -row.open, str(row.title)))
