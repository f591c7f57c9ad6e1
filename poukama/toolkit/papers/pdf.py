"""A document as a PDF: tagged for those who listen to it (PDF/UA-1), with its fonts inside."""

import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from poukama.toolkit.papers.blocks import Block, Content
from poukama.toolkit.papers.fonts import write_fonts

_LAYOUT = Path(__file__).with_name("layout")
_PLAIN_UNTIL = 0x24F
_ALSO = frozenset("–—‘’‚“”„…•‰€™←→−≤≥≈\u200b\u2009\u202f")
_INSTEAD = "?"


def as_pdf(content: Content) -> bytes:
    """Draw it. What is written in it reaches the layout as data and is never read as markup."""
    made = datetime.combine(date.fromisoformat(content["made_on"]), time(12), tzinfo=UTC)
    drawn = _draw("report.typ", content, format="pdf", pdf_standards=["ua-1"], timestamp=made)
    assert isinstance(drawn, bytes)  # noqa: S101  # a PDF is one file
    return drawn


def charts_as_pictures(charts: Sequence[Block]) -> list[bytes]:
    """The charts as PNG, one each, the same as in the PDF."""
    if not charts:
        return []
    drawn = _draw("charts.typ", {"charts": list(charts)}, format="png", ppi=200)
    return drawn if isinstance(drawn, list) else [drawn]


def _draw(layout: str, data: Any, **options: Any) -> Any:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in _LAYOUT.glob("*.typ"):
            (folder / part.name).write_text(part.read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(_drawable(data), ensure_ascii=False), encoding="utf-8")
        write_fonts(folder)
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
        return typst.compile(str(folder / layout), root=str(folder), font_paths=fonts, **options)


def _drawable(value: Any) -> Any:
    """The data with only letters that the fonts have: one that is missing would make the PDF unreadable aloud."""
    if isinstance(value, str):
        return "".join(each if ord(each) <= _PLAIN_UNTIL or each in _ALSO else _INSTEAD for each in value)
    if isinstance(value, dict):
        return {key: _drawable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_drawable(each) for each in value]
    return value
