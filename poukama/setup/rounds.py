"""The house goes its rounds: each thing that comes round once in its time, by one process at a time.

What is done on a day is that of the night before it: nights end at two. Whatever was due while nothing ran is done
as soon as something runs again; whatever failed, or was killed half way, is tried again after an hour.
"""

import io
import logging
import os
import time
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.models import Q

from poukama.toolkit import clock
from poukama.toolkit.models import Round
from poukama.toolkit.rounds import AGAIN_AFTER, Standing, night, standings

logger = logging.getLogger("poukama.rounds")

LOOKS_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Went:
    """What was tried, and whether it was done."""

    name: str
    is_done: bool


def go_round() -> list[Went]:
    """Do what is due and nobody else is doing."""
    return [Went(each.of.name, _do(each.of.name)) for each in standings() if each.is_due and _claim(each)]


def keep_going_round() -> None:
    """Look every few minutes, until whoever started this process has ended."""
    started_by = os.getppid()
    while os.getppid() == started_by:
        try:
            go_round()
        except DatabaseError as problem:  # the database was started again, or is busy: it is asked again soon
            logger.error("The database could not be asked: %s", type(problem).__name__)  # noqa: TRY400
        connections.close_all()
        _wait(LOOKS_EVERY, started_by)


def _wait(length: timedelta, started_by: int) -> None:
    until = time.monotonic() + length.total_seconds()
    while time.monotonic() < until and os.getppid() == started_by:
        time.sleep(1)


def _claim(standing: Standing) -> bool:
    """Whether it is ours to do: nobody has done it, or begun it within the hour."""
    name, now = standing.of.name, clock.now()
    Round.objects.get_or_create(name=name)
    is_free = Q(begun_at=None) | Q(begun_at__lt=now - AGAIN_AFTER)
    is_undone = Q(done_on=None) | Q(done_on__lt=standing.of.often.last_due(night()))
    return bool(Round.objects.filter(is_free, is_undone, name=name).update(begun_at=now))


def _do(name: str) -> bool:
    try:
        call_command(*name.split(), stdout=io.StringIO())
    except Exception as problem:  # noqa: BLE001  # one that fails keeps none of the others from being done
        logger.error("%s failed: %s", name, type(problem).__name__)  # noqa: TRY400  # a text may name somebody
        return False
    Round.objects.filter(name=name).update(done_on=clock.today(), begun_at=None)
    return True
