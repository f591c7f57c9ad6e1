"""Labels and numbers in two columns, told apart by their places on the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from poukama.governance.reading.numerals import NUMERAL
from poukama.governance.reading.structure import Line, Word
from poukama.governance.reading.vocabulary import UNIT
from poukama.governance.reading.writing import continues

VALUE = re.compile(rf"{NUMERAL}\s*(?:{UNIT})?", re.I)
ALIGNED = 1.5
ROW_GAP = 0.05


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One row: the lines of its label, and its value."""

    labels: tuple[str, ...]
    value: str
    last_index: int


@dataclass(frozen=True, slots=True)
class _Split:
    label: str
    value: str
    left: float
    right: float
    gap: float
    space: float


def value_edges(lists: Sequence[Sequence[Line]]) -> tuple[tuple[float, float], ...]:
    """Left and right edges of the numbers that stand in a column of their own, in any list of a document."""
    found: list[tuple[float, float]] = []
    for lines in lists:
        splits = _splits(lines)
        found += [
            (split.left, split.right)
            for index, split in splits.items()
            if _is_aligned(index, splits, lines[index].size)
        ]
    return tuple(found)


def column_rows(lines: Sequence[Line], edges: Sequence[tuple[float, float]] = ()) -> dict[int, ColumnRow]:
    """Rows by the index of their first line; empty when the lines have no places or no column of numbers."""
    splits = _splits(lines)
    in_column = {
        index: split
        for index, split in splits.items()
        if _is_aligned(index, splits, lines[index].size)
        or (split.gap > 2 * split.space and _is_at(split, edges))
    }
    if not in_column:
        return {}
    rows: dict[int, ColumnRow] = {}
    for group in _groups(lines, in_column):
        if _has_rows_of_its_own(group, lines, splits, in_column):
            continue
        numbered = [index for index in group if index in in_column]
        if len(numbered) == 1:
            rows[group[0]] = _row(group, lines, in_column)
        elif numbered:
            rows |= {part[0]: _row(part, lines, in_column) for part in _parts(group, lines, in_column)}
    return rows


def _has_rows_of_its_own(
    group: Sequence[int], lines: Sequence[Line], splits: dict[int, _Split], in_column: dict[int, _Split]
) -> bool:
    """Whether a line ends in a number outside the column and another label begins below it."""
    return any(
        index in splits and index not in in_column and lines[below].text[:1].isupper()
        for index, below in pairwise(group)
    )


def _parts(group: Sequence[int], lines: Sequence[Line], in_column: dict[int, _Split]) -> list[list[int]]:
    """Rows without empty space between them: a label that goes on belongs to the number above, else below."""
    parts: list[list[int]] = [[]]
    for index in group:
        text = _label_at(index, lines, in_column)
        above = parts[-1]
        has_number = any(one in in_column for one in above)
        goes_on = bool(above) and continues(_label_at(above[-1], lines, in_column), text)
        if has_number and (index in in_column or not goes_on):
            parts.append([])
        parts[-1].append(index)
    return [part for part in parts if any(one in in_column for one in part)]


def _label_at(index: int, lines: Sequence[Line], in_column: dict[int, _Split]) -> str:
    return in_column[index].label if index in in_column else lines[index].text


def _splits(lines: Sequence[Line]) -> dict[int, _Split]:
    """Lines that end in a number. One alone where the labels begin stands in no column of its own."""
    found = {index: split for index, line in enumerate(lines) if line.size and (split := _split(line))}
    margin = min((line.words[0].left for line in lines if line.words), default=0.0)
    return {
        index: split for index, split in found.items() if split.label or split.left > margin + 2 * ALIGNED
    }


def _is_at(split: _Split, edges: Sequence[tuple[float, float]]) -> bool:
    return any(
        abs(left - split.left) <= ALIGNED or abs(right - split.right) <= ALIGNED for left, right in edges
    )


def _row(group: Sequence[int], lines: Sequence[Line], in_column: dict[int, _Split]) -> ColumnRow:
    labels = [_label_at(index, lines, in_column) for index in group]
    value = next(in_column[index].value for index in group if index in in_column)
    return ColumnRow(tuple(filter(None, labels)), value, group[-1])


def _groups(lines: Sequence[Line], in_column: dict[int, _Split]) -> list[list[int]]:
    """Lines set as close as those of one label. A page begins a new group."""
    labels = [_label_at(index, lines, in_column) for index in range(len(lines))]
    inner = [
        lines[index].gap
        for index in range(1, len(lines))
        if continues(labels[index - 1], labels[index]) and not lines[index].starts_page
    ]
    close = max(set(inner), key=lambda gap: (inner.count(gap), -gap)) if inner else 0.0
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if not groups or line.starts_page or abs(line.gap - close) > ROW_GAP:
            groups.append([])
        groups[-1].append(index)
    return groups


def _split(line: Line) -> _Split | None:
    for count in range(min(4, len(line.words)), 0, -1):
        tail = line.words[-count:]
        text = " ".join(word.text for word in tail)
        if VALUE.fullmatch(text) and text[0].isdigit() and _is_one_number(tail):
            head = line.words[:-count]
            gap = tail[0].left - head[-1].right if head else 0.0
            spaces = [two.left - one.right for one, two in zip(head, head[1:], strict=False)]
            label = " ".join(word.text for word in head)
            space = max([*spaces, line.size / 4])
            return _Split(label, text, tail[0].left, tail[-1].right, gap, space)
    return None


def _is_one_number(words: Sequence[Word]) -> bool:
    """Thousands stand close together; two columns of numbers do not."""
    return all(
        after.left - before.right < 1.2 * (after.right - after.left) / max(1, len(after.text)) + 2
        for before, after in zip(words, words[1:], strict=False)
    )


def _stands_apart(split: _Split) -> bool:
    return not split.label or split.gap > 1.5 * split.space


def _is_aligned(index: int, splits: dict[int, _Split], size: float) -> bool:
    """Whether a number stands in a column: under another one, and at least one of them apart from its label."""
    mine = splits[index]
    others = [split for other, split in splits.items() if other != index]
    apart = [split for split in others if _stands_apart(mine) or _stands_apart(split)]
    aligned = _is_at(mine, [(split.left, split.right) for split in apart])
    return aligned or mine.gap > 0.85 * size or mine.gap > 2 * mine.space or (not mine.label and not others)
