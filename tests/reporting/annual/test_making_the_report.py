"""From a plan and a year to a DOCX and a PDF, in the order of the plan."""

import csv
import io

import openpyxl
import pytest

from poukama.access.models import AuditEvent
from poukama.reporting.annual.files import KINDS, drawn
from poukama.reporting.choices import Purpose
from poukama.reporting.models import AnnualReport, Snapshot
from poukama.reporting.services import NoPlanForYear, make_draft
from tests.factories.activities import DoorCountFactory
from tests.reporting.annual.conftest import CANARY
from tests.reporting.annual.reading import (
    catalogue_of,
    pages_of,
    rows_of_word,
    text_of_word,
    whole,
    word_of,
)


@pytest.fixture
def report(year, director) -> AnnualReport:
    return make_draft(year=2024, by=director).report


def headings(content: bytes) -> list[tuple[str, str]]:
    found = word_of(content).paragraphs
    return [(each.style.name, each.text) for each in found if each.style.name.startswith("Heading")]


def test_the_word_document_follows_the_plan(report, work_form_a, work_form_b):
    told = headings(drawn(report, "docx"))
    assert told[:4] == [
        ("Heading 1", "Vuosi lyhyesti"),
        ("Heading 1", "1 Ensimmäinen alue"),
        ("Heading 2", "1.1 Work form A"),
        ("Heading 3", "A-G1 Perhe löytää perille."),
    ]
    levels_one = [text for style, text in told if style == "Heading 1"]
    assert levels_one[2:] == [
        "2 Toinen alue",
        "3 Painopisteet",
        "4 Henkilöstö",
        "5 Vapaaehtoiset",
        "6 Kumppanit ja verkostot",
        "7 Talous",
        "Liite A: Mistä luvut tulevat",
        "Liite B: Avoimet kysymykset",
    ]


def test_a_work_form_in_two_areas_is_told_once(report):
    told = [text for _style, text in headings(drawn(report, "docx")) if text.endswith("Work form B")]
    assert told == ["2.2 Work form B"]
    assert "Work form B kuuluu myös tähän" in text_of_word(drawn(report, "docx"))


def test_the_table_holds_what_was_counted(report):
    rows = rows_of_word(drawn(report, "docx"))
    assert [
        "Aikuisten käynnit",
        "10\xa0käyntiä".replace("\xa0", " "),
        "12",
        "Toteutunut",
        "kerätty",
        "A-1/1",
    ] in [[cell.replace("\xa0", " ") for cell in row] for row in rows]


def test_money_and_posts_come_from_the_plan_and_say_the_difference(report):
    text = text_of_word(drawn(report, "docx")).replace("\xa0", " ")
    assert "Rivien summa on 100 € suurempi kuin suunnitelmassa ilmoitettu." in text
    rows = [[cell.replace("\xa0", " ") for cell in row] for row in rows_of_word(drawn(report, "docx"))]
    assert ["Talon työryhmä", "2", "1", "−1"] in rows


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_nobody_has_written_is_asked_from_its_owner(report, kind):
    content = drawn(report, kind)
    text = whole(text_of_word(content)) if kind == "docx" else " ".join(pages_of(content))
    assert "Talon esihenkilö: Miten tavoite toteutui, ja mistä sen näkee?" in text
    assert "Toiminnanjohtaja: Miten tuotot toteutuivat suunnitelmaan verrattuna?" in text


def test_what_was_written_is_printed_in_the_place_of_the_question(year, goal, director):
    goal.assessment = "Ovi oli auki joka päivä.\nKävijät löysivät perille."
    goal.save()
    text = text_of_word(drawn(make_draft(year=2024, by=director).report, "docx"))
    assert "Ovi oli auki joka päivä." in text
    assert "Miten tavoite toteutui" not in text


def test_every_page_says_that_it_is_a_draft(report):
    pages = pages_of(drawn(report, "pdf"))
    assert len(pages) > 2
    assert [page for page in pages if "Luonnos" not in page] == []
    word = word_of(drawn(report, "docx"))
    assert [section.header.paragraphs[0].text for section in word.sections] == [
        "Rannan ensi- ja turvakoti ry · Toimintakertomus 2024 · Luonnos"
    ]


