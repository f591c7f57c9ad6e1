"""Two workers of a pair press at the same moment: one contact stands, and the other hears of it."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from poukama.casework.models import Appointment, Contact
from poukama.casework.services import (
    Agreed,
    AlreadyVoided,
    EpisodeClosed,
    HeldAlready,
    close_episode,
    hold_time,
    move_time,
    nobody_came,
)
from poukama.organisation.choices import Role, TermList
from poukama.toolkit import clock
from tests.factories.casework import AppointmentFactory, EpisodeFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory

TODAY = date(2024, 9, 12)
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair():
    """Two workers of a work form, with the words they record in."""
    work_form = WorkFormFactory(key="work-form-a")
    users = [UserFactory(), UserFactory()]
    for user in users:
        AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form)
    TermFactory(list=TermList.CONTACT_KIND, key="meeting")
    TermFactory(list=TermList.END_REASON, key="goals_met")
    return work_form, users


def at_once(*acts: Callable[[], object]) -> list[type[Exception] | None]:
    """Do all at the same moment, each on a connection of its own; with what each was refused."""
    start = threading.Barrier(len(acts))
    refused: list[type[Exception] | None] = [None] * len(acts)

    def run(place: int) -> None:
        with clock.moved_to(TODAY):
            start.wait()
            try:
                acts[place]()
            except (AlreadyVoided, EpisodeClosed, HeldAlready) as said:
                refused[place] = type(said)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def agreed(work_form, users):
    episode = EpisodeFactory(work_form=work_form, starts_on=date(2024, 3, 4))
    return AppointmentFactory(episode=episode, planned_on=TODAY, met_by=users)


def test_a_time_is_recorded_once(pair):
    work_form, users = pair
    for _ in range(5):
        row = agreed(work_form, users)
        refused = at_once(
            lambda row=row: hold_time(appointment=row, by=users[0]),
            lambda row=row: nobody_came(appointment=row, by=users[1]),
        )
        assert sorted(map(str, refused)) == sorted(map(str, [None, HeldAlready]))
        assert Contact.objects.filter(episode=row.episode).count() == 1


def test_a_time_that_is_moved_is_not_recorded_and_the_other_way_round(pair):
    work_form, users = pair
    for _ in range(5):
        row = agreed(work_form, users)
        later = Agreed("meeting", date(2024, 9, 20), workers=users)
        refused = at_once(
            lambda row=row: hold_time(appointment=row, by=users[0]),
            lambda row=row, later=later: move_time(appointment=row, agreed=later, by=users[1]),
        )
        assert refused.count(None) == 1
        waits = Appointment.objects.filter(episode=row.episode, voided_at=None, contact=None)
        assert (Contact.objects.filter(episode=row.episode).count(), waits.count()) in ((1, 0), (0, 1))


def test_nothing_is_left_agreed_after_an_episode_that_closes_meanwhile(pair):
    work_form, users = pair
    for _ in range(5):
        row = agreed(work_form, users)
        later = Agreed("meeting", date(2024, 9, 20), workers=users)
        at_once(
            lambda row=row: close_episode(
                episode=row.episode, ends_on=TODAY, reason="goals_met", by=users[0]
            ),
            lambda row=row, later=later: move_time(appointment=row, agreed=later, by=users[1]),
        )
        left = Appointment.objects.filter(episode=row.episode, voided_at=None, planned_on__gt=TODAY)
        assert not left.exists()
