"""Who agrees and makes follow-ups: by which way somebody is reached tells where they are."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Episode, FollowUp
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded_told


@allows(Action.AGREE_FOLLOW_UP, Episode, to=STAFF, title=_("See and agree follow-ups of those who leave"))
def may_agree_follow_up(actor: Actor) -> Q:
    """Workers and leads of its work form; under a protection order, those it names."""
    return theirs(actor, *STAFF) & unhidden(actor, "")


@allows(Action.MEET_FOLLOW_UP, FollowUp, to=STAFF, title=_("Make a follow-up"))
def may_meet_follow_up(actor: Actor) -> Q:
    """Workers and leads of the episode's work form; under an order, those it names; nobody past a wall."""
    seen = theirs(actor, *STAFF, episode="episode__") & unhidden(actor)
    return seen & unwalled(actor, client="known__client") & unshielded_told(actor)
