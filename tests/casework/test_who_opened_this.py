"""A client may ask who has opened what is kept of them, and is answered in plain words."""

from datetime import date

import pytest

from poukama.clients.models import KnownIn
from poukama.organisation.choices import Identification
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, IdentityFactory, PartyWallFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def episode(work_form_a):
    """An episode of a family with one member, whose name is known."""
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    member = ClientFactory(family=family, code_name="Lumme K", search_key="lumme k", known_in=work_form_a)
    IdentityFactory(client=member, work_form=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    EpisodeMemberFactory(episode=episode, client=member)
    return episode


@pytest.fixture
def known(episode, work_form_a):
    return KnownIn.objects.get(client__family=episode.family, work_form=work_form_a)


def _said(client, user, episode):
    sign_in(client, user)
    return client.get(url("casework:who_opened", episode)).content.decode()


def test_each_opening_is_told_with_who_and_what(client, aino, lead, episode, known):
    sign_in(client, lead)
    client.get(url("casework:episode", episode))
    client.get(url("clients:card", known.client))
    client.get(url("clients:name", known))
    said = _said(client, aino, episode)
    for words in ("avasi sivusi", "avasi korttisi", "avasi nimesi", lead.name, "(Lumme K)"):
        assert words in said
    assert "Helka" not in said


def test_what_another_work_form_opened_is_not_told_here(client, aino, bertta, episode, known, work_form_b):
    KnownIn.objects.create(client=known.client, work_form=work_form_b, since_on=TODAY)
    sign_in(client, bertta)
    assert client.get(url("clients:card", known.client)).status_code == 200
    said = _said(client, aino, episode)
    assert (bertta.name in said, "Kukaan ei ole avannut tätä." in said) == (False, True)


def test_past_a_wall_there_is_nothing_to_ask(client, aino, lead, episode, work_form_a):
    PartyWallFactory(one=(episode.family, [lead]), other=(FamilyFactory(), [aino]))
    sign_in(client, aino)
    assert client.get(url("casework:who_opened", episode)).status_code == 404


def test_it_asks_the_same_however_often_it_was_opened(client, aino, episode, django_assert_max_num_queries):
    counts = []
    for times in (1, 6):
        sign_in(client, aino)
        for _ in range(times):
            client.get(url("casework:episode", episode))
        client.get(url("casework:who_opened", episode))
        with django_assert_max_num_queries(40) as asked:
            client.get(url("casework:who_opened", episode))
        counts.append(len(asked))
    assert counts[0] == counts[1]
