"""Keeping what falls due in step with what has happened: of one episode in the service that changes it, or of many.

Nothing that was done, or left out with a reason, is changed. The number of queries is the same however much has
happened; what made it change has its own event.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When

from poukama.casework.duty_kinds import STEP_DUTY
from poukama.casework.models import DueStep, Episode, Process, ProcessStep
from poukama.casework.process_days import Course, Fall, falls
from poukama.casework.queries.courses import courses, steps_of
from poukama.casework.queries.workers import shielded_episodes, who_see
from poukama.casework.services.agreed_steps import follow_without
from poukama.duties.models import Duty
from poukama.duties.services import drop_duties, finish_duties, move_duties, open_duties, reopen_duties
from poukama.organisation.models import User
from poukama.toolkit import clock

AT_A_TIME = 400
"""How many episodes are gone through in one transaction."""


@dataclass
class _Changes:
    """What following comes to, gathered before anything is written."""

    opened: list[DueStep] = field(default_factory=list)
    moved: list[tuple[Duty, date]] = field(default_factory=list)
    met: list[tuple[DueStep, date, User]] = field(default_factory=list)
    unmet: list[DueStep] = field(default_factory=list)
    dropped: list[tuple[DueStep, User]] = field(default_factory=list)

    def __len__(self) -> int:
        rows = (self.opened, self.moved, self.met, self.unmet, self.dropped)
        return sum(len(each) for each in rows)


_changed: ContextVar[set[int] | None] = ContextVar("changed", default=None)
"""The episodes that are followed later, where many records are made at once."""


@transaction.atomic
def follow(*, episode: Episode, by: User) -> int:
    """Say anew what is due in an episode; call it last in whatever changes what processes read. How much changed."""
    later = _changed.get()
    if later is not None:
        later.add(episode.pk)
        return 0
    return _follow(Process.objects.filter(episode=episode), by)


@contextmanager
def followed_later() -> Iterator[set[int]]:
    """Only note which episodes change within the block, for `follow_these`: for making years of records at once."""
    changed: set[int] = set()
    token = _changed.set(changed)
    try:
        yield changed
    finally:
        _changed.reset(token)


def follow_these(episodes: Collection[int]) -> int:
    """Say anew what is due in these episodes, by their keys. How much changed."""
    keys, changed = sorted(episodes), 0
    for begin in range(0, len(keys), AT_A_TIME):
        with transaction.atomic():
            changed += _follow(Process.objects.filter(episode__in=keys[begin : begin + AT_A_TIME]), None)
    return changed


def follow_all() -> int:
    """The same for every episode where anything can fall due or still is; how many changed. Again, nothing changes."""
    undone = DueStep.objects.filter(voided_at=None, left_out_at=None, duty__done_on=None)
    there = Process.objects.filter(voided_at=None, ends_on=None, episode__voided_at=None)
    going_on = there.filter(Q(episode__ends_on=None) | Q(pk__in=undone.order_by().values("process")))
    changed, after = 0, 0
    while True:
        rows = going_on.filter(episode__gt=after).order_by("episode").values_list("episode", flat=True)
        batch = list(rows.distinct()[:AT_A_TIME])
        if not batch:
            return changed
        with transaction.atomic():
            list(Episode.objects.select_for_update(of=("self",)).filter(pk__in=batch).order_by("pk"))
            changed += _follow(Process.objects.filter(episode__in=batch), None)
        after = batch[-1]


def _follow(wanted: QuerySet[Process], by: User | None) -> int:
    related = ("episode__key_worker", "episode__pair_worker", "episode__work_form", "member", "recorded_by")
    rows = (
        wanted.filter(voided_at=None, episode__destroyed_at=None)
        .select_related(*related)
        .prefetch_related("workers")
    )
    processes = list(rows.order_by("pk"))
    if not processes:
        return 0
    course_of = courses(processes, clock.today())
    steps = steps_of(processes)
    there: dict[int, dict[tuple[str, str], DueStep]] = defaultdict(dict)
    in_force = DueStep.objects.filter(process__in=processes, voided_at=None).select_related("duty")
    agreed = Case(When(follow_up__voided_at=None, then="follow_up__due_on"))
    for row in in_force.annotate(agreed_on=agreed).order_by("pk"):
        there[row.process_id][row.key, row.occasion] = row
    changes = _Changes()
    for process in processes:
        _compare(
            process,
            _fallen(steps[process.template_id, process.version], course_of[process.pk]),
            there[process.pk],
            by or process.recorded_by,
            changes,
        )
    _write(changes)
    return len(changes)


def _fallen(steps: Iterable[ProcessStep], course: Course) -> dict[tuple[str, str], tuple[ProcessStep, Fall]]:
    return {(step.key, fall.occasion): (step, fall) for step in steps for fall in falls(step, course)}


def _compare(
    process: Process,
    fallen: Mapping[tuple[str, str], tuple[ProcessStep, Fall]],
    there: Mapping[tuple[str, str], DueStep],
    by: User,
    changes: _Changes,
) -> None:
    for place, (step, fall) in fallen.items():
        row = there.get(place)
        if row is None:
            row = _new(process, step, fall, by)
            changes.opened.append(row)
        elif is_undone(row) and row.duty.due_on != _day_of(row, fall):
            changes.moved.append((row.duty, _day_of(row, fall)))
        if is_undone(row) and fall.met_on is not None:
            changes.met.append((row, fall.met_on, by))
        elif row.by_itself and fall.met_on is None:
            changes.unmet.append(row)
    gone = [row for place, row in there.items() if place not in fallen]
    changes.dropped += [(row, by) for row in gone if is_undone(row) or row.by_itself]


def _day_of(row: DueStep, fall: Fall) -> date:
    """By which day it is due: what was agreed with somebody may have been put off, when they were not reached."""
    agreed_on: date | None = row.agreed_on  # type: ignore[attr-defined]  # annotated in `_follow`
    return agreed_on or fall.due_on


def is_undone(row: DueStep) -> bool:
    """Whether it is neither done nor left out."""
    return row.duty.done_on is None and row.left_out_at is None


def new_step(process: Process, step: ProcessStep, occasion: str, due_on: date, by: User) -> DueStep:
    """A step that is due, with its duty; neither is kept yet.

    Its owner is the key worker, else the first who was named; the other of the pair, or the next, does it in their place.
    """
    row = DueStep(process=process, step=step, key=step.key, occasion=occasion)
    owner, deputy = owner_and_deputy(owners_of(process))
    row.duty = Duty(
        kind=STEP_DUTY,
        key=str(row.pk),
        work_form=process.episode.work_form,
        due_on=due_on,
        owner=owner,
        deputy=deputy,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    row.recorded_at, row.recorded_by = clock.now(), by
    return row


def owners_of(process: Process) -> list[User]:
    """Who does what falls due in a process: the key worker first, the other of the pair, then whom it names; nobody who has left."""
    named = sorted(process.workers.all(), key=lambda user: user.pk)
    return list(dict.fromkeys([*working_with(process.episode), *(user for user in named if user.is_active)]))


def working_with(episode: Episode) -> list[User]:
    """The key worker and the other of the pair, as far as they are named and have not left."""
    pair = (episode.key_worker, episode.pair_worker)
    return [user for user in pair if user is not None and user.is_active]


def owner_and_deputy(users: Sequence[User]) -> tuple[User | None, User | None]:
    """The first does it, the next in their place; everybody's when there is nobody."""
    return (users[0] if users else None), (users[1] if len(users) > 1 else None)


