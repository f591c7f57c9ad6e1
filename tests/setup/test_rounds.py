"""What comes round is done once in its time, by one process at a time, and again when it was not finished."""

import io
import os
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from poukama.drafts.models import Draft
from poukama.setup import rounds
from poukama.setup.commands import COMMANDS
from poukama.toolkit import clock
from poukama.toolkit.models import Round
from poukama.toolkit.rounds import Often, standings
from tests.factories.drafts import DraftFactory

pytestmark = pytest.mark.django_db
THURSDAY = date(2024, 9, 12)
NIGHTLY = ["duties recompute", "drafts expire"]
WEEKLY = ["watch readings"]


@pytest.fixture
def called(monkeypatch):
    """What was called; names in `fails` fail."""
    calls = []

    class Calls(list):
        fails = ()

        def __call__(self, *words, stdout):
            name = " ".join(words)
            self.append(name)
            if name in self.fails:
                raise RuntimeError("Synthetic Person")

    calls = Calls()
    monkeypatch.setattr(rounds, "call_command", calls)
    return calls


def at(day, hour=3):
    return clock.moved_to(
        datetime.combine(day, datetime.min.time(), clock.local(day).tzinfo) + timedelta(hours=hour)
    )


def test_all_that_comes_round_is_a_command_of_the_house():
    often = {each.of.name: each.of.often for each in standings()}
    assert often == dict.fromkeys(NIGHTLY, Often.NIGHTLY) | dict.fromkeys(WEEKLY, Often.ON_MONDAYS)
    assert often.keys() <= {command.name for command in COMMANDS}


def test_each_is_done_once_a_night_and_once_a_week(called):
    with at(THURSDAY):
        rounds.go_round()
        assert sorted(called) == sorted([*NIGHTLY, *WEEKLY])
        called.clear()
        assert rounds.go_round() == []
    with at(THURSDAY + timedelta(days=1)):
        assert [went.name for went in rounds.go_round()] == NIGHTLY
    with at(THURSDAY + timedelta(days=4)):
        assert sorted(went.name for went in rounds.go_round()) == sorted([*NIGHTLY, *WEEKLY])


def test_a_night_ends_at_two(called):
    with at(THURSDAY):
        rounds.go_round()
    called.clear()
    with at(THURSDAY + timedelta(days=1), hour=1):
        assert rounds.go_round() == []
    with at(THURSDAY + timedelta(days=1), hour=2):
        assert [went.name for went in rounds.go_round()] == NIGHTLY


def test_weeks_in_which_nothing_ran_are_made_good_at_once(called):
    with at(THURSDAY):
        rounds.go_round()
    with at(THURSDAY + timedelta(days=20), hour=14):
        assert len(rounds.go_round()) == len([*NIGHTLY, *WEEKLY])


def test_one_that_fails_stops_no_other_is_tried_again_and_is_told_without_what_it_said(called, caplog):
    called.fails = (NIGHTLY[0],)
    with at(THURSDAY):
        went = rounds.go_round()
        assert {each.name for each in went if not each.is_done} == {NIGHTLY[0]}
        assert len(went) == len([*NIGHTLY, *WEEKLY])
        assert rounds.go_round() == []
    assert (NIGHTLY[0] in caplog.text, "Synthetic Person" in caplog.text) == (True, False)
    called.fails = ()
    with at(THURSDAY, hour=5):
        assert [each.name for each in rounds.go_round()] == [NIGHTLY[0]]


def test_what_another_has_begun_is_left_to_it_and_taken_over_after_an_hour(called):
    with at(THURSDAY):
        Round.objects.create(name=NIGHTLY[0], begun_at=clock.now())
        assert NIGHTLY[0] not in [each.name for each in rounds.go_round()]
    with at(THURSDAY, hour=5):
        assert [each.name for each in rounds.go_round()] == [NIGHTLY[0]]


def test_the_commands_themselves_do_their_work():
    with at(THURSDAY):
        old = DraftFactory()
        Draft.objects.filter(pk=old.pk).update(written_at=clock.now() - timedelta(days=400))
        assert all(each.is_done for each in rounds.go_round())
    assert not Draft.objects.exists()


def test_it_goes_on_until_whoever_started_it_has_ended(called, monkeypatch):
    parents = iter([7, 7, 7, 1, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(rounds.time, "sleep", lambda _: None)
    monkeypatch.setattr(rounds.connections, "close_all", lambda: None)
    rounds.keep_going_round()
    assert sorted(called) == sorted([*NIGHTLY, *WEEKLY])


def test_a_fault_of_the_database_ends_nothing(called, monkeypatch, caplog):
    parents, faults = iter([7, 7, 7, 1]), iter([OperationalError("Synthetic Person"), None])

    def faulty():
        if fault := next(faults):
            raise fault
        return []

    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(rounds, "_wait", lambda *_: None)
    monkeypatch.setattr(rounds, "go_round", faulty)
    monkeypatch.setattr(rounds.connections, "close_all", lambda: None)
    rounds.keep_going_round()
    assert list(faults) == []
    assert ("OperationalError" in caplog.text, "Synthetic Person" in caplog.text) == (True, False)


def test_at_the_command_line_it_is_listed_done_and_said(called):
    def said(*options):
        out = io.StringIO()
        call_command("rounds", *options, stdout=out)
        return out.getvalue()

    with at(THURSDAY):
        assert said("--list").count("ei koskaan") == len([*NIGHTLY, *WEEKLY])
        done = said("--once")
        assert [name for name in (*NIGHTLY, *WEEKLY) if f"{name}: tehty." not in done] == []
        assert "Mitään ei ole tekemättä." in said("--once")
        assert said("--list").count("12.9.2024") == len([*NIGHTLY, *WEEKLY])
    called.fails = (NIGHTLY[0],)
    with at(THURSDAY + timedelta(days=1)), pytest.raises(CommandError):
        said("--once")
