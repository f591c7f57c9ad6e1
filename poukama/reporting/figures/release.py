"""What may be shown of small counts about people to those who may not read the records.

Counts from 1 to 4 are withheld, and so is whatever would give them away: a row by its difference from the
total, a month by its difference from the year so far, a group by its difference from a larger group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

SMALL = 5
"""The smallest count that is shown."""


def is_small(number: int) -> bool:
    """Whether a count could tell of someone."""
    return 0 < number < SMALL


def month_blocks(new: Sequence[int]) -> list[range]:
    """Runs of months that may be told apart: in each, nobody is new or at least five are.

    Built from the last month backwards, so that the number at the end always stays exact. When the whole is
    small there is one block.
    """
    blocks: list[range] = []
    end = len(new)
    while end > 0:
        start = end - 1
        total = new[start]
        while is_small(total) and start > 0:
            start -= 1
            total += new[start]
        blocks.insert(0, range(start, end))
        end = start
    # What is left at the beginning may be small: it goes together with what follows.
    while len(blocks) > 1 and is_small(sum(new[month] for month in blocks[0])):
        blocks[:2] = [range(blocks[0].start, blocks[1].stop)]
    return blocks


def released_months(new: Sequence[int]) -> list[int | None]:
    """Month by month, None where a month is known only together with its neighbours."""
    shown: list[int | None] = [None] * len(new)
    if is_small(sum(new)):
        return shown
    for block in month_blocks(new):
        if len(block) == 1:
            shown[block.start] = new[block.start]
    return shown


def released_until(new: Sequence[int], months: int) -> int | None:
    """After how many whole months, at most `months`, the number so far may be shown; None for none."""
    if is_small(sum(new)):
        return None
    ends = [block.stop for block in month_blocks(new) if block.stop <= months]
    return max(ends, default=None)


def evened(new: Sequence[int]) -> tuple[int, ...]:
    """Months that may be reckoned with: what is told only of several together is spread over them evenly."""
    even: list[int] = []
    for block in month_blocks(new):
        share, over = divmod(sum(new[month] for month in block), len(block))
        even += [share + (at < over) for at in range(len(block))]
    return tuple(even)


def numbers_so_far(new: Sequence[int]) -> list[int]:
    """Every number of the year so far that is told: up to its last month, and up to the end of each run before."""
    return [sum(new[: block.stop]) for block in month_blocks(new)]


_ENOUGH_SUMS = 200
"""A reader who combines more sums than this does not exist."""
_ENOUGH_STEPS = 300
"""After so many tries a cell counts as given away: what cannot be shown to be safe is not shown."""

Bounds = dict[str, tuple[int, int]]
"""Per hidden cell the least and the most that the reader must think possible."""


@dataclass(frozen=True)
class Known:
    """A sum that the reader knows from elsewhere: of which cells, and how much."""

    cells: frozenset[str]
    total: int


def withheld_cells(
    cells: Mapping[str, int], known: Iterable[Known] = (), fixed: Iterable[str] = ()
) -> set[str] | None:
    """Which cells of a breakdown must stay hidden, so that no small one can be worked out.

    Small cells are hidden, then as many others as it takes. The sum of all cells counts as known. `fixed`
    are cells that the reader sees elsewhere anyway. A nought protects nothing: it stays as it is.

    Returns:
        The hidden cells, or None when hiding all of them would not be enough: then nothing of the breakdown
        may be told, not even which of its rows are small.
    """
    hidden = {key for key, number in cells.items() if is_small(number)}
    if not hidden:
        return hidden
    sums = _with_differences({Known(frozenset(cells), sum(cells.values())), *known})
    helpful = {key for key, number in cells.items() if number >= SMALL} - set(fixed)
    in_order = sorted(helpful, key=lambda key: (cells[key], key))
    while not _is_safe(cells, hidden, sums):
        if not in_order:
            return None
        hidden.add(in_order.pop(0))
    return hidden


def _with_differences(known: set[Known]) -> list[Known]:
    """What is known directly, and what follows from it: of two sums, one inside the other, the rest."""
    found, fresh = set(known), set(known)
    while fresh and len(found) < _ENOUGH_SUMS:
        fresh = {
            Known(larger.cells - smaller.cells, larger.total - smaller.total)
            for larger in found
            for smaller in found
            if smaller.cells < larger.cells
        } - found
        found |= fresh
    return sorted(found, key=lambda each: (len(each.cells), sorted(each.cells)))


def _is_safe(cells: Mapping[str, int], hidden: set[str], sums: Sequence[Known]) -> bool:
    """Whether each small cell might as well be another number, whatever the reader adds up and subtracts."""
    most = max((known.total for known in sums), default=0)
    bounds: Bounds = {key: (1, SMALL - 1) if is_small(cells[key]) else (SMALL, most) for key in hidden}
    # Of each sum, what its hidden cells make together.
    rests = [
        Known(
            known.cells & hidden,
            known.total - sum(number for key, number in cells.items() if key in known.cells - hidden),
        )
        for known in sums
    ]
    return all(
        any(
            _is_possible(bounds | {key: (other, other)}, rests)
            for other in range(1, SMALL)
            if other != cells[key]
        )
        for key in hidden
        if is_small(cells[key])
    )


def _is_possible(bounds: Bounds, sums: Sequence[Known]) -> bool:
    """Whether numbers within the bounds make every sum. False also when it takes too long to find out."""
    open_worlds = [bounds]
    for _step in range(_ENOUGH_STEPS):
        if not open_worlds:
            return False
        world = _tightened(open_worlds.pop(), sums)
        if world is None:
            continue
        undecided = [key for key, (low, high) in world.items() if low < high]
        if not undecided:
            return True
        key = min(undecided, key=lambda key: (world[key][1] - world[key][0], key))
        low, high = world[key]
        open_worlds += [world | {key: (low + 1, high)}, world | {key: (low, low)}]
    return False


def _tightened(bounds: Bounds, sums: Sequence[Known]) -> Bounds | None:
    """The bounds after each sum has narrowed them as far as it can; None when nothing is left of one."""
    bounds = dict(bounds)
    changed = True
    while changed:
        changed = False
        for known in sums:
            least = sum(bounds[key][0] for key in known.cells)
            most = sum(bounds[key][1] for key in known.cells)
            if not least <= known.total <= most:
                return None
            for key in known.cells:
                low, high = bounds[key]
                narrowed = max(low, known.total - (most - high)), min(high, known.total - (least - low))
                if narrowed != (low, high):
                    if narrowed[0] > narrowed[1]:
                        return None
                    bounds[key], changed = narrowed, True
                    least += narrowed[0] - low
                    most += narrowed[1] - high
    return bounds


def protected(values: Mapping[str, int], parts: Mapping[str, Sequence[frozenset[str]]]) -> set[str]:
    """Which of several figures must be hidden because their difference from a larger one is small.

    `parts` names for each figure the sets of others that lie in it without overlapping: parents and children
    of one work form, when everyone in it is a figure too.
    """
    hidden: set[str] = set()
    for whole, sets in parts.items():
        for inside in sets:
            shown = [key for key in inside if key not in hidden]
            if len(shown) == len(inside) and is_small(values[whole] - sum(values[key] for key in inside)):
                hidden.add(min(shown, key=lambda key: (values[key], key)))
    return hidden


def apart_sets(inside: Sequence[str], are_apart: Mapping[tuple[str, str], bool]) -> list[frozenset[str]]:
    """Every set of figures that share nobody, of at most four (more are never told in one plan)."""
    found: list[frozenset[str]] = []
    for size in range(1, min(len(inside), 4) + 1):
        found += [
            frozenset(some)
            for some in combinations(inside, size)
            if all(are_apart[pair] for pair in combinations(some, 2))
        ]
    return found
