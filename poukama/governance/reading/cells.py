"""Goals and results out of running lines, when the columns of their table were lost.

Every line gets a column - goal or result - by the cheapest path through the lines of the table. A goal's
cell comes before its result's cell. Evidence for a new cell is empty space above a line, a sentence that
ended, a line that ended early, a capital letter; a word or sentence that goes on is evidence against it.
A row that breaks over pages comes as goal, result, (page), rest of the goal, rest of the result.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from poukama.governance.reading.structure import Line
from poukama.governance.reading.vocabulary import QUALIFIER
from poukama.governance.reading.writing import KnownWords, continues, ends_sentence, width

GOAL, RESULT, GOAL_RESUMED = range(3)
NEVER = 1e9
NO_RESULT = 7.0
MOST_WORDS = 60
VERB_END = re.compile(r"(?:uu|yy|ee|aa|ää|vat|vät|taan|tään|minen)$")
MIDDLE_OF_PHRASE = re.compile(rf"(?:{QUALIFIER}|vuonna|vuoden|[-–,/(])$", re.I)


@dataclass(slots=True)
class Row:
    """One row of the table: the lines, or parts of lines, of its two cells."""

    index: int
    goal: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    last_index: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How the tables of one document are set."""

    column_width: float
    cell_gap: float
    has_gaps: bool
    measure: Callable[[str], float] = width
    breaks_words: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    cost: float
    previous: int
    action: str
    last_goal: int
    split: int = 0


def habits_of(tables: Sequence[Sequence[Line]]) -> Habits:
    """The width of a column and the empty space inside a cell, from lines that certainly go on.

    Some texts are broken at a number of letters and some at a width on paper: the measure by which the
    full lines differ less is the right one.
    """
    full: list[str] = []
    inner_gaps: list[float] = []
    for lines in tables:
        for before, after in zip(lines, lines[1:], strict=False):
            if runs_on(before, after):
                inner_gaps.append(after.gap)
                full.append(before.text)
    measure = min((width, _letters), key=lambda one: _spread([one(text) for text in full]))
    gap = max(set(inner_gaps), key=inner_gaps.count) if inner_gaps else 0.0
    broken = sum(1 for text in full if text.endswith("-"))
    return Habits(_column(sorted(map(measure, full))), gap, True, measure, broken > len(full) / 4)


def runs_on(before: Line, after: Line) -> bool:
    """Whether a line certainly goes on with the cell of the line before."""
    goes_on = continues(before.text, after.text) and not ends_sentence(before.text)
    return goes_on and not after.starts_page


def _letters(text: str) -> float:
    return float(len(text))


