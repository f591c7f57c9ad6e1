"""The family's page, and the card of one of them, ask the same however much is kept of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.clients.models import Client, KnownIn
from tests.conftest import url
from tests.factories.casework import (
    ConsultationFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    ReceiptLinkFactory,
)
from tests.factories.clients import (
    AlertFactory,
    AttachmentFactory,
    ClientFactory,
    ConsentFactory,
    DisclosureFactory,
    ExpectingFactory,
    FamilyTieFactory,
    IdentityFactory,
    OtherHomeFactory,
    ProtectionOrderFactory,
    SafeContactFactory,
    WhereaboutsFactory,
)

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(work_form_a, words):
    """An episode of a family of whom one is known by the card that is opened."""
    episode = EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 3, 4))
    client = ClientFactory(family=episode.family, code_name="Lumme A", known_in=work_form_a)
    EpisodeMemberFactory(episode=episode, client=client)
    return episode


def _one_more(episode, by):
    """One more member, with one of everything; and one more of everything of the first, who is on the card."""
    place = episode.work_form
    client = ClientFactory(family=episode.family, known_in=place)
    EpisodeMemberFactory(episode=episode, client=client)
    known = KnownIn.objects.get(client=client, work_form=place)
    first = KnownIn.objects.get(client__code_name="Lumme A")
    unborn = ClientFactory(family=episode.family, is_unborn=True, known_in=place)
    ExpectingFactory(work_form=place, client=unborn, mother=client)
    ExpectingFactory(
        work_form=place,
        client=ClientFactory(family=episode.family, is_unborn=True, known_in=place),
        mother=first.client,
    )
    SafeContactFactory(known=known)
    WhereaboutsFactory(known=known)
    IdentityFactory(client=client, work_form=place)
    ProtectionOrderFactory(known=known, readers=[by])
    OtherHomeFactory(work_form=place, client=client, there=ClientFactory(known_in=place))
    FamilyTieFactory(work_form=place, client=first.client, other=client)
    for each in (known, first):
        AlertFactory(known=each)
        AttachmentFactory(known=each)
        DisclosureFactory(known=each, consent=ConsentFactory(known=each))
        ReceiptLinkFactory(known=each, consultation=ConsultationFactory(work_form=place))


def _asked(browser, address):
    """How much is asked; each of those who are shown is an event of its own, which is written and not asked."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return sum("access_chainhead" not in each["sql"] and "INSERT" not in each["sql"] for each in queries)


def test_they_ask_the_same_for_one_and_for_four_of_everything(signed_in, aino, episode):
    browser = signed_in(aino)
    first = KnownIn.objects.get(client__code_name="Lumme A")
    SafeContactFactory(known=first)
    IdentityFactory(client=first.client, work_form=episode.work_form)
    ProtectionOrderFactory(known=first, readers=[aino])
    OtherHomeFactory(
        work_form=episode.work_form, client=first.client, there=ClientFactory(known_in=episode.work_form)
    )
    addresses = [
        url("casework:episode", episode),
        url("clients:card", first.client),
        url("clients:ties", first),
        url("clients:consents", first),
        url("clients:attachments", first),
        url("casework:earlier", first),
    ]
    for address in addresses:
        browser.get(address)
    counts = []
    for more in (1, 3):
        for _ in range(more):
            _one_more(episode, aino)
        counts.append({address: _asked(browser, address) for address in addresses})
    assert counts[0] == counts[1]
    assert Client.objects.filter(family=episode.family).count() == 13
