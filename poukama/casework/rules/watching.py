"""Who looks at what was opened or read."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.access.policy import allows
from poukama.casework.models import OddReading
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF
from poukama.clients.rules import CHECKERS, left_to_check
from poukama.organisation.models import Association


@allows(
    Action.SEE_WATCH,
    Association,
    to=tuple(dict.fromkeys((*STAFF, *CHECKERS))),
    title=_("See which emergencies and readings wait to be looked at"),
)
def may_see_watch(actor: Actor) -> Q:
    """Whoever may open in an emergency, and those who look at it; what each sees is asked row by row."""
    return EVERYTHING


@allows(Action.SEE_CHECKS, Association, to=CHECKERS, title=_("See the lists of emergencies and odd reading"))
def may_see_checks(actor: Actor) -> Q:
    """Whoever may be the one to look at some; each list is asked row by row."""
    return EVERYTHING


@allows(Action.CHECK_READING, OddReading, to=CHECKERS, title=_("Check odd reading"))
def may_check_reading(actor: Actor) -> Q:
    """The lead of the work form; the director where the reader is its only lead; nobody their own.

    Past a wall the gatekeeper.
    """
    return left_to_check(actor, by="reader", client="client", family="family", to_director=NOTHING)
