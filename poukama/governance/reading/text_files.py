"""Plain text: its encoding, its lines, its pages."""

import codecs
import re
from dataclasses import replace

from poukama.governance.reading.page_furniture import without_page_numbers
from poukama.governance.reading.refusals import EmptyDocument, UnknownFormat
from poukama.governance.reading.structure import Document, Format, Line, Word

LONGEST_LINE = 4_000
LONGEST_TABLE_LINE = 300
COLUMN_GAP = re.compile(r"\t+| {3,}")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_text(data: bytes) -> Document:
    """A text file in UTF-8, UTF-16, Windows-1252 or Latin-1.

    A page begins at a form feed, or at a line that starts with one lone space: what is left of a form feed
    when a program turned it into white space.
    """
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    raw_lines = _raw_lines(text)
    has_form_feeds = any(starts for _content, starts in raw_lines)
    lines: list[Line] = []
    page, blank, starts_page = 1, 0, True
    for number, (raw, feed) in enumerate(raw_lines, start=1):
        if feed:
            page, starts_page = page + 1, True
        if not raw.strip():
            blank += 1
            continue
        lone_space = not has_form_feeds and raw[0] == " " and raw[1:2].strip() != "" and number > 1
        if lone_space:
            page, starts_page = page + 1, True
        lines.append(_line(raw[:LONGEST_LINE], number, page, blank, starts_page))
        blank, starts_page = 0, False
    if not lines:
        raise EmptyDocument
    if not has_form_feeds and page > len(lines) / 4:
        lines = [replace(line, page=1, starts_page=index == 0) for index, line in enumerate(lines)]
        page = 1
    return Document(format=Format.TXT, lines=tuple(without_page_numbers(lines)), pages=page)


def _raw_lines(text: str) -> list[tuple[str, bool]]:
    """Each physical line, and whether a form feed stands before its text."""
    found: list[tuple[str, bool]] = []
    for raw in text.split("\n"):
        pieces = raw.split("\f")
        found.append(
            (pieces[-1] if len(pieces) > 1 and not pieces[0].strip() else " ".join(pieces), len(pieces) > 1)
        )
    return found


def _line(raw: str, number: int, page: int, blank: int, starts_page: bool) -> Line:
    stripped = raw.replace("\u00ad", "").strip()
    cells = tuple(part.strip() for part in COLUMN_GAP.split(stripped)) if COLUMN_GAP.search(stripped) else ()
    positions = re.finditer(r"\S+", raw.expandtabs()) if len(raw) <= LONGEST_TABLE_LINE else ()
    return Line(
        text=re.sub(r"\s+", " ", stripped),
        number=number,
        page=page,
        gap=float(blank),
        starts_page=starts_page,
        cells=cells,
        words=tuple(Word(found.group(), found.start(), found.end()) for found in positions),
    )


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _plain(data[len(mark) :].decode(encoding, errors="replace"))
    sample = data[:4_000]
    if sample.count(b"\x00") > len(sample) // 4:
        encoding = "utf-16-be" if sample[0:1] == b"\x00" else "utf-16-le"
        return _plain(data.decode(encoding, errors="replace"))
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            return _plain(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnknownFormat


def _plain(text: str) -> str:
    sample = text[:20_000]
    if len(CONTROL.findall(sample)) + sample.count("\ufffd") > len(sample) // 100:
        raise UnknownFormat
    return CONTROL.sub("", text)
