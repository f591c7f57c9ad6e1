"""A key worker is told on the home page which consents end within two weeks."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.casework.queries import consents_ending
from poukama.clients.models import KnownIn
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, ConsentFactory, FamilyFactory, PartyWallFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def known(work_form_a, aino):
    """Somebody in an open episode of Aino's."""
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    client = ClientFactory(family=family, code_name="Lumme A", known_in=work_form_a)
    episode = EpisodeFactory(work_form=work_form_a, family=family, key_worker=aino, starts_on=TODAY)
    EpisodeMemberFactory(episode=episode, client=client, starts_on=TODAY)
    return KnownIn.objects.get(client=client)


def _ending(user):
    return [each.expires_on for each in consents_ending(Actor(user, TODAY), TODAY)]


def test_those_that_end_within_two_weeks_the_first_one_first(aino, lead, known):
    days = {number: TODAY + timedelta(days=number) for number in (-1, 0, 14, 15)}
    for day in days.values():
        ConsentFactory(known=known, expires_on=day)
    ConsentFactory(known=known, expires_on=days[0], voided_at=clock.now(), voided_by=aino)
    assert (_ending(aino), _ending(lead)) == ([days[0], days[14]], [])


def test_not_once_the_episode_has_ended_nor_past_a_wall(aino, known):
    ConsentFactory(known=known, expires_on=TODAY)
    wall = PartyWallFactory(one=(known.client.family, []), other=(ClientFactory(family=None), []))
    assert _ending(aino) == []
    wall.voided_at, wall.voided_by = clock.now(), aino
    wall.save()
    assert _ending(aino) == [TODAY]
    known.client.family.episodes.update(
        closed_at=clock.now(), closed_by=aino, ends_on=TODAY, end_reason="goals_met"
    )
    assert _ending(aino) == []


def test_the_panel_hides_when_none_does_and_tells_nothing_of_what_may_be_told(client, aino, known):
    sign_in(client, aino)
    there = url("casework:consents_panel")
    assert " hidden>" in client.get(there).content.decode()
    ConsentFactory(known=known, expires_on=TODAY, what="secret days", to_words="Secret clinic")
    page = client.get(there).content.decode()
    told = ("Lumme A" in page, "12.9.2024 asti" in page, "ecret" in page, " hidden>" in page)
    assert told == (True, True, False, False)


def test_however_many_end_it_asks_the_same(aino, known, django_assert_num_queries):
    actor = Actor(aino, TODAY)
    assert actor.held
    for number in (1, 4):
        for _ in range(number):
            ConsentFactory(known=known, expires_on=TODAY)
        with django_assert_num_queries(3):
            assert consents_ending(actor, TODAY)
