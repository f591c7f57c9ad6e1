"""The smallest valid agreed times."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from poukama.casework.models import Appointment
from tests.factories.casework.episodes import RECORDED_AT, EpisodeFactory
from tests.factories.organisation import UserFactory


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """A meeting that is agreed, of an open episode; with `met_by`, of these workers."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    kind = "meeting"
    planned_on = date(2024, 3, 14)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def met_by(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.workers.set(extracted)
