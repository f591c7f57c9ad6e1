"""Numeric targets: a label and a number, on one line or on several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from poukama.governance.reading.numerals import NUMERAL, number
from poukama.governance.reading.structure import Line
from poukama.governance.reading.value_columns import ColumnRow, column_rows
from poukama.governance.reading.vocabulary import (
    AT_MOST,
    CAPTION,
    JOINING_WORDS,
    QUALIFIER,
    TARGET_TABLE_HEADER_WORDS,
    UNIT,
    YEAR_BEFORE,
)
from poukama.governance.reading.writing import BULLET, KnownWords, ends_sentence, join

LONE = re.compile(
    rf"(?P<qualifier>{QUALIFIER}\s*)?(?P<value>{NUMERAL})(?:\s*[-–]\s*\d+)?\s*(?P<unit>{UNIT})?\s*\.?", re.I
)
INLINE = re.compile(
    rf"(?P<label>.*?\S)(?:\s+|(?<=[:=]))(?P<qualifier>{QUALIFIER}\s*)?(?<![\d,.–-])(?P<value>{NUMERAL})"
    rf"(?:\s*[-–]\s*\d+)?\s*(?P<unit>{UNIT})?\s*\.?",
    re.I,
)
NUMBER_FIRST = re.compile(
    rf"(?P<qualifier>{QUALIFIER}\s+)?(?P<value>{NUMERAL})\s+(?P<label>[a-zåäö].*)", re.I
)
LABEL_END = re.compile(r"\s*(?:[:=…–—]|\.{2,}|\s-)+\s*$")
LONGEST_LABEL = 220
LONGEST_LABEL_LINES = 5


@dataclass(slots=True)
class LabelledNumber:
    """A target as it stands in the document."""

    label: str
    value: int | float
    index: int
    last_index: int
    qualifier: str = ""
    unit: str = ""
    confidence: float = 1.0
    lines: list[str] = field(default_factory=list)


def read_targets(
    lines: Sequence[Line], known: KnownWords, edges: Sequence[tuple[float, float]] = ()
) -> tuple[list[LabelledNumber], int]:
    """The labelled numbers at the beginning of `lines`, and how many lines they take.

    `edges` tell where numbers stand in the document's other lists. Prose that follows them is left alone: what never comes to a number is no target.
    """
    reader = _TargetReader(lines, known, edges)
    return reader.read()


class _TargetReader:
    def __init__(
        self, lines: Sequence[Line], known: KnownWords, edges: Sequence[tuple[float, float]]
    ) -> None:
        self.lines = lines
        self.known = known
        self.found: list[LabelledNumber] = []
        self.pending: list[int] = []
        self.used = 0
        labels = [line.text for line in lines[:12] if not LONE.fullmatch(line.text)]
        first = BULLET.sub("", labels[0]) if labels else ""
        self.lower_case_labels = first[:1].islower()
        gaps = [line.gap for line in lines[1:40] if not line.starts_page]
        self.inner_gap = min(gaps, default=0.0)
        self.has_gaps = any(gap > self.inner_gap + 0.15 for gap in gaps)
        self.rows = column_rows(lines, edges)

    def read(self) -> tuple[list[LabelledNumber], int]:
        for index, line in enumerate(self.lines):
            if index < self.used:
                continue
            if index in self.rows:
                self._take_row(index, self.rows[index])
            elif not self._take(index, line):
                break
        return self.found, self.used

    def _take_row(self, index: int, row: ColumnRow) -> None:
        found = LONE.fullmatch(row.value)
        if found is not None:
            self.pending = []
            self._emit(index, join(row.labels, self.known), found, 1.0)
            self.found[-1].last_index = row.last_index
            self.used = row.last_index + 1

    def _take(self, index: int, line: Line) -> bool:
        """Read one line. False when the list of targets has ended."""
        words = {word.strip(":/()").lower() for word in line.text.split()}
        named = {word for word in words if word and not re.fullmatch(r"20\d\d", word)}
        if (
            named
            and named <= TARGET_TABLE_HEADER_WORDS
            and not re.search(r"\d$", re.sub(r"20\d\d", "", line.text))
        ):
            return True
        if line.is_row or len(line.cells) > 1:
            return self._take_cells(index, line)
        if LONE.fullmatch(line.text):
            return self._take_lone(index, line)
        inline = self._inline(index, line)
        if inline is not None:
            return self._take_inline(index, line, inline)
        return self._take_words(index, line)

    def _take_cells(self, index: int, line: Line) -> bool:
        numbers = [cell for cell in line.cells[1:] if LONE.fullmatch(cell)]
        if not numbers:
            if line.is_row:
                return bool(self.found) or index < 3
            return self._take_words(index, line)
        found = LONE.fullmatch(numbers[-1])
        if found is None or not re.search(r"[^\W\d]", line.cells[0]):
            return True
        self._emit(index, line.cells[0], found, 1.0)
        return True

    def _take_lone(self, index: int, line: Line) -> bool:
        found = LONE.fullmatch(line.text)
        if found is None:
            return True
        if self.pending:
            self._emit(index, "", found, 0.95)
        elif self.found and self.found[-1].last_index == index - 1 and len(self.found[-1].lines) == 1:
            before = self.found.pop()
            self.pending = list(range(before.index, before.last_index + 1))
            self._emit(index, "", found, 0.6)
        return True

    def _inline(self, index: int, line: Line) -> re.Match[str] | None:
        text = BULLET.sub("", line.text[: LONGEST_LABEL + 1])
        found = INLINE.fullmatch(text)
        if (
            len(text) > LONGEST_LABEL
            or found is None
            or CAPTION.match(text)
            or not re.search(r"[^\W\d]{2}", found["label"])
        ):
            return None
        value = number(found["value"])
        label = found["label"]
        if not found["unit"] and 1990 <= value <= 2100 and YEAR_BEFORE.search(label):
            return None
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if following is None or self.lower_case_labels or following.starts_page:
            return found
        goes_on = following.text[:1].islower()
        broken = label.endswith("-") and not label.endswith(" -")
        if goes_on and not broken and not found["unit"] and not self._is_last_of_label(index + 1):
            return None
        return found

    def _is_last_of_label(self, index: int) -> bool:
        """On a page with places: whether a line ends a block, so that the number above it stands beside its label."""
        line = self.lines[index]
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        ends = after is None or after.starts_page or after.gap > line.gap + 0.05
        return (
            line.size > 0
            and line.gap <= self.inner_gap + 0.05
            and ends
            and INLINE.fullmatch(line.text) is None
        )

    def _take_inline(self, index: int, line: Line, found: re.Match[str]) -> bool:
        if self._pending_is_caption(line):
            self.pending = []
        label = found["label"]
        self._emit(index, label, found, 0.98 if not self.pending else 0.9)
        return True

    def _pending_is_caption(self, line: Line) -> bool:
        """A line without a number, set apart from the labelled numbers below it, is a caption over them."""
        if not self.pending:
            return False
        last = self.lines[self.pending[-1]].text
        if last.endswith(":"):
            return True
        open_ended = last.endswith(("-", ",", "/", ";")) or last.split()[-1].lower() in JOINING_WORDS
        apart = self.has_gaps and line.gap > self.inner_gap + 0.15 and not line.starts_page
        return apart and not open_ended and line.text[:1].isupper()

    def _take_words(self, index: int, line: Line) -> bool:
        last = self.found[-1] if self.found else None
        follows_last = last is not None and not self.pending and last.last_index == index - 1
        if last is not None and follows_last and self._belongs_to(last, line, index):
            last.lines.append(line.text)
            last.label = self._label([*last.lines])
            last.last_index = index
            self.used = index + 1
            return True
        self.pending.append(index)
        texts = [self.lines[one].text for one in self.pending]
        too_long = len(texts) > LONGEST_LABEL_LINES or sum(map(len, texts)) > LONGEST_LABEL
        return not (too_long or (ends_sentence(line.text) and sum(map(len, texts)) > 45))

    def _belongs_to(self, last: LabelledNumber, line: Line, index: int) -> bool:
        before = self.lines[index - 1]
        in_columns = len(before.cells) > 1 or before.is_row or before.size > 0
        open_ended = last.lines[-1].endswith("-") and not last.lines[-1].endswith(" -")
        if line.text.startswith("(") and line.text.endswith(")"):
            return True
        if open_ended:
            return True
        tight = not line.starts_page and line.gap <= self.inner_gap + 0.15
        if not in_columns or not tight:
            return False
        return line.text[:1].islower() or self.has_gaps

    def _emit(self, index: int, label: str, found: re.Match[str], confidence: float) -> None:
        parts = [self.lines[one].text for one in self.pending] + ([label] if label else [])
        first = self.pending[0] if self.pending else index
        qualifier = (found["qualifier"] or "").strip()
        self.found.append(
            LabelledNumber(
                label=self._label(parts),
                value=number(found["value"]),
                index=first,
                last_index=index,
                qualifier=qualifier,
                unit=(found["unit"] or "").strip(),
                confidence=confidence,
                lines=parts,
            )
        )
        self.pending = []
        self.used = index + 1

    def _label(self, parts: Sequence[str]) -> str:
        return LABEL_END.sub("", BULLET.sub("", join(parts, self.known))).strip()


def at_most(value: int | float, qualifier: str) -> bool:
    """Whether a target is a ceiling: it says so, or aims at nothing of something."""
    return value == 0 or bool(AT_MOST.search(qualifier))


def numbers_of_result(result: str) -> list[tuple[str, int | float, str]]:
    """Label, value and qualifier of an intended result that is itself a number, as in "6 new pairs"."""
    if len(result.split()) > 14 or not re.match(rf"(?:{QUALIFIER}\s+)?\d", result, re.I):
        return []
    found: list[tuple[str, int | float, str]] = []
    for part in re.split(r"(?:,|;|\s+ja|\s+sekä|\s+och|\s+samt)\s+(?=(?:\w+\s+)?\d)", result.rstrip(" .")):
        match = NUMBER_FIRST.fullmatch(part.strip())
        if match is None or re.match(r"(?:kk|v|vuoti)\b", match["label"]):
            return []
        found.append((match["label"].strip(), number(match["value"]), (match["qualifier"] or "").strip()))
    return found
