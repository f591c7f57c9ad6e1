"""A family that goes on elsewhere, and a shelter under another controller."""

from datetime import date

import pytest

from poukama.clients.models import KnownIn
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import (
    ProtectionOrderFactory,
    ProtectionReaderFactory,
)


@pytest.fixture
def shelter(work_form_a):
    """Work form A is another controller's."""
    work_form_a.controller = "The State"
    work_form_a.save()
    return work_form_a


@pytest.fixture
def parent(work_form_a, request_words):
    """A parent of Lumme, in an open episode of work form A."""
    episode = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme")
    return EpisodeMemberFactory(episode=episode, client__code_name="Lumme K")


@pytest.fixture
def hidden(parent, aino):
    """Where they are is hidden by an order that names Aino."""
    known = KnownIn.objects.get(client=parent.client, work_form=parent.episode.work_form)
    order = ProtectionOrderFactory(known=known, starts_on=date(2024, 9, 1), ends_on=date(2025, 9, 1))
    ProtectionReaderFactory(order=order, user=aino)
    return order
