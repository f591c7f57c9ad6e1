"""Answers to many asks at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection

from poukama.reporting.counting import on_postgresql, on_sqlite
from poukama.reporting.counting.asks import Ask
from poukama.toolkit.periods import Period


@dataclass(frozen=True)
class Count:
    """A number, and how much of it somebody estimated."""

    value: int = 0
    estimated: int = 0


@dataclass(frozen=True)
class Months:
    """A year's number month by month: what was new in each, so that the months add up to the year."""

    new: tuple[int, ...] = (0,) * 12
    estimated: int = 0

    @property
    def value(self) -> int:
        """The whole."""
        return sum(self.new)


class Tallies(Protocol):
    """A way to count, month by month or the whole."""

    def __call__(
        self, asks: tuple[Ask, ...], period: Period, known_at: datetime | None, *, by_month: bool
    ) -> Iterable[tuple[int, int, int, int]]:
        """Rows of an ask's place, the month, a number, and how much of it was estimated; they are to be added."""


def count(asks: Sequence[Ask], period: Period, *, known_at: datetime | None = None) -> dict[Ask, Count]:
    """Count everything asked in a period; with `known_at`, from what had been recorded by that moment."""
    unique = tuple(dict.fromkeys(asks))
    values, estimates = [0] * len(unique), [0] * len(unique)
    for tag, _, number, estimated in _tallies()(unique, period, known_at, by_month=False):
        values[tag] += number
        estimates[tag] += estimated
    return {ask: Count(values[tag], estimates[tag]) for tag, ask in enumerate(unique)}


def count_by_month(asks: Sequence[Ask], period: Period) -> dict[Ask, Months]:
    """The same month by month, for a period within one calendar year.

    Whoever is counted once in the year stands in the month in which they first came (those who were there
    already when the period began, in its first), so the months add up to the period's number.
    """
    if period.starts_on.year != period.ends_on.year:
        raise ValueError("Months are counted within one year")
    unique = tuple(dict.fromkeys(asks))
    new = [[0] * 12 for _ in unique]
    estimates = [0] * len(unique)
    for tag, month, number, estimated in _tallies()(unique, period, None, by_month=True):
        new[tag][month - 1] += number
        estimates[tag] += estimated
    return {ask: Months(tuple(new[tag]), estimates[tag]) for tag, ask in enumerate(unique)}


def _tallies() -> Tallies:
    # SQLite tells rows apart more slowly than we do, and a row costs it nothing to hand over.
    return on_postgresql.tallies if connection.vendor == "postgresql" else on_sqlite.tallies
