"""What a worker promised in a note is a duty: with a day and an owner, and taken back when the note takes it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.duty_kinds import PROMISE_DUTY
from poukama.casework.models import Note, NotePart, Promise
from poukama.casework.rules import Action
from poukama.casework.services.refusals import NothingRuns
from poukama.duties.models import Duty
from poukama.duties.services import (
    CannotSee,
    NotOneOfUs,
    drop_duty,
    finish_duty,
    give_duty,
    open_duty,
    reopen_duty,
)
from poukama.organisation.models import User
from poukama.toolkit import clock


class PromisedTooEarly(Exception):
    """It would be kept before the day of the note on which it was promised."""


class CannotKeepIt(Exception):
    """Whoever would keep it may not see what it is about, or does not work there: `who`."""

    def __init__(self, who: User) -> None:
        super().__init__(who.pk)
        self.who = who


@dataclass(frozen=True)
class PromiseIn:
    """What is promised, by which day and by whom; `was` is the same promise in the version that is corrected."""

    text: str
    due_on: date
    promised_by: User
    was: Promise | None = None

    def is_as_before(self) -> bool:
        """Whether its day is the one that was promised already: the day of the note may be corrected past it."""
        return self.was is not None and self.was.due_on == self.due_on


def keep_promises(note: Note, parts: Sequence[tuple[NotePart, Sequence[PromiseIn]]], by: User) -> None:
    """Keep what is promised in a version, each with its duty. Part of writing the note, whose event says so."""
    for part, promises in parts:
        for order, said in enumerate(promises):
            if said.due_on < note.happened_on and not said.is_as_before():
                raise PromisedTooEarly
            promise = Promise.objects.create(
                part=part,
                order=order,
                text=said.text,
                due_on=said.due_on,
                promised_by=said.promised_by,
                duty=_duty(note, said, by),
            )
            _refuse_stranger(promise, said, by)


def drop_promises(former: Note, by: User, but: Iterable[PromiseIn] = ()) -> None:
    """Take back what a version promised, but what stays. What was kept already stays so."""
    stays = [said.was.pk for said in but if said.was is not None]
    gone = Promise.objects.filter(part__note=former).exclude(pk__in=stays).select_related("duty")
    for promise in gone.order_by("part", "order"):
        drop_duty(kind=PROMISE_DUTY, key=promise.duty.key, by=by)


@transaction.atomic
def keep_promise(*, promise: Promise, by: User) -> Promise:
    """Say today that what was promised is done."""
    if _locked(promise).done_on is not None:
        raise NothingRuns
    finish_duty(kind=PROMISE_DUTY, key=promise.duty.key, done_on=clock.today(), by=by)
    _audit(promise, by, "kept")
    return promise


@transaction.atomic
def undo_promise(*, promise: Promise, by: User) -> Promise:
    """Say that it was not done after all."""
    if _locked(promise).done_on is None:
        raise NothingRuns
    reopen_duty(kind=PROMISE_DUTY, key=promise.duty.key)
    _audit(promise, by, "taken_back")
    return promise


def _locked(promise: Promise) -> Duty:
    """The duty as it is now, in force."""
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=promise.duty_id)
    if duty.voided_at is not None:
        raise NothingRuns
    return duty


def _duty(note: Note, said: PromiseIn, by: User) -> Duty:
    """The duty of a promise: a new one, or that of the former version, moved when its day is another."""
    return open_duty(
        kind=PROMISE_DUTY,
        key=said.was.duty.key if said.was else str(uuid4()),
        work_form=note.episode.work_form,
        due_on=said.due_on,
        owner=said.promised_by,
        by=by,
    )


def _refuse_stranger(promise: Promise, said: PromiseIn, by: User) -> None:
    """Refuse to have it kept by somebody who would not see it; who keeps it changes with the version that says so."""
    is_same = said.was is not None and said.was.promised_by_id == said.promised_by.pk
    if is_same or promise.duty.done_on is not None:
        return
    who = said.promised_by
    reads = visible(Actor(who, clock.today()), Action.READ_PROMISE, Promise.objects.filter(pk=promise.pk))
    if not reads.exists():
        raise CannotKeepIt(who)
    if promise.duty.owner_id != who.pk:
        try:
            give_duty(duty=promise.duty, owner=who, by=by)
        except (CannotSee, NotOneOfUs) as error:
            raise CannotKeepIt(who) from error


def _audit(promise: Promise, by: User, what: str) -> None:
    episode = promise.part.note.episode
    audit.record(
        Action.KEEP_PROMISE,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"promise": str(promise.pk), "what": what},
    )
