"""Ending an episode, and taking back one that was opened by mistake."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from poukama.access import audit
from poukama.casework.models import Contact, Episode, EpisodeMember, EpisodePhase
from poukama.casework.rules import Action
from poukama.casework.services.opening import refuse_overlap
from poukama.casework.services.refusals import (
    ContactsAfterTheEnd,
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    SomethingHangsOnIt,
    UndoTooLate,
    locked,
    refuse_day,
    refuse_old,
    word,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock


@transaction.atomic
def close_episode(*, episode: Episode, ends_on: date, reason: str, by: User) -> Episode:
    """End an episode, and with it the phase that runs and everybody's part. The day is its last."""
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    word(TermList.END_REASON, reason, episode.work_form)
    refuse_day(ends_on, episode)
    last = Contact.objects.filter(episode=episode, voided_at=None).aggregate(day=Max("happened_on"))["day"]
    if last is not None and last > ends_on:
        raise ContactsAfterTheEnd(last)
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None)
    phases = EpisodePhase.objects.filter(episode=episode, voided_at=None)
    for rows in (members, phases):
        if rows.filter(Q(starts_on__gt=ends_on) | Q(ends_on__gt=ends_on)).exists():
            raise DaysDoNotFit
    now = clock.now()
    for rows in (members, phases):
        rows.filter(ends_on=None).update(ends_on=ends_on, ended_at=now, ended_by=by)
    episode.ends_on, episode.end_reason = ends_on, reason
    episode.closed_at, episode.closed_by = now, by
    episode.save(update_fields=["ends_on", "end_reason", "closed_at", "closed_by"])
    audit.record(
        Action.CLOSE_EPISODE,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"reason": reason},
    )
    return episode


@transaction.atomic
def reopen_episode(*, episode: Episode, by: User) -> Episode:
    """Take an ending back, on the same day; the phase and the parts that it ended go on, as if it had not been.

    Refused once the family or the person has a new episode in the work form.
    """
    episode = locked(episode)
    if episode.is_open or episode.closed_at is None:
        raise NothingRuns
    if not clock.is_today(episode.closed_at):
        raise UndoTooLate
    refuse_overlap(episode.work_form, episode.starts_on, episode.family, episode.client, but=episode)
    for rows in (EpisodeMember.objects, EpisodePhase.objects):
        with_it = rows.filter(episode=episode, voided_at=None, ended_at=episode.closed_at)
        with_it.update(ends_on=None, ended_at=None, ended_by=None)
    episode.ends_on, episode.end_reason = None, ""
    episode.closed_at, episode.closed_by = None, None
    episode.save(update_fields=["ends_on", "end_reason", "closed_at", "closed_by"])
    audit.record(
        Action.CLOSE_EPISODE,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"what": "taken_back"},
    )
    return episode


@transaction.atomic
def void_episode(*, episode: Episode, by: User) -> Episode:
    """Take back, on the same day, an episode opened by mistake, with its members and phases.

    Refused once a contact is recorded or the episode has ended. The family and the people stay known.
    """
    episode = locked(episode)
    refuse_old(episode)
    if not episode.is_open or Contact.objects.filter(episode=episode, voided_at=None).exists():
        raise SomethingHangsOnIt
    now = clock.now()
    for rows in (
        EpisodeMember.objects.filter(episode=episode, voided_at=None),
        EpisodePhase.objects.filter(episode=episode, voided_at=None),
    ):
        rows.update(voided_at=now, voided_by=by)
    episode.voided_at, episode.voided_by = now, by
    episode.save(update_fields=["voided_at", "voided_by"])
    audit.record(Action.VOID_EPISODE, by=by, about=episode, work_form=episode.work_form.key)
    return episode
