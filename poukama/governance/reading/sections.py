"""Headings: numbered chapters, styled headings, and short lines that stand alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from poukama.governance.reading.structure import Document, Line
from poukama.governance.reading.vocabulary import CAPTION, CONTENTS
from poukama.governance.reading.writing import BULLET, ends_sentence, width

NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<dot>\.)?\s+(?P<title>[A-ZÅÄÖÉ\"”(].*)")
LEADER = re.compile(r"\s*(?:\.{3,}|…+|\s\.\s\.)[\s.…]*\d{1,3}\s*$")
LONGEST_TITLE = 110
LONGEST_LEADER = 200
SHORTEST_FULL, SECOND_LINE = 50, 40


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at a line of the document."""

    index: int
    number: str
    title: str
    level: int
    confidence: float = 1.0


def find_headings(document: Document) -> list[Heading]:
    """Numbered headings when the document has them, else headings by style or size. In the document's order."""
    lines = document.lines
    contents = _contents_lines(lines)
    full = _full_width(lines)
    numbered = [_whole(heading, lines, full) for heading in _numbered(lines, contents)]
    styled = _styled(lines, {heading.index for heading in numbered} | contents)
    return sorted([*numbered, *styled], key=lambda heading: heading.index)


def _full_width(lines: Sequence[Line]) -> float:
    """How wide the full lines of the running text are."""
    widths = sorted(width(line.text) for line in lines if not line.is_row)
    return widths[len(widths) * 9 // 10] if widths else 0.0


def _whole(heading: Heading, lines: Sequence[Line], full: float) -> Heading:
    """A heading with its second line, when its title had no room on the first."""
    if heading.index + 2 >= len(lines) or len(lines[heading.index].text) < SHORTEST_FULL:
        return heading
    line, after, below = lines[heading.index : heading.index + 3]
    had_no_room = width(f"{line.text} {after.text.split(' ', 1)[0]}") > full * 0.97
    stands_alone = len(after.text) <= SECOND_LINE and not ends_sentence(after.text) and not after.is_row
    if had_no_room and stands_alone and not NUMBERED.fullmatch(after.text) and below.text[:1].isupper():
        return replace(heading, title=f"{heading.title} {after.text.strip()}")
    return heading


def _contents_lines(lines: Sequence[Line]) -> set[int]:
    """A table of contents repeats the headings with page numbers: it holds no sections itself."""
    found: set[int] = set()
    inside = False
    for index, line in enumerate(lines):
        if CONTENTS.fullmatch(line.text.strip(" :")):
            inside = True
            found.add(index)
        elif len(line.text) > LONGEST_LEADER:
            inside = False
        elif LEADER.search(line.text) or (inside and re.search(r"\D\s+\d{1,3}$", line.text)):
            found.add(index)
        elif inside and not re.match(r"\d", line.text):
            inside = False
    return found


def _numbered(lines: Sequence[Line], contents: set[int]) -> list[Heading]:
    candidates: list[tuple[int, tuple[int, ...], bool, str]] = []
    for index, line in enumerate(lines):
        found = None if line.is_row or index in contents else NUMBERED.fullmatch(line.text)
        if (
            found
            and len(found["title"]) <= LONGEST_TITLE
            and not found["title"].endswith((".", ":", ";", "?"))
        ):
            parts = tuple(int(part) for part in found["number"].split("."))
            candidates.append((index, parts, bool(found["dot"]), found["title"]))
    with_dot = all(dot for _index, parts, dot, _title in candidates if len(parts) == 1)
    listed = _listed(candidates)
    chain: list[Heading] = []
    last: tuple[int, ...] = ()
    for index, parts, dot, title in candidates:
        fits = len(parts) > 1 or (dot is with_dot and index not in listed)
        if fits and _follows(last, parts) and not _goes_on(lines, index):
            chain.append(Heading(index, ".".join(map(str, parts)), title.strip(), len(parts)))
            last = parts
    return chain


def _listed(candidates: Sequence[tuple[int, tuple[int, ...], bool, str]]) -> set[int]:
    """Items of a numbered list: they follow one another without text between."""
    found: set[int] = set()
    items = [(index, parts[0]) for index, parts, dot, _title in candidates if len(parts) == 1 and dot]
    for (index, number), (next_index, next_number) in zip(items, items[1:], strict=False):
        if next_number == number + 1 and next_index - index <= 2:
            found |= {index, next_index}
    return found


def _follows(last: tuple[int, ...], parts: tuple[int, ...]) -> bool:
    """Whether a number may come next; one may be missing, and the first may be any."""
    if not last:
        return True
    depth = next(
        (at for at, (one, two) in enumerate(zip(last, parts, strict=False)) if one != two), len(last)
    )
    if depth >= len(parts):
        return False
    before = last[depth] if depth < len(last) else 0
    return 0 < parts[depth] - before <= 2 and all(part <= 2 for part in parts[depth + 1 :])


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """A numbered list item that runs on to the next line is not a heading."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after is not None and lines[index].text.endswith("-") and after.text[:1].islower()


def _styled(lines: Sequence[Line], taken: set[int]) -> list[Heading]:
    sizes = sorted(line.size for line in lines if line.size)
    body = sizes[len(sizes) // 2] if sizes else 0.0
    large = sorted({line.size for line in lines if body and line.size > body * 1.12}, reverse=True)
    found: list[Heading] = []
    for index, line in enumerate(lines):
        if index in taken or line.is_row or CAPTION.match(line.text):
            continue
        if line.heading_level is not None:
            found.append(Heading(index, "", line.text, line.heading_level))
        elif line.size in large and 2 < len(line.text) <= LONGEST_TITLE:
            found.append(Heading(index, "", line.text, large.index(line.size) + 1, 0.8))
    return found


def lone_titles(lines: Sequence[Line], first: int, last: int) -> list[int]:
    """Short lines that look like a heading without a number: they stand apart and are no sentence."""
    found = []
    for index in range(max(first, 0), min(last, len(lines))):
        before = lines[index - 1].text if index else ""
        after = lines[index + 1].text if index + 1 < len(lines) else ""
        text = lines[index].text
        if (
            3 <= len(text) <= 60
            and text[0].isupper()
            and not ends_sentence(text)
            and not text.endswith((":", ",", "-", ";"))
            and not BULLET.match(text)
            and not CAPTION.match(text)
            and not lines[index].cells
            and not re.search(r"\d$", text)
            and (not before or before.rstrip().endswith((".", ":", "!", "?")))
            and after[:1].isupper()
            and len(after) > len(text)
        ):
            found.append(index)
    return found
