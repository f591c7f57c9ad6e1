"""Those who may meet a family."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.models import Episode
from poukama.casework.rules import Action, unhidden
from poukama.clients.queries import who_work_in, works_there
from poukama.clients.rules import unwalled
from poukama.organisation.models import User


def worked_by(user: User, episode: str = "") -> Q:
    """Episodes whose key worker, or the other of the pair, the user is; at a path, what belongs to them."""
    return Q(**{f"{episode}key_worker": user}) | Q(**{f"{episode}pair_worker": user})


def without_key_worker(day: date) -> Q:
    """Episodes whose key worker nobody is, or somebody who does not work there any more."""
    return Q(key_worker=None) | ~works_there(day, user="key_worker", work_form="work_form")


_NOBODY = User(pk=0)
"""Somebody who is named on no side of any wall."""


def shielded_episodes(episodes: Collection[int], day: date) -> set[int]:
    """Those of the episodes that a protection order hides from whom it does not name. One query."""
    open_to_all = Episode.objects.filter(unhidden(Actor(_NOBODY, day), ""), pk__in=episodes)
    return set(episodes) - set(open_to_all.order_by().values_list("pk", flat=True))


def who_see(episode: Episode, users: Sequence[User], day: date) -> list[User]:
    """Those of the users from whom no protection order hides when they of the episode come, in the order given."""
    if not users or not shielded_episodes([episode.pk], day):
        return list(users)
    found = Episode.objects.filter(pk=episode.pk)
    return [user for user in users if found.filter(unhidden(Actor(user, day), "")).exists()]


def who_can_meet(episode: Episode, day: date) -> list[User]:
    """Workers and leads of the episode's work form, by name; of whom a wall stands around, those on their side."""
    here = who_work_in(episode.work_form, day)
    stands_open = unwalled(Actor(_NOBODY, day), client="client", family="family")
    if Episode.objects.filter(stands_open, pk=episode.pk).exists():
        return here
    return [user for user in here if may(Actor(user, day), Action.READ_EPISODE, episode)]
