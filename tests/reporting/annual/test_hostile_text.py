"""Whatever somebody writes is printed as it is written, and does nothing else."""

import csv
import io

import openpyxl
import pytest

from poukama.governance.models import Goal, Plan, Target
from poukama.reporting.annual.files import drawn
from poukama.reporting.models import AnnualReport
from poukama.reporting.services import make_draft
from poukama.toolkit.papers.blocks import printable
from tests.reporting.annual.reading import pages_of, text_of_word, whole

FORMULA = '=HYPERLINK("http://example.org";"x")'
MARKUP = '#panic() $x^2$ @ref <tag> *bold* _it_ `raw` // hidden \\ #include "/etc/passwd" [a](b) = Otsikko'
XML = "]]><w:p/> & &amp; <script>alert(1)</script> {{ title }} {% now 'Y' %}"


def made_with(year: Plan, text: str) -> AnnualReport:
    Goal.objects.filter(plan=year).update(assessment=text)
    return make_draft(year=2024, by=None).report


@pytest.mark.parametrize("text", [MARKUP, XML])
def test_markup_is_only_text(year, text):
    report = made_with(year, text)
    assert text in text_of_word(drawn(report, "docx"))
    squeezed = "".join(pages_of(drawn(report, "pdf"))).replace(" ", "").replace("-", "")
    assert text.replace(" ", "").replace("-", "").replace('"', "") in squeezed.replace('"', "")


def test_what_no_page_can_show_breaks_nothing(year):
    report = made_with(year, "A\x0b\u202eB \U0001f600 漢字 \uffff loppu")
    assert "loppu" in text_of_word(drawn(report, "docx"))
    assert "loppu" in " ".join(pages_of(drawn(report, "pdf")))


def test_a_very_long_text_is_printed_to_its_end(year):
    report = made_with(year, "x" * 5000 + " sana" * 5000 + " loppu.")
    assert text_of_word(drawn(report, "docx")).count("sana") == 5000
    assert "loppu." in " ".join(pages_of(drawn(report, "pdf")))


def test_a_label_is_never_a_formula(year):
    Target.objects.filter(code="A-1").update(label=FORMULA)
    report = make_draft(year=2024, by=None).report
    rows = list(csv.reader(io.StringIO(drawn(report, "csv").decode()), delimiter=";"))
    assert [row[2] for row in rows if row[0] == "A-1"] == [f"'{FORMULA}"]
    sheet = openpyxl.load_workbook(io.BytesIO(drawn(report, "xlsx"))).active
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == FORMULA] == ["s"]
    assert whole(FORMULA) in whole(text_of_word(drawn(report, "docx")))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("plain", "plain"),
        ("a\x00\x07\ud800b", "ab"),
        ("\u202eabc", "abc"),
        ("y" * 50, "y" * 40 + "\u200b" + "y" * 10),
    ],
)
def test_text_is_made_printable(written, printed):
    assert printable(written) == printed
