"""Questions are answered or left out with a reason; then the director makes the report final."""

import pytest

from poukama.access.models import AuditEvent
from poukama.governance.models import Plan
from poukama.reporting.annual.files import drawn
from poukama.reporting.models import AnnualReport, ReportAnswer, Snapshot
from poukama.reporting.services import (
    NoSuchQuestion,
    PlanNotApproved,
    QuestionsOpen,
    SaysNothing,
    YearNotOver,
    answer_question,
    ask_again,
    leave_question_out,
    make_draft,
    make_final,
)
from poukama.toolkit import clock
from tests.reporting.annual.reading import pages_of, text_of_word, word_of

QUESTIONS = ["goal:A-G1", "target:B-1", "focus:focus-1", "money"]


def open_questions(made) -> list[str]:
    return [each.key for each in made.questions if each.is_open]


@pytest.fixture
def answered(year, director) -> None:
    """Everything is answered but one question, which is left out."""
    for key in QUESTIONS[:3]:
        answer_question(year=2024, question=key, text=f"Vastaus {key[:4]}.", by=director)
    leave_question_out(year=2024, question="money", reason="Tilinpäätös tehdään keväällä.", by=director)


def test_it_asks_what_nobody_has_written(year, director):
    assert open_questions(make_draft(year=2024, by=director)) == QUESTIONS


def test_an_answer_is_printed_and_what_is_left_out_is_said_with_its_reason(answered, director):
    made = make_draft(year=2024, by=director)
    assert open_questions(made) == []
    text = text_of_word(drawn(made.report, "docx"))
    assert "Vastaus goal." in text
    assert "Tuotot – Tilinpäätös tehdään keväällä." in text
    assert "Kysymys" not in text


@pytest.mark.parametrize("write", [answer_question, leave_question_out])
def test_words_are_needed(year, director, write):
    key = "text" if write is answer_question else "reason"
    with pytest.raises(SaysNothing):
        write(year=2024, question="money", by=director, **{key: "  "})


def test_what_is_not_asked_cannot_be_answered(year, director):
    with pytest.raises(NoSuchQuestion):
        answer_question(year=2024, question="goal:Z", text="Kyllä.", by=director)
    with pytest.raises(NoSuchQuestion):
        ask_again(year=2024, question="money", by=director)


def test_a_question_can_be_opened_again(answered, director):
    ask_again(year=2024, question="money", by=director)
    assert open_questions(make_draft(year=2024, by=director)) == ["money"]
    details = [event.detail for event in AuditEvent.objects.order_by("id") if "asked_again" in event.detail]
    assert details == [{"year": 2024, "question": "money", "asked_again": True}]


def test_it_is_not_final_while_questions_are_open(year, director):
    with pytest.raises(QuestionsOpen) as refusal:
        make_final(year=2024, by=director)
    assert refusal.value.args == (4,)
    assert (AnnualReport.objects.count(), Snapshot.objects.count()) == (0, 0)


def test_it_is_not_final_before_the_year_is_over(answered, director):
    from_day = clock.today().replace(year=2024, month=12, day=31)
    with clock.moved_to(from_day), pytest.raises(YearNotOver):
        make_final(year=2024, by=director)


def test_it_is_not_final_from_a_plan_that_is_a_draft(answered, director):
    Plan.objects.update(state="draft", approved_on=None)
    with pytest.raises(PlanNotApproved):
        make_final(year=2024, by=director)


def test_the_final_report_is_no_draft_and_never_changes(answered, director):
    draft = make_draft(year=2024, by=director)
    final = make_final(year=2024, by=director).report
    assert (final.pk, final.state, final.version) == (draft.report.pk, "final", 1)
    pages = pages_of(drawn(final, "pdf"))
    assert [page for page in pages if "Luonnos" in page] == []
    assert word_of(drawn(final, "docx")).sections[0].header.paragraphs[0].text == (
        "Rannan ensi- ja turvakoti ry · Toimintakertomus 2024"
    )
    kept = drawn(final, "pdf")
    ReportAnswer.objects.filter(question="money").update(text="Muuttui.")
    later = make_draft(year=2024, by=director).report
    assert (later.version, later.state) == (2, "draft")
    assert drawn(AnnualReport.objects.get(pk=final.pk), "pdf") == kept


def test_the_final_report_freezes_every_number_anew(answered, director):
    draft = make_draft(year=2024, by=director)
    before = set(draft.report.snapshots.values_list("pk", flat=True))
    final = make_final(year=2024, by=director)
    after = set(final.report.snapshots.values_list("pk", flat=True))
    assert (final.frozen, before & after) == (len(before), set())
    assert set(final.report.snapshots.values_list("note", flat=True)) == {"Toimintakertomus 2024, versio 1"}
    assert AuditEvent.objects.filter(
        action="reporting.finish_annual_report", about_id=final.report.pk
    ).exists()
