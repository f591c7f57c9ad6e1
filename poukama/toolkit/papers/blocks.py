"""What a document is made of, as plain data: the same blocks are kept, drawn as a PDF and written as a DOCX."""

import unicodedata
from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
Content = dict[str, Any]

_LONGEST_RUN = 40
_JOINERS = "\n\t"


def printable(text: str) -> str:
    """The text without what no page can show: control characters, halves of characters, turned directions.

    A run of letters longer than a line gets places where it may break.
    """
    kept = "".join(
        each
        for each in unicodedata.normalize("NFC", text)
        if each in _JOINERS or unicodedata.category(each) not in {"Cc", "Cs", "Co", "Cn", "Cf"}
    )
    return " ".join(_broken(run) for run in kept.split(" "))


def _broken(run: str) -> str:
    if len(run) <= _LONGEST_RUN:
        return run
    parts = [run[at : at + _LONGEST_RUN] for at in range(0, len(run), _LONGEST_RUN)]
    return "\N{ZERO WIDTH SPACE}".join(parts)


def heading(level: int, text: str, *, is_listed: bool = True) -> Block:
    """A heading of level 1 to 3; whether the list of contents names it."""
    return {"kind": "heading", "level": level, "text": printable(text), "is_listed": is_listed}


def numbered(number: int | str, title: str) -> str:
    """A heading's number and title."""
    return f"{number} {title}"


def paragraph(text: str, *, quiet: bool = False) -> Block:
    """Running text; quiet for what explains."""
    return {"kind": "paragraph", "text": printable(text), "quiet": quiet}


def bullets(items: Sequence[str]) -> Block:
    """A list whose order says nothing."""
    return {"kind": "bullets", "items": [printable(item) for item in items]}


def named(name: str, text: str) -> Block:
    """A short name in bold and its text."""
    return {"kind": "named", "name": printable(name), "text": printable(text)}


def question(owner: str, text: str) -> Block:
    """What nobody has written yet, asked from its owner."""
    return {"kind": "question", "owner": printable(owner), "text": printable(text)}


def cell(text: str, *, strong: bool = False) -> Block:
    """One cell of a table."""
    return {"text": printable(text), "strong": strong}


def column(title: str, width: float, *, numeric: bool = False) -> Block:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""
    return {"title": printable(title), "width": width, "numeric": numeric}


def table(caption: str, columns: Sequence[Block], rows: Sequence[Sequence[Block]]) -> Block:
    """A table; the first cell of each row names the row."""
    return {
        "kind": "table",
        "caption": printable(caption),
        "columns": list(columns),
        "rows": [list(row) for row in rows],
    }


def bar(label: str, said: str, *, share: float | None, is_ceiling: bool) -> Block:
    """A bar of a chart. `share` is of the aim; None when there is no number to draw."""
    return {"label": printable(label), "said": printable(said), "share": share, "is_ceiling": is_ceiling}


def chart(caption: str, alt: str, bars: Sequence[Block], *, widest: float) -> Block:
    """Bars that begin together and a mark where the aim is; `alt` says the same in words."""
    return {
        "kind": "chart",
        "caption": printable(caption),
        "alt": printable(alt),
        "bars": list(bars),
        "widest": widest,
    }
