"""The one clock. All code asks it for today and now; tests and the synthetic year move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils import timezone

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)


def now() -> datetime:
    """This moment, aware, in UTC. In a demonstration the day stands still and its hours pass."""
    moved = _moved_to.get()
    if moved is not None:
        return moved
    moment = datetime.now(tz=UTC)
    if settings.DEMO_DAY is None:
        return moment
    return local(settings.DEMO_DAY, timezone.localtime(moment).time()).astimezone(UTC)


def today() -> date:
    """The local day of the association."""
    return timezone.localdate(now())


def is_today(moment: datetime) -> bool:
    """Whether an aware moment is of the association's local day."""
    return timezone.localdate(moment) == today()


def local(day: date, at: time = time(12)) -> datetime:
    """The moment when local clocks show `at` on `day`."""
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())


@contextmanager
def moved_to(moment: datetime | date) -> Iterator[None]:
    """Let the clock stand at `moment` (a bare day means its noon) within the block."""
    if not isinstance(moment, datetime):
        moment = local(moment)
    token = _moved_to.set(moment)
    try:
        yield
    finally:
        _moved_to.reset(token)
