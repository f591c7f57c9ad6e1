"""Times that are agreed: agreeing, moving, calling off, and taking each of these back on the same day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from poukama.access import audit
from poukama.casework.choices import TOOK_PLACE, CallOff
from poukama.casework.models import Appointment, Episode, EpisodeMember
from poukama.casework.rules import Action
from poukama.casework.services.contacts import LONGEST
from poukama.casework.services.following import follow
from poukama.casework.services.refusals import (
    DayOutsideEpisode,
    EpisodeClosed,
    HeldAlready,
    MinutesNotPossible,
    NotAMember,
    TimeHasPassed,
    UndoTooLate,
    UnknownWord,
    locked,
    refuse_elsewhere,
    refuse_old,
    waiting,
    word,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock


@dataclass(frozen=True)
class Agreed:
    """What is agreed: of what kind, when, for how long, with which workers, and who is expected."""

    kind: str
    planned_on: date
    starts_at: time | None = None
    minutes: int | None = None
    workers: Sequence[User] = ()
    expected: Sequence[EpisodeMember] = ()
    is_nobodys: bool = False
    """Whether it is not known yet who meets them: a time of the work form."""


@transaction.atomic
def agree_on_time(*, episode: Episode, agreed: Agreed, by: User) -> Appointment:
    """Agree on a time, of today or ahead, while the episode goes on; without workers it is of whoever agrees."""
    episode = locked(episode)
    appointment = _agree(episode, agreed, by)
    after_change(episode, by)
    _audit(Action.AGREE_ON_TIME, appointment, by)
    return appointment


@transaction.atomic
def move_time(*, appointment: Appointment, agreed: Agreed, by: User) -> Appointment:
    """Agree on another time instead; the former is kept as moved. What is agreed just so already stays."""
    former = waiting(appointment)
    episode = locked(former.episode)
    if _is_as(former, agreed):
        return former
    moved = _agree(episode, agreed, by, moved_from=former)
    former.voided_at, former.voided_by = clock.now(), by
    former.save(update_fields=["voided_at", "voided_by"])
    after_change(episode, by)
    _audit(Action.CHANGE_APPOINTMENT, moved, by, what="moved")
    return moved


@transaction.atomic
def call_off_time(*, appointment: Appointment, reason: CallOff, by: User) -> Appointment:
    """Call a time off: it is known beforehand that it will not be."""
    row = waiting(appointment)
    row.voided_at, row.voided_by, row.call_off_reason = clock.now(), by, reason
    row.save(update_fields=["voided_at", "voided_by", "call_off_reason"])
    after_change(row.episode, by)
    _audit(Action.CHANGE_APPOINTMENT, row, by, what="called_off")
    return row


@transaction.atomic
def take_time_back(*, appointment: Appointment, by: User) -> Appointment:
    """Take back, on the same day, what was last done to a time; the one that is agreed then, or the one taken back.

    What was called off is agreed again, what was moved is where it was, what was agreed is not.
    """
    episode = locked(appointment.episode)
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("episode__work_form")
    row = rows.get(pk=appointment.pk)
    if row.contact_id is not None:
        raise HeldAlready
    if not episode.is_open:
        raise EpisodeClosed
    after = _agree_again(row) if row.call_off_reason else _take_back(row, by)
    after_change(episode, by)
    _audit(Action.CHANGE_APPOINTMENT, row, by, what="taken_back")
    return after


def after_change(episode: Episode, by: User) -> None:
    """What follows from a change of an episode's times: what is due with the n-th meeting moves with it."""
    follow(episode=episode, by=by)


def _agree(episode: Episode, agreed: Agreed, by: User, moved_from: Appointment | None = None) -> Appointment:
    if not episode.is_open:
        raise EpisodeClosed
    chosen = word(TermList.CONTACT_KIND, agreed.kind, episode.work_form)
    if chosen.attributes.get(TOOK_PLACE) is False:
        raise UnknownWord(TermList.CONTACT_KIND, agreed.kind)
    _refuse_time(episode, agreed)
    if any(not _takes_part(member, episode, agreed.planned_on) for member in agreed.expected):
        raise NotAMember
    workers = list(dict.fromkeys(agreed.workers)) or ([] if agreed.is_nobodys else [by])
    refuse_elsewhere(workers, episode, agreed.planned_on)
    appointment = Appointment.objects.create(
        episode=episode,
        kind=agreed.kind,
        planned_on=agreed.planned_on,
        starts_at=agreed.starts_at,
        minutes=agreed.minutes,
        moved_from=moved_from,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    appointment.workers.set(workers)
    appointment.expected.set(agreed.expected)
    return appointment


def _refuse_time(episode: Episode, agreed: Agreed) -> None:
    if agreed.planned_on < episode.starts_on:
        raise DayOutsideEpisode
    now = timezone.localtime(clock.now())
    if agreed.planned_on < now.date():
        raise TimeHasPassed(is_day=True)
    if agreed.planned_on == now.date() and agreed.starts_at is not None and agreed.starts_at < now.time():
        raise TimeHasPassed(is_day=False)
    if agreed.minutes is not None and not 1 <= agreed.minutes <= LONGEST:
        raise MinutesNotPossible


def _takes_part(member: EpisodeMember, episode: Episode, day: date) -> bool:
    is_here = member.episode_id == episode.pk and member.voided_at is None
    return is_here and member.starts_on <= day and (member.ends_on is None or member.ends_on >= day)


def _is_as(row: Appointment, agreed: Agreed) -> bool:
    when = (row.kind, row.planned_on, row.starts_at, row.minutes)
    return (
        when == (agreed.kind, agreed.planned_on, agreed.starts_at, agreed.minutes)
        and set(row.workers.all()) == set(agreed.workers)
        and set(row.expected.all()) == set(agreed.expected)
    )


def _agree_again(row: Appointment) -> Appointment:
    if row.voided_at is None or not clock.is_today(row.voided_at):
        raise UndoTooLate
    row.voided_at, row.voided_by, row.call_off_reason = None, None, ""
    row.save(update_fields=["voided_at", "voided_by", "call_off_reason"])
    return row


def _take_back(row: Appointment, by: User) -> Appointment:
    refuse_old(row)
    former = row.moved_from
    row.voided_at, row.voided_by, row.moved_from = clock.now(), by, None
    row.save(update_fields=["voided_at", "voided_by", "moved_from"])
    if former is None:
        return row
    former.voided_at, former.voided_by = None, None
    former.save(update_fields=["voided_at", "voided_by"])
    return former


def _audit(action: Action, appointment: Appointment, by: User, **detail: str) -> None:
    audit.record(
        action,
        by=by,
        about=appointment,
        work_form=appointment.episode.work_form.key,
        detail={"episode": appointment.episode_id} | detail,
    )
