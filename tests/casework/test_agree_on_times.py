from datetime import date, time, timedelta
from functools import partial

import pytest

from poukama.access.models import AuditEvent
from poukama.casework.choices import CallOff
from poukama.casework.models import Appointment, Contact
from poukama.casework.services import (
    Agreed,
    AlreadyVoided,
    DayNotYetCome,
    DayOutsideEpisode,
    EpisodeClosed,
    Held,
    HeldAlready,
    MinutesNotPossible,
    NotAMember,
    TimeHasPassed,
    UndoTooLate,
    UnknownWord,
    WorkerNotHere,
    agree_on_time,
    call_off_time,
    close_episode,
    hold_time,
    move_time,
    nobody_came,
    open_episode,
    record_contact,
    reopen_episode,
    take_time_back,
    void_contact,
    void_episode,
)
from poukama.organisation.choices import Role
from poukama.organisation.models import Term
from poukama.toolkit import clock
from tests.factories.casework import AppointmentFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import FamilyFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 3, 4))


@pytest.fixture
def pair(work_form_a):
    """A colleague of Aino's."""
    user = UserFactory(initials="PP", name="Pirjo Pair")
    AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
    return user


def meeting(day=TOMORROW, at=time(10, 30), **more):
    return Agreed(kind="meeting", planned_on=day, starts_at=at, **more)


def in_force():
    return list(Appointment.objects.filter(voided_at=None).order_by("pk"))


def test_a_time_is_agreed_with_a_pair_and_those_expected(aino, pair, episode):
    child = EpisodeMemberFactory(episode=episode, role="child")

    agree_on_time(
        episode=episode,
        agreed=meeting(minutes=90, workers=[aino, pair, aino], expected=[child]),
        by=aino,
    )

    (row,) = in_force()
    assert (row.kind, row.planned_on, row.starts_at, row.minutes) == ("meeting", TOMORROW, time(10, 30), 90)
    assert set(row.workers.all()) == {aino, pair}
    assert list(row.expected.all()) == [child]
    event = AuditEvent.objects.get(action="casework.agree_on_time")
    assert (event.about_id, event.detail) == (str(row.pk), {"episode": episode.pk})


def test_a_time_without_workers_is_of_whoever_agrees(aino, episode):
    agree_on_time(episode=episode, agreed=meeting(), by=aino)

    assert list(in_force()[0].workers.all()) == [aino]


@pytest.mark.parametrize("is_move", [False, True])
@pytest.mark.parametrize(
    ("agreed", "refusal"),
    [
        (meeting(TODAY - timedelta(days=1)), TimeHasPassed),
        (meeting(TODAY, time(11, 59)), TimeHasPassed),
        (meeting(date(2024, 3, 3)), DayOutsideEpisode),
        (meeting(minutes=0), MinutesNotPossible),
        (meeting(minutes=2000), MinutesNotPossible),
        (Agreed("sleep", TOMORROW), UnknownWord),
        (Agreed("did_not_arrive", TOMORROW), UnknownWord),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_nothing_changes(aino, episode, agreed, refusal, is_move):
    row = AppointmentFactory(episode=episode, planned_on=TOMORROW, met_by=[aino])

    change = partial(move_time, appointment=row) if is_move else partial(agree_on_time, episode=episode)
    with pytest.raises(refusal):
        change(agreed=agreed, by=aino)

    assert in_force() == [row]
    assert Appointment.objects.count() == 1


def test_today_is_agreed_for_an_hour_that_is_still_ahead(aino, episode):
    agree_on_time(episode=episode, agreed=meeting(TODAY, time(12, 30)), by=aino)
    agree_on_time(episode=episode, agreed=Agreed("meeting", TODAY), by=aino)

    assert [row.starts_at for row in in_force()] == [time(12, 30), None]


def test_nothing_is_agreed_once_the_episode_has_ended_nor_moved_there(aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])
    close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)

    with pytest.raises(EpisodeClosed):
        agree_on_time(episode=episode, agreed=meeting(), by=aino)
    with pytest.raises(EpisodeClosed):
        move_time(appointment=row, agreed=meeting(), by=aino)

    assert in_force() == [row]


