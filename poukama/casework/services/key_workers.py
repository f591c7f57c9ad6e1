"""Who works with a family: the key worker and the other of the pair, one row at a time, each from its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.casework.duty_kinds import PLAN_REVIEW_DUTY, STEP_DUTY
from poukama.casework.models import DueStep, Episode, EpisodeWorkers
from poukama.casework.queries.workers import who_can_meet
from poukama.casework.rules import Action
from poukama.casework.services.following import follow, working_with
from poukama.casework.services.refusals import (
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    PairIsOne,
    PairNotHere,
    PairWithoutKeyWorker,
    WorkerNotHere,
    WorkersAlready,
    locked,
    refuse_day,
    refuse_old,
)
from poukama.duties.models import Duty
from poukama.duties.services import pass_duties_on
from poukama.organisation.models import User
from poukama.toolkit import clock

_ENDS = ["voided_at", "voided_by", "ends_on", "ended_at", "ended_by"]


@dataclass(frozen=True)
class Named:
    """Who works with them: nobody yet, one, or a pair."""

    key_worker: User | None = None
    pair_worker: User | None = None


def name_first(*, episode: Episode, by: User) -> None:
    """Keep whom a new episode names, from its first day; a part of opening it, without an event of its own."""
    named = _now(episode)
    if named != Named(by):  # whoever may open it works there
        _refuse(episode, named)
    if named.key_worker is not None:
        _keep(episode, named, episode.starts_on, by)


@transaction.atomic
def change_key_workers(*, episode: Episode, named: Named, starts_on: date, by: User) -> EpisodeWorkers:
    """Say who works with them from a day on; whoever did so ends the day before, and what they had to do goes along.

    Those who began on the same day are taken back, since they never worked a day.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    if _now(episode) == named:
        raise WorkersAlready
    refuse_day(starts_on, episode)
    _refuse(episode, named)
    in_force = EpisodeWorkers.objects.filter(episode=episode, voided_at=None)
    if in_force.filter(Q(starts_on__gt=starts_on) | Q(ends_on__gte=starts_on)).exists():
        raise DaysDoNotFit
    running = in_force.filter(ends_on=None).first()
    if running is not None:
        if running.starts_on == starts_on:
            running.voided_at, running.voided_by = clock.now(), by
        else:
            running.ends_on = starts_on - timedelta(days=1)
            running.ended_at, running.ended_by = clock.now(), by
        running.save(update_fields=_ENDS)
    row = _keep(episode, named, starts_on, by, running)
    _stand(episode, named, by)
    _audit(row, by, "named")
    return row


@transaction.atomic
def take_key_workers_back(*, row: EpisodeWorkers, by: User) -> EpisodeWorkers:
    """Take back, on the same day, that somebody was named; whoever they followed works with them again."""
    episode = locked(row.episode)
    row = EpisodeWorkers.objects.select_related("episode__work_form", "instead_of").get(pk=row.pk)
    refuse_old(row)
    if row.ends_on is not None:
        raise NothingRuns
    before = row.instead_of
    row.voided_at, row.voided_by = clock.now(), by
    row.save(update_fields=["voided_at", "voided_by"])
    if before is not None:
        before.voided_at = before.voided_by = before.ends_on = before.ended_at = before.ended_by = None
        before.save(update_fields=_ENDS)
    _stand(episode, Named(before.key_worker, before.pair_worker) if before is not None else Named(), by)
    _audit(row, by, "taken_back")
    return row


def _now(episode: Episode) -> Named:
    return Named(episode.key_worker, episode.pair_worker)


def _keep(
    episode: Episode, named: Named, starts_on: date, by: User, before: EpisodeWorkers | None = None
) -> EpisodeWorkers:
    return EpisodeWorkers.objects.create(
        episode=episode,
        key_worker=named.key_worker,
        pair_worker=named.pair_worker,
        starts_on=starts_on,
        instead_of=before,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _stand(episode: Episode, named: Named, by: User) -> None:
    """Write into the episode who it is now, and hand on what those before them had to do; a step may wait for a pair."""
    before = [user for user in (episode.key_worker, episode.pair_worker) if user is not None]
    episode.key_worker, episode.pair_worker = named.key_worker, named.pair_worker
    episode.save(update_fields=["key_worker", "pair_worker"])
    pass_duties_on(_duties(episode, before), of=before, to=working_with(episode))
    follow(episode=episode, by=by)


def _duties(episode: Episode, before: Sequence[User]) -> list[Duty]:
    """What is undone of its steps and plan, and is everybody's or theirs who worked with them before."""
    steps = DueStep.objects.filter(process__episode=episode, voided_at=None).order_by()
    theirs = Q(owner=None) | Q(owner__in=before) | Q(deputy__in=before)
    undone = Duty.objects.select_for_update(of=("self",)).filter(theirs, voided_at=None, done_on=None)
    ours = Q(kind=STEP_DUTY, pk__in=steps.values("duty")) | Q(
        kind=PLAN_REVIEW_DUTY, key__startswith=f"{episode.pk}:"
    )
    return list(undone.filter(ours).select_related("owner", "deputy").order_by("pk"))


def refuse_half_a_pair(named: Named) -> None:
    """Refuse a pair that is not two; ask it before an episode is opened."""
    if named.pair_worker is None:
        return
    if named.key_worker is None:
        raise PairWithoutKeyWorker
    if named.pair_worker == named.key_worker:
        raise PairIsOne


def _refuse(episode: Episode, named: Named) -> None:
    key_worker, pair_worker = named.key_worker, named.pair_worker
    refuse_half_a_pair(named)
    if key_worker is None:
        return
    here = who_can_meet(episode, clock.today())
    if key_worker not in here:
        raise WorkerNotHere
    if pair_worker is not None and pair_worker not in here:
        raise PairNotHere


def _audit(row: EpisodeWorkers, by: User, what: str) -> None:
    audit.record(
        Action.CHANGE_KEY_WORKERS,
        by=by,
        about=row.episode,
        work_form=row.episode.work_form.key,
        detail={
            "what": what,
            "key_worker": row.key_worker_id or 0,
            "pair_worker": row.pair_worker_id or 0,
        },
    )
