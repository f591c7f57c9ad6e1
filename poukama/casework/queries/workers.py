"""Those who may meet a family."""

from datetime import date

from django.db.models import Q

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.models import Episode
from poukama.casework.rules import Action
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


def who_can_meet(episode: Episode, day: date) -> list[User]:
    """Workers and leads of the episode's work form, by name; of whom a wall stands around, those on their side."""
    here = who_work_in(episode.work_form, day)
    stands_open = unwalled(Actor(_NOBODY, day), client="client", family="family")
    if Episode.objects.filter(stands_open, pk=episode.pk).exists():
        return here
    return [user for user in here if may(Actor(user, day), Action.READ_EPISODE, episode)]
