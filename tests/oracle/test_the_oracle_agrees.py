"""Every measure of the house equals what an independent counter finds in the same records, to the last unit."""

from datetime import date
from pathlib import Path

import pytest

from poukama.governance.facts import plan_of_year
from poukama.governance.models import Target
from poukama.reporting.counting import Ask
from poukama.reporting.counting.engine import count
from poukama.reporting.figures.board import ask_of, figures_of, figures_of_year
from poukama.reporting.figures.circle import Circle
from poukama.reporting.measures import CATALOGUE
from poukama.setup.demo.making import make_years
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.oracle.records import Records, all_records
from tests.oracle.recount import FILTERS, MEASURES, recount

PACK = Path("packs/lahti-2024")
FULL_ENOUGH = 0.2
"""At which scale a year has something of everything that is counted."""
DAYS = (date(2024, 1, 1), date(2024, 3, 31), date(2024, 8, 15), date(2024, 12, 31))


def test_the_oracle_knows_every_measure_and_filter() -> None:
    assert set(MEASURES) == {measure.key for measure in CATALOGUE}
    assert {measure.key: FILTERS.get(measure.key, set()) for measure in CATALOGUE} == {
        measure.key: set(measure.dimensions) for measure in CATALOGUE
    }


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "years", "scale"), [(2024, 1, 0.2), (3, 2, 0.05)])
def test_a_synthetic_year_is_counted_alike_at_every_date(
    pack: object, seed: int, years: int, scale: float
) -> None:
    make_years(pack=PACK, last_year=2024, years=years, scale=scale, seed=seed)
    records = all_records()
    targets = list(Target.objects.filter(plan__year=2024).select_related("work_form").order_by("code"))
    assert len(targets) == 48

    with clock.moved_to(date(2025, 2, 1)):
        for day in DAYS:
            expected = {
                target.code: recount(
                    records,
                    target.measure,
                    {"work_form": target.work_form.key, **target.filters},
                    date(2024, 1, 1),
                    day,
                )
                for target in targets
            }
            year = figures_of_year(2024, circle=Circle.house(), as_of=day)
            assert year is not None
            assert {one.target.code: one.figure.value for one in year.targets if one.figure} == expected
            again = figures_of_year(2024, circle=Circle.house(), as_of=day)
            assert again is not None
            assert {one.target.code: one.figure.value for one in again.targets if one.figure} == expected

        found = _of_all_measures(records)

    assert sum(bool(value) for value in expected.values()) > 30
    if scale >= FULL_ENOUGH:
        assert {key for key, value in found.items() if not value} == set()


def _of_all_measures(records: Records) -> dict[str, int]:
    """Every measure of the house, also those of which the plan asks nothing, counted twice and alike."""
    asks = {number: Ask.of(measure.key) for number, measure in enumerate(CATALOGUE)}
    found = figures_of(asks, 2024, circle=Circle.house(), as_of=DAYS[-1], today=DAYS[-1])
    expected = {ask.measure: recount(records, ask.measure, {}, DAYS[0], DAYS[-1]) for ask in asks.values()}
    assert {asks[number].measure: figure.value for number, figure in found.items()} == expected
    return expected


@pytest.mark.slow
def test_other_years_are_counted_alike_without_a_plan(pack: object) -> None:
    make_years(pack=PACK, last_year=2024, scale=0.06, seed=5)
    records = all_records()
    plan = plan_of_year(2024, only_targets=True)
    assert plan is not None
    asks = {target.code: ask_of(target) for target in plan.targets}
    targets = {target.code: target for target in Target.objects.select_related("work_form")}
    for first, last in (
        (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2023, 7, 1), date(2024, 6, 30)),
    ):
        counted = count(tuple(asks.values()), Period(first, last))
        found = {code: counted[ask].value for code, ask in asks.items()}
        assert found == {
            code: recount(
                records,
                target.measure,
                {"work_form": target.work_form.key, **target.filters},
                first,
                last,
            )
            for code, target in targets.items()
        }
