"""The days of a synthetic year, and what happens on them in order."""

import heapq
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

import holidays
from django.db import transaction
from django.utils import timezone

from poukama.toolkit import clock

T = TypeVar("T")
_BATCH = 400
"""Events kept in one transaction: committing each by itself would take most of the time."""


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FI")


@cache
def is_working_day(day: date) -> bool:
    """Monday to Friday, no holiday, and not between Christmas and New Year when the open work is closed."""
    closed = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 1)
    return day.weekday() < 5 and day not in _holidays() and not closed


class Chance:
    """Everything drawn by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)  # noqa: S311  # invented people need no cryptography

    def between(self, bounds: tuple[int, int]) -> int:
        """A whole number between the bounds, both included."""
        return self.source.randint(*bounds)

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self.source.random() < share

    def weighted(self, weights: dict[str, float]) -> str:
        """A key, drawn by weight."""
        return self.source.choices(list(weights), list(weights.values()))[0]

    def one_of(self, found: Sequence[T]) -> T:
        """One of them."""
        return self.source.choice(found)

    def some(self, found: Sequence[T], how_many: int) -> list[T]:
        """So many of them, each once; all where there are fewer."""
        return self.source.sample(found, min(how_many, len(found)))

    def times(self, expected: float) -> int:
        """A whole number near the expected: within a few per cent, at random."""
        return max(0, round(self.source.gauss(expected, expected * 0.02)))

    def moment(self, day: date, hours: tuple[int, int] = (8, 16)) -> datetime:
        """A moment of the day within some hours."""
        minutes = self.source.randrange((hours[1] - hours[0]) * 60)
        return clock.local(day, time(hours[0] + minutes // 60, minutes % 60, self.source.randrange(60)))

    def days(
        self, year: int, how_many: int, season: Sequence[float], *, until: date, since: date | None = None
    ) -> list[date]:
        """Working days of the year, by season, each as often as it is drawn, in order."""
        first = since or date(year, 1, 1)
        days = [day for day in _days_of(year) if is_working_day(day) and first <= day <= until]
        weights = [season[day.month - 1] for day in days]
        return sorted(self.source.choices(days, weights, k=how_many)) if any(weights) else []

    def working_day(self, day: date) -> date:
        """The day, or the next one on which people work."""
        while not is_working_day(day):
            day += timedelta(days=1)
        return day


@cache
def _days_of(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    return tuple(first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


class Diary:
    """What will happen when. Events may add later ones; they run in order of time, the clock standing at each."""

    def __init__(self, until: date) -> None:
        self.until = until
        self._waiting: list[tuple[datetime, int, Callable[[], object]]] = []
        self._added = 0
        self.done = 0

    def add(self, moment: datetime, event: Callable[[], object]) -> None:
        """Let something happen at a moment; after the end of the diary it does not."""
        if clock_day(moment) <= self.until:
            heapq.heappush(self._waiting, (moment, self._added, event))
            self._added += 1

    def run(self) -> int:
        """Let everything happen, in order; gives how many things did."""
        while self._waiting:
            with transaction.atomic():
                for _ in range(min(_BATCH, len(self._waiting))):
                    moment, _, event = heapq.heappop(self._waiting)
                    with clock.moved_to(moment):
                        event()
                    self.done += 1
        return self.done


def clock_day(moment: datetime) -> date:
    """The local day of a moment."""
    return timezone.localdate(moment)
