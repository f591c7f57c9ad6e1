"""Goals and results out of lines whose words have places on the page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from poukama.governance.reading.cells import Row
from poukama.governance.reading.structure import Line
from poukama.governance.reading.vocabulary import RESULTS_HEADER
from poukama.governance.reading.writing import continues, ends_sentence

TOLERANCE = 3.0
ROW_GAP = 0.05


@dataclass(frozen=True, slots=True)
class _Pair:
    left: str
    right: str
    line: Line
    index: int


@dataclass(frozen=True, slots=True)
class _Habits:
    """What tells the rows of one table apart: rules, empty space, or only how full the lines are."""

    ruled: bool
    has_gaps: bool
    inner_gap: float
    longest_left: int
    longest_right: int

    def apart(self, pair: _Pair) -> bool:
        return not pair.line.starts_page and abs(pair.line.gap - self.inner_gap) > ROW_GAP


def _habits(pairs: Sequence[_Pair]) -> _Habits:
    inner_gap = _inner_gap(pairs)
    gaps = [pair.line.gap for pair in pairs[1:] if not pair.line.starts_page]
    return _Habits(
        ruled=any(pair.line.rule_above for pair in pairs[1:]),
        has_gaps=any(abs(gap - inner_gap) > ROW_GAP for gap in gaps),
        inner_gap=inner_gap,
        longest_left=max((len(pair.left) for pair in pairs), default=0),
        longest_right=max((len(pair.right) for pair in pairs), default=0),
    )


def results_edge(header: Line, lines: Sequence[Line]) -> float | None:
    """The left edge of the results' column, or None when the places of words do not tell."""
    start = _results_word(header)
    if start is None:
        return None
    edges = Counter(round(edge) for line in lines for edge in _cell_edges(line))
    near = [edge for edge in edges if abs(edge - start) <= TOLERANCE]
    if near:
        return min(near) - TOLERANCE
    goals_end = max((word.right for word in header.words if word.left < start), default=0.0)
    beyond = {edge: times for edge, times in edges.items() if edge > goals_end}
    return max(beyond, key=lambda edge: beyond[edge]) - TOLERANCE if beyond else start - TOLERANCE


def _results_word(header: Line) -> float | None:
    for index in range(1, len(header.words)):
        if RESULTS_HEADER.fullmatch(" ".join(word.text for word in header.words[index:])):
            gap = header.words[index].left - header.words[index - 1].right
            letter = (header.words[0].right - header.words[0].left) / max(1, len(header.words[0].text))
            return header.words[index].left if gap > 2.5 * letter else None
    return None


def _cell_edges(line: Line) -> list[float]:
    edges = []
    for before, after in zip(line.words, line.words[1:], strict=False):
        letter = (after.right - after.left) / max(1, len(after.text))
        if after.left - before.right > 1.5 * letter:
            edges.append(after.left)
    return edges + ([line.words[0].left] if line.words else [])


def split_columns(lines: Sequence[Line], edge: float) -> list[Row]:
    """The rows of a table whose results begin at `edge`."""
    pairs = [
        _Pair(
            " ".join(word.text for word in line.words if word.left < edge),
            " ".join(word.text for word in line.words if word.left >= edge),
            line,
            index,
        )
        for index, line in enumerate(lines)
    ]
    habits = _habits(pairs)
    rows: list[Row] = []
    for index, pair in enumerate(pairs):
        if not rows or _begins_row(pair, pairs[index - 1], rows[-1], habits):
            rows.append(Row(index=pair.index))
        row = rows[-1]
        row.last_index = pair.index
        if pair.left:
            row.goal.append(pair.left)
        if pair.right:
            row.result.append(pair.right)
    return _with_rests(rows, lines)


def _with_rests(rows: Sequence[Row], lines: Sequence[Line]) -> list[Row]:
    """At the top of a page, a goal without a result is the rest of the goal before it."""
    kept: list[Row] = []
    for row in rows:
        if kept and row.goal and not row.result and lines[row.index].starts_page:
            kept[-1].goal += row.goal
            kept[-1].last_index = row.last_index
        else:
            kept.append(row)
    return kept


def _inner_gap(pairs: Sequence[_Pair]) -> float:
    gaps = [
        two.line.gap
        for one, two in zip(pairs, pairs[1:], strict=False)
        if not two.line.starts_page
        and (
            (one.left and two.left and continues(one.left, two.left))
            or (one.right and two.right and continues(one.right, two.right))
        )
    ]
    if gaps:
        return max(set(gaps), key=lambda gap: (gaps.count(gap), -gap))
    return 0.0


def _begins_row(pair: _Pair, before: _Pair, row: Row, habits: _Habits) -> bool:
    if pair.line.starts_page:
        return _begins_row_on_new_page(pair, row)
    if habits.ruled:
        return pair.line.rule_above
    going_on = _goes_on(row.goal, pair.left) or _goes_on(row.result, pair.right)
    if habits.has_gaps:
        return habits.apart(pair) and not (going_on and not pair.left)
    if not pair.left or going_on:
        return False
    if not before.left:
        return True
    left_early = _ended_early(before.left, pair.left, habits.longest_left)
    right_early = not before.right or _ended_early(before.right, pair.right, habits.longest_right)
    return (
        bool(pair.right)
        and (left_early or ends_sentence(before.left))
        and (right_early or ends_sentence(before.right))
        and (left_early or right_early)
    )


def _ended_early(before: str, after: str, longest: int) -> bool:
    return len(before) + 1 + len(after.split(" ", 1)[0]) <= longest


def _begins_row_on_new_page(pair: _Pair, row: Row) -> bool:
    if not pair.left:
        return False
    if _goes_on(row.goal, pair.left) or _goes_on(row.result, pair.right):
        return False
    unfinished_result = bool(row.result) and not ends_sentence(row.result[-1])
    unfinished_goal = bool(row.goal) and not ends_sentence(row.goal[-1])
    return not (unfinished_goal and unfinished_result and not pair.right)


def _goes_on(cell: Sequence[str], text: str) -> bool:
    return bool(cell and text) and continues(cell[-1], text)
