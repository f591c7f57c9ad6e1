"""Where a year is going, and how a target stands."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poukama.governance.facts import Direction
from poukama.reporting.choices import Method, Status
from poukama.reporting.figures.forecast import Forecast, days_left, forecast, status, status_when_withheld

SEPTEMBER = date(2024, 9, 12)
EVEN = [10] * 12


def test_an_even_year_goes_on_evenly():
    ahead = forecast([10] * 8 + [4, 0, 0, 0], SEPTEMBER)
    assert ahead == Forecast(value=120, low=112, high=128, method=Method.PACE)


def test_a_season_is_taken_from_earlier_years():
    """Half of the earlier year came in November: so it does now."""
    earlier = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 50, 0]
    ahead = forecast([5] * 8 + [2, 0, 0, 0], SEPTEMBER, earlier=[earlier])
    assert ahead is not None
    assert (ahead.value, ahead.method) == (100, Method.SEASON)
    assert ahead.low < 100 < ahead.high


def test_earlier_years_that_differ_widen_the_range():
    alike = forecast([10] * 8 + [4, 0, 0, 0], SEPTEMBER, earlier=[EVEN, EVEN])
    other = forecast([10] * 8 + [4, 0, 0, 0], SEPTEMBER, earlier=[EVEN, [10] * 9 + [40, 40, 40]])
    assert alike is not None
    assert other is not None
    assert other.high - other.low > alike.high - alike.low


def test_who_was_there_in_january_is_not_a_pace():
    """Forty were in care when the year began, and ten a month have come since."""
    ahead = forecast([50] + [10] * 7 + [4, 0, 0, 0], SEPTEMBER, counts_each_once=True)
    assert ahead is not None
    assert ahead.method is Method.NEWCOMERS
    assert 158 <= ahead.value <= 162


def test_in_the_first_month_nothing_is_said():
    assert forecast([7] + [0] * 11, date(2024, 1, 20)) is None


def test_in_february_nothing_is_said_of_those_counted_once():
    assert forecast([7, 3] + [0] * 10, date(2024, 2, 25), counts_each_once=True) is None


def test_earlier_years_help_in_the_first_month_too():
    ahead = forecast([7] + [0] * 11, date(2024, 1, 31), earlier=[EVEN])
    assert ahead is not None
    assert ahead.value == 84


def test_after_the_year_the_number_is_what_it_is():
    assert forecast(EVEN, date(2024, 12, 31)) == Forecast(120, 120, 120, Method.NONE)


def test_nothing_so_far_may_still_become_something():
    ahead = forecast([0] * 12, SEPTEMBER)
    assert ahead == Forecast(value=0, low=0, high=1, method=Method.PACE)


year = st.lists(st.integers(min_value=0, max_value=40), min_size=12, max_size=12)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    year,
    st.integers(min_value=1, max_value=366),
    st.lists(year, max_size=2),
    st.booleans(),
)
def test_a_forecast_is_never_below_what_has_happened(new, day, earlier, once):
    as_of = date.fromordinal(date(2024, 1, 1).toordinal() + day - 1)
    so_far = [number if month < as_of.month else 0 for month, number in enumerate(new)]
    ahead = forecast(so_far, as_of, earlier=earlier, counts_each_once=once)
    if ahead is not None:
        assert sum(so_far) <= ahead.low <= ahead.value <= ahead.high


@pytest.mark.parametrize(
    "actual, aim, direction, ahead, expected",
    [
        (3, 2, Direction.AT_LEAST, None, Status.REACHED),
        (1, 2, Direction.AT_LEAST, None, Status.UNKNOWN),
        (1, 2, Direction.AT_LEAST, Forecast(2, 1, 3, Method.PACE), Status.ON_COURSE),
        (1, 2, Direction.AT_LEAST, Forecast(1, 1, 2, Method.PACE), Status.AT_RISK),
        (1, 2, Direction.AT_LEAST, Forecast(1, 1, 1, Method.NONE), Status.MISSED),
        (0, 0, Direction.AT_LEAST, None, Status.REACHED),
        (0, 0, Direction.AT_MOST, Forecast(0, 0, 1, Method.PACE), Status.ON_COURSE),
        (0, 0, Direction.AT_MOST, Forecast(0, 0, 0, Method.NONE), Status.KEPT),
        (1, 0, Direction.AT_MOST, None, Status.OVER),
        (1, 2, Direction.AT_MOST, Forecast(3, 1, 4, Method.PACE), Status.MAY_EXCEED),
        (4, 4, Direction.EXACTLY, Forecast(4, 4, 4, Method.NONE), Status.REACHED),
        (3, 4, Direction.EXACTLY, Forecast(3, 3, 3, Method.NONE), Status.MISSED),
        (3, 4, Direction.EXACTLY, Forecast(4, 3, 5, Method.PACE), Status.ON_COURSE),
        (3, 4, Direction.EXACTLY, Forecast(6, 3, 8, Method.PACE), Status.MAY_EXCEED),
        (3, 4, Direction.EXACTLY, Forecast(3, 3, 3, Method.PACE), Status.AT_RISK),
        (3, 4, Direction.EXACTLY, None, Status.UNKNOWN),
        (5, 4, Direction.EXACTLY, None, Status.OVER),
    ],
)
def test_how_a_target_stands(actual, aim, direction, ahead, expected):
    left = 0 if ahead is not None and ahead.method is Method.NONE else 110
    assert status(actual, aim, direction, ahead, left=left) is expected


@pytest.mark.parametrize(
    "left, expected",
    [
        (110, Status.AT_RISK),
        (8, Status.AT_RISK),
        (7, Status.NOT_REACHED),
        (1, Status.NOT_REACHED),
        (0, Status.MISSED),
    ],
)
@pytest.mark.parametrize("direction", [Direction.AT_LEAST, Direction.EXACTLY])
def test_near_the_end_it_is_said_what_has_been_reached(left, expected, direction):
    ahead = Forecast(3, 3, 3, Method.PACE if left else Method.NONE)
    assert status(3, 4, direction, ahead, left=left) is expected


@pytest.mark.parametrize(
    "as_of, today, expected",
    [
        (date(2024, 1, 1), date(2024, 1, 1), 365),
        (date(2024, 7, 2), date(2024, 9, 12), 182),
        (date(2024, 12, 30), date(2024, 12, 30), 1),
        (date(2024, 12, 31), date(2024, 12, 31), 1),
        (date(2024, 12, 31), date(2025, 1, 1), 0),
    ],
)
def test_the_last_day_is_left_until_it_has_passed(as_of, today, expected):
    assert days_left(as_of, today) == expected


@pytest.mark.parametrize(
    "aim, direction, expected",
    [
        (2, Direction.AT_LEAST, Status.UNKNOWN),
        (50, Direction.AT_LEAST, Status.UNKNOWN),
        (1, Direction.AT_LEAST, Status.REACHED),
        (0, Direction.AT_MOST, Status.OVER),
        (3, Direction.AT_MOST, Status.UNKNOWN),
    ],
)
def test_the_status_of_a_withheld_number_says_no_more_of_it(aim, direction, expected):
    assert status_when_withheld(aim, direction) is expected
