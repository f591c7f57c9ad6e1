"""Each measure on a tiny world where the answer can be told by hand."""

from dataclasses import replace
from datetime import date

import pytest

from poukama.reporting.counting import Ask, count, count_by_month
from poukama.reporting.measures import BY_KEY
from poukama.reporting.measures.model import Term
from poukama.toolkit.facts import Counting
from poukama.toolkit.periods import Period
from tests.factories.organisation import WorkFormFactory
from tests.factories.workforce import MatchFactory
from tests.reporting.examples import EXAMPLES

YEAR = Period.year(2024)


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_a_measure_counts_what_it_says(db, key):
    a, b = WorkFormFactory(), WorkFormFactory()
    filters, expected, why = EXAMPLES[key](a, b)
    ask = Ask.of(key, {"work_form": a.key} | filters)

    assert count([ask], YEAR)[ask].value == expected, why
    assert count_by_month([ask], YEAR)[ask].value == expected, why


def test_all_measures_asked_at_once_give_the_same(db):
    asks = {}
    for key in sorted(EXAMPLES):
        a, b = WorkFormFactory(), WorkFormFactory()
        filters, expected, _ = EXAMPLES[key](a, b)
        asks[Ask.of(key, {"work_form": a.key} | filters)] = expected

    assert {ask: found.value for ask, found in count(list(asks), YEAR).items()} == asks
    assert {ask: found.value for ask, found in count_by_month(list(asks), YEAR).items()} == asks


def test_all_are_asked_with_two_queries(db, django_assert_num_queries):
    asks = [Ask.of(key, {"work_form": "nowhere"}) for key in sorted(EXAMPLES)]
    with django_assert_num_queries(2):
        counted = count(asks, YEAR)
    assert {found.value for found in counted.values()} == {0}


def test_without_a_work_form_all_of_them_count(db):
    a, b = WorkFormFactory(), WorkFormFactory()
    EXAMPLES["families_met_in_outreach"](a, b)
    ask = Ask.of("families_met_in_outreach")
    assert count([ask], YEAR)[ask].value == 13


def test_whoever_is_counted_once_stands_in_the_month_of_the_first_time(db):
    a, b = WorkFormFactory(), WorkFormFactory()
    filters, _, _ = EXAMPLES["people_in_care"](a, b)
    ask = Ask.of("people_in_care", {"work_form": a.key} | filters)
    assert count_by_month([ask], YEAR)[ask].new == (1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0)


def test_a_shorter_period_counts_less(db):
    a, b = WorkFormFactory(), WorkFormFactory()
    EXAMPLES["people_consulted"](a, b)
    ask = Ask.of("people_consulted", {"work_form": a.key})
    assert count([ask], Period(date(2024, 1, 1), date(2024, 5, 1)))[ask].value == 0
    assert count([ask], Period(date(2024, 5, 2), date(2024, 5, 2)))[ask].value == 5


def test_an_estimate_is_told(db):
    a, b = WorkFormFactory(), WorkFormFactory()
    EXAMPLES["public_reached"](a, b)
    reached = Ask.of("people_reached", {"work_form": a.key})
    found = count([reached], YEAR)[reached]
    assert (found.value, found.estimated) == (409, 400)


def test_months_of_two_years_are_refused(db):
    with pytest.raises(ValueError, match="one year"):
        count_by_month([Ask.of("door_visits")], Period(date(2023, 12, 1), date(2024, 1, 31)))


def test_what_lasts_over_months_is_one_and_stands_in_its_first(db, monkeypatch):
    matches = replace(
        BY_KEY["families_matched"], key="matches", terms=(Term("workforce.matches", "matches"),)
    )
    monkeypatch.setitem(BY_KEY, "matches", matches)
    MatchFactory(starts_on=date(2023, 11, 3))
    MatchFactory(starts_on=date(2024, 2, 3), ends_on=date(2024, 6, 30), end_reason="goal_reached")
    MatchFactory(starts_on=date(2024, 2, 20))
    ask = Ask.of("matches")
    assert count_by_month([ask], YEAR)[ask].new == (1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert count([ask], YEAR)[ask].value == 3


def test_what_lasts_cannot_be_added_up():
    fact = BY_KEY["families_matched"].terms[0].source
    with pytest.raises(ValueError, match="not added up"):
        replace(fact, counts={"minutes": Counting("Minutes", total="minutes")})
