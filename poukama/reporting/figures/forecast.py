"""Where a year is going, with a range, and how a target stands."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, sqrt
from statistics import fmean, variance

from poukama.governance.facts import Direction
from poukama.reporting.choices import Method, Status
from poukama.toolkit.periods import Period

_SURE = 1.28
"""Four years of five end within the range."""
_FIRST_DAYS = 31
"""Before a month has passed a pace means nothing."""
LAST_DAYS = 7
"""With no more days left than this it is said what has been reached, no longer what may be."""
_ENOUGH = 5
"""From this many on, a year's number so far tells how it compares with earlier years."""


@dataclass(frozen=True)
class Forecast:
    """The number expected at the year's end, and between what it will probably be."""

    value: int
    low: int
    high: int
    method: Method


def forecast(
    new: Sequence[int], as_of: date, *, earlier: Sequence[Sequence[int]] = (), counts_each_once: bool = False
) -> Forecast | None:
    """From the months of the year by `as_of` and the months of earlier years; None when it is too early.

    Earlier years tell how much usually comes after this day. Without them the pace of the year so far goes
    on; where everybody is counted once, the pace is that of new ones since January, because January also
    counts all who were there already.
    """
    actual = sum(new)
    year = Period.year(as_of.year)
    left = (year.ends_on - as_of).days
    if left <= 0:
        return Forecast(actual, actual, actual, Method.NONE)
    by_season = [_by_season(actual, months, as_of) for months in earlier if sum(months) > 0]
    if by_season:
        point = fmean(by_season)
        spread = max(
            _spread(point - actual, new, as_of, left), max(by_season) - point, point - min(by_season)
        )
        return _rounded(actual, point, spread, Method.SEASON)
    gone = year.days - left
    if gone < _FIRST_DAYS:
        return None
    method = Method.PACE
    per_day = actual / gone
    if counts_each_once:
        if as_of.month < 3:
            return None
        method = Method.NEWCOMERS
        per_day = (actual - new[0]) / (gone - monthrange(as_of.year, 1)[1])
    more = max(per_day, 0.0) * left
    return _rounded(actual, actual + more, _spread(more, new, as_of, left), method)


def _by_season(actual: int, months: Sequence[int], as_of: date) -> float:
    """What this year would come to if the rest went as in an earlier year."""
    length = monthrange(as_of.year, as_of.month)[1]
    by_then = sum(months[: as_of.month - 1]) + months[as_of.month - 1] * as_of.day / length
    rest = sum(months) - by_then
    scale = actual / by_then if by_then >= _ENOUGH and actual >= 0 else 1.0
    return actual + max(rest, 0.0) * scale


def _spread(more: float, new: Sequence[int], as_of: date, left: int) -> float:
    """How far the rest may be off: as chance has it, or as much as whole months have differed so far."""
    whole = list(new[: as_of.month - 1])
    chance = max(more, 0.0)
    differ = variance(whole) * left / 30.4 if len(whole) >= 3 else 0.0
    if not more:
        gone = Period.year(as_of.year).days - left
        return 1.6 * left / gone  # nothing yet: with four chances of five no more than this
    return _SURE * sqrt(max(chance, differ))


def _rounded(actual: int, point: float, spread: float, method: Method) -> Forecast:
    value = max(round(point), actual)
    return Forecast(
        value=value,
        low=min(max(floor(point - spread), actual), value),
        high=max(ceil(point + spread) if spread >= 0.5 else value, value),
        method=method,
    )


def days_left(as_of: date, today: date) -> int:
    """Days of the year after `as_of`; its last day counts as left until it has passed."""
    return (Period.year(as_of.year).ends_on - as_of).days or int(as_of == today)


def status(actual: int, aim: int, direction: Direction, ahead: Forecast | None, *, left: int) -> Status:
    """How a target stands, given where the year is going and how many of its days are left."""
    is_over = left == 0
    found = _standing(actual, aim, direction, ahead, is_over=is_over)
    return Status.NOT_REACHED if found is Status.AT_RISK and left <= LAST_DAYS else found


def _standing(
    actual: int, aim: int, direction: Direction, ahead: Forecast | None, *, is_over: bool
) -> Status:
    if direction is Direction.AT_MOST:
        return _under_a_limit(actual, aim, ahead, is_over=is_over)
    if direction is Direction.EXACTLY:
        return _at_exactly(actual, aim, ahead, is_over=is_over)
    if actual >= aim:
        return Status.REACHED
    if is_over:
        return Status.MISSED
    if ahead is None:
        return Status.UNKNOWN
    return Status.ON_COURSE if ahead.value >= aim else Status.AT_RISK


def _under_a_limit(actual: int, aim: int, ahead: Forecast | None, *, is_over: bool) -> Status:
    if actual > aim:
        return Status.OVER
    if is_over:
        return Status.KEPT
    if ahead is not None and ahead.value > aim:
        return Status.MAY_EXCEED
    return Status.ON_COURSE


def _at_exactly(actual: int, aim: int, ahead: Forecast | None, *, is_over: bool) -> Status:
    if actual > aim:
        return Status.OVER
    if is_over:
        return Status.REACHED if actual == aim else Status.MISSED
    if ahead is None:
        return Status.UNKNOWN
    if ahead.value > aim:
        return Status.MAY_EXCEED
    return Status.ON_COURSE if ahead.high >= aim else Status.AT_RISK


def status_when_withheld(aim: int, direction: Direction) -> Status:
    """What can be said of a number from 1 to 4 without saying more of it."""
    if direction is Direction.AT_LEAST and aim <= 1:
        return Status.REACHED
    if direction is not Direction.AT_LEAST and aim == 0:
        return Status.OVER
    return Status.UNKNOWN
