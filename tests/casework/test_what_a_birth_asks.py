"""What hangs on a birth: gates before and after it, and what a loss or a child's end stops."""

from datetime import date

import pytest

from poukama.casework.choices import Begins, Trigger
from poukama.casework.models import DueStep
from poukama.casework.services import MemberIn, end_member, open_episode, record_contact, resume_member
from poukama.casework.services.birth import record_birth, take_birth_back
from poukama.casework.services.following import follow
from poukama.clients.models import KnownIn
from poukama.clients.services import expecting as expectations
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.factories.casework import ProcessTemplateFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import TermFactory

pytestmark = pytest.mark.django_db

STEPS = (
    {"does": "before", "trigger": Trigger.BEFORE_BIRTH, "number": 1},
    {"does": "ends", "trigger": Trigger.AFTER_BIRTH, "number": 6},
    {"does": "two", "trigger": Trigger.WORKERS, "number": 2},
)


def due():
    """What is due and not settled: step, occasion, day; in order of the days."""
    rows = DueStep.objects.filter(voided_at=None, duty__done_on=None, left_out_at=None)
    return list(rows.order_by("duty__due_on", "key").values_list("key", "occasion", "duty__due_on"))


@pytest.fixture
def doulas(words, work_form_a):
    TermFactory(list=TermList.MEMBER_ROLE, key="newborn", name="Newborn", attributes={"icon": "baby"})
    return ProcessTemplateFactory(work_form=work_form_a, steps=STEPS, begins=Begins.WITH_EPISODE)


@pytest.fixture
def expecting(work_form_a, aino, doulas):
    """A mother whose episode began in August, and who expects a child."""
    family = FamilyFactory(known_in=work_form_a)
    mother = ClientFactory(family=family, known_in=work_form_a)
    episode = open_episode(
        work_form=work_form_a,
        starts_on=date(2024, 8, 1),
        family=family,
        members=[MemberIn(mother, "parent")],
        by=aino,
    )
    known = KnownIn.objects.get(client=mother, work_form=work_form_a)
    row = expectations.expect(known=known, due_on=date(2024, 9, 10), by=aino)
    return episode, row


def test_gates_before_and_after_a_birth(aino, expecting):
    episode, row = expecting
    assert [each[0] for each in due()] == ["two"]
    with clock.moved_to(date(2024, 8, 20)):
        record_contact(episode=episode, kind="meeting", happened_on=date(2024, 8, 20), by=aino)
    record_birth(episode=episode, expecting=row, born_on=date(2024, 9, 8), role="newborn", by=aino)
    assert due()[1:] == [("ends", "birth-2024-09-08", date(2024, 10, 20))]
    before = DueStep.objects.get(key="before")
    assert (before.by_itself, before.duty.done_on, before.duty.due_on) == (
        True,
        date(2024, 8, 20),
        date(2024, 9, 8),
    )
    take_birth_back(episode=episode, expecting=row, by=aino)
    assert [each[0] for each in due()] == ["two"]
    assert not DueStep.objects.filter(key="before", voided_at=None).exists()


def test_a_birth_before_anybody_met_them_is_a_gate_that_was_missed(aino, expecting):
    episode, row = expecting
    record_birth(episode=episode, expecting=row, born_on=date(2024, 9, 8), role="newborn", by=aino)
    assert due()[1:] == [
        ("before", "birth-2024-09-08", date(2024, 9, 8)),
        ("ends", "birth-2024-09-08", date(2024, 10, 20)),
    ]


def test_twins_are_one_birth_and_a_loss_stops_what_hangs_on_it(aino, expecting):
    episode, row = expecting
    born = record_birth(
        episode=episode, expecting=row, born_on=date(2024, 9, 8), role="newborn", by=aino, children=2
    )
    assert [each[0] for each in due()] == ["two", "before", "ends"]
    end_member(member=born[0], ends_on=date(2024, 9, 9), by=aino)
    assert [each[0] for each in due()] == ["two"]
    resume_member(member=born[0], by=aino)
    assert [each[0] for each in due()] == ["two", "before", "ends"]


def test_a_child_who_is_not_born_asks_for_nothing(aino, expecting):
    episode, row = expecting
    expectations.lost(expecting=row, ended_on=date(2024, 9, 8), by=aino)
    follow(episode=episode, by=aino)
    assert [each[0] for each in due()] == ["two"]
