from datetime import date, timedelta
from uuid import uuid4

import pytest

from poukama.access.models import AuditEvent
from poukama.activities.models import DoorCount
from poukama.activities.queries.door import door_today
from poukama.activities.services import correct_door, count_visit, undo_visit
from poukama.activities.services.refusals import (
    BelowZero,
    NoDoorHere,
    NotAVisitor,
    NothingToCorrect,
    NotYetHappened,
    ReasonMissing,
    TodayIsTapped,
    TokenIsTaken,
    TooLongAgo,
)
from tests.activities.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.factories.activities import DoorCountFactory


@pytest.fixture
def tap(door, aino):
    """`tap(visitor=…)`: Aino taps, with a new token unless one is given."""

    def make(**given):
        values = {
            "work_form": door,
            "token": uuid4(),
            "visitor": "adult",
            "happened_on": THURSDAY,
            "by": aino,
        }
        return count_visit(**values | given)

    return make


def test_taps_are_counted_by_visitor(tap, door):
    tap()
    tap()
    tap(visitor="child", first_time=True)

    assert door_today(door, THURSDAY) == {"adults": 2, "children": 1}
    assert list(DoorCount.objects.filter(first_time=True).values_list("visitor", flat=True)) == ["child"]


def test_the_same_tap_twice_is_one_visit(tap, door):
    token = uuid4()

    first, again = tap(token=token), tap(token=token)

    assert again == first
    assert door_today(door, THURSDAY) == {"adults": 1, "children": 0}


def test_counting_writes_no_audit_event(tap):
    tap()

    assert AuditEvent.objects.count() == 0


def test_a_token_of_somebody_else_is_refused(tap, bertta):
    token = tap().token

    with pytest.raises(TokenIsTaken):
        tap(token=token, by=bertta)


def test_a_token_of_another_door_is_refused(tap, work_form_b):
    work_form_b.door_counter = True
    work_form_b.save()
    token = tap().token

    with pytest.raises(TokenIsTaken):
        tap(token=token, work_form=work_form_b)


def test_a_work_form_without_a_door_counts_nobody(tap, work_form_b):
    with pytest.raises(NoDoorHere):
        tap(work_form=work_form_b)


def test_a_visitor_is_an_adult_or_a_child(tap):
    with pytest.raises(NotAVisitor):
        tap(visitor="dog")


def test_tomorrow_cannot_be_counted(tap):
    with pytest.raises(NotYetHappened):
        tap(happened_on=FRIDAY)


def test_a_tap_may_arrive_two_weeks_late_but_not_later(tap, door):
    tap(happened_on=THURSDAY - timedelta(days=14))

    with pytest.raises(TooLongAgo):
        tap(happened_on=THURSDAY - timedelta(days=15))
    assert door_today(door, THURSDAY - timedelta(days=14)) == {"adults": 1, "children": 0}


def test_an_undone_tap_is_not_counted_and_undoing_again_changes_nothing(tap, door, aino):
    row = tap()
    tap()

    undone = undo_visit(work_form=door, token=row.token, by=aino)
    again = undo_visit(work_form=door, token=row.token, by=aino)

    assert (undone.voided_by, again.voided_at) == (aino, undone.voided_at)
    assert door_today(door, THURSDAY) == {"adults": 1, "children": 0}


def test_an_undo_that_comes_before_its_tap_keeps_it_undone(tap, door, aino):
    token = uuid4()
    undo_visit(work_form=door, token=token, by=aino)

    row = tap(token=token)

    assert row.voided_at is not None
    assert DoorCount.objects.count() == 1
    assert door_today(door, THURSDAY) == {"adults": 0, "children": 0}


def test_a_tap_sent_again_after_its_undo_stays_undone(tap, door, aino):
    token = tap().token
    undo_visit(work_form=door, token=token, by=aino)

    tap(token=token)

    assert door_today(door, THURSDAY) == {"adults": 0, "children": 0}


def test_nobody_undoes_the_tap_of_somebody_else(tap, door, lead):
    token = tap().token

    with pytest.raises(TokenIsTaken):
        undo_visit(work_form=door, token=token, by=lead)
    assert door_today(door, THURSDAY) == {"adults": 1, "children": 0}


def test_a_tap_of_yesterday_can_be_undone_but_not_one_of_long_ago(tap, door, aino):
    token = tap(happened_on=WEDNESDAY).token
    old = DoorCountFactory(work_form=door, recorded_by=aino, happened_on=date(2024, 8, 1))

    undo_visit(work_form=door, token=token, by=aino)

    assert door_today(door, WEDNESDAY) == {"adults": 0, "children": 0}
    with pytest.raises(TooLongAgo):
        undo_visit(work_form=door, token=old.token, by=aino)


@pytest.fixture
def correct(door, aino):
    """`correct(quantity=…)`: Aino corrects the adults of Wednesday."""

    def make(**given):
        values = {"happened_on": WEDNESDAY, "visitor": "adult", "quantity": 3, "reason": "Closed", "by": aino}
        return correct_door(**{"work_form": door} | values | given)

    return make


def test_a_correction_adds_to_an_earlier_day_and_says_why(correct, door, aino):
    row = correct(reason="  The counter  was closed ")

    assert (row.quantity, row.is_correction, row.reason) == (3, True, "The counter was closed")
    assert door_today(door, WEDNESDAY) == {"adults": 3, "children": 0}
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.about_id) == ("activities.correct_door", aino.pk, str(row.pk))
    assert event.detail == {"day": "2024-09-11", "visitor": "adult", "quantity": 3}


def test_a_correction_takes_away_down_to_nobody_but_no_further(correct, door):
    DoorCountFactory.create_batch(2, work_form=door, happened_on=WEDNESDAY)
    DoorCountFactory(work_form=door, happened_on=WEDNESDAY, visitor="child")

    correct(quantity=-2)

    assert door_today(door, WEDNESDAY) == {"adults": 0, "children": 1}
    with pytest.raises(BelowZero):
        correct(quantity=-1)


def test_the_same_correction_sent_twice_is_one(correct, door):
    token = uuid4()

    assert correct(token=token) == correct(token=token)
    assert door_today(door, WEDNESDAY) == {"adults": 3, "children": 0}


def test_undoing_a_correction_that_others_stand_on_is_refused(correct, door, aino):
    row = correct(quantity=3)
    correct(quantity=-2)

    with pytest.raises(BelowZero):
        undo_visit(work_form=door, token=row.token, by=aino)
    assert door_today(door, WEDNESDAY) == {"adults": 1, "children": 0}


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"happened_on": THURSDAY}, TodayIsTapped),
        ({"happened_on": FRIDAY}, TodayIsTapped),
        ({"reason": "  "}, ReasonMissing),
        ({"quantity": 0}, NothingToCorrect),
        ({"quantity": 501}, NothingToCorrect),
        ({"visitor": "dog"}, NotAVisitor),
        ({"quantity": -1}, BelowZero),
    ],
)
def test_corrections_that_cannot_be_are_refused(correct, given, refusal):
    with pytest.raises(refusal):
        correct(**given)
    assert DoorCount.objects.count() == 0


def test_a_door_that_is_not_there_is_not_corrected(correct, work_form_b):
    with pytest.raises(NoDoorHere):
        correct(work_form=work_form_b)
