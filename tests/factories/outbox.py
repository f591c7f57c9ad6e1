"""The smallest message that was not sent."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from poukama.outbox.models import Message
from tests.factories.clients import KnownInFactory
from tests.factories.organisation import UserFactory


class MessageFactory(DjangoModelFactory[Message]):
    """A message that was not sent, since nothing was agreed."""

    class Meta:
        model = Message

    known = factory.SubFactory(KnownInFactory)
    channel = "email"
    template = "call"
    language = "fi"
    state = "not_sent"
    why = "not_agreed"
    recorded_at = datetime(2024, 9, 2, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)
