"""Figures counted once and kept, exact to the last recorded row.

A kept figure is good while the tables that it was counted from have the same stamps, and the program is the
one that counted it. The stamps are read before counting: if somebody records meanwhile, the figure counts as
old the next time it is asked, never as fresh while it is not.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import poukama
from poukama.reporting.counting import Ask, Months, count_by_month
from poukama.reporting.counting.passports import Left, Passport, passports, place, reasons
from poukama.reporting.figures.cache import MONTHS, PASSPORT, SEASON, Found, find, keep
from poukama.reporting.measures import BY_KEY
from poukama.toolkit.facts import Source
from poukama.toolkit.periods import Period
from poukama.toolkit.stamps import version_of, versions_of

T = TypeVar("T")
Season = tuple[tuple[int, ...], ...]
"""Earlier years, each month by month."""

EARLIER_YEARS = 5
"""How many years back the season is looked for."""


@dataclass(frozen=True)
class YearSoFar:
    """What an ask has come to in a year by a day, and how its earlier years went, month by month."""

    months: Months
    earlier: Season = ()


def years_so_far(
    asks: Sequence[Ask], year: int, as_of: date, *, with_season: bool = True
) -> dict[Ask, YearSoFar]:
    """Every ask's year by a day, counted only where something has changed since it was last asked.

    `with_season` adds how earlier years went.
    """
    asks = tuple(dict.fromkeys(asks))
    period = Period.year(year).until(as_of)
    if period is None or not asks:
        return {ask: YearSoFar(Months()) for ask in asks}
    earlier = Period(date(year - EARLIER_YEARS, 1, 1), date(year - 1, 12, 31))
    before = range(year - EARLIER_YEARS, year) if with_season else range(0)
    seen = versions_of((year, *before))
    now = _states(asks, (seen[year],))
    then = _states(asks, [seen[each] for each in before]) if with_season else {}
    kept = find([ask.key for ask in asks], (MONTHS, period), (SEASON, earlier))
    months = _answered(
        asks, now, _Answer(MONTHS, period, kept, count_by_month, _read_months, _written_months)
    )
    seasons: dict[Ask, Season] = {}
    if with_season:
        years = [each for each in before if seen[each]]
        count = partial(_seasons, years=years)
        seasons = _answered(asks, then, _Answer(SEASON, earlier, kept, count, _read_season, _written_season))
    return {ask: YearSoFar(months[ask], seasons.get(ask, ())) for ask in asks}


def kept_passports(asks: Sequence[Ask], period: Period) -> dict[Ask, Passport]:
    """What stands behind every ask's number in a period."""
    asks = tuple(dict.fromkeys(asks))
    seen = versions_of((period.ends_on.year,))[period.ends_on.year]
    states = _states(asks, (seen,))
    kept = find([ask.key for ask in asks], (PASSPORT, period))
    return _answered(
        asks, states, _Answer(PASSPORT, period, kept, passports, _read_passport, _written_passport)
    )


def sources_of(ask: Ask) -> frozenset[Source]:
    """The tables that an ask is counted from."""
    return _sources(ask.measure)


@cache
def _sources(measure: str) -> frozenset[Source]:
    return frozenset(source for fact in BY_KEY[measure].facts for source in fact.sources)


def stamp_version(ask: Ask, year: int) -> str:
    """The state of an ask's tables, in words that can be kept."""
    return version_of(sources_of(ask), versions_of((year,))[year])


@dataclass(frozen=True)
class _Answer(Generic[T]):
    """How asks are answered from what is kept, else by counting them in a period."""

    kind: str
    period: Period
    kept: Found
    anew: Callable[[Sequence[Ask], Period], dict[Ask, T]]
    read: Callable[[Ask, Any], T]
    written: Callable[[Ask, T], Any]


def _answered(asks: Iterable[Ask], states: Mapping[Ask, str], how: _Answer[T]) -> dict[Ask, T]:
    """An answer for each ask; what has changed since it was kept is counted, and kept."""
    found: dict[Ask, T] = {}
    stale: list[Ask] = []
    for ask in asks:
        version, payload = how.kept.get((ask.key, how.kind), ("", None))
        if version == states[ask]:
            found[ask] = how.read(ask, payload)
        else:
            stale.append(ask)
    if stale:
        counted = how.anew(stale, how.period)
        found |= counted
        rows = {ask.key: (states[ask], how.written(ask, answer)) for ask, answer in counted.items()}
        keep(how.kind, how.period, rows)
    return found


@cache
def program() -> str:
    """A mark of this very program: what another one counted may be counted or written down otherwise."""
    mark = hashlib.sha256()
    for path in sorted(Path(poukama.__path__[0]).rglob("*.py")):
        mark.update(path.read_bytes())
    return mark.hexdigest()


def _states(asks: Iterable[Ask], seen: Sequence[Mapping[str, int]]) -> dict[Ask, str]:
    """For each ask the state of its tables; asks of the same tables share it."""
    by_sources: dict[frozenset[Source], str] = {}
    found = {}
    for ask in asks:
        sources = sources_of(ask)
        if sources not in by_sources:
            text = "|".join([program(), *(version_of(sources, each) for each in seen)])
            by_sources[sources] = hashlib.sha256(text.encode()).hexdigest()[:40]
        found[ask] = by_sources[sources]
    return found


def _seasons(asks: Sequence[Ask], period: Period, *, years: Iterable[int]) -> dict[Ask, Season]:
    by_year = [count_by_month(asks, Period.year(year)) for year in years if period.starts_on.year <= year]
    return {ask: tuple(counted[ask].new for counted in by_year if counted[ask].value > 0) for ask in asks}


def _written_season(ask: Ask, season: Season) -> Any:
    del ask
    return season


def _read_season(ask: Ask, payload: Any) -> Season:
    del ask
    return tuple(tuple(year) for year in payload)


def _written_months(ask: Ask, months: Months) -> Any:
    del ask
    return (months.new, months.estimated)


def _read_months(ask: Ask, payload: Any) -> Months:
    del ask
    new, estimated = payload
    return Months(tuple(new), estimated)


def _written_passport(ask: Ask, passport: Passport) -> Any:
    left = [(place(ask, left.reason), left.rows) for left in passport.left_out]
    return (left, passport.unjoinable, passport.rows)


def _read_passport(ask: Ask, payload: Any) -> Passport:
    words = reasons(ask)
    left, unjoinable, rows = payload
    return Passport(tuple(Left(words[at], number) for at, number in left), unjoinable, rows)
