"""The smallest valid rows of drafts."""

from datetime import UTC, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from poukama.drafts.models import Draft, Presence
from tests.factories.organisation import UserFactory


class DraftFactory(DjangoModelFactory[Draft]):
    """A word typed into a form of no kind that is shown."""

    class Meta:
        model = Draft

    kind = "nothing"
    key = factory.Sequence(str)
    written_by = factory.SubFactory(UserFactory)
    written_at = datetime(2024, 9, 12, 9, tzinfo=UTC)
    page = factory.LazyFunction(uuid4)
    turn = 1
    typed = '[["what", "A word"]]'


class PresenceFactory(DjangoModelFactory[Presence]):
    """Somebody at a form of no kind that is shown."""

    class Meta:
        model = Presence

    kind = "nothing"
    key = factory.Sequence(str)
    seen_by = factory.SubFactory(UserFactory)
    seen_at = datetime(2024, 9, 12, 9, tzinfo=UTC)
