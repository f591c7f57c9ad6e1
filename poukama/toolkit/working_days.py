"""On which days people work in Finland: Monday to Friday, but for holidays. All of it in local days."""

from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

_DAY = timedelta(days=1)
_FRIDAY = 5


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FI")


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    """Monday to Friday and no holiday."""
    return day.isoweekday() <= _FRIDAY and day not in _holidays()


def in_its_week(day: date) -> date:
    """The day if people work on it; else the next such day of its week, or when there is none the last before it."""
    monday = day - timedelta(days=day.weekday())
    week = [monday + _DAY * n for n in range(7)]
    later = [each for each in week if each >= day and is_working_day(each)]
    earlier = [each for each in week if each < day and is_working_day(each)]
    return (later or earlier[-1:] or [day])[0]
