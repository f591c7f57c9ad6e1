"""The smallest copy of somebody's own data."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from poukama.casework.models import OwnData, OwnPassage
from tests.factories.casework.episodes import RECORDED_AT
from tests.factories.clients import ClientFactory, KnownInFactory
from tests.factories.organisation import UserFactory


class OwnDataFactory(DjangoModelFactory[OwnData]):
    """A copy that nobody has checked."""

    class Meta:
        model = OwnData

    code = factory.Sequence(lambda n: f"O-{n:06}")
    known = factory.SubFactory(KnownInFactory, client=factory.SubFactory(ClientFactory), family=None)
    asked_on = date(2024, 9, 2)
    due_on = date(2024, 10, 2)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class OwnPassageFactory(DjangoModelFactory[OwnPassage]):
    """A passage that is given."""

    class Meta:
        model = OwnPassage

    own_data = factory.SubFactory(OwnDataFactory)
    number = factory.Sequence(lambda n: n + 1)
    section = "notes"
    title = "A title"
    text = "A word"
