"""The page of the annual report: who sees it, makes it, answers it and finishes it."""

import re

import pytest

from poukama.access.models import AuditEvent
from poukama.reporting.annual.files import KINDS
from poukama.reporting.models import AnnualReport, ReportAnswer
from poukama.reporting.services import leave_question_out, make_draft
from tests.conftest import url
from tests.reporting.annual.test_asking_and_finishing import QUESTIONS

SEES = {"lead": 200, "director": 200, "board_member": 200}
MAKES = {"lead": 302, "director": 302}
FINISHES = {"director": 422}
PATHS = ("reporting:annual_make", "reporting:annual_finish")


@pytest.fixture
def report(year) -> AnnualReport:
    return make_draft(year=2024, by=None).report


def test_it_shows_what_is_still_asked_from_whom(signed_in, director, report):
    page = signed_in(director).get(url("reporting:annual", 2024))
    asked = [(owner, [each.key for each in found]) for owner, found in page.context["owners"]]
    assert asked == [
        ("Talon esihenkilö", ["goal:A-G1", "target:B-1"]),
        ("Toiminnanjohtaja", ["focus:focus-1", "money"]),
    ]
    assert "4 kysymystä on avoinna." in page.content.decode()


def test_who_sees_it(signed_in, cast, report):
    answers = {
        name: signed_in(user).get(url("reporting:annual", 2024)).status_code for name, user in cast.items()
    }
    assert answers == dict.fromkeys(cast, 404) | SEES


def test_who_downloads_it(signed_in, cast, report):
    address = url("reporting:annual_file", report, "csv")
    answers = {name: signed_in(user).get(address).status_code for name, user in cast.items()}
    assert answers == dict.fromkeys(cast, 404) | SEES


@pytest.mark.parametrize(("path", "those"), list(zip(PATHS, (MAKES, FINISHES), strict=True)))
def test_who_makes_it_and_who_finishes_it(signed_in, cast, report, path, those):
    answers = {name: signed_in(user).post(url(path, 2024)).status_code for name, user in cast.items()}
    assert answers == dict.fromkeys(cast, 404) | those


@pytest.mark.parametrize("kind", KINDS)
def test_a_download_is_audited(signed_in, board_member, report, kind):
    answer = signed_in(board_member).get(url("reporting:annual_file", report, kind))
    assert answer["Content-Type"] == KINDS[kind]
    assert "2024" in answer["Content-Disposition"]
    (event,) = AuditEvent.objects.filter(action="reporting.download_annual_report")
    assert (event.about_id, event.actor) == (str(report.pk), board_member.pk)
    assert event.detail == {"year": 2024, "version": 1, "file": kind}


def test_a_file_of_another_kind_is_not_there(signed_in, director, report):
    assert signed_in(director).get(url("reporting:annual_file", report, "exe")).status_code == 404


def test_the_draft_is_made_with_one_button(signed_in, director, year):
    answer = signed_in(director).post(url("reporting:annual_make", 2024), follow=True)
    assert answer.status_code == 200
    assert AnnualReport.objects.get().made_by == director


def test_a_question_is_answered(signed_in, lead, report):
    address = url("reporting:annual_question", 2024, "goal:A-G1")
    assert signed_in(lead).get(address).status_code == 200
    assert signed_in(lead).post(address, {"text": "Hyvin."}).status_code == 302
    answer = ReportAnswer.objects.get()
    assert (answer.question, answer.text, answer.is_left_out, answer.written_by) == (
        "goal:A-G1",
        "Hyvin.",
        False,
        lead,
    )


def test_an_empty_answer_is_refused_at_the_field(signed_in, lead, report):
    answer = signed_in(lead).post(url("reporting:annual_question", 2024, "money"), {"text": " "})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]


def test_only_the_director_leaves_a_question_out(signed_in, lead, director, report):
    address = url("reporting:annual_question", 2024, "money")
    words = {"text": "Tilit ovat kesken.", "leave_out": "1"}
    assert signed_in(lead).post(address, words).status_code == 404
    assert ReportAnswer.objects.count() == 0
    assert signed_in(director).post(address, words).status_code == 302
    assert ReportAnswer.objects.get().is_left_out


def test_a_question_that_is_not_asked_is_not_there(signed_in, director, report):
    assert signed_in(director).get(url("reporting:annual_question", 2024, "goal:Z")).status_code == 404


def test_a_question_is_opened_again(signed_in, director, report):
    leave_question_out(year=2024, question="money", reason="Kesken.", by=director)
    address = url("reporting:annual_reopen", 2024, "money")
    assert signed_in(director).post(address).status_code == 302
    assert ReportAnswer.objects.count() == 0
    assert signed_in(director).post(address).status_code == 404


def test_finishing_says_why_it_cannot_be(signed_in, director, report):
    answer = signed_in(director).post(url("reporting:annual_finish", 2024))
    assert answer.status_code == 422
    assert "Kysymyksiä on avoinna." in answer.content.decode()


def test_the_director_finishes_it(signed_in, director, report):
    for key in QUESTIONS:
        leave_question_out(year=2024, question=key, reason="Ei tänä vuonna.", by=director)
    page = signed_in(director).get(url("reporting:annual", 2024))
    assert url("reporting:annual_finish", 2024) in page.content.decode()
    assert signed_in(director).post(url("reporting:annual_finish", 2024)).status_code == 302
    assert AnnualReport.objects.get().state == "final"


def test_a_year_without_a_plan_says_so(signed_in, director, report):
    client = signed_in(director)
    assert client.get(url("reporting:annual", 2019)).status_code == 404
    assert client.post(url("reporting:annual_make", 2019)).status_code == 404
    assert client.post(url("reporting:annual_finish", 2019)).status_code == 404
    assert client.get(url("reporting:annual_newest")).url == url("reporting:annual", 2024)


def test_without_any_plan_there_is_a_page(signed_in, director, january):
    assert signed_in(director).get(url("reporting:annual_newest")).status_code == 200


def test_a_number_of_the_whole_house_made_at_the_command_line_can_be_shown_again(signed_in, director, report):
    frozen = report.snapshots.get(target_code="VAP")
    page = signed_in(director).get(url("reporting:snapshot", frozen))
    assert page.status_code == 200
    assert re.search(r"<dd>\s*komentorivi\s*</dd>", page.content.decode())
