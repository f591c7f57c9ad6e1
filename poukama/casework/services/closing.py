"""Ending an episode, and taking back one that was opened by mistake."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from poukama.access import audit
from poukama.casework.choices import CallOff
from poukama.casework.models import (
    Appointment,
    CareGoal,
    Contact,
    Episode,
    EpisodeMember,
    EpisodePhase,
    EpisodeWorkers,
    Note,
    PlanParagraph,
    Process,
    Report,
)
from poukama.casework.rules import Action
from poukama.casework.services.deciding import undecide_with
from poukama.casework.services.following import follow
from poukama.casework.services.handing_over import unanswer_with
from poukama.casework.services.opening import refuse_overlap
from poukama.casework.services.plans import drop_review, resume_review
from poukama.casework.services.processes import void_processes
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
    """End an episode, and with it the phase that runs, everybody's part and who works with them. The day is its last.

    Times that are agreed for after it are called off.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    word(TermList.END_REASON, reason, episode.work_form)
    refuse_day(ends_on, episode)
    last = _last_day(episode)
    if last is not None and last > ends_on:
        raise ContactsAfterTheEnd(last)
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None)
    phases = EpisodePhase.objects.filter(episode=episode, voided_at=None)
    workers = EpisodeWorkers.objects.filter(episode=episode, voided_at=None)
    for rows in (members, phases, workers):
        if rows.filter(Q(starts_on__gt=ends_on) | Q(ends_on__gt=ends_on)).exists():
            raise DaysDoNotFit
    now = clock.now()
    for rows in (members, phases, workers):
        rows.filter(ends_on=None).update(ends_on=ends_on, ended_at=now, ended_by=by)
    times = Appointment.objects.filter(episode=episode, voided_at=None, contact=None, planned_on__gt=ends_on)
    times.update(voided_at=now, voided_by=by, call_off_reason=CallOff.ENDED)
    episode.ends_on, episode.end_reason = ends_on, reason
    episode.closed_at, episode.closed_by = now, by
    episode.save(update_fields=["ends_on", "end_reason", "closed_at", "closed_by"])
    follow(episode=episode, by=by)
    drop_review(episode, by)
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
    """Take an ending back, on the same day; what it ended or called off goes on, as if it had not been.

    Refused once the family or the person has a new episode in the work form.
    """
    episode = locked(episode)
    if episode.is_open or episode.closed_at is None:
        raise NothingRuns
    if not clock.is_today(episode.closed_at):
        raise UndoTooLate
    refuse_overlap(episode.work_form, episode.starts_on, episode.family, episode.client, but=episode)
    for rows in (EpisodeMember.objects, EpisodePhase.objects, EpisodeWorkers.objects):
        with_it = rows.filter(episode=episode, voided_at=None, ended_at=episode.closed_at)
        with_it.update(ends_on=None, ended_at=None, ended_by=None)
    times = Appointment.objects.filter(
        episode=episode, call_off_reason=CallOff.ENDED, voided_at=episode.closed_at
    )
    times.update(voided_at=None, voided_by=None, call_off_reason="")
    episode.ends_on, episode.end_reason = None, ""
    episode.closed_at, episode.closed_by = None, None
    episode.save(update_fields=["ends_on", "end_reason", "closed_at", "closed_by"])
    follow(episode=episode, by=by)
    resume_review(episode, by)
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
    """Take back, on the same day, an episode opened by mistake, with its members, phases, workers and agreed times.

    Refused once a contact, a note, a goal, a part of a plan or a report is recorded, or the episode has ended. The family and
    the people stay known. The request or the handover that it was opened for waits as before.
    """
    episode = locked(episode)
    refuse_old(episode)
    hangs = (Contact, CareGoal, PlanParagraph, Report)
    if not episode.is_open or any(
        model._default_manager.filter(episode=episode, voided_at=None).exists() for model in hangs
    ):
        raise SomethingHangsOnIt
    if Note.objects.filter(episode=episode).exists():
        raise SomethingHangsOnIt
    now = clock.now()
    for rows in (
        EpisodeMember.objects.filter(episode=episode, voided_at=None),
        EpisodePhase.objects.filter(episode=episode, voided_at=None),
        EpisodeWorkers.objects.filter(episode=episode, voided_at=None),
        Appointment.objects.filter(episode=episode, voided_at=None),
    ):
        rows.update(voided_at=now, voided_by=by)
    void_processes(Process.objects.filter(episode=episode, voided_at=None), by=by)
    episode.voided_at, episode.voided_by = now, by
    episode.save(update_fields=["voided_at", "voided_by"])
    undecide_with(episode, by)
    unanswer_with(episode, by)
    audit.record(Action.VOID_EPISODE, by=by, about=episode, work_form=episode.work_form.key)
    return episode


def _last_day(episode: Episode) -> date | None:
    """The day of the last contact or note."""
    kept = {"episode": episode, "voided_at": None}
    days = [
        Contact.objects.filter(**kept).aggregate(day=Max("happened_on"))["day"],
        Note.objects.filter(**kept).aggregate(day=Max("happened_on"))["day"],
    ]
    return max((day for day in days if day is not None), default=None)
