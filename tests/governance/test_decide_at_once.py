"""When two people go through a document at once, one decision stands and the other hears of it."""

import threading
from typing import Any

import pytest
from django.db import connection

from poukama.access.models import AuditEvent
from poukama.governance.choices import ProposalState
from poukama.governance.models import Plan, Proposal, Reading
from poukama.governance.services import (
    AlreadyDecided,
    ReadingClosed,
    StillOpen,
    decide,
    finish_reading,
    put_aside,
    reopen,
)
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.governance import ProposalFactory, ReadingFactory
from tests.factories.organisation import AssignmentFactory, UserFactory
from tests.strictness.forms import StrictClient

HTMX = {"HX-Request": "true"}
PAYLOAD = {"label": "Grant", "amount": "100.00", "is_total": False}


def budget_line(reading, **values):
    return ProposalFactory(reading=reading, kind="budget", payload=PAYLOAD | values)


@pytest.fixture
def proposal(db, september):
    """A budget line of an open document."""
    return budget_line(ReadingFactory(year=2031))


@pytest.fixture
def others(director):
    """Another director, and each with a browser of their own."""
    second = UserFactory(email="second@example.org", name="Second Director", initials="SD")
    AssignmentFactory(user=second, role="director")
    return sign_in(StrictClient(), director), sign_in(StrictClient(), second)


def press(client, proposal, verb, **more):
    return client.post(url("governance:decide", proposal), {"verb": verb} | more, headers=HTMX)


def test_the_second_hears_who_was_first_and_what_stands(others, director, proposal):
    first, second = others
    assert "ehti ensin" not in press(first, proposal, "accept").content.decode()
    answer = press(second, proposal, "drop").content.decode()
    assert f"{director.initials} ehti ensin: hyväksytty. Valintaasi ei tallennettu." in answer
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", director)


def test_a_correction_from_a_stale_page_changes_nothing(others, director, proposal):
    first, second = others
    press(first, proposal, "drop")
    typed = {"label": "Other", "amount": "5", "side": "income"}
    answer = press(second, proposal, "correct", **typed).content.decode()
    assert f"{director.initials} ehti ensin: hylätty. Valintaasi ei tallennettu." in answer
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided) == ("dropped", {})


def test_another_decision_than_the_one_seen_is_not_taken_back(others, director, proposal):
    first, second = others
    press(first, proposal, "accept")
    press(first, proposal, "reopen", seen="accepted")
    assert "otti päätöksen takaisin" in press(second, proposal, "reopen", seen="accepted").content.decode()
    press(first, proposal, "drop")
    assert "ehti ensin: hylätty" in press(second, proposal, "reopen", seen="accepted").content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "dropped"


def test_of_a_part_it_is_said_how_many_others_had_decided(others, proposal):
    first, second = others
    other = budget_line(proposal.reading)
    press(first, proposal, "drop")
    sent = {"section": "1", "verb": "accept", "shown": [proposal.pk, other.pk]}
    answer = second.post(url("governance:decide_section", proposal.reading), sent, headers=HTMX)
    assert "Joku oli sillä välin päättänyt 1 ehdotuksesta." in answer.content.decode()
    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "accepted"]


@pytest.mark.parametrize("act", ["decide", "decide_section", "finish_reading", "put_aside"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_in_a_document_that_somebody_finished_nothing_changes(others, proposal, act, headers):
    first, second = others
    press(first, proposal, "accept")
    first.post(url("governance:finish_reading", proposal.reading))
    about = proposal if act == "decide" else proposal.reading
    answer = second.post(url(f"governance:{act}", about), {"verb": "drop"}, headers=headers)
    there = url("governance:reading", proposal.reading)
    assert (answer.get("HX-Redirect") if headers else answer.url) == there
    assert "käyty läpi sillä välin" in second.get(there).content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


@pytest.mark.parametrize("who", ["aino", "lead", "board_member"])
def test_whoever_may_not_see_the_document_learns_nothing(client, cast, signed_in, proposal, who):
    Reading.objects.filter(pk=proposal.reading_id).update(state="done")
    assert signed_in(cast[who]).post(url("governance:decide", proposal), {"verb": "drop"}).status_code == 404


def at_once(*acts):
    """Do each in a thread and a connection of its own, all at the same moment; what each refused with, or None."""
    starts = threading.Barrier(len(acts))
    refused: list[type[Exception] | None] = [None] * len(acts)

    def work(number, act):
        try:
            starts.wait()
            act()
        except (AlreadyDecided, ReadingClosed, StillOpen) as refusal:
            refused[number] = type(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.fixture
def directors(transactional_db, september):
    """Six people who may decide, whose choices are kept."""
    return [UserFactory() for _ in range(6)]


def events(action):
    return AuditEvent.objects.filter(action=action).count()


@pytest.mark.postgres
@pytest.mark.slow
def test_of_many_at_once_exactly_one_decides(directors):
    for _ in range(5):
        proposal = budget_line(ReadingFactory(year=2031))
        before = events("governance.decide_proposal")
        states = [ProposalState.ACCEPTED, ProposalState.DROPPED] * 3
        acts = [
            lambda by=by, state=state, proposal=proposal: decide(proposal=proposal, state=state, by=by)
            for by, state in zip(directors, states, strict=True)
        ]
        refused = at_once(*acts)
        assert (refused.count(None), refused.count(AlreadyDecided)) == (1, 5)
        winner = refused.index(None)
        proposal.refresh_from_db()
        assert (proposal.decided_by, proposal.state) == (directors[winner], states[winner])
        assert events("governance.decide_proposal") == before + 1


@pytest.mark.postgres
@pytest.mark.slow
def test_what_is_taken_back_at_once_is_taken_back_once(directors):
    for _ in range(5):
        proposal = budget_line(ReadingFactory(year=2031))
        decide(proposal=proposal, state=ProposalState.ACCEPTED, by=directors[0])
        acts = [lambda by=by, proposal=proposal: reopen(proposal=proposal, by=by) for by in directors]
        assert at_once(*acts).count(None) == 1
        proposal.refresh_from_db()
        assert (proposal.state, proposal.decided_by) == ("open", None)


@pytest.mark.postgres
@pytest.mark.slow
def test_a_document_is_finished_once_and_nothing_is_decided_after(directors):
    for number in range(5):
        reading = ReadingFactory(year=2040 + number)
        proposal = budget_line(reading)
        decide(proposal=proposal, state=ProposalState.ACCEPTED, by=directors[0])
        acts: list[Any] = [
            lambda by=by, reading=reading: finish_reading(reading=reading, by=by) for by in directors[:2]
        ]
        acts += [lambda by=by, reading=reading: put_aside(reading=reading, by=by) for by in directors[2:4]]
        acts += [lambda by=by, proposal=proposal: reopen(proposal=proposal, by=by) for by in directors[4:5]]
        at_once(*acts)
        reading.refresh_from_db()
        proposal.refresh_from_db()
        plan = Plan.objects.filter(year=reading.year).first()
        assert reading.state in {"done", "dropped"}
        assert (plan is not None) == (reading.state == "done")
        if plan is not None:
            assert (proposal.state, plan.budget_lines.count()) == ("accepted", 1)
