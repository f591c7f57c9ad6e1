"""Plans of other associations: other services, numbers and line breaks, in all three kinds of file."""

import random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from poukama.governance.reading.proposals import Reading
from poukama.governance.reading.reader import read_plan
from tests.governance.reading.sister_plans import Plan, as_docx, as_pdf, as_text, invent, setting, settled

PHASES = (Phase.explicit, Phase.generate)  # a seed does not shrink
SEEDS = st.integers(min_value=0, max_value=100)


def pairs(reading: Reading) -> list[tuple[str, str, str]]:
    return [(goal.work_form, goal.goal, goal.result) for goal in reading.goals]


def targets(reading: Reading) -> list[tuple[str, str, int | float]]:
    return sorted((target.work_form, target.label, target.value) for target in reading.targets)


def money(reading: Reading) -> list[tuple[str, int | float]]:
    return [(line.label, line.amount) for line in reading.budget]


def assert_read(reading: Reading, plan: Plan) -> None:
    assert pairs(reading) == plan.expected_pairs
    assert targets(reading) == sorted(plan.expected_targets)
    assert money(reading) == [*plan.budget, ("Tuotot yhteensä", plan.total)]
    assert reading.year == plan.year


@settings(max_examples=40, derandomize=True, deadline=None, phases=PHASES)
@given(seed=SEEDS)
def test_text_with_columns_lost(seed):
    how, chance = setting(seed), random.Random(seed)
    plan = settled(invent(seed), how, chance)
    assert_read(read_plan(as_text(plan, how, chance).encode()), plan)


@settings(max_examples=6, derandomize=True, deadline=None, phases=PHASES)
@given(seed=SEEDS)
def test_word_with_tables(seed):
    plan = invent(seed)
    assert_read(read_plan(as_docx(plan, random.Random(seed))), plan)


@settings(max_examples=6, derandomize=True, deadline=None, phases=PHASES)
@given(seed=SEEDS)
def test_pdf_with_borderless_tables_over_pages(seed):
    plan = invent(seed)
    assert_read(read_plan(as_pdf(plan, random.Random(seed))), plan)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_in_any_common_encoding(encoding):
    plan = invent(3)
    how, chance = setting(3), random.Random(3)
    assert_read(
        read_plan(as_text(settled(plan, how, chance), how, chance).encode(encoding)),
        settled(plan, how, random.Random(3)),
    )
