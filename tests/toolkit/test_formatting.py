from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation

from poukama.toolkit import formatting
from poukama.toolkit.periods import Period

NBSP = "\N{NO-BREAK SPACE}"
DAY = date(2024, 9, 12)
MOMENT = datetime(2024, 9, 12, 7, 42, tzinfo=UTC)  # 10.42 in Helsinki


@pytest.mark.parametrize(
    "language, number, small, euros, percent",
    [
        ("fi", f"3{NBSP}686{NBSP}171", f"1{NBSP}300,5", f"3{NBSP}686{NBSP}171{NBSP}€", f"24{NBSP}%"),
        ("sv", f"3{NBSP}686{NBSP}171", f"1{NBSP}300,5", f"3{NBSP}686{NBSP}171{NBSP}€", f"24{NBSP}%"),
        ("en", "3,686,171", "1,300.5", "€3,686,171", "24%"),
    ],
)
def test_numbers_take_the_form_of_the_language(language, number, small, euros, percent):
    with translation.override(language):
        assert formatting.number(3_686_171) == number
        assert formatting.number(Decimal("1300.45"), 1) == small
        assert formatting.euros(3_686_171) == euros
        assert formatting.percent(0.24) == percent


def test_a_number_below_zero_has_a_true_minus_and_nothing_is_a_dash():
    assert formatting.number(-6000) == f"\N{MINUS SIGN}6{NBSP}000"
    assert formatting.number(None) == "\N{EN DASH}"
    with translation.override("en"):
        assert formatting.euros(-6000) == "\N{MINUS SIGN}€6,000"


@pytest.mark.parametrize(
    "language, day, long_day, moment, near",
    [
        ("fi", "12.9.2024", "Torstai 12. syyskuuta", "12.9.2024 klo 10.42", "to 12.9."),
        ("sv", "12.9.2024", "Torsdag 12 september", "12.9.2024 kl. 10.42", "tors 12.9."),
        ("en", "12 Sep 2024", "Thursday 12 September", "12 Sep 2024 10:42", "Thu 12 Sep"),
    ],
)
def test_days_and_times_take_the_form_of_the_language(language, day, long_day, moment, near):
    with translation.override(language):
        assert formatting.day(DAY) == day
        assert formatting.long_day(DAY) == long_day
        assert formatting.moment(MOMENT) == moment
        assert formatting.day_near(DAY, date(2024, 9, 2)) == near


@pytest.mark.parametrize(("language", "said"), [("fi", "9.05"), ("sv", "9.05"), ("en", "9:05")])
def test_hours_take_the_form_of_the_language(language, said):
    with translation.override(language):
        assert formatting.time_of_day(time(9, 5)) == said


def test_near_days_have_names():
    assert formatting.day_near(DAY, DAY) == "tänään"
    assert formatting.day_near(DAY, date(2024, 9, 13)) == "eilen"
    assert formatting.day_near(DAY, date(2024, 9, 11)) == "huomenna"
    assert formatting.moment_near(MOMENT, DAY) == "tänään 10.42"


def test_a_due_day_says_how_it_stands():
    assert formatting.late_by(DAY, date(2024, 9, 14)) == "2 päivää myöhässä"
    assert formatting.late_by(DAY, date(2024, 9, 13)) == "1 päivän myöhässä"
    assert formatting.late_by(DAY, DAY) == "Tänään"


def test_periods_are_said_as_people_say_them():
    assert formatting.period(Period.year(2024)) == "2024"
    assert formatting.period(Period.month(2024, 9)) == "syyskuu 2024"
    assert formatting.period(Period(date(2024, 1, 1), DAY)) == "1.1.–12.9.2024"
    assert formatting.period(Period(date(2023, 12, 1), DAY)) == "1.12.2023–12.9.2024"
    assert formatting.period(Period(DAY, DAY)) == "12.9.2024"


def test_minutes_and_lists():
    assert formatting.minutes(45) == f"45{NBSP}min"
    assert formatting.minutes(90) == f"1{NBSP}t 30{NBSP}min"
    assert formatting.minutes(120) == f"2{NBSP}t"
    assert formatting.joined(["Lumme", "Ruoko", "Tyrni"]) == "Lumme, Ruoko ja Tyrni"
    assert formatting.joined(["Lumme"]) == "Lumme"


def test_months_are_short_enough_for_columns():
    assert formatting.month_names() == (
        "tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"
    )  # fmt: skip
    with translation.override("sv"):
        assert formatting.month_names()[:2] == ("jan", "feb")
    with translation.override("en"):
        assert formatting.month_names()[:2] == ("Jan", "Feb")