def keep_steps(rows: Sequence[DueStep]) -> None:
    """Keep new steps and their duties. Under a protection order they are given only to those who see them."""
    shielded = shielded_episodes({row.process.episode_id for row in rows}, clock.today())
    for row in rows:
        if row.process.episode_id in shielded:
            seeing = who_see(row.process.episode, owners_of(row.process), clock.today())
            row.duty.owner, row.duty.deputy = owner_and_deputy(seeing)
    open_duties([row.duty for row in rows])
    DueStep.objects.bulk_create(rows, batch_size=AT_A_TIME)


def drop_steps(rows: Collection[tuple[DueStep, User]]) -> None:
    """Void steps that need not be done any more, with their duties; what was agreed with somebody stays agreed."""
    follow_without(rows)
    drop_duties([(row.duty, by) for row, by in rows])
    for row, by in rows:
        row.voided_at, row.voided_by = clock.now(), by
    fields = ["voided_at", "voided_by"]
    DueStep.objects.bulk_update([row for row, _by in rows], fields, batch_size=AT_A_TIME)


def _new(process: Process, step: ProcessStep, fall: Fall, by: User) -> DueStep:
    return new_step(process, step, fall.occasion, fall.due_on, by)


def _write(changes: _Changes) -> None:
    """Write what there is to write; mostly that is nothing or one thing."""
    if changes.opened:
        keep_steps(changes.opened)
    if changes.moved:
        move_duties(changes.moved)
    if changes.dropped:
        drop_steps(changes.dropped)
    if changes.met or changes.unmet:
        _write_met(changes)


def _write_met(changes: _Changes) -> None:
    finish_duties([(row.duty, day, by) for row, day, by in changes.met])
    reopen_duties([row.duty for row in changes.unmet])
    met = [row for row, _day, _by in changes.met]
    for row in met:
        row.by_itself = True
    for row in changes.unmet:
        row.by_itself = False
    DueStep.objects.bulk_update([*met, *changes.unmet], ["by_itself"], batch_size=AT_A_TIME)
