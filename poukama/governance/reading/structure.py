"""One shape for every document: lines in reading order, with what is known of pages and columns."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The kind of file, decided by its content."""

    TXT = "txt"
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text with its left and right edge, in the unit of its document."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line, paragraph or table row.

    `gap` is the empty space above, in lines. `cells` are filled when the columns are known;
    `is_row` says that they come from a real table, so that a cell is whole.
    """

    text: str
    number: int
    page: int | None = None
    gap: float = 0.0
    starts_page: bool = False
    cells: tuple[str, ...] = ()
    is_row: bool = False
    words: tuple[Word, ...] = ()
    rule_above: bool = False
    heading_level: int | None = None
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from a file, before anyone asks what it means."""

    format: Format
    lines: tuple[Line, ...]
    pages: int | None = None