def test_only_those_who_work_with_the_family_on_that_day_can_be_agreed(
    aino, bertta, director, episode, work_form_a
):
    leaves = UserFactory()
    AssignmentFactory(user=leaves, role=Role.WORKER, work_form=work_form_a, ends_on=TODAY)
    closed = UserFactory(is_active=False)
    AssignmentFactory(user=closed, role=Role.WORKER, work_form=work_form_a)

    for worker in (bertta, director, leaves, closed):
        with pytest.raises(WorkerNotHere):
            agree_on_time(episode=episode, agreed=meeting(workers=[aino, worker]), by=aino)

    assert in_force() == []


def test_whoever_is_named_on_no_side_of_a_wall_cannot_be_agreed(aino, pair, episode):
    PartyWallFactory(one=(episode.family, [aino]), other=(FamilyFactory(), []))

    with pytest.raises(WorkerNotHere):
        agree_on_time(episode=episode, agreed=meeting(workers=[aino, pair]), by=aino)

    agree_on_time(episode=episode, agreed=meeting(workers=[aino]), by=aino)
    assert len(in_force()) == 1


def test_only_those_who_take_part_on_that_day_are_expected(aino, episode):
    of_another = EpisodeMemberFactory()
    left = EpisodeMemberFactory(episode=episode, ends_on=TODAY)
    later = EpisodeMemberFactory(episode=episode, starts_on=TOMORROW + timedelta(days=1))

    for member in (of_another, left, later):
        with pytest.raises(NotAMember):
            agree_on_time(episode=episode, agreed=meeting(expected=[member]), by=aino)

    agree_on_time(episode=episode, agreed=Agreed("meeting", TODAY, expected=[left]), by=aino)
    assert list(in_force()[0].expected.all()) == [left]


def test_moving_keeps_the_former_and_taking_it_back_brings_it_back(aino, episode):
    first = agree_on_time(episode=episode, agreed=meeting(), by=aino)
    later = meeting(TOMORROW + timedelta(days=3), time(9))

    moved = move_time(appointment=first, agreed=later, by=aino)

    assert in_force() == [moved]
    assert (moved.moved_from, moved.planned_on) == (first, TOMORROW + timedelta(days=3))
    with pytest.raises(AlreadyVoided):
        move_time(appointment=first, agreed=later, by=aino)

    assert take_time_back(appointment=moved, by=aino) == first
    assert in_force() == [first]
    again = move_time(appointment=first, agreed=later, by=aino)
    assert (in_force(), again.moved_from) == ([again], first)


def test_moving_to_what_is_agreed_already_changes_nothing(aino, episode):
    row = agree_on_time(episode=episode, agreed=meeting(), by=aino)

    assert move_time(appointment=row, agreed=meeting(workers=[aino]), by=aino) == row
    assert Appointment.objects.count() == 1


def test_calling_off_says_why_and_is_taken_back_on_the_same_day(aino, episode):
    row = agree_on_time(episode=episode, agreed=meeting(), by=aino)

    call_off_time(appointment=row, reason=CallOff.ILLNESS, by=aino)

    row.refresh_from_db()
    assert (row.call_off_reason, row.voided_by, in_force()) == ("illness", aino, [])
    with pytest.raises(AlreadyVoided):
        call_off_time(appointment=row, reason=CallOff.ILLNESS, by=aino)

    take_time_back(appointment=row, by=aino)
    row.refresh_from_db()
    assert (in_force(), row.call_off_reason) == ([row], "")


@pytest.mark.parametrize("what", ["agreed", "moved", "called_off"])
def test_on_another_day_nothing_is_taken_back(aino, episode, what):
    row = agree_on_time(episode=episode, agreed=meeting(TOMORROW + timedelta(days=5)), by=aino)
    if what == "moved":
        row = move_time(appointment=row, agreed=meeting(TOMORROW + timedelta(days=6)), by=aino)
    if what == "called_off":
        call_off_time(appointment=row, reason=CallOff.WORKER, by=aino)
    before = in_force()

    with clock.moved_to(TOMORROW), pytest.raises(UndoTooLate):
        take_time_back(appointment=row, by=aino)

    assert in_force() == before


def test_what_was_taken_back_is_not_taken_back_again(aino, episode):
    row = agree_on_time(episode=episode, agreed=meeting(), by=aino)
    take_time_back(appointment=row, by=aino)

    with pytest.raises(AlreadyVoided):
        take_time_back(appointment=row, by=aino)


