"""Who may see what must be done, and do it or give it to somebody else."""

from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import NOTHING, Actor
from poukama.access.policy import allows
from poukama.duties.kinds import kinds
from poukama.duties.models import Duty
from poukama.organisation.choices import Role

STAFF = (Role.WORKER, Role.LEAD)


class Action(StrEnum):
    """What can be done with duties."""

    SEE_DUTY = "duties.see_duty"
    GIVE_DUTY = "duties.give_duty"


def _seen(actor: Actor) -> Q:
    """What each kind lets the actor see, within their own work forms."""
    of_kinds = [Q(kind=kind.key) & kind.seen(actor) for kind in kinds().values()]
    return actor.within("work_form", *STAFF) & reduce(or_, of_kinds, NOTHING)


@allows(Action.SEE_DUTY, Duty, to=STAFF, title=_("See what must be done by a day"))
def may_see_duty(actor: Actor) -> Q:
    """Workers and leads of its work form who may see what it is about."""
    return Q(voided_at=None) & _seen(actor)


@allows(Action.GIVE_DUTY, Duty, to=STAFF, title=_("Give a duty to somebody"))
def may_give_duty(actor: Actor) -> Q:
    """Whoever may see it, while it is not done."""
    return Q(voided_at=None, done_on=None) & _seen(actor)
