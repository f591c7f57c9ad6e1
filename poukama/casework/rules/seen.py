"""Whose work it is: parts of every rule of casework."""

from django.db.models import Q

from poukama.access.actor import Actor
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Role

STAFF = (Role.WORKER, Role.LEAD)


def theirs(actor: Actor, *roles: Role, episode: str = "") -> Q:
    """Episodes of a work form where a role is held, of those whom no wall hides; at a path, what belongs to them.

    What was destroyed is counted, and nobody opens it.
    """
    within = actor.within(f"{episode}work_form", *roles)
    kept = Q(**{f"{episode}destroyed_at": None})
    return within & kept & unwalled(actor, client=f"{episode}client", family=f"{episode}family")


def unhidden(actor: Actor, episode: str = "episode__") -> Q:
    """What belongs to episodes, at a path, that no protection order hides: when somebody comes tells where they are."""
    return unshielded(
        actor, work_form=f"{episode}work_form", client=f"{episode}client", family=f"{episode}family"
    )
