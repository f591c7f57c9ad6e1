"""Word documents: paragraphs and table rows in their order."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from poukama.governance.reading.refusals import EmptyDocument, Encrypted, TooLarge, UnknownFormat, Unreadable
from poukama.governance.reading.structure import Document, Format, Line

CHUNK = 1_000_000
HEADING_STYLE = re.compile(r"(?:heading|otsikko|rubrik|title)\s*(\d)?", re.I)
WORD_PART = "word/document.xml"
ENCRYPTED_FLAG = 0x1


def read_word(data: bytes, *, max_unpacked: int, max_marks: int) -> Document:
    """A .docx file. Its size is measured by unpacking it, since a package may lie about its size."""
    _check_package(data, max_unpacked, max_marks)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except (OpcError, SyntaxError, KeyError, ValueError, zipfile.BadZipFile) as broken:
        raise Unreadable from broken
    if not lines:
        raise EmptyDocument
    return Document(format=Format.DOCX, lines=tuple(lines))


def _check_package(data: bytes, max_unpacked: int, max_marks: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
                raise Encrypted
            if WORD_PART not in {entry.filename for entry in entries}:
                raise UnknownFormat
            if len(entries) > 5_000 or sum(entry.file_size for entry in entries) > max_unpacked:
                raise TooLarge
            _measure(package, entries, max_unpacked, max_marks)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as broken:
        raise Unreadable from broken


def _measure(
    package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], max_unpacked: int, max_marks: int
) -> None:
    """Unpack every part piece by piece, keeping none. What is marked up is told by its marks, not by its name."""
    unpacked = marks = 0
    for entry in entries:
        with package.open(entry) as part:
            while chunk := part.read(CHUNK):
                unpacked += len(chunk)
                marks += chunk.count(b"<") + chunk.count(b"=")
                if unpacked > max_unpacked or marks > max_marks:
                    raise TooLarge


def _lines(document: WordDocument) -> Iterator[Line]:
    number, empty = 0, 0
    for block in document.iter_inner_content():
        before = number
        for line in _block_lines(block):
            number += 1
            yield replace(line, number=number, gap=line.gap + empty)
            empty = 0
        empty += number == before


def _block_lines(block: Paragraph | Table) -> Iterator[Line]:
    if isinstance(block, Table):
        yield from _row_lines(block)
        return
    level = _heading_level(block)
    for index, piece in enumerate(block.text.split("\n")):
        if text := _tidy(piece):
            bullet = "• " if _is_list_item(block) and index == 0 else ""
            cells = tuple(part.strip() for part in piece.split("\t") if part.strip())
            yield Line(
                text=bullet + text,
                number=0,
                gap=0.0 if index else 1.0,
                heading_level=level,
                cells=cells if len(cells) > 1 else (),
            )


def _row_lines(table: Table) -> Iterator[Line]:
    for row in table.rows:
        seen: list[_Cell] = []
        for cell in row.cells:
            if not any(cell._tc is other._tc for other in seen):
                seen.append(cell)
        cells = tuple(_tidy(cell.text) for cell in seen)
        if any(cells):
            yield Line(text=" ".join(filter(None, cells)), number=0, gap=1.0, cells=cells, is_row=True)


def _heading_level(paragraph: Paragraph) -> int | None:
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    found = HEADING_STYLE.fullmatch(style)
    return int(found[1] or 1) if found else None


def _is_list_item(paragraph: Paragraph) -> bool:
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    return _heading_level(paragraph) is None and (numbered or style.lower().startswith(("list", "luettelo")))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()
