"""Whatever happens in an episode: following it change by change comes to the same as computing it all at once."""

import contextlib
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poukama.casework.choices import Begins, Trigger
from poukama.casework.models import Contact, DueStep, Episode
from poukama.casework.services import (
    ContactsAfterTheEnd,
    EpisodeClosed,
    NothingRuns,
    UndoTooLate,
    close_episode,
    open_episode,
    record_contact,
    reopen_episode,
    void_contact,
)
from poukama.casework.services.following import follow, follow_all
from poukama.duties.models import Duty
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.factories.casework import AppointmentFactory, ProcessTemplateFactory
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

START = date(2024, 9, 12)
STEPS = (
    {"does": "facts", "trigger": Trigger.AT_START, "number": 3},
    {"does": "first", "trigger": Trigger.BY_CONTACT, "number": 2},
    {"does": "mid", "trigger": Trigger.ABOUT_CONTACT, "number": 2, "again_every": 2},
    {"does": "benefit", "trigger": Trigger.EACH_MEETING},
    {"does": "weekly", "trigger": Trigger.WEEKLY, "weekday": 1},
    {"does": "talk", "trigger": Trigger.WEEKDAYS},
    {"does": "report", "trigger": Trigger.MONTHLY},
    {"does": "close", "trigger": Trigger.MEETINGS, "number": 2, "upto": 3},
    {"does": "last", "trigger": Trigger.AT_END, "number": 0},
    {"does": "survey", "trigger": Trigger.AFTER_END, "number": 6, "planned_only": True},
)
CHANGES = st.lists(
    st.sampled_from(
        ["meet", "miss", "agree", "call off", "take back", "close", "close early", "reopen", "wait"]
    ),
    min_size=1,
    max_size=9,
)


def standing():
    """Everything in force: which step, which time of it, by which day."""
    rows = DueStep.objects.filter(voided_at=None, duty__voided_at=None)
    return sorted(rows.values_list("key", "occasion", "duty__due_on"))


class Life:
    """One episode and what is done to it, each day through its service."""

    def __init__(self, episode, by):
        self.episode, self.by, self.day = episode, by, START

    def do(self, change):
        getattr(self, change.replace(" ", "_"))()

    def meet(self):
        self._contact("meeting")

    def miss(self):
        self._contact("did_not_arrive")

    def agree(self):
        AppointmentFactory(episode=self.episode, planned_on=self.day + timedelta(days=9), recorded_by=self.by)
        follow(episode=self.episode, by=self.by)

    def call_off(self):
        agreed = self.episode.appointments.filter(voided_at=None).order_by("planned_on", "pk").first()
        if agreed:
            agreed.voided_at, agreed.voided_by = clock.now(), self.by
            agreed.save()
            follow(episode=self.episode, by=self.by)

    def take_back(self):
        contact = Contact.objects.filter(voided_at=None).order_by("happened_on", "pk").first()
        if contact:
            void_contact(contact=contact, by=self.by)

    def close(self):
        self._close("agreed")

    def close_early(self):
        self._close("moved_away")

    def reopen(self):
        with contextlib.suppress(NothingRuns, UndoTooLate):
            reopen_episode(episode=self.episode, by=self.by)

    def wait(self):
        self.day += timedelta(days=11)

    def _contact(self, kind):
        if Episode.objects.get(pk=self.episode.pk).is_open:
            record_contact(episode=self.episode, kind=kind, happened_on=self.day, by=self.by)

    def _close(self, reason):
        with contextlib.suppress(EpisodeClosed, ContactsAfterTheEnd):
            close_episode(episode=self.episode, ends_on=self.day, reason=reason, by=self.by)


@pytest.fixture
def begun(words, work_form_a, aino):
    """An episode with a process of every kind of step."""
    TermFactory(list=TermList.END_REASON, key="agreed", name="Agreed", attributes={"planned": True})
    ProcessTemplateFactory(work_form=work_form_a, begins=Begins.WITH_EPISODE, steps=STEPS)
    return open_episode(work_form=work_form_a, starts_on=START, family=FamilyFactory(), by=aino)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_step_by_step_is_the_same_as_all_at_once(begun, aino, changes):
    with transaction.atomic():
        life = Life(begun, aino)
        for change in changes:
            with clock.moved_to(life.day):
                life.do(change)
        with clock.moved_to(life.day):
            follow_all()
            followed = standing()
            assert follow_all() == 0
            DueStep.objects.all().delete()
            Duty.objects.all().delete()
            follow(episode=begun, by=aino)
            assert standing() == followed
        transaction.set_rollback(True)  # noqa: FBT003  # the next life begins where this one did