def _spread(sizes: Sequence[float]) -> float:
    """How much the longer half of the lines differs, in relation to its size."""
    longer = sorted(sizes)[len(sizes) // 2 :]
    return (longer[-1] - longer[0]) / longer[-1] if longer else 0.0


def _column(sizes: Sequence[float]) -> float:
    """The widest line that is not two cells on one line."""
    if not sizes:
        return math.inf
    middle = sizes[len(sizes) // 2]
    return max(size for size in sizes if size <= middle * 1.35)


def habits_within(lines: Sequence[Line], common: Habits) -> Habits:
    """The habits of one table: whether empty space tells its cells apart."""
    pairs = [(one, two) for one, two in zip(lines, lines[1:], strict=False) if not two.starts_page]
    inner = [two.gap for one, two in pairs if runs_on(one, two)]
    gap = max(set(inner), key=lambda one: (inner.count(one), -one)) if inner else common.cell_gap
    has_gaps = any(two.gap > gap + 0.2 for _one, two in pairs)
    return replace(common, cell_gap=gap, has_gaps=has_gaps)


def split_rows(lines: Sequence[Line], common: Habits, known: KnownWords) -> list[Row]:
    """The rows of one table."""
    if not lines:
        return []
    judge = _Judge(lines, habits_within(lines, common), known)
    table: list[list[_Step | None]] = []
    for index in range(len(lines)):
        table.append(_best_steps(judge, index, table[index - 1] if index else None))
    return _rows(judge, table)


def _best_steps(judge: "_Judge", index: int, before: list[_Step | None] | None) -> list[_Step | None]:
    """The cheapest way to have the line in each column."""
    best: list[_Step | None] = [None, None, None]
    ways = _first_ways(judge, index) if before is None else _ways(judge, index, before)
    for column, step in ways:
        kept = best[column]
        if kept is None or step.cost < kept.cost:
            best[column] = step
    return best


def _first_ways(judge: "_Judge", index: int) -> Iterator[tuple[int, _Step]]:
    shared, split = judge.shared(index)
    yield GOAL, _Step(judge.alone(index), -1, "row", index)
    yield RESULT, _Step(shared, -1, "shared", index, split)


def _ways(judge: "_Judge", index: int, before: list[_Step | None]) -> Iterator[tuple[int, _Step]]:
    stay, border = judge.stay(index), judge.border(index)
    for column, step in enumerate(before):
        if step is None:
            continue
        cost = step.cost + judge.alone(index)
        yield column, _Step(cost + stay, column, "stay", step.last_goal if column == RESULT else index)
        if column == GOAL:
            yield RESULT, _Step(cost + border, column, "result", step.last_goal)
            yield GOAL, _Step(cost + border + NO_RESULT, column, "row", index)
        elif column == GOAL_RESUMED:
            yield RESULT, _Step(cost + judge.result_resumed(index), column, "result", step.last_goal)
        else:
            yield from _ways_after_result(judge, index, step, cost, border)


def _ways_after_result(
    judge: "_Judge", index: int, step: _Step, cost: float, border: float
) -> Iterator[tuple[int, _Step]]:
    left = judge.left_broken(step.last_goal)
    shared, split = judge.shared(index)
    yield GOAL, _Step(cost + border + left, RESULT, "row", index)
    new_row = min(border, judge.counted_row(index, split))
    yield RESULT, _Step(step.cost + new_row + left + shared, RESULT, "shared", index, split)
    if judge.lines[index].starts_page:
        unfinished = 4.0 if ends_sentence(judge.lines[step.last_goal].text) else 0.0
        yield GOAL_RESUMED, _Step(cost + judge.resumed(index) + unfinished, RESULT, "resume", index)


def _rows(judge: "_Judge", table: list[list[_Step | None]]) -> list[Row]:
    endings = {GOAL: 6.0, RESULT: 0.0, GOAL_RESUMED: 4.0}
    column = min(endings, key=lambda one: _ended_cost(judge, table[-1][one]) + endings[one])
    path: list[tuple[int, _Step]] = []
    for index in range(len(table) - 1, -1, -1):
        step = table[index][column]
        if step is None:
            break
        path.append((column, step))
        column = step.previous
    rows: list[Row] = []
    cost_before = 0.0
    for index, (column, step) in enumerate(reversed(path)):
        text = judge.lines[index].text
        if step.action in {"row", "shared"} or not rows:
            rows.append(Row(index=index))
        row = rows[-1]
        if step.action == "shared":
            tokens = text.split(" ")
            row.goal.append(" ".join(tokens[: step.split]))
            row.result.append(" ".join(tokens[step.split :]))
        else:
            (row.result if column == RESULT else row.goal).append(text)
        row.last_index = index
        row.cost += step.cost - cost_before
        cost_before = step.cost
    return rows


def _ended_cost(judge: "_Judge", step: _Step | None) -> float:
    return NEVER if step is None else step.cost + judge.left_broken(step.last_goal)


class _Judge:
    """What each reading of a line would cost."""

    def __init__(self, lines: Sequence[Line], habits: Habits, known: KnownWords) -> None:
        self.lines = lines
        self.habits = habits
        self.known = known

    def _apart(self, index: int) -> bool:
        line = self.lines[index]
        return self.habits.has_gaps and not line.starts_page and line.gap > self.habits.cell_gap + 0.2

    def _goes_on(self, index: int) -> bool:
        return continues(self.lines[index - 1].text, self.lines[index].text)

    def _runs_on(self, index: int) -> bool:
        """As going on, but a capital after a broken word is another cell's beginning."""
        return self._goes_on(index) and not self.lines[index].text[0].isupper()

    def _ended(self, index: int) -> bool:
        return ends_sentence(self.lines[index - 1].text)

    def _room_for(self, index: int, text: str) -> bool:
        column = self.habits.column_width
        used = self.habits.measure(f"{self.lines[index - 1].text} {text}")
        return used <= column * 0.98 < math.inf

    def _ended_early(self, index: int) -> bool:
        """Whether the next word would have fitted on the line before."""
        return self._room_for(index, self.lines[index].text.split(" ", 1)[0])

    def _ended_rather_early(self, index: int) -> bool:
        """Whether the beginning of the next word would have fitted, where words are broken."""
        word = self.lines[index].text.split(" ", 1)[0]
        return self.habits.breaks_words and len(word) > 5 and self._room_for(index, word[:4] + "-")

    def _text_says_new_cell(self, index: int) -> float:
        """The cost of a border by the words alone."""
        if self._goes_on(index):
            return 8.0
        early = self._ended_early(index)
        if self._ended(index):
            return 0.0 if early else 0.7 if self._ended_rather_early(index) else 1.2
        if early and self.lines[index].text[0].isdigit():
            return 0.5
        return 1.5 if early else 5.0

    def _text_says_same_cell(self, index: int) -> float:
        if self._goes_on(index):
            return 0.0
        early = self._ended_early(index)
        if self._ended(index):
            return 4.0 if early else 1.4 if self._ended_rather_early(index) else 0.5
        if early and _counts_something(self.lines[index].text.split(" ", 2), 0):
            return 6.0
        return 3.0 if early else 0.4

    def stay(self, index: int) -> float:
        """The line belongs to the cell of the line before."""
        if self.lines[index].starts_page:
            return min(self._text_says_same_cell(index), 1.0)
        if not self.habits.has_gaps:
            return self._text_says_same_cell(index)
        if not self._apart(index):
            return 0.0
        return 2.5 if self._runs_on(index) else 6.0

    def border(self, index: int) -> float:
        """The line begins a new cell."""
        if self.lines[index].starts_page:
            return 6.0 if self._goes_on(index) else 1.0 if self._ended(index) else 2.0
        if not self.habits.has_gaps:
            return self._text_says_new_cell(index)
        if self._apart(index):
            return 2.5 if self._runs_on(index) else 0.0
        return 4.5 if self._ended(index) and self._ended_early(index) else 8.0

    def counted_row(self, index: int, split: int) -> float:
        """A line of a goal and a counted number is a row by itself, wherever the columns were."""
        line, before = self.lines[index], self.lines[index - 1]
        is_open = self._goes_on(index) or MIDDLE_OF_PHRASE.search(before.text) or line.starts_page
        is_row = split > 0 and line.text[0].isupper() and _counts_something(line.text.split(" "), split)
        return 1.5 if is_row and not is_open else NEVER

    def left_broken(self, last_goal: int) -> float:
        """A goal cannot end in the middle of a word: its rest must be somewhere."""
        text = self.lines[last_goal].text
        return 4.0 if text.endswith("-") and not text.endswith(" -") else 0.0

    def resumed(self, index: int) -> float:
        """The line goes on with a goal from the page before, after the result's first part."""
        head = self.lines[index].text[:1]
        return 0.5 if head.islower() else 4.0

    def result_resumed(self, index: int) -> float:
        """The line goes on with a result after the rest of its goal."""
        lower = self.lines[index].text[:1].islower()
        apart = self._apart(index) or not self.habits.has_gaps
        return (0.0 if lower else 2.0) + (0.0 if apart else 5.0)

    def alone(self, index: int) -> float:
        """The line lies in one cell: it cannot be wider than its column, and begins no sentence out of nothing."""
        if self.habits.measure(self.lines[index].text) > self.habits.column_width * 1.08:
            return 6.0
        cost, split = self.shared(index)
        tokens = self.lines[index].text.split(" ")
        if split == 0 or cost > 2.6 or ends_sentence(tokens[split - 1]):
            return 0.0
        return 3.0 if _counts_something(tokens, split) else 0.7

    def shared(self, index: int) -> tuple[float, int]:
        """The line holds a whole goal and the beginning of its result: what that costs, and at which word."""
        tokens = self.lines[index].text.split(" ", MOST_WORDS + 1)
        if len(tokens) > MOST_WORDS:
            return NEVER, 0
        fits_alone = self.habits.measure(self.lines[index].text) <= self.habits.column_width * 1.08
        best, at = NEVER, 0
        for split in range(1, len(tokens)):
            cost = self._split_cost(index, tokens, split)
            if fits_alone:
                cost += 0.3 if _counts_something(tokens, split) else 1.5
            if cost < best:
                best, at = cost, split
        return best, at

    def _split_cost(self, index: int, tokens: Sequence[str], split: int) -> float:
        before, after = tokens[split - 1], tokens[split]
        column = self.habits.column_width
        left, right = " ".join(tokens[:split]), " ".join(tokens[split:])
        if not (after[0].isupper() or after[0].isdigit() or after[0] in '"”('):
            return NEVER
        cost = 0.0 if ends_sentence(left) else 0.4 if VERB_END.search(before) else 0.8
        if after[0].isdigit():
            cost += 0.3 if after.isdigit() else 2.0
        if after.split("-")[0] in self.known.names and not ends_sentence(left):
            cost += 3.0
        if MIDDLE_OF_PHRASE.search(before):
            cost += 5.0
        cost += sum(6.0 for part in (left, right) if self.habits.measure(part) > column * 1.08)
        cost += sum(2.0 for part in (left, right) if " " not in part)
        return cost if _counts_something(tokens, split) else cost + self._unfilled(index, right)

    def _unfilled(self, index: int, right: str) -> float:
        """A result that goes on below fills its first line."""
        if index + 1 >= len(self.lines) or not self._goes_on(index + 1):
            return 0.0
        first_word = self.lines[index + 1].text.split(" ", 1)[0]
        used = self.habits.measure(f"{right} {first_word}")
        return 1.5 if used < self.habits.column_width * 0.97 else 0.0


def _counts_something(tokens: Sequence[str], at: int) -> bool:
    """Whether a bare number with the name of what it counts stands at a word."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    return (
        tokens[at].isdigit()
        and len(after) > 2
        and after[0].islower()
        and not after.startswith(("vuot", "kuuk", "viik", "måna", "veck"))
    )
