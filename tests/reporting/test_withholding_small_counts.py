"""From everything that somebody outside the circle sees, no small count can be worked out."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poukama.reporting.figures.release import (
    SMALL,
    Known,
    evened,
    is_small,
    month_blocks,
    numbers_so_far,
    released_months,
    released_until,
    withheld_cells,
)

numbers = st.integers(min_value=0, max_value=9)
small_tables = st.lists(numbers, min_size=2, max_size=5)


def worlds(cells: dict[str, int], hidden: set[str], sums: Iterable[Known]) -> Iterator[dict[str, int]]:
    """Every table that looks the same: small ones say "fewer than five", others hidden are at least five."""
    order = sorted(hidden)
    most = sum(cells.values())
    choices = [range(1, SMALL) if is_small(cells[key]) else range(SMALL, most + 1) for key in order]
    sums = list(sums)
    for values in product(*choices):
        world = cells | dict(zip(order, values, strict=True))
        if all(sum(world[key] for key in known.cells) == known.total for known in sums):
            yield world


def gives_away(cells: dict[str, int], hidden: set[str], sums: Iterable[Known]) -> set[str]:
    """Small cells that have the same number in every world that looks the same."""
    seen: dict[str, set[int]] = {key: set() for key in hidden}
    for world in worlds(cells, hidden, sums):
        for key in hidden:
            seen[key].add(world[key])
    return {key for key in hidden if is_small(cells[key]) and len(seen[key]) == 1}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_tables)
def test_no_small_cell_of_a_breakdown_follows_from_its_total(table):
    cells = {f"c{at}": number for at, number in enumerate(table)}
    hidden = withheld_cells(cells)
    if hidden is None:
        return

    assert {key for key, number in cells.items() if is_small(number)} <= hidden
    assert gives_away(cells, hidden, [Known(frozenset(cells), sum(table))]) == set()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(numbers, min_size=3, max_size=5), st.data())
def test_no_small_cell_follows_from_a_figure_that_is_a_part_of_it(table, data):
    cells = {f"c{at}": number for at, number in enumerate(table)}
    inside = data.draw(st.sets(st.sampled_from(sorted(cells)), min_size=2, max_size=len(cells) - 1))
    part = Known(frozenset(inside), sum(cells[key] for key in inside))
    hidden = withheld_cells(cells, [part])
    if hidden is None:
        return

    assert gives_away(cells, hidden, [Known(frozenset(cells), sum(table)), part]) == set()


@pytest.mark.parametrize(
    "cells", [{"a": 0, "b": 0, "c": 1, "d": 5}, {"a": 5, "b": 5, "c": 1}, {"a": 1, "b": 1}]
)
def test_where_hiding_every_row_is_not_enough_nothing_of_it_is_told(cells):
    """Six in all, and the hidden row is at least five: the small one is 1."""
    assert withheld_cells(cells) is None


@pytest.mark.parametrize(
    "cells, hidden",
    [
        ({"a": 6, "b": 5, "c": 1}, {"a", "b", "c"}),
        ({"a": 40, "b": 7, "c": 1}, {"b", "c"}),
        ({"a": 40, "b": 0, "c": 9, "d": 2}, {"c", "d"}),
    ],
)
def test_the_smallest_rows_that_suffice_go_along(cells, hidden):
    assert withheld_cells(cells) == hidden


def test_one_small_row_takes_another_with_it():
    assert withheld_cells({"a": 12, "b": 9, "c": 3}) == {"b", "c"}


def test_a_row_that_is_seen_elsewhere_cannot_hide_another():
    assert withheld_cells({"a": 12, "b": 9, "c": 3}, fixed=["b"]) == {"a", "c"}


def test_two_ones_are_not_hidden_by_their_sum():
    """Together two, each at least one: both would be known. A third row goes along."""
    assert withheld_cells({"a": 30, "b": 1, "c": 1}) == {"a", "b", "c"}


def test_nothing_is_hidden_where_nothing_is_small():
    assert withheld_cells({"a": 12, "b": 0, "c": 5}) == set()


year = st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(year)
def test_every_run_of_months_that_can_be_told_apart_is_none_or_at_least_five(new):
    blocks = month_blocks(new)
    assert [month for block in blocks for month in block] == list(range(len(new)))
    sums = [sum(new[month] for month in block) for block in blocks]
    assert not any(is_small(total) for total in sums) or len(blocks) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(year)
def test_any_two_past_days_that_are_shown_differ_by_none_or_at_least_five(new):
    shown = {len(new): sum(new)} if not is_small(sum(new)) else {}
    for months in range(len(new)):
        end = released_until(new, months)
        if end is not None:
            shown[end] = sum(new[:end])
    for (_, one), (_, other) in combinations(sorted(shown.items()), 2):
        assert not is_small(abs(other - one))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(year)
def test_no_month_that_is_shown_is_small(new):
    shown = released_months(new)
    assert not any(month is not None and is_small(month) for month in shown)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(min_value=0, max_value=7), min_size=2, max_size=4))
def test_no_small_month_follows_from_the_year_the_months_shown_and_every_past_day(new):
    """Everything at once: months shown, numbers of past days, and the whole year."""
    if is_small(sum(new)):
        return
    cells = {str(at): number for at, number in enumerate(new)}
    shown = released_months(new)
    hidden = {str(at) for at, month in enumerate(shown) if month is None}
    sums = [Known(frozenset(cells), sum(new))]
    for months in range(1, len(new)):
        end = released_until(new, months)
        if end is not None:
            sums.append(Known(frozenset(str(at) for at in range(end)), sum(new[:end])))
    order, most = sorted(hidden), sum(new)
    seen: dict[str, set[int]] = {key: set() for key in hidden}
    for values in product(range(most + 1), repeat=len(order)):
        world = cells | dict(zip(order, values, strict=True))
        if all(sum(world[key] for key in known.cells) == known.total for known in sums):
            for key in hidden:
                seen[key].add(world[key])
    assert not {key for key in hidden if is_small(cells[key]) and len(seen[key]) == 1}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(year)
def test_months_that_are_reckoned_with_tell_no_more_than_the_runs_that_are_told_apart(new):
    even = evened(new)
    blocks = month_blocks(new)
    same_outside = [0] * len(new)
    for block in blocks:
        same_outside[block.stop - 1] = sum(new[month] for month in block)

    assert sum(even) == sum(new)
    assert [sum(even[month] for month in block) for block in blocks] == [
        sum(new[month] for month in block) for block in blocks
    ]
    if month_blocks(same_outside) == blocks:
        assert evened(same_outside) == even


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(year)
def test_the_numbers_that_are_told_of_a_year_are_those_of_its_past_days(new):
    ends = {released_until(new, months) for months in range(1, len(new) + 1)} - {None}
    if not is_small(sum(new)):
        assert set(numbers_so_far(new)) == {sum(new[:end]) for end in ends}
