"""Page numbers and running headers: part of the paper, not of the plan."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from poukama.governance.reading.structure import Line

PAGE_NUMBER = re.compile(
    r"(?:-\s*|sivu\s+|s\.\s*|sida\s+|page\s+)?(\d{1,3})(?:\s*(?:/|\(|av|of)\s*\d{1,3}\)?)?(?:\s*-)?", re.I
)


def without_page_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and headers that repeat at the edge of most pages.

    A lone number is taken for a page number only when such numbers grow by one from page to page at
    the same edge: a target on a line of its own must survive.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page or 1].append(line)
    if len(pages) < 2:
        return list(lines)
    dropped: set[int] = set()
    for edge in (0, -1):
        edge_lines = [page_lines[edge] for _page, page_lines in sorted(pages.items())]
        dropped |= _counting_up(edge_lines) | _repeated(edge_lines)
    return _carrying_page_starts(lines, dropped)


def _counting_up(edge_lines: Sequence[Line]) -> set[int]:
    numbered = [(line, int(found[1])) for line in edge_lines if (found := PAGE_NUMBER.fullmatch(line.text))]
    offsets = Counter(number - (line.page or 0) for line, number in numbered)
    if not offsets:
        return set()
    offset, times = offsets.most_common(1)[0]
    if times < max(2, 0.6 * len(edge_lines)):
        return set()
    return {line.number for line, number in numbered if number - (line.page or 0) == offset}


def _repeated(edge_lines: Sequence[Line]) -> set[int]:
    shapes = Counter(re.sub(r"\d+", "#", line.text) for line in edge_lines)
    often = {
        shape
        for shape, times in shapes.items()
        if times >= 3 and times > len(edge_lines) / 2 and shape != "#"
    }
    return {line.number for line in edge_lines if re.sub(r"\d+", "#", line.text) in often}


def _carrying_page_starts(lines: Sequence[Line], dropped: set[int]) -> list[Line]:
    kept: list[Line] = []
    starts = False
    for line in lines:
        if line.number in dropped:
            starts = starts or line.starts_page
            continue
        kept.append(replace(line, starts_page=True) if starts and not line.starts_page else line)
        starts = False
    return kept