def test_it_took_place_as_it_was_agreed(aino, pair, episode):
    child = EpisodeMemberFactory(episode=episode, role="child")
    left = EpisodeMemberFactory(episode=episode, role="parent")
    agreed = meeting(TODAY, time(12, 30), minutes=90, workers=[aino, pair], expected=[child, left])
    row = agree_on_time(episode=episode, agreed=agreed, by=aino)
    left.ends_on = TODAY - timedelta(days=1)
    left.save()

    contact = hold_time(appointment=row, by=pair)

    row.refresh_from_db()
    assert row.contact == contact
    assert (contact.kind, contact.happened_on, contact.minutes, contact.took_place) == (
        "meeting",
        TODAY,
        90,
        True,
    )
    assert (set(contact.workers.all()), list(contact.present.all())) == ({aino, pair}, [child])
    assert Contact.objects.count() == 1
    for again in (hold_time, nobody_came):
        with pytest.raises(HeldAlready):
            again(appointment=row, by=aino)
    with pytest.raises(HeldAlready):
        take_time_back(appointment=row, by=aino)
    assert Contact.objects.count() == 1


def test_it_went_otherwise_than_it_was_agreed(aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, minutes=60, met_by=[aino])

    contact = hold_time(appointment=row, held=Held("phone_call", TODAY - timedelta(days=1), 10), by=aino)

    assert (contact.kind, contact.minutes, list(contact.workers.all())) == ("phone_call", 10, [aino])


def test_nobody_came_is_a_contact_that_did_not_take_place(aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, minutes=60, met_by=[aino])

    contact = nobody_came(appointment=row, by=aino)

    row.refresh_from_db()
    assert (row.contact, contact.kind, contact.took_place, contact.minutes) == (
        contact,
        "did_not_arrive",
        False,
        None,
    )


def test_where_there_is_no_word_for_nobody_the_kind_stays(aino, work_form_a, words):
    Term.objects.filter(key="did_not_arrive").update(is_active=False)
    episode = EpisodeFactory(work_form=work_form_a)
    row = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])

    contact = nobody_came(appointment=row, by=aino)

    assert (contact.kind, contact.took_place) == ("meeting", False)


def test_nothing_is_recorded_before_its_day(aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TOMORROW, met_by=[aino])

    for record in (hold_time, nobody_came):
        with pytest.raises(DayNotYetCome):
            record(appointment=row, by=aino)

    assert Contact.objects.count() == 0


def test_when_the_contact_is_taken_back_the_time_waits_again(aino, episode):
    row = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])
    contact = hold_time(appointment=row, by=aino)

    void_contact(contact=contact, by=aino)

    row.refresh_from_db()
    assert (row.contact, in_force()) == (None, [row])
    assert hold_time(appointment=row, by=aino).pk != contact.pk


def test_closing_calls_off_what_is_agreed_for_later_and_reopening_brings_it_back(aino, episode):
    today = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])
    later = AppointmentFactory(episode=episode, planned_on=TOMORROW, met_by=[aino])
    ill = AppointmentFactory(episode=episode, planned_on=TOMORROW, met_by=[aino])
    call_off_time(appointment=ill, reason=CallOff.ILLNESS, by=aino)
    elsewhere = AppointmentFactory(planned_on=TOMORROW)

    closed = close_episode(episode=episode, ends_on=TODAY, reason="goals_met", by=aino)

    later.refresh_from_db()
    assert (later.call_off_reason, later.voided_by) == (CallOff.ENDED, aino)
    assert in_force() == [today, elsewhere]

    reopen_episode(episode=closed, by=aino)
    assert in_force() == [today, later, elsewhere]


def test_an_episode_opened_by_mistake_takes_its_times_with_it(aino, work_form_a, words):
    episode = open_episode(work_form=work_form_a, starts_on=TODAY, by=aino, family=FamilyFactory())
    agree_on_time(episode=episode, agreed=meeting(), by=aino)

    void_episode(episode=episode, by=aino)

    assert in_force() == []


def test_two_workers_meet_them_and_it_is_one_contact(aino, pair, bertta, episode):
    contact = record_contact(
        episode=episode, kind="meeting", happened_on=TODAY, workers=[aino, pair], by=aino
    )
    alone = record_contact(episode=episode, kind="meeting", happened_on=TODAY, by=aino)

    assert set(contact.workers.all()) == {aino, pair}
    assert list(alone.workers.all()) == [aino]
    assert Contact.objects.count() == 2
    with pytest.raises(WorkerNotHere):
        record_contact(episode=episode, kind="meeting", happened_on=TODAY, workers=[bertta], by=aino)
    assert Contact.objects.count() == 2
