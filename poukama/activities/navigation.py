"""Where activities stand in the rail: in the middle of a phone for whoever records nothing else."""

from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.activities.rules import Action
from poukama.organisation.choices import Role
from poukama.toolkit.navigation import RECORD, NavItem


def _only_counts(actor: Actor) -> bool:
    return actor.has(Role.WORKER, Role.LEAD) and not actor.serves_known()


def _knows_more(actor: Actor) -> bool:
    return not _only_counts(actor)


_PLACE = (_("Groups and door"), "groups", "activities:overview", Action.SEE_ACTIVITIES)
ITEMS = (
    NavItem(*_PLACE, order=40, phone=4, only=_knows_more),
    NavItem(*_PLACE, order=40, phone=RECORD, only=_only_counts),
)
