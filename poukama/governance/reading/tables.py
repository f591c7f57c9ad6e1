"""Where in a document the tables of goals and the lists of targets stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from poukama.governance.reading.structure import Line
from poukama.governance.reading.vocabulary import (
    GOALS_HEADER,
    PAIR_HEADER,
    RESULTS_HEADER,
    STAFF_HEADING,
    TARGET_HEADING,
)

LONGEST_HEADING = 130


@dataclass(frozen=True, slots=True)
class PairTable:
    """A table of goals and results. `columns` are known when it is a real table."""

    header: int
    indexes: tuple[int, ...]
    columns: tuple[int, int] | None = None

    @property
    def first(self) -> int:
        """The first line of the table, its header left out."""
        return self.indexes[0] if self.indexes else self.header

    @property
    def last(self) -> int:
        """The last line of the table."""
        return self.indexes[-1] if self.indexes else self.header


@dataclass(frozen=True, slots=True)
class TargetList:
    """The lines from a targets' heading to the next heading: targets come first in them."""

    header: int
    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanTables:
    """All tables of a document."""

    pairs: tuple[PairTable, ...]
    targets: tuple[TargetList, ...]

    def headers(self) -> set[int]:
        """The lines at which a table begins."""
        return {one.header for one in self.pairs} | {one.header for one in self.targets}

    def blocks(self) -> list[tuple[int, int]]:
        """First and last line of every table, in order."""
        spans = [(one.header, one.last) for one in self.pairs]
        spans += [(one.header, one.indexes[0] if one.indexes else one.header) for one in self.targets]
        return sorted(spans)


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    index: int
    body: int
    columns: tuple[int, int] | None = None


def find_tables(lines: Sequence[Line], headings: set[int]) -> PlanTables:
    """The tables, each ending where the next heading or table begins."""
    marks = _marks(lines, headings)
    pairs: list[PairTable] = []
    targets: list[TargetList] = []
    for position, mark in enumerate(marks):
        end = marks[position + 1].index if position + 1 < len(marks) else len(lines)
        indexes = tuple(range(mark.body, end))
        if mark.kind == "pairs" and pairs and _repeats(marks[position - 1], mark):
            before = pairs.pop()
            pairs.append(PairTable(before.header, before.indexes + indexes, before.columns))
        elif mark.kind == "pairs":
            pairs.append(PairTable(mark.index, indexes, mark.columns))
        elif mark.kind == "targets":
            targets.append(TargetList(mark.index, indexes))
    kept = [_within_table(lines, table) for table in pairs if table.indexes]
    return PlanTables(tuple(kept), tuple(one for one in targets if one.indexes))


def _repeats(before: _Mark, mark: _Mark) -> bool:
    """A header printed again at the top of a page goes on with its table."""
    return before.kind == "pairs" and before.columns == mark.columns


def _within_table(lines: Sequence[Line], table: PairTable) -> PairTable:
    if table.columns is None:
        return table
    indexes = []
    for index in table.indexes:
        if not lines[index].is_row:
            break
        indexes.append(index)
    return PairTable(table.header, tuple(indexes), table.columns)


def _marks(lines: Sequence[Line], headings: set[int]) -> list[_Mark]:
    marks: list[_Mark] = []
    skip_to = 0
    for index, line in enumerate(lines):
        if index < skip_to:
            continue
        mark = _Mark("heading", index, index + 1) if index in headings else _table_mark(lines, index)
        if mark is None and len(line.text) < LONGEST_HEADING and STAFF_HEADING.search(line.text):
            mark = _Mark("other", index, index + 1)
        if mark is not None:
            marks.append(_with_title(lines, mark))
            skip_to = mark.body
    return marks


def _with_title(lines: Sequence[Line], mark: _Mark) -> _Mark:
    """The title line over a table of goals belongs to it, not to what stands before."""
    before = lines[mark.index - 1].text if mark.index else ""
    is_title = (
        mark.kind == "pairs"
        and re.search(r"tavoit\w+.*tulo|mål.*resultat", before, re.I)
        and len(before) < 90
    )
    if is_title and not before.endswith("."):
        return _Mark(mark.kind, mark.index, mark.body, mark.columns)
    return mark


def _table_mark(lines: Sequence[Line], index: int) -> _Mark | None:
    line = lines[index]
    if len(line.text) > LONGEST_HEADING:
        return None
    if line.is_row and len(line.cells) > 1:
        columns = _columns(line)
        return _Mark("pairs", index, index + 1, columns) if columns else _target_mark(lines, index)
    if PAIR_HEADER.fullmatch(line.text):
        return _Mark("pairs", index, index + 1)
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is not None and GOALS_HEADER.fullmatch(line.text) and RESULTS_HEADER.fullmatch(after.text):
        return _Mark("pairs", index, index + 2)
    return _target_mark(lines, index)


def _columns(line: Line) -> tuple[int, int] | None:
    goals = [at for at, cell in enumerate(line.cells) if GOALS_HEADER.fullmatch(cell)]
    results = [at for at, cell in enumerate(line.cells) if RESULTS_HEADER.fullmatch(cell)]
    return (goals[0], results[0]) if goals and results else None


def _target_mark(lines: Sequence[Line], index: int) -> _Mark | None:
    texts = [line.text for line in lines[index : index + 3]]
    for count in range(1, len(texts) + 1):
        text = " ".join(texts[:count])
        joined = re.sub(r"- (?=[a-zåäö])", "", text)
        for version in (text, joined):
            if len(version) < LONGEST_HEADING and TARGET_HEADING.fullmatch(version):
                longer = " ".join(texts[: count + 1])
                if count < len(texts) and re.fullmatch(
                    r"(?:vuonna|vuodelle|år|för)?\s*20\d\d\s*:?", texts[count]
                ):
                    return (
                        _Mark("targets", index, index + count + 1)
                        if TARGET_HEADING.fullmatch(longer)
                        else None
                    )
                return _Mark("targets", index, index + count)
        if lines[index].is_row:
            break
    return None
