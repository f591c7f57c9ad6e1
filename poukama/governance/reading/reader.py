"""From lines to proposals: what a plan document says, part by part."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from poukama.governance.choices import Direction
from poukama.governance.reading.cells import Row, habits_of, split_rows
from poukama.governance.reading.columns import results_edge, split_columns
from poukama.governance.reading.documents import DEFAULT_LIMITS, Limits, read_document
from poukama.governance.reading.money import read_money
from poukama.governance.reading.projects import project_goals
from poukama.governance.reading.proposals import (
    BudgetLineFound,
    GoalFound,
    Passage,
    ProjectGoalFound,
    Reading,
    RhythmFound,
    SectionFound,
    Source,
    StaffLineFound,
    TargetFound,
    WorkFormFound,
)
from poukama.governance.reading.refusals import NotAPlan
from poukama.governance.reading.rhythms import rhythms_in
from poukama.governance.reading.sections import Heading, find_headings, lone_titles
from poukama.governance.reading.staff import read_staff, staff_starts
from poukama.governance.reading.structure import Document, Format, Line
from poukama.governance.reading.tables import PairTable, PlanTables, find_tables
from poukama.governance.reading.targets import LabelledNumber, at_most, numbers_of_result, read_targets
from poukama.governance.reading.units import unit_of
from poukama.governance.reading.value_columns import value_edges
from poukama.governance.reading.writing import (
    BULLET,
    KnownWords,
    continues,
    join,
    join_with_places,
    known_words,
)

YEAR = re.compile(r"\b(?:vuonna|vuodelle|vuoden|toimintavuo\w+|år|för)\s+(20\d\d)\b", re.I)
LONGEST_PARAGRAPH = 60


def read_plan(source: Path | bytes, *, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """What a plan document proposes. Raises a `DocumentRefused`; never writes anything."""
    return read_lines(read_document(source, limits=limits))


def read_lines(document: Document) -> Reading:
    """The proposals of a document that is already open."""
    return _PlanReader(document).read()


@dataclass(slots=True)
class _Block:
    """The goals and targets that stand under one heading."""

    work_form: str
    goals: list[GoalFound] = field(default_factory=list)
    targets: list[TargetFound] = field(default_factory=list)


class _PlanReader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines
        self.known: KnownWords = known_words(line.text for line in self.lines)
        self.headings: list[Heading] = find_headings(document)
        self.taken: set[int] = {heading.index for heading in self.headings}
        self.headers: set[int] = set()

    def read(self) -> Reading:
        tables = find_tables(self.lines, {heading.index for heading in self.headings})
        self.headers = tables.headers()
        self._name_unnumbered(tables)
        goals, targets = self._goals_and_targets(tables)
        budget = self._budget()
        staff = self._staff()
        if not (goals or targets or budget or staff):
            raise NotAPlan
        passages = self._passages()
        return Reading(
            year=self._year(),
            sections=self._sections(),
            work_forms=self._work_forms(tables),
            goals=tuple(goals),
            targets=tuple(targets),
            budget=tuple(budget),
            staff=tuple(staff),
            rhythms=tuple(self._rhythms(passages)),
            project_goals=tuple(self._project_goals()),
            passages=tuple(passages),
        )

    def _source(self, first: int, last: int | None = None) -> Source:
        line = self.lines[first]
        text = "\n".join(one.text for one in self.lines[first : (first if last is None else last) + 1])
        if self.document.format is Format.PDF:
            return Source(text=text, page=line.page)
        return Source(text=text, line=line.number)

    def _heading_of(self, index: int) -> Heading | None:
        before = [heading for heading in self.headings if heading.index <= index]
        return before[-1] if before else None

    def _work_form_of(self, index: int) -> str:
        heading = self._heading_of(index)
        return heading.title if heading else ""

    def _owner_of(self, header: int) -> Heading | None:
        """The heading that a table belongs to.

        A work form may be told under several headings of its own, with one table of goals after the last:
        that table belongs to the work form.
        """
        heading = self._heading_of(header)
        while heading is not None and heading.level > 2:
            above = [one for one in self.headings if one.index < heading.index and one.level < heading.level]
            if not above:
                break
            parent = above[-1]
            end = next(
                (
                    one.index
                    for one in self.headings
                    if one.index > parent.index and one.level <= parent.level
                ),
                len(self.lines),
            )
            inside = [one for one in self.headings if parent.index < one.index < end]
            owners = {self._heading_of(one) for one in self.headers if parent.index < one < end}
            if len(inside) < 2 or owners != {heading}:
                break
            heading = parent
        return heading

    def _table_of(self, header: int) -> str:
        owner = self._owner_of(header)
        return owner.title if owner else ""

    def _name_unnumbered(self, tables: PlanTables) -> None:
        """In a document without any headings, the first lone line after the previous tables names the work form."""
        if self.headings:
            return
        end = 0
        for first, last in tables.blocks():
            titles = lone_titles(self.lines, end, first)
            if titles:
                self.headings.append(Heading(titles[0], "", self.lines[titles[0]].text, 1, 0.5))
            end = last + 1
        self.taken |= {heading.index for heading in self.headings}

    def _goals_and_targets(self, tables: PlanTables) -> tuple[list[GoalFound], list[TargetFound]]:
        goals: list[GoalFound] = []
        targets: list[TargetFound] = []
        common = habits_of([self.lines[table.first : table.last + 1] for table in tables.pairs])
        for table in tables.pairs:
            lines = self._lines_of(table)
            edge = results_edge(self.lines[table.header], lines)
            if table.columns is not None:
                rows = _exact_rows(lines, table.columns)
            elif edge is not None:
                rows = split_columns(lines, edge)
            else:
                rows = split_rows(lines, common, self.known)
            work_form = self._table_of(table.header)
            self.taken |= {table.header, *table.indexes}
            for row in rows:
                goal = self._goal(row, table.indexes, work_form, exact=table.columns is not None)
                goals.append(goal)
                targets.extend(self._numeric_results(goal))
        lists = [[self.lines[index] for index in numbers.indexes] for numbers in tables.targets]
        edges = value_edges(lists)
        for numbers, lines in zip(tables.targets, lists, strict=True):
            labelled, used = read_targets(lines, self.known, edges)
            if labelled:
                self.taken |= set(range(numbers.header, numbers.indexes[used - 1] + 1))
            targets.extend(
                self._target(one, numbers.indexes, self._table_of(numbers.header)) for one in labelled
            )
        return goals, self._in_order(targets)

    def _lines_of(self, table: PairTable) -> list[Line]:
        """The lines of a table; where a header was printed again, a page begins."""
        before = (table.first - 1, *table.indexes)
        return [
            self.lines[index] if index - last == 1 else replace(self.lines[index], starts_page=True)
            for last, index in zip(before, table.indexes, strict=False)
        ]

    def _in_order(self, targets: list[TargetFound]) -> list[TargetFound]:
        return sorted(targets, key=lambda one: (one.source.page or 0, one.source.line or 0))

    def _goal(self, row: Row, indexes: Sequence[int], work_form: str, *, exact: bool) -> GoalFound:
        goal, result = join(row.goal, self.known), join(row.result, self.known)
        confidence = 1.0 if exact else round(max(0.3, 0.97 - 0.08 * max(0.0, row.cost)), 2)
        return GoalFound(
            work_form=work_form,
            goal=goal,
            result=result,
            source=self._source(indexes[row.index], indexes[row.last_index]),
            confidence=confidence if goal and result else 0.3,
        )

    def _numeric_results(self, goal: GoalFound) -> list[TargetFound]:
        return [
            TargetFound(
                work_form=goal.work_form,
                label=label,
                value=value,
                source=goal.source,
                confidence=0.9,
                is_result=True,
                direction=Direction.AT_MOST if at_most(value, qualifier) else Direction.AT_LEAST,
                unit=unit_of(label),
            )
            for label, value, qualifier in numbers_of_result(goal.result)
        ]

    def _target(self, found: LabelledNumber, indexes: Sequence[int], work_form: str) -> TargetFound:
        return TargetFound(
            work_form=work_form,
            label=found.label,
            value=found.value,
            source=self._source(indexes[found.index], indexes[found.last_index]),
            confidence=found.confidence,
            direction=Direction.AT_MOST if at_most(found.value, found.qualifier) else Direction.AT_LEAST,
            unit=unit_of(found.unit) or unit_of(found.label),
        )

    def _budget(self) -> list[BudgetLineFound]:
        free = [line if index not in self.taken else _blank(line) for index, line in enumerate(self.lines)]
        sums = read_money(free)
        self.taken |= {one.index for one in sums}
        return [
            BudgetLineFound(one.label, one.amount, self._source(one.index), one.confidence, one.is_total)
            for one in sums
        ]

    def _staff(self) -> list[StaffLineFound]:
        start = staff_starts(self.lines)
        if start is None:
            return []
        end = min((one.index for one in self.headings if one.index > start), default=len(self.lines))
        found = read_staff(self.lines[start + 1 : end], self.known)
        self.taken |= set(range(start, start + 2 + max((one.index for one in found), default=-1)))
        return [
            StaffLineFound(
                one.label, one.count, one.kind, self._source(start + 1 + one.index), one.confidence, one.note
            )
            for one in found
        ]

    def _year(self) -> int | None:
        years = [int(found[1]) for line in self.lines for found in YEAR.finditer(line.text)]
        return max(set(years), key=years.count) if years else None

    def _sections(self) -> tuple[SectionFound, ...]:
        found = [
            (
                one.index,
                SectionFound(one.number, one.title, one.level, self._source(one.index), one.confidence),
            )
            for one in self.headings
        ]
        for index in lone_titles(self.lines, 0, len(self.lines)):
            heading = self._heading_of(index)
            if index not in self.taken and heading is not None and heading.number:
                found.append(
                    (
                        index,
                        SectionFound("", self.lines[index].text, heading.level + 1, self._source(index), 0.5),
                    )
                )
        return tuple(section for _index, section in sorted(found, key=lambda one: one[0]))

    def _work_forms(self, tables: PlanTables) -> tuple[WorkFormFound, ...]:
        found: dict[int, WorkFormFound] = {}
        for header in sorted(tables.headers()):
            heading = self._owner_of(header)
            if heading is not None and heading.index not in found:
                found[heading.index] = WorkFormFound(
                    heading.title,
                    heading.number,
                    self._area_of(heading),
                    self._source(heading.index),
                    heading.confidence,
                )
        return tuple(found.values())

    def _area_of(self, heading: Heading) -> str:
        above = [one for one in self.headings if one.index < heading.index and one.level < heading.level]
        return above[-1].title if above else ""

    def _passages(self) -> list[Passage]:
        """Running text outside the tables, paragraph by paragraph."""
        passages: list[Passage] = []
        group: list[int] = []
        for index, line in enumerate(self.lines):
            if index in self.taken:
                self._close(group, passages)
                continue
            if group and (len(group) >= LONGEST_PARAGRAPH or not self._same_paragraph(group[-1], index)):
                self._close(group, passages)
            group.append(index)
            if line.is_row:
                self._close(group, passages)
        self._close(group, passages)
        return passages

    def _same_paragraph(self, before: int, index: int) -> bool:
        one, two = self.lines[before], self.lines[index]
        if continues(one.text, two.text):
            return True
        return not BULLET.match(two.text) and not one.text.rstrip().endswith((".", ":", "!", "?"))

    def _close(self, group: list[int], passages: list[Passage]) -> None:
        if group:
            by_page = self.document.format is Format.PDF
            text, offsets = join_with_places([self.lines[index].text for index in group], self.known)
            numbers = [
                (line.page if by_page else line.number) or 0 for line in map(self.lines.__getitem__, group)
            ]
            places = tuple(zip((max(0, offset - 1) for offset in offsets), numbers, strict=True))
            source = self._source(group[0], group[-1])
            passages.append(Passage(self._work_form_of(group[0]), text, source, places))
            group.clear()

    def _rhythms(self, passages: Sequence[Passage]) -> list[RhythmFound]:
        return [
            RhythmFound(
                work_form=passage.work_form,
                kind=one.kind,
                text=one.text,
                source=passage.source_at(one.start, one.start + len(one.text)),
                confidence=0.8,
                times=one.times,
                weekdays=one.weekdays,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                on_date=one.on_date,
            )
            for passage in passages
            for one in rhythms_in(passage.text)
        ]

    def _project_goals(self) -> list[ProjectGoalFound]:
        return [
            ProjectGoalFound(
                found.project or self._work_form_of(found.first),
                join(
                    [self.lines[one].text for one in range(found.first, found.last + 1)], self.known
                ).partition(" ")[2],
                self._source(found.first, found.last),
                0.8,
            )
            for found in project_goals(self.lines, self.taken)
        ]


def _exact_rows(lines: Sequence[Line], columns: tuple[int, int]) -> list[Row]:
    goal_column, result_column = columns
    rows: list[Row] = []
    for index, line in enumerate(lines):
        cells = line.cells or (line.text,)
        goal = cells[goal_column] if goal_column < len(cells) else ""
        result = cells[result_column] if result_column < len(cells) else ""
        if rows and not goal and result:
            rows[-1].result.append(result)
            rows[-1].last_index = index
        elif goal or result:
            rows.append(Row(index, [goal] if goal else [], [result] if result else [], index))
    return rows


def _blank(line: Line) -> Line:
    return Line(text="", number=line.number, page=line.page)
