"""The plan of Lahti, all of it: every goal and every number in order, equal to the figures."""

import time
from datetime import UTC, datetime

import pytest

from poukama.governance.facts import plan_of_year
from poukama.organisation.models import WorkForm
from poukama.reporting import words
from poukama.reporting.annual.files import drawn, drawn_all
from poukama.reporting.annual.places import chapters
from poukama.reporting.figures import Circle, figures_of_year
from poukama.reporting.models import AnnualReport
from poukama.reporting.services import make_draft
from poukama.toolkit import clock
from tests.factories.activities import DoorCountFactory
from tests.reporting.annual.reading import pages_of, rows_of_word, text_of_word, word_of
from tests.reporting.conftest import care


@pytest.fixture
def report(pack) -> AnnualReport:
    with clock.moved_to(datetime(2025, 1, 20, 9, tzinfo=UTC)):
        for _ in range(7):
            DoorCountFactory(work_form=WorkForm.objects.get(key="perhetupa"))
        care(WorkForm.objects.get(key="ensikoti"), 6)
        care(WorkForm.objects.get(key="turvakoti"), 8, role="woman")
        return make_draft(year=2024, by=None).report


def in_order() -> list[str]:
    """The work forms in the order of the report."""
    return [form.key for chapter in chapters() for form in chapter.work_forms]


def test_every_goal_is_told_in_the_order_of_the_plan(report):
    plan = plan_of_year(2024)
    order = in_order()
    wanted = sorted(plan.goals, key=lambda goal: (order.index(goal.work_form), goal.order))
    told = [each.text for each in word_of(drawn(report, "docx")).paragraphs if each.style.name == "Heading 3"]
    assert told == [f"{goal.code} {goal.goal}" for goal in wanted]
    assert len(told) == 38


def test_every_number_is_told_in_order_and_equals_the_figures(report):
    with clock.moved_to(datetime(2025, 1, 20, 9, tzinfo=UTC)):
        year = figures_of_year(2024, circle=Circle.public())
    order = in_order()
    wanted = sorted(year.targets, key=lambda each: order.index(each.target.work_form))
    wanted_rows = [[each.target.label, words.said(each.figure), f"{each.target.code}/1"] for each in wanted]
    rows = [row for row in rows_of_word(drawn(report, "docx")) if len(row) == 6 and row[4] == "kerätty"]
    codes = {row[2] for row in wanted_rows}
    assert [[row[0], row[2], row[5]] for row in rows if row[5] in codes] == wanted_rows
    assert len(wanted_rows) == 48


def test_the_pdf_tells_the_same_numbers(report):
    pages = " ".join(pages_of(drawn(report, "pdf"))).replace("\xa0", " ")
    for row in rows_of_word(drawn(report, "docx")):
        if len(row) == 6 and row[5].endswith("/1") and len(row[0]) < 20:
            assert " ".join(row).replace("\xa0", " ") in pages


def test_the_family_cafe_is_told_where_the_plan_tells_it(report):
    text = text_of_word(drawn(report, "docx"))
    assert text.count("3.3 Kohtaamispaikka Perhetupa") == 1
    assert "Kohtaamispaikka Perhetupa kuuluu myös tähän." in text


def test_the_plans_own_difference_is_said(report):
    text = text_of_word(drawn(report, "docx")).replace("\xa0", " ")
    assert "Rivien summa on 6 000 € suurempi kuin suunnitelmassa ilmoitettu." in text


def test_it_is_ready_in_seconds(report):
    began = time.process_time()
    drawn_all(report)
    assert time.process_time() - began < 10
