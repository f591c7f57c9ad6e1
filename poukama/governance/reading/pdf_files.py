"""PDF: lines from the places of words, since tables without borders are not marked as tables."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from poukama.governance.reading.page_furniture import without_page_numbers
from poukama.governance.reading.refusals import Encrypted, OnlyPictures, TooLarge, Unreadable
from poukama.governance.reading.structure import Document, Format, Line, Word

SAME_LINE = 3.0
MARGIN = 0.09
COLUMN_GAP_IN_SIZES = 1.6
MAX_WORDS = 250_000
STREAM = re.compile(rb"stream\r?\n")
LONE_NUMBER = re.compile(r"\d{1,3}")


def read_pdf(data: bytes, *, max_pages: int, max_unpacked: int) -> Document:
    """A PDF with text in it."""
    _check_streams(data, max_unpacked)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > max_pages:
                raise TooLarge
            lines = list(_document_lines(pdf.pages))
            pages = len(pdf.pages)
    except PdfminerException as wrapped:
        if wrapped.args and isinstance(wrapped.args[0], PDFPasswordIncorrect):
            raise Encrypted from wrapped
        raise Unreadable from wrapped
    except PDFPasswordIncorrect as locked:
        raise Encrypted from locked
    except (
        PDFException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
    ) as broken:
        raise Unreadable from broken
    if not lines:
        raise OnlyPictures
    return Document(format=Format.PDF, lines=tuple(_with_gaps(without_page_numbers(lines))), pages=pages)


def _check_streams(data: bytes, max_unpacked: int) -> None:
    """Unpack every compressed stream within a budget, twice over where one is packed in another."""
    left = max_unpacked
    for found in STREAM.finditer(data):
        packed: bytes = data[found.end() : found.end() + 2]
        start, source = found.end(), data
        while packed[:1] == b"\x78":
            unpacker = zlib.decompressobj()
            try:
                unpacked = unpacker.decompress(source[start : start + 20_000_000], left + 1)
            except zlib.error:
                break
            left -= len(unpacked)
            if left < 0:
                raise TooLarge
            source, start, packed = unpacked, 0, unpacked[:2]


def _document_lines(pages: Sequence[Page]) -> Iterator[Line]:
    number, words_seen = 0, 0
    for page in pages:
        words = page.extract_words(x_tolerance=2, y_tolerance=SAME_LINE, extra_attrs=["size"])
        words_seen += len(words)
        if words_seen > MAX_WORDS:
            raise TooLarge
        rules = sorted({float(edge["top"]) for edge in page.horizontal_edges if float(edge["width"]) > 40})
        starts, previous_top = True, 0.0
        for row in _rows(words):
            foot = Counter(round(float(word["bottom"]), 1) for word in row).most_common(1)[0][0]
            top = min(float(word["top"]) for word in row)
            if _is_page_number(row, top, page):
                continue
            number += 1
            ruled = not starts and any(previous_top + 2 < rule <= top + 2 for rule in rules)
            yield _line(row, number, page.page_number, foot, starts, ruled)
            starts, previous_top = False, top
        page.close()


def _rows(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda one: (float(one["bottom"]), float(one["x0"]))):
        if rows and abs(float(rows[-1][0]["bottom"]) - float(word["bottom"])) <= SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: float(one["x0"])) for row in rows]


def _is_page_number(row: list[dict[str, Any]], top: float, page: Page) -> bool:
    at_edge = top < page.height * MARGIN or top > page.height * (1 - MARGIN)
    text = "".join(str(word["text"]) for word in row)
    return at_edge and bool(LONE_NUMBER.fullmatch(text)) and int(text) == page.page_number


def _line(row: list[dict[str, Any]], number: int, page: int, foot: float, starts: bool, ruled: bool) -> Line:
    size = float(Counter(round(float(word["size"]), 1) for word in row).most_common(1)[0][0])
    words = tuple(
        Word(str(word["text"]).replace("\u00ad", "-"), float(word["x0"]), float(word["x1"])) for word in row
    )
    cells: list[list[str]] = [[words[0].text]]
    for before, word in zip(words, words[1:], strict=False):
        if word.left - before.right > COLUMN_GAP_IN_SIZES * size:
            cells.append([])
        cells[-1].append(word.text)
    return Line(
        text=" ".join(word.text for word in words),
        number=number,
        page=page,
        gap=foot,
        starts_page=starts,
        cells=tuple(" ".join(cell) for cell in cells) if len(cells) > 1 else (),
        words=words,
        rule_above=ruled,
        size=size,
    )


def _with_gaps(lines: Sequence[Line]) -> Iterator[Line]:
    """Turn the place of each line into the empty space above it, in lines."""
    steps = [
        round(after.gap - before.gap, 1)
        for before, after in zip(lines, lines[1:], strict=False)
        if not after.starts_page and after.gap > before.gap
    ]
    pitch = _pitch(steps)
    previous: Line | None = None
    for line in lines:
        step = pitch if previous is None or line.starts_page else line.gap - previous.gap
        yield replace(line, gap=round(step / pitch - 1, 2))
        previous = line


def _pitch(steps: Sequence[float]) -> float:
    """The step between lines of one paragraph: the smallest that is not rare."""
    times = Counter(step for step in steps if step > SAME_LINE)
    common = [step for step, count in times.items() if count >= max(2, len(steps) // 25)]
    return min(common or times, default=1.0)
