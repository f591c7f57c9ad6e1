"""A document becomes proposals; each is accepted, corrected or dropped; what was accepted enters a draft."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.governance.choices import ProposalState
from poukama.governance.models import BudgetLine, Goal, Plan, Proposal, Reading, Rhythm, StaffLine, Target
from poukama.governance.queries.readings import match_work_form
from poukama.governance.reading.documents import Limits
from poukama.governance.reading.refusals import EmptyDocument, NotAPlan
from poukama.governance.services import (
    AlreadyDecided,
    BeingReadAlready,
    NotWhole,
    ReadingClosed,
    StillOpen,
    WorkFormUnknown,
    YearHasPlan,
    YearUnknown,
    decide,
    decide_shown,
    finish_reading,
    put_aside,
    reopen,
    take_in,
)
from tests.conftest import url
from tests.factories.governance import PlanFactory, ProposalFactory, ReadingFactory
from tests.factories.organisation import WorkFormFactory
from tests.governance.plan_document import PLAN

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reading(director, work_form_a, work_form_b, september):
    return read(director)


def read(by, document=PLAN, year=None):
    return take_in(document=document.encode(), file_type="txt", year=year, by=by)


def one(reading, kind, number=0):
    return reading.proposals.filter(kind=kind).order_by("order")[number]


def accept(proposal, by, **values):
    state = ProposalState.CORRECTED if values else ProposalState.ACCEPTED
    return decide(proposal=proposal, state=state, values=values, by=by)


def decide_everything(reading, by):
    accept(one(reading, "work_form"), by)
    accept(one(reading, "work_form", 1), by, work_form_key="work-form-b")
    for proposal in reading.proposals.filter(state="open").order_by("order"):
        accept(proposal, by)


def test_each_proposal_shows_the_text_that_it_comes_from(reading):
    target = one(reading, "target")
    assert (target.payload["label"], target.payload["aim"], target.payload["unit"]) == (
        "Perheet",
        30,
        "family",
    )
    assert (target.source_text, target.place) == ("Perheet 30", "line:15")
    kinds = list(reading.proposals.order_by("order").values_list("kind", flat=True))
    assert kinds == (
        ["work_form"] * 2 + ["goal", "target", "target", "rhythm"] + ["goal", "target"] + ["budget"] * 3
    )


def test_the_document_itself_is_not_kept(reading):
    assert (reading.size, len(reading.sha256), Plan.objects.count()) == (len(PLAN.encode()), 64, 0)


def test_work_forms_are_matched_by_name_and_unknown_ones_stay_a_question(reading):
    assert one(reading, "work_form").payload["work_form_key"] == "work-form-a"
    assert one(reading, "work_form", 1).payload["work_form_key"] == ""


@pytest.mark.parametrize(
    "title, key",
    [
        ("Ensikoti", "ensikoti"),
        ("Kaverit-toiminta®", "kaverit"),
        ("Kohtaamispaikka Tupa", "tupa"),
        ("Turvakoti", ""),
        ("", ""),
    ],
)
def test_a_name_is_matched_when_one_fits_best(title, key):
    ours = [WorkFormFactory.build(key=key, name=name) for key, name in NAMES.items()]
    assert match_work_form(title, ours) == key


NAMES = {"ensikoti": "Ensikoti", "kaverit": "Kaverit", "tupa": "Tupa", "ryhma": "Ensikodin ryhmä"}


def test_what_belongs_to_an_unknown_work_form_waits_for_the_answer(director, reading):
    goal = one(reading, "goal", 1)
    with pytest.raises(WorkFormUnknown):
        accept(goal, director)
    accept(one(reading, "work_form", 1), director, work_form_key="work-form-b")
    goal.refresh_from_db()
    assert accept(goal, director).decided["work_form_key"] == "work-form-b"


def test_a_number_that_is_not_whole_is_corrected_first(director, reading):
    target = one(reading, "target")
    target.payload["aim"] = None
    target.save()
    with pytest.raises(NotWhole):
        accept(target, director)
    staff = ProposalFactory(reading=reading, order=99, kind="staff", payload={"label": "x", "count": None})
    with pytest.raises(NotWhole):
        accept(staff, director)


def test_two_people_do_not_decide_twice(director, reading):
    first, second = (
        Proposal.objects.select_related("reading").get(pk=one(reading, "budget").pk) for _ in range(2)
    )
    accept(first, director)
    with pytest.raises(AlreadyDecided):
        decide(proposal=second, state=ProposalState.DROPPED, by=director)
    first.refresh_from_db()
    assert first.state == "accepted"


def test_a_decision_is_taken_back_while_the_document_is_open(director, reading):
    proposal = accept(one(reading, "budget"), director)
    assert (reopen(proposal=proposal, by=director).state, one(reading, "budget").decided_by) == ("open", None)


def test_nothing_is_decided_in_a_document_that_was_put_aside(director, reading):
    put_aside(reading=reading, by=director)
    proposal = Proposal.objects.select_related("reading").first()
    for act in (
        lambda: accept(proposal, director),
        lambda: reopen(proposal=proposal, by=director),
        lambda: put_aside(reading=reading, by=director),
        lambda: finish_reading(reading=reading, by=director),
    ):
        with pytest.raises(ReadingClosed):
            act()


def test_all_that_was_shown_is_accepted_and_nothing_that_was_not(director, reading):
    budget = list(reading.proposals.filter(kind="budget").order_by("order"))
    done, left = decide_shown(
        reading=reading, shown=[each.pk for each in budget[:2]], state=ProposalState.ACCEPTED, by=director
    )
    assert (done, left) == (2, 0)
    assert [each.state for each in reading.proposals.filter(kind="budget").order_by("order")] == [
        "accepted", "accepted", "open",
    ]  # fmt: skip
    goal = one(reading, "goal", 1)
    shown = [goal.pk, budget[0].pk]
    assert decide_shown(reading=reading, shown=shown, state=ProposalState.ACCEPTED, by=director) == (0, 1)


def test_nothing_enters_the_plan_before_everything_is_decided(director, reading):
    with pytest.raises(StillOpen) as refused:
        finish_reading(reading=reading, by=director)
    assert (refused.value.number, Plan.objects.count()) == (11, 0)


def test_what_was_accepted_enters_a_draft_of_its_year(director, reading):
    decide_everything(reading, director)
    plan = finish_reading(reading=reading, by=director)
    assert (plan.year, plan.state, plan.stated_income) == (2025, "draft", Decimal(101_000))
    assert set(Goal.objects.values_list("work_form__key", "goal", "result")) == {
        ("work-form-a", "Perheet löytävät tuen ajoissa.", "Perheet osaavat hakea apua."),
        ("work-form-b", "Nuoret saavat luotettavan aikuisen.", "Nuoret kertovat luottavansa."),
    }
    assert set(Target.objects.values_list("work_form__key", "label", "aim", "unit", "measure")) == {
        ("work-form-a", "Perheet", 30, "family", ""),
        ("work-form-a", "Vapaaehtoiset", 6, "volunteer", ""),
        ("work-form-b", "Nuoret", 12, "person", ""),
    }
    assert set(BudgetLine.objects.values_list("label", "amount")) == {
        ("Kunnat", Decimal(40_000)),
        ("Avustus", Decimal(60_000)),
    }
    assert Rhythm.objects.get().every == "weekly"


def test_what_was_dropped_does_not_enter(director, reading):
    for proposal in reading.proposals.order_by("order"):
        decide(proposal=proposal, state=ProposalState.DROPPED, by=director)
    assert finish_reading(reading=reading, by=director) is None
    reading.refresh_from_db()
    assert (reading.state, Plan.objects.count(), Goal.objects.count()) == ("done", 0, 0)


def test_a_document_adds_to_the_draft_that_there_is(director, draft):
    draft.year = 2025
    draft.save()
    reading = read(director)
    decide_everything(reading, director)
    assert finish_reading(reading=reading, by=director) == draft
    assert BudgetLine.objects.filter(plan=draft).count() == 3


def test_posts_enter_with_their_team(director, work_form_a, september):
    reading = ReadingFactory(year=2025)
    for order, (label, count, total) in enumerate([("Cooks", 2, False), ("In all", 2, True)]):
        payload = {"label": label, "count": count, "team": "", "is_total": total}
        accept(ProposalFactory(reading=reading, order=order, kind="staff", payload=payload), director)
    finish_reading(reading=reading, by=director)
    assert list(StaffLine.objects.order_by("order").values_list("key", "stated_count")) == [
        ("cooks", 2),
        ("total", 2),
    ]


def test_an_approved_year_takes_no_document(director, work_form_a, september):
    PlanFactory(year=2025, state="approved", approved_on="2024-09-01")
    with pytest.raises(YearHasPlan):
        read(director)


def test_a_document_that_is_read_already_or_names_no_year_is_refused(director, reading):
    with pytest.raises(BeingReadAlready) as refused:
        read(director)
    assert refused.value.reading == reading
    with pytest.raises(YearUnknown):
        read(director, PLAN.replace("2025", ""))
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("document, refusal", [("", EmptyDocument), ("Osta maitoa ja leipää.", NotAPlan)])
def test_what_is_no_plan_is_refused_and_changes_nothing(director, september, document, refusal):
    with pytest.raises(refusal):
        read(director, document)
    assert Reading.objects.count() == 0


def upload(browser, content, name="plan.txt", **data):
    return browser.post(url("governance:read"), {"document": SimpleUploadedFile(name, content)} | data)


def test_a_document_is_chosen_on_screen(client, director, signed_in, work_form_a, september):
    response = upload(signed_in(director), PLAN.encode())
    assert response.url == url("governance:reading", Reading.objects.get())
    assert upload(client, PLAN.encode()).url == response.url


@pytest.mark.parametrize(
    "content, name, field",
    [
        (b"", "empty.txt", "document"),
        (b"Osta maitoa.", "list.txt", "document"),
        (b"\x89PNG....", "picture.pdf", "document"),
        (b"%PDF-1.4 broken", "broken.pdf", "document"),
        (PLAN.replace("2025", "").encode(), "plan.txt", "year"),
    ],
)
def test_a_refusal_is_told_at_the_field(client, director, signed_in, september, content, name, field):
    response = upload(signed_in(director), content, name)
    assert (response.status_code, set(response.context["form"].errors), Reading.objects.count()) == (
        422,
        {field},
        0,
    )


def test_an_enormous_file_is_refused_before_it_is_read(client, director, signed_in, september, monkeypatch):
    monkeypatch.setattr("poukama.governance.forms.reading.DEFAULT_LIMITS", Limits(file_bytes=10))
    monkeypatch.setattr("poukama.governance.views.documents.take_in", None)
    response = upload(signed_in(director), PLAN.encode())
    assert set(response.context["form"].errors) == {"document"}


def test_the_next_proposal_gets_the_focus(client, director, signed_in, reading):
    first, second, _third = reading.proposals.filter(kind="budget").order_by("order")
    response = signed_in(director).post(url("governance:decide", first), {"verb": "accept"}, headers=HTMX)
    assert (response.context["focus"], response.templates[0].name) == (second.pk, "governance/_reading.html")


def test_a_correction_is_typed_in_place_and_its_errors_are_told(client, director, signed_in, reading):
    target = one(reading, "target")
    browser = signed_in(director)
    section = {"section": 2, "correct": target.pk}
    shown = browser.get(url("governance:reading", reading, **section), headers=HTMX).context["shown"]
    assert [row.form is not None for row in shown] == [False, True, False, False]
    data = {
        "verb": "correct",
        "work_form_key": "work-form-b",
        "label": "Families",
        "unit": "",
        "direction": "at_most",
    }
    wrong = browser.post(url("governance:decide", target), data | {"aim": ""}, headers=HTMX)
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"aim"})
    browser.post(url("governance:decide", target), data | {"aim": "31"})
    target.refresh_from_db()
    assert (target.state, target.decided["aim"], target.decided["direction"]) == ("corrected", 31, "at_most")
    assert target.payload["aim"] == 30


def test_an_unknown_work_form_opens_its_question(client, director, signed_in, reading):
    goal = one(reading, "goal", 1)
    response = signed_in(director).post(url("governance:decide", goal), {"verb": "accept"}, headers=HTMX)
    goal.refresh_from_db()
    assert (response.context["correct"], goal.state) == (goal.pk, "open")


def test_a_whole_document_is_gone_through_on_screen(client, director, signed_in, reading):
    browser = signed_in(director)
    accept(one(reading, "work_form", 1), director, work_form_key="work-form-b")
    assert browser.post(url("governance:finish_reading", reading)).status_code == 422
    for section in range(1, 5):
        shown = browser.get(url("governance:reading", reading, section=section)).context["section"].open
        data = {"verb": "accept", "section": section, "shown": [each.pk for each in shown]}
        browser.post(url("governance:decide_section", reading), data)
    response = browser.post(url("governance:finish_reading", reading), follow=True)
    totals = {str(row["label"]): (row["entered"], row["dropped"]) for row in response.context["totals"]}
    assert sum(entered for entered, _dropped in totals.values()) == 11
    assert Plan.objects.get().targets.count() == 3


def test_a_document_is_put_aside_on_screen(client, director, signed_in, reading):
    signed_in(director).post(url("governance:put_aside", reading))
    reading.refresh_from_db()
    assert reading.state == "dropped"


def test_a_part_asks_as_many_questions_of_three_proposals_as_of_one(client, director, signed_in, db):
    browser = signed_in(director)
    counts = []
    for number in (1, 3):
        reading = ReadingFactory()
        for order in range(number):
            ProposalFactory(reading=reading, order=order)
        browser.get(url("governance:reading", reading))
        with CaptureQueriesContext(connection) as asked:
            browser.get(url("governance:reading", reading))
        counts.append(len(asked))
    assert counts[0] == counts[1]
