"""What somebody may do to one thing is asked with one query, and answered as the rules answer one by one."""

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import ask_together, may, may_ever, rules
from poukama.casework.models import Episode
from poukama.clients.choices import WallSide
from poukama.toolkit import clock
from tests.factories.casework import ContactFactory, EpisodeFactory
from tests.factories.clients import BehindWallFactory, PartyWallFactory

pytestmark = pytest.mark.django_db
ACTIONS = [action for action, rule in rules().items() if rule.model is Episode]


def ended(episode):
    """The same, ended today."""
    episode.ends_on, episode.closed_at, episode.closed_by = clock.today(), clock.now(), episode.recorded_by
    episode.end_reason = "goals_met"
    episode.save()
    return episode


def test_the_answers_are_those_of_the_rules(cast, work_form_a, django_assert_num_queries):
    episodes = [EpisodeFactory(work_form=work_form_a), ended(EpisodeFactory(work_form=work_form_a))]
    ContactFactory(episode=episodes[0])
    answers = set()
    for user in cast.values():
        for episode in episodes:
            one_by_one = {action: may(Actor(user, clock.today()), action, episode) for action in ACTIONS}
            actor = Actor(user, clock.today(), only_reads=True)
            ask_together(actor, episode, *ACTIONS)
            with django_assert_num_queries(0):
                assert {action: may(actor, action, episode) for action in ACTIONS} == one_by_one
            answers |= set(one_by_one.items())
    assert {answer for _, answer in answers} == {True, False}


def test_it_is_one_query_and_is_asked_again_after_a_change(aino, work_form_a, django_assert_num_queries):
    episode = EpisodeFactory(work_form=work_form_a)
    actor = Actor(aino, clock.today())
    writes = [action for action in ACTIONS if may_ever(actor, action)]
    ask_together(actor, episode, *writes)
    with django_assert_num_queries(1):
        ask_together(Actor(aino, clock.today()), episode)
        ask_together(actor, episode, *writes)
    assert may(actor, "casework.close_episode", episode)
    BehindWallFactory(wall=PartyWallFactory(), side=WallSide.OTHER, client=None, family=episode.family)
    assert not may(actor, "casework.close_episode", episode)


def test_nothing_is_asked_for_whoever_never_may(cecilia, work_form_a, django_assert_num_queries):
    actor = Actor(cecilia, clock.today())
    assert actor.held == ()
    with django_assert_num_queries(0):
        ask_together(actor, EpisodeFactory.build(pk=1), *ACTIONS)
