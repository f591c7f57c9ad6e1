"""Whoever holds a record back at the moment when it is destroyed is in time, or hears that they are late."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from poukama.casework.models import LegalHold
from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Role, TermList
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory
from tests.strictness.forms import StrictClient

TODAY, AHEAD = date(2024, 9, 12), date(2025, 9, 12)
SOON = 1.5


def house():
    """A record whose time has come, proposed by one lead; another lead; and the family as it is known."""
    work_form = WorkFormFactory(key="work-form-a", retention_class="own")
    TermFactory(list=TermList.RETENTION_CLASS, key="own", attributes={"years": 10})
    leads = [UserFactory(), UserFactory()]
    for lead in leads:
        AssignmentFactory(user=lead, role=Role.LEAD, work_form=work_form)
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form)
    KnownIn.objects.update(since_on=date(2012, 1, 2))
    EpisodeFactory(
        work_form=work_form,
        family=family,
        starts_on=date(2012, 1, 2),
        ends_on=date(2013, 5, 31),
        end_reason="goals_met",
    )
    row = services.propose_destruction(work_form=work_form, by=leads[0])
    return row, leads, KnownIn.objects.get(family=family)


class Holds(threading.Thread):
    """Holds the record back, on a connection of its own."""

    def __init__(self, known, by):
        super().__init__()
        self.known, self.by, self.said = known, by, ""

    def run(self):
        with clock.moved_to(TODAY):
            try:
                services.hold_back(of=self.known, reason="A trial", ends_on=AHEAD, by=self.by)
            except services.GoneMeanwhile as late:
                self.said = type(late).__name__
            finally:
                connection.close()


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_held_back_once_it_was_looked_at_and_before_it_is_gone(monkeypatch):
    row, (lead, other), known = house()
    holds, look = Holds(known, lead), services.come

    def looked(*args):
        found = look(*args)
        holds.start()
        holds.join(SOON)
        assert holds.is_alive()
        return found

    monkeypatch.setattr(services, "come", looked)
    done = services.carry_out_destruction(destruction=row, by=other)
    holds.join()
    assert (done.told["records"], holds.said, LegalHold.objects.count()) == (1, "GoneMeanwhile", 0)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_hold_that_came_first_is_waited_for():
    row, (lead, other), known = house()
    done = []

    def destroys():
        with clock.moved_to(TODAY):
            try:
                done.append(services.carry_out_destruction(destruction=row, by=other))
            finally:
                connection.close()

    thread = threading.Thread(target=destroys)
    with transaction.atomic():
        services.hold_back(of=known, reason="A trial", ends_on=AHEAD, by=lead)
        thread.start()
        thread.join(SOON)
        assert thread.is_alive()
    thread.join()
    assert (done[0].told["records"], done[0].told["left"]) == (0, {"hold": 1})
    assert LegalHold.objects.count() == 1


@pytest.mark.django_db
def test_what_is_destroyed_already_is_not_held_back():
    row, (lead, other), known = house()
    episode = EpisodeFactory(work_form=row.work_form, destroyed_at=clock.now(), destroyed_by=lead)
    services.carry_out_destruction(destruction=row, by=other)
    for gone in (known, episode):
        with pytest.raises(services.GoneMeanwhile):
            services.hold_back(of=gone, reason="A trial", ends_on=AHEAD, by=lead)


@pytest.mark.django_db
def test_the_form_says_that_it_has_been_decided(monkeypatch):
    row, (lead, other), known = house()
    browser, there = sign_in(StrictClient(), lead), services._is_there

    def late(of):
        services.carry_out_destruction(destruction=row, by=other)
        return there(of)

    monkeypatch.setattr(services, "_is_there", late)
    typed = {"reason": "A trial", "ends_on": str(AHEAD)}
    answer = browser.post(url("casework:hold_back", known), typed, follow=True)
    assert "Siitä on sillä välin päätetty." in answer.content.decode()
    assert not LegalHold.objects.exists()
