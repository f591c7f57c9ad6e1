"""What these tests say of who works with a family."""

from datetime import date, timedelta

from poukama.casework.models import DueStep, EpisodeWorkers
from poukama.casework.services import (
    Named,
    change_key_workers,
)

TODAY, START, DAY = date(2024, 9, 12), date(2024, 9, 2), timedelta(days=1)


def named(episode):
    rows = EpisodeWorkers.objects.filter(episode=episode, voided_at=None).order_by("starts_on", "pk")
    return [(row.key_worker, row.pair_worker, row.starts_on, row.ends_on) for row in rows]


def now(episode):
    episode.refresh_from_db()
    return (episode.key_worker, episode.pair_worker)


def change(episode, key_worker, pair_worker=None, on=TODAY, *, by):
    return change_key_workers(episode=episode, named=Named(key_worker, pair_worker), starts_on=on, by=by)


def duty(episode):
    return DueStep.objects.select_related("duty__owner", "duty__deputy").get(process__episode=episode).duty


def whose(episode):
    found = duty(episode)
    return (found.owner, found.deputy)
