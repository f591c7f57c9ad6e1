"""The phases of an episode: one at a time, each from its day."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.casework.models import Episode, EpisodePhase
from poukama.casework.rules import Action
from poukama.casework.services.refusals import (
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    PhaseAlreadyRuns,
    locked,
    refuse_day,
    refuse_old,
    word,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock


@transaction.atomic
def begin_phase(*, episode: Episode, phase: str, starts_on: date, by: User) -> EpisodePhase:
    """Begin a phase; the one that runs ends the day before.

    A phase that began on the same day is taken back, since it never lasted a day.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    word(TermList.PHASE, phase, episode.work_form)
    refuse_day(starts_on, episode)
    in_force = EpisodePhase.objects.filter(episode=episode, voided_at=None)
    running = in_force.filter(ends_on=None).order_by("-starts_on", "-pk").first()
    if running is not None and running.phase == phase:
        raise PhaseAlreadyRuns
    if in_force.filter(Q(starts_on__gt=starts_on) | Q(ends_on__gte=starts_on)).exists():
        raise DaysDoNotFit
    if running is not None and running.starts_on == starts_on:
        running.voided_at, running.voided_by = clock.now(), by
        running.save(update_fields=["voided_at", "voided_by"])
    elif running is not None:
        running.ends_on = starts_on - timedelta(days=1)
        running.ended_at, running.ended_by = clock.now(), by
        running.save(update_fields=["ends_on", "ended_at", "ended_by"])
    begun = EpisodePhase.objects.create(
        episode=episode, phase=phase, starts_on=starts_on, recorded_at=clock.now(), recorded_by=by
    )
    _audit(begun, by, "begun")
    return begun


@transaction.atomic
def end_phase(*, phase: EpisodePhase, ends_on: date, by: User) -> EpisodePhase:
    """End a phase without beginning another; the episode goes on."""
    episode = locked(phase.episode)
    phase = EpisodePhase.objects.select_related("episode__work_form").get(pk=phase.pk)
    if phase.voided_at is not None or phase.ends_on is not None:
        raise NothingRuns
    refuse_day(ends_on, episode)
    if ends_on < phase.starts_on:
        raise DaysDoNotFit
    phase.ends_on, phase.ended_at, phase.ended_by = ends_on, clock.now(), by
    phase.save(update_fields=["ends_on", "ended_at", "ended_by"])
    _audit(phase, by, "ended")
    return phase


@transaction.atomic
def void_phase(*, phase: EpisodePhase, by: User) -> EpisodePhase:
    """Take back, on the same day, a phase begun by mistake; the one that it ended runs again."""
    locked(phase.episode)
    phase = EpisodePhase.objects.select_related("episode__work_form").get(pk=phase.pk)
    refuse_old(phase)
    phase.voided_at, phase.voided_by = clock.now(), by
    phase.save(update_fields=["voided_at", "voided_by"])
    EpisodePhase.objects.filter(
        episode=phase.episode, voided_at=None, ends_on=phase.starts_on - timedelta(days=1)
    ).update(ends_on=None, ended_at=None, ended_by=None)
    _audit(phase, by, "taken_back")
    return phase


def _audit(phase: EpisodePhase, by: User, what: str) -> None:
    audit.record(
        Action.CHANGE_PHASE,
        by=by,
        about=phase.episode,
        work_form=phase.episode.work_form.key,
        detail={"what": what, "phase": phase.phase},
    )
