"""A client may ask who has opened what is kept of them, and is answered in plain words."""

import re
from datetime import date, timedelta

import pytest

from poukama.casework.models import EpisodeMember
from poukama.clients.choices import EmergencyWhy
from poukama.clients.models import KnownIn
from poukama.clients.services.emergency import break_glass
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


@pytest.fixture
def member(episode):
    return EpisodeMember.objects.get(episode=episode)


def _said(client, user, episode, of=None):
    sign_in(client, user)
    return client.get(url("casework:who_opened", episode), {"of": of.pk} if of else {}).content.decode()


def test_each_opening_is_told_with_who_and_what(client, aino, lead, episode, member, known):
    sign_in(client, lead)
    client.get(url("casework:episode", episode))
    client.get(url("clients:card", known.client))
    client.get(url("clients:name", known))
    page, said = _said(client, aino, episode), _said(client, aino, episode, member)
    assert ("avasi sivusi" in page, "avasi nimesi" in page, lead.name in page) == (True, False, True)
    for words in ("avasi korttisi", "avasi nimesi", lead.name):
        assert words in said
    assert ("Helka" in said, "avasi sivusi" in said) == (False, False)


def test_whose_openings_are_shown_is_marked(client, aino, episode, member):
    sign_in(client, aino)
    marked = re.compile(r'<a href="([^"]+)" aria-current="page">')
    there = url("casework:who_opened", episode)

    shown = [
        [href for href in marked.findall(client.get(f"{there}{of}").content.decode()) if href != "/casework/"]
        for of in ("", f"?of={member.pk}")
    ]

    assert shown == [[there], [f"?of={member.pk}"]]


def test_one_is_told_nothing_of_another_nor_of_the_time_after_they_left(client, aino, episode, member, known):
    other = ClientFactory(family=episode.family, code_name="Lumme T", known_in=episode.work_form)
    left = EpisodeMemberFactory(episode=episode, client=other)
    sign_in(client, aino)
    client.get(url("clients:card", known.client))
    with clock.moved_to(TODAY + timedelta(days=3)):
        client.get(url("clients:card", other))
    left.ends_on = TODAY
    left.ended_at, left.ended_by = clock.now(), aino
    left.save()
    with clock.moved_to(TODAY + timedelta(days=4)):
        assert "avasi korttisi" in _said(client, aino, episode, member)
        assert "avasi korttisi" not in _said(client, aino, episode, left)


def test_what_another_work_form_opened_is_not_told_here(
    client, aino, bertta, episode, member, known, work_form_b
):
    KnownIn.objects.create(client=known.client, work_form=work_form_b, since_on=TODAY)
    sign_in(client, bertta)
    assert client.get(url("clients:card", known.client)).status_code == 200
    said = _said(client, aino, episode, member)
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


def test_an_emergency_is_told_too(client, aino, bertta, episode, member):
    access = break_glass(
        text="Lumme", born_in=None, why=EmergencyWhy.CAME, reason="Synthetic reason", by=bertta
    )
    sign_in(client, bertta)
    client.get(url("casework:emergency", access))
    said = _said(client, aino, episode, member)
    assert ("avasi hätäavauksella" in said, bertta.name in said, "Synthetic" in said) == (True, True, False)
