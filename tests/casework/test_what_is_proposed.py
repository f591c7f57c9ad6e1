"""Random records with random things that bind them: nothing with something ahead goes, nothing past its time stays."""

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from poukama.casework.models import Episode
from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Role, TermList
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock
from tests.factories.casework import (
    AppointmentFactory,
    DueStepFactory,
    EpisodeFactory,
    LegalHoldFactory,
    ProcessFactory,
)
from tests.factories.clients import AlertFactory, ClientFactory, ConsentFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory, WorkFormFactory

TODAY = date(2024, 9, 12)
LONG_AGO = date(1990, 1, 1)
YEARS = {"short": 2, "long": 12}
DAYS = st.dates(date(2008, 1, 1), date(2024, 9, 1))
AHEAD = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


def _years_later(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + years, day.month, 28 if leap and (day.year + years) % 4 else day.day)


class World:
    """Two work forms with different times, and records drawn at random."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.proposer, self.other = UserFactory(), UserFactory()
        self.work_forms = []
        for key, years in YEARS.items():
            TermFactory(list=TermList.RETENTION_CLASS, key=key, name=key, attributes={"years": years})
            work_form = WorkFormFactory(key=key, retention_class=key)
            for user in (self.proposer, self.other):
                AssignmentFactory(user=user, role=Role.LEAD, work_form=work_form)
            self.work_forms.append(work_form)
        self.expected: dict[int, bool] = {}
        for number in range(draw(st.integers(1, 6))):
            self._add(number)

    def _add(self, number: int) -> None:
        """A family with some episodes, of which the last decides, and perhaps something that binds it."""
        work_form = self.draw(st.sampled_from(self.work_forms))
        family = FamilyFactory(
            code_name=f"Lumme {number + 2}", search_key=f"lumme {number + 2}", known_in=work_form
        )
        mother = ClientFactory(family=family, code_name=f"Lumme {number + 2} K", known_in=work_form)
        KnownIn.objects.filter(work_form=work_form).update(since_on=LONG_AGO)
        ends = self.draw(st.lists(DAYS, min_size=1, max_size=3))
        episodes = [
            EpisodeFactory(
                work_form=work_form, family=family, starts_on=LONG_AGO, ends_on=end, end_reason="goals_met"
            )
            for end in ends
        ]
        last = max(ends)
        until = _years_later(last, YEARS[work_form.key])
        bound = self._bind(episodes[0], KnownIn.objects.get(client=mother, work_form=work_form))
        for episode in episodes:
            self.expected[episode.pk] = (until < TODAY, not bound) == (True, True)

    def _bind(self, episode: Episode, known: KnownIn) -> bool:
        """Whether it is bound by what was added to it."""
        what, day = self.draw(st.sampled_from(sorted(BINDS))), self.draw(AHEAD)
        BINDS[what](episode, known, day)
        return {"nothing": False, "step": True}.get(what, day >= TODAY)


def _step(episode: Episode, known: KnownIn, day: date) -> None:
    DueStepFactory(process=ProcessFactory(episode=episode, starts_on=LONG_AGO), duty__due_on=day)


BINDS: dict[str, Any] = {
    "nothing": lambda episode, known, day: None,
    "step": _step,
    "appointment": lambda episode, known, day: AppointmentFactory(episode=episode, planned_on=day),
    "consent": lambda episode, known, day: ConsentFactory(known=known, given_on=LONG_AGO, expires_on=day),
    "alert": lambda episode, known, day: AlertFactory(known=known, ends_on=day),
    "hold": lambda episode, known, day: LegalHoldFactory(known=known, ends_on=day),
}


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_what_is_bound_stays_and_what_is_past_its_time_goes(db: None, data: st.DataObject) -> None:
    with clock.moved_to(TODAY), transaction.atomic():
        world = World(data.draw)
        for work_form in world.work_forms:
            _destroy(work_form, world)
        gone = {episode.pk: episode.destroyed_at is not None for episode in Episode.objects.order_by("pk")}
        assert gone == world.expected
        transaction.set_rollback(True)


def _destroy(work_form: WorkForm, world: World) -> None:
    """Propose and destroy; then nothing is left to propose."""
    with contextlib.suppress(services.NothingToDestroy):
        row = services.propose_destruction(work_form=work_form, by=world.proposer)
        services.carry_out_destruction(destruction=row, by=world.other)
    with pytest.raises(services.NothingToDestroy):
        services.propose_destruction(work_form=work_form, by=world.proposer)
