"""A plan's printed lines typed again: as a Word file and as a PDF, each line a paragraph of its own."""

import io
import json
from collections.abc import Sequence

import docx
import typst

TEMPLATE = """
#set page(paper: "a4", margin: 25mm)
#set text(size: 12pt, hyphenate: false)
#set par(spacing: 0.65em)
#for line in json(bytes(sys.inputs.lines)) { par(line) }
"""


def as_word(lines: Sequence[str], *, keep_empty: bool) -> bytes:
    """A Word file without tables or styles; `keep_empty` leaves empty lines as empty paragraphs."""
    document = docx.Document()
    for line in lines:
        if line.strip() or keep_empty:
            document.add_paragraph(line.strip())
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_narrow_pdf(lines: Sequence[str]) -> bytes:
    """A PDF on which long lines break once more, and nothing but the words tells columns apart."""
    kept = [line.strip() for line in lines if line.strip()]
    compiled = typst.compile(TEMPLATE.encode(), format="pdf", sys_inputs={"lines": json.dumps(kept)})
    assert isinstance(compiled, bytes)
    return compiled