def test_the_pdf_can_be_read_aloud(report):
    about = catalogue_of(drawn(report, "pdf"))
    assert about["MarkInfo"]["Marked"] is True
    assert about["Lang"] in (b"fi-FI", "fi-FI", b"fi-fi")
    assert "StructTreeRoot" in about
    assert about["Info"]["Title"] == "Toimintakertomus 2024, Rannan ensi- ja turvakoti ry"
    assert about["ViewerPreferences"]["DisplayDocTitle"] is True


def test_the_word_document_can_be_read_aloud(report):
    word = word_of(drawn(report, "docx"))
    assert (word.core_properties.title, word.core_properties.language) == ("Toimintakertomus 2024", "fi-FI")
    xml = word.element.xml
    assert xml.count("<w:tblHeader") == len(word.tables)
    pictures = word.inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in pictures] == [
        "Toteuma ja tavoite, Work form A. Aikuisten käynnit: 12, tavoite 10; Vanhemmat: alle 5, tavoite 4."
    ]
    assert 'w:val="fi-FI"' in word.styles.element.xml


def canary_cells(report: AnnualReport) -> list[str]:
    """Cells that would tell the small count."""
    rows = rows_of_word(drawn(report, "docx"))
    rows += list(csv.reader(io.StringIO(drawn(report, "csv").decode()), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(drawn(report, "xlsx"))).active
    rows += [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [cell for row in rows if "Vanhemmat" in row for cell in row]


def test_a_small_count_about_people_is_in_no_file(report):
    assert Snapshot.objects.get(target_code="A-2").value == CANARY
    cells = canary_cells(report)
    assert cells.count("alle 5") == 4
    assert str(CANARY) not in cells
    pages = " ".join(pages_of(drawn(report, "pdf")))
    assert "Vanhemmat 4 ihmistä alle 5" in pages.replace("\xa0", " ")
    assert "Vanhemmat 4 ihmistä 3" not in pages.replace("\xa0", " ")


def test_nobody_is_named(report, director):
    for kind in ("docx", "pdf"):
        content = drawn(report, kind)
        text = text_of_word(content) if kind == "docx" else " ".join(pages_of(content))
        assert director.name not in text


def test_every_number_is_a_snapshot(report):
    codes = list(report.snapshots.order_by("target_code").values_list("target_code", flat=True))
    assert codes == ["A-1", "A-2", "KUM", "PA1.1", "VAP", "VAP-U"]
    notes = set(report.snapshots.values_list("purpose", "note"))
    assert notes == {(str(Purpose.ANNUAL_REPORT), "Toimintakertomus 2024, luonnos 1")}


def test_made_again_it_freezes_only_what_has_changed(report, work_form_a, director):
    before = Snapshot.objects.count()
    again = make_draft(year=2024, by=director)
    assert (again.frozen, Snapshot.objects.count(), again.report.pk) == (0, before, report.pk)
    DoorCountFactory(work_form=work_form_a)
    third = make_draft(year=2024, by=director)
    assert third.frozen == 1
    assert third.report.snapshots.get(target_code="A-1").value == 13
    assert AnnualReport.objects.count() == 1


def test_making_it_is_audited(report):
    (event,) = AuditEvent.objects.filter(action="reporting.make_annual_report")
    assert (event.about_id, event.detail["year"], event.detail["open"]) == (str(report.pk), 2024, 4)


def test_a_year_without_a_plan_has_no_report(january, director):
    with pytest.raises(NoPlanForYear):
        make_draft(year=2023, by=director)


def test_the_files_stay_the_same_when_they_are_drawn_again(report):
    kept = AnnualReport.objects.get(pk=report.pk)
    assert drawn(report, "pdf") == drawn(kept, "pdf")
    assert [len(drawn(kept, kind)) > 100 for kind in KINDS] == [True] * len(KINDS)
