"""Ranges of days, both ends included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, order=True)
class Period:
    """The days from `starts_on` to `ends_on`, the last day included."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("A period cannot end before it starts")

    @classmethod
    def year(cls, year: int) -> Self:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A calendar month."""
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), after - timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.ends_on - self.starts_on).days + 1

    def contains(self, day: date) -> bool:
        """Whether `day` is one of the days."""
        return self.starts_on <= day <= self.ends_on

    def until(self, day: date) -> Self | None:
        """The part up to and including `day`; None when it had not begun."""
        if day < self.starts_on:
            return None
        return type(self)(self.starts_on, min(day, self.ends_on))

    def months(self) -> Iterator["Period"]:
        """The calendar months it touches, cut to its own ends."""
        year, month = self.starts_on.year, self.starts_on.month
        while date(year, month, 1) <= self.ends_on:
            whole = Period.month(year, month)
            yield Period(max(whole.starts_on, self.starts_on), min(whole.ends_on, self.ends_on))
            year, month = year + month // 12, month % 12 + 1
