"""A document as a DOCX: real headings and lists, tables whose headings repeat, charts with words beside them."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from poukama.toolkit.papers.blocks import Block, Content
from poukama.toolkit.papers.pdf import charts_as_pictures

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_INK, _SOFT, _WATER, _AMBER = "25201A", "5D5346", "11565F", "73500F"
_LINE, _EDGE, _AMBER_MIST = "DED5C6", "857966", "FBF3E4"
_WIDTH = 162
_QUESTION = "Question"
_QUIET = "Quiet"
_LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def as_docx(content: Content) -> bytes:
    """Write it."""
    word = Document()
    _set_up(word, content)
    if not content.get("is_short"):
        word.add_paragraph(content["association"], style=_QUIET).paragraph_format.space_before = Pt(110)
    word.add_paragraph(content["title"], style="Title")
    for line in content["lines"]:
        word.add_paragraph(line, style=_QUIET)
    charts = [each for each in content["blocks"] if each["kind"] == "chart"]
    pictures = iter(charts_as_pictures(charts))
    for each in content["blocks"]:
        _TELLS[each["kind"]](word, each, content, pictures)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set_up(word: Word, content: Content) -> None:
    made = datetime.combine(date.fromisoformat(content["made_on"]), time(12), tzinfo=UTC)
    about = word.core_properties
    about.title = content["title"]
    about.author = content["association"]
    about.last_modified_by = content["association"]
    about.language = _LANGUAGES[content["language"]]
    about.subject, about.keywords, about.comments = "", "", ""
    about.created = about.modified = made.replace(tzinfo=None)
    _speak(word, _LANGUAGES[content["language"]])
    _styles(word)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    head = section.header.paragraphs[0]
    head.text = content["running"]
    head.style = word.styles["Header"]
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{content['page']} ")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _speak(word: Word, language: str) -> None:
    """Say in which language the document is, so that it is read aloud and checked in it."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    letters = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = letters.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        letters.append(spoken)
    spoken.set(qn("w:val"), language)


def _styles(word: Word) -> None:
    plain = word.styles["Normal"]
    _letters(plain, "Calibri", 10.5, _INK)
    plain.paragraph_format.space_after = Pt(6)
    for name, size, before in (("Title", 30, 6), ("Heading 1", 19, 26), ("Heading 2", 14, 18)):
        _letters(word.styles[name], "Georgia", size, _INK)
        word.styles[name].font.bold = False
        word.styles[name].paragraph_format.space_before = Pt(before)
        word.styles[name].paragraph_format.space_after = Pt(6)
    borders = word.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        word.styles["Title"].element.pPr.remove(borders)
    _letters(word.styles["Heading 3"], "Calibri", 11, _INK)
    word.styles["Heading 3"].font.bold = True
    word.styles["Heading 3"].paragraph_format.space_before = Pt(12)
    _letters(word.styles["Caption"], "Calibri", 9, _SOFT)
    word.styles["Caption"].font.bold = False
    word.styles["Caption"].paragraph_format.keep_with_next = True
    _letters(word.styles["Header"], "Calibri", 9, _SOFT)
    quiet = word.styles.add_style(_QUIET, 1)
    quiet.base_style = plain
    _letters(quiet, "Calibri", 10.5, _SOFT)
    asked = word.styles.add_style(_QUESTION, 1)
    asked.base_style = plain
    _letters(asked, "Calibri", 10.5, _AMBER)
    _shade(asked.element.get_or_add_pPr(), _AMBER_MIST)


def _letters(style: Any, font: str, size: float, colour: str) -> None:
    style.font.name, style.font.size = font, Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), font)


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    properties.append(shade)


def _field(paragraph: Paragraph, name: str) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else "")
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = name
            run._r.append(code)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _heading(word: Word, each: Block, _content: Content, _pictures: Iterator[bytes]) -> None:
    word.add_heading(each["text"], level=each["level"])


def _paragraph(word: Word, each: Block, _content: Content, _pictures: Iterator[bytes]) -> None:
    word.add_paragraph(each["text"], style=_QUIET if each["quiet"] else None)


def _bullets(word: Word, each: Block, _content: Content, _pictures: Iterator[bytes]) -> None:
    for item in each["items"]:
        word.add_paragraph(item, style="List Bullet")


def _named(word: Word, each: Block, _content: Content, _pictures: Iterator[bytes]) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(f"{each['name']}: ").bold = True
    paragraph.add_run(each["text"])


def _question(word: Word, each: Block, content: Content, _pictures: Iterator[bytes]) -> None:
    paragraph = word.add_paragraph(style=_QUESTION)
    paragraph.add_run(f"{content['asked']} – {each['owner']}: ").bold = True
    paragraph.add_run(each["text"])


def _table(word: Word, each: Block, _content: Content, _pictures: Iterator[bytes]) -> None:
    word.add_paragraph(each["caption"], style="Caption")
    columns = each["columns"]
    drawn = word.add_table(rows=1, cols=len(columns))
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    whole = sum(column["width"] for column in columns)
    widths = [Mm(_WIDTH * column["width"] / whole) for column in columns]
    head = drawn.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for place, column in zip(head.cells, columns, strict=True):
        _write(place, column["title"], strong=True, numeric=column["numeric"], line=_EDGE)
    for row in each["rows"]:
        added = drawn.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, column, cell in zip(added.cells, columns, row, strict=True):
            _write(place, cell["text"], strong=cell["strong"], numeric=column["numeric"], line=_LINE)
    for row in drawn.rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = width
    for place, width in zip(drawn.columns, widths, strict=True):
        place.width = width
    _describe_table(drawn, each["caption"])
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _describe_table(drawn: Any, caption: str) -> None:
    properties = drawn._tbl.tblPr
    looks = properties.find(qn("w:tblLook"))
    if looks is not None:
        for name, on in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
            looks.set(qn(f"w:{name}"), on)
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    properties.append(said)


def _write(place: _Cell, text: str, *, strong: bool, numeric: bool, line: str) -> None:
    paragraph = place.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold = strong or None
    run.font.size = Pt(9)
    paragraph.paragraph_format.space_after = Pt(2)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("color", line), ("space", "0")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    place._tc.get_or_add_tcPr().append(borders)


def _chart(word: Word, each: Block, _content: Content, pictures: Iterator[bytes]) -> None:
    word.add_paragraph(each["caption"], style="Caption")
    drawn = word.add_picture(io.BytesIO(next(pictures)), width=Mm(_WIDTH))
    about = drawn._inline.docPr
    about.set("descr", each["alt"])
    about.set("title", each["caption"])


_TELLS: Mapping[str, Callable[[Word, Block, Content, Iterator[bytes]], None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullets": _bullets,
    "named": _named,
    "question": _question,
    "table": _table,
    "chart": _chart,
}
