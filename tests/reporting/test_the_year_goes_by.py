"""The words that say how targets stand fit how much of the year is left."""

from datetime import date

import pytest
from django.utils import translation

from poukama.reporting.figures import Circle, figures_of_year
from poukama.reporting.progress import lead_of, row_of
from poukama.toolkit import clock
from tests.factories.activities import DoorCountFactory
from tests.factories.governance import PlanFactory, TargetFactory


@pytest.fixture
def reached_and_not(db, work_form_a):
    """Three visits in February: two were wanted in one target, four in another."""
    plan = PlanFactory(year=2024, state="approved", approved_on=date(2023, 11, 30))
    for aim in (2, 4):
        TargetFactory(plan=plan, work_form=work_form_a, aim=aim, unit="visit", measure="door_visits")
    for _ in range(3):
        DoorCountFactory(work_form=work_form_a, happened_on=date(2024, 2, 5))


def year_on(day, as_of=None):
    with clock.moved_to(day), translation.override("en"):
        year = figures_of_year(2024, circle=Circle.house(), as_of=as_of)
        assert year is not None
        return lead_of(year), [row_of(each) for each in year.targets]


@pytest.mark.parametrize(
    "day, lead, statuses, missing",
    [
        (
            date(2023, 12, 5),
            "The year has not begun. Of 2 targets of 2 nothing can be said yet.",
            ["Cannot tell yet", "Cannot tell yet"],
            "It is too early in the year.",
        ),
        (
            date(2024, 1, 1),
            "The year has just begun. Of 2 targets of 2 nothing can be said yet.",
            ["Cannot tell yet", "Cannot tell yet"],
            "It is too early in the year.",
        ),
        (
            date(2024, 7, 2),
            "50% of the year has passed. Of 2 targets 1 has been reached and 1 is on course.",
            ["Reached", "On course"],
            "About 6 at the year's end (3–10).",
        ),
        (
            date(2024, 12, 20),
            "11 days of the year are left. Of 2 targets 1 has been reached and 1 is at risk of falling short.",
            ["Reached", "At risk of falling short"],
            "About 3 at the year's end (3–4). 1 is missing.",
        ),
        (
            date(2024, 12, 30),
            "One day of the year is left. Of 2 targets 1 has been reached and 1 has not been reached.",
            ["Reached", "Not reached"],
            "1 is missing.",
        ),
        (
            date(2024, 12, 31),
            "This is the last day of the year. Of 2 targets 1 has been reached and 1 has not been reached.",
            ["Reached", "Not reached"],
            "1 is missing.",
        ),
        (
            date(2025, 1, 1),
            "The year is over. Of 2 targets 1 has been reached and 1 fell short.",
            ["Reached", "Fell short"],
            "1 is missing.",
        ),
    ],
)
def test_words_fit_the_day(reached_and_not, day, lead, statuses, missing):
    said, rows = year_on(day)
    assert said == lead
    assert [row.status for row in rows] == statuses
    assert rows[1].goes_to == missing


def test_a_past_day_speaks_as_of_that_day(reached_and_not):
    said, rows = year_on(date(2025, 3, 3), as_of=date(2024, 12, 30))
    assert said == "One day of the year is left. Of 2 targets 1 has been reached and 1 has not been reached."
    assert [row.status for row in rows] == ["Reached", "Not reached"]
