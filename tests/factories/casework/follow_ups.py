"""The smallest valid rows of follow-ups."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from poukama.casework.models import FollowUp
from poukama.clients.choices import Channel
from tests.factories.casework.episodes import RECORDED_AT, EpisodeFactory
from tests.factories.clients import KnownInFactory
from tests.factories.organisation import UserFactory


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    """Somebody is called half a year after an episode."""

    class Meta:
        model = FollowUp

    episode = factory.SubFactory(EpisodeFactory)
    known = factory.SubFactory(KnownInFactory)
    due_on = date(2025, 3, 12)
    channel = Channel.CALL
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
