"""Who sets the walls between parties."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import allows
from poukama.clients.models import (
    PartyWall,
    WallProposal,
)
from poukama.clients.rules.actions import Action
from poukama.clients.rules.seen import GATEKEEPERS
from poukama.organisation.models import Association


@allows(Action.SEE_WALLS, Association, to=GATEKEEPERS, title=_("See the walls between parties"))
def may_see_walls(actor: Actor) -> Q:
    """The gatekeeper."""
    return EVERYTHING


@allows(Action.SET_WALL, Association, to=GATEKEEPERS, title=_("Set walls between parties"))
def may_set_wall(actor: Actor) -> Q:
    """The gatekeeper."""
    return EVERYTHING


@allows(Action.CHANGE_WALL, PartyWall, to=GATEKEEPERS, title=_("Change and take down walls between parties"))
def may_change_wall(actor: Actor) -> Q:
    """The gatekeeper, as long as the wall stands."""
    return Q(voided_at=None)


@allows(Action.DECIDE_PROPOSAL, WallProposal, to=GATEKEEPERS, title=_("Decide on walls that are proposed"))
def may_decide_proposal(actor: Actor) -> Q:
    """The gatekeeper, as long as nobody has decided."""
    return Q(voided_at=None, decided_at=None)
