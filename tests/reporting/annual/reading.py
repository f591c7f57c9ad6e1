"""Reading back the files of a report."""

import io
import re
from typing import Any

import pdfplumber
from docx import Document
from docx.document import Document as Word

_BEHIND = 60
"""Letters as large as this stand across the page behind the text."""


def word_of(content: bytes) -> Word:
    """A DOCX, opened."""
    return Document(io.BytesIO(content))


def text_of_word(content: bytes) -> str:
    """All text of a DOCX: paragraphs and cells in their order."""
    return "\n".join(
        "".join(run.text or "" for run in part.iter() if run.tag.endswith("}t"))
        for part in word_of(content).element.body.iter()
        if part.tag.endswith("}p")
    )


def rows_of_word(content: bytes) -> list[list[str]]:
    """The rows of all tables."""
    return [[cell.text for cell in row.cells] for table in word_of(content).tables for row in table.rows]


def pages_of(content: bytes) -> list[str]:
    """The text of each page of a PDF, with the words that were broken over lines whole again."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        # What stands across the page behind the text is not part of it.
        told = [page.filter(lambda each: each.get("size", 0) < _BEHIND) for page in file.pages]
        return [whole(page.extract_text() or "") for page in told]


def whole(text: str) -> str:
    """The text in one line, without hyphens at the ends of lines."""
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad-]\n", "", text)).replace("\u00ad", "")


def catalogue_of(content: bytes) -> dict[str, Any]:
    """What a PDF says of itself."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        return dict(file.doc.catalog) | {"Info": file.metadata}
