"""A draft is its writer's alone; where one may write is asked of the kind each time."""

from datetime import timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.drafts.models import Draft, Presence
from poukama.organisation.choices import Role
from poukama.toolkit import clock

EVERYBODY = tuple(Role)
JUST_NOW = timedelta(minutes=2)
"""For how long somebody who was seen at a form counts as being there."""


class Action(StrEnum):
    """What can be done with what is not recorded yet."""

    KEEP_DRAFT = "drafts.keep_draft"
    OPEN_DRAFT = "drafts.open_draft"
    SEE_UNFINISHED = "drafts.see_unfinished"
    SEE_BESIDE = "drafts.see_beside"


@allows(Action.KEEP_DRAFT, Draft, to=EVERYBODY, title=_("Leave something half written"))
def may_keep_draft(actor: Actor) -> Q:
    """Whoever writes it, where they may write."""
    return Q(written_by=actor.user)


@allows(Action.OPEN_DRAFT, Draft, to=EVERYBODY, title=_("Go on with what one left half written"))
def may_open_draft(actor: Actor) -> Q:
    """Whoever wrote it, while they may still write there. Nobody else, the lead neither: it is no record yet."""
    return Q(written_by=actor.user)


@allows(Action.SEE_UNFINISHED, Draft, to=EVERYBODY, title=_("See what one left half written"))
def may_see_unfinished(actor: Actor) -> Q:
    """Whoever wrote it, while they may still write there."""
    return Q(written_by=actor.user)


@allows(Action.SEE_BESIDE, Presence, to=EVERYBODY, title=_("See who else has the same form open"))
def may_see_beside(actor: Actor) -> Q:
    """Whoever may write into the same form, of the last two minutes."""
    return Q(seen_at__gte=clock.now() - JUST_NOW) & ~Q(seen_by=actor.user)
