"""Staff lines: areas and teams with their totals, positions with their counts, footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from poukama.governance.reading.numerals import number
from poukama.governance.reading.proposals import StaffKind
from poukama.governance.reading.structure import Line
from poukama.governance.reading.vocabulary import STAFF_HEADING, STAFF_TOTAL
from poukama.governance.reading.writing import BULLET, KnownWords, ends_sentence, join

TITLE = re.compile(
    r"(?P<label>[^()\d•*][^()]{1,80}?)\s*(?:\(\s*(?P<count>\d{1,4}(?:,\d{1,2})?)\s*(?:hlö\w*|htv|st|personer)?\s*\)\s*(?P<mark>\*{0,3}))?\s*:?"
)
COUNT_FIRST = re.compile(r"(?P<count>\d{1,3}(?:,\d{1,2})?)\s+(?P<label>[^\W\d].*)")
COUNT_LAST = re.compile(
    r"(?P<label>[^\W\d].*?)(?:\s*[:–-]?\s+|\s*\()(?P<count>\d{1,3}(?:,\d{1,2})?)\s*(?:hlö\w*|htv|st|personer)?\s*\)?"
)
FOOTNOTE = re.compile(r"(?P<mark>\*{1,3})\s*(?P<text>\S.*)")
LONGEST = 110


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A staff line at a line of the document."""

    label: str
    count: int | float | None
    kind: StaffKind
    index: int
    confidence: float = 0.95
    note: str = ""
    mark: str = ""


def staff_starts(lines: Sequence[Line]) -> int | None:
    """The line under which the staff is listed, or None."""
    for index, line in enumerate(lines):
        if len(line.text) <= LONGEST and STAFF_HEADING.search(line.text):
            following = lines[index + 1 : index + 8]
            if sum(1 for one in following if _is_position(one) or _is_counted_title(one)) >= 2:
                return index
    return None


def read_staff(lines: Sequence[Line], known: KnownWords) -> list[StaffLine]:
    """The staff lines from the beginning of `lines`; they end at the first sentence of prose."""
    found: list[StaffLine] = []
    for index, line in enumerate(lines):
        if len(line.text) > LONGEST:
            break
        if foot := FOOTNOTE.fullmatch(line.text):
            found = _with_note(found, foot["mark"], foot["text"])
        elif line.is_row and len(line.cells) > 1:
            found.extend(_row(line, index))
        elif _is_position(line):
            found.append(_position(line.text, index))
        elif not _take_words(lines, index, found, known):
            break
    return _with_kinds(found)


def _take_words(lines: Sequence[Line], index: int, found: list[StaffLine], known: KnownWords) -> bool:
    """Read the rest of a position, or a title. False when the list has ended."""
    line = lines[index]
    if found and found[-1].kind is StaffKind.POSITION and _runs_on(lines, index):
        before = found[-1].index
        found[-1] = _position(join([lines[before].text, line.text], known), before)
        return True
    title = _title(line)
    if title is not None:
        found.append(replace(title, index=index))
        return True
    return not ends_sentence(line.text) and len(line.text) <= 80


def _runs_on(lines: Sequence[Line], index: int) -> bool:
    return lines[index].text[:1].islower() or lines[index - 1].text.endswith("-")


def _is_position(line: Line) -> bool:
    return bool(BULLET.match(line.text)) or bool(
        COUNT_FIRST.fullmatch(line.text) and re.match(r"\d+\s+[a-zåäö]", line.text)
    )


def _is_counted_title(line: Line) -> bool:
    found = TITLE.fullmatch(line.text)
    return found is not None and found["count"] is not None


def _position(text: str, index: int) -> StaffLine:
    bare = re.sub(r"\s+", " ", BULLET.sub("", text)).strip()
    for pattern in (COUNT_FIRST, COUNT_LAST):
        if found := pattern.fullmatch(bare):
            return StaffLine(found["label"].strip(), number(found["count"]), StaffKind.POSITION, index)
    return StaffLine(bare, 1, StaffKind.POSITION, index, confidence=0.85)


def _title(line: Line) -> StaffLine | None:
    found = TITLE.fullmatch(line.text)
    if found is None or not line.text[:1].isupper() or ends_sentence(line.text):
        return None
    count = number(found["count"]) if found["count"] else None
    is_total = bool(STAFF_TOTAL.fullmatch(found["label"].split()[-1])) and count is not None
    kind = StaffKind.TOTAL if is_total else StaffKind.TEAM
    return StaffLine(found["label"].strip(), count, kind, 0, mark=found["mark"] or "")


def _row(line: Line, index: int) -> list[StaffLine]:
    counts = [cell for cell in line.cells[1:] if re.fullmatch(r"\d{1,4}(?:,\d{1,2})?", cell)]
    if not counts or not re.search(r"[^\W\d]", line.cells[0]):
        return []
    is_total = bool(STAFF_TOTAL.search(line.cells[0]))
    kind = StaffKind.TOTAL if is_total else StaffKind.POSITION
    return [StaffLine(line.cells[0], number(counts[-1]), kind, index)]


def _with_note(found: list[StaffLine], mark: str, text: str) -> list[StaffLine]:
    return [replace(one, note=text.strip()) if one.mark == mark and not one.note else one for one in found]


def _with_kinds(found: Sequence[StaffLine]) -> list[StaffLine]:
    """A title followed by another title is an area; one followed by positions is a team.

    A title with positions of its own stands for an area when the area before it is already full.
    """
    kinds: list[StaffLine] = []
    stated, filled = None, 0.0
    for index, line in enumerate(found):
        following = found[index + 1].kind if index + 1 < len(found) else None
        if line.kind is StaffKind.TEAM:
            size = line.count if line.count is not None else 0
            full = stated is not None and filled >= stated
            if following is StaffKind.TEAM or (full and size):
                kinds.append(replace(line, kind=StaffKind.GROUP))
                stated, filled = line.count, 0.0
                continue
            filled += size
        kinds.append(line)
    return kinds
