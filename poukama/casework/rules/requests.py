"""Who may do what with requests: the workers and leads of the work form that is asked."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import allows
from poukama.casework.models import Episode, Request, RequestStep
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Identification
from poukama.organisation.models import Association, WorkForm


def _asked(actor: Actor, request: str = "") -> Q:
    """Requests to the actor's work forms, of nobody whom a wall or a protection order hides.

    How somebody is reached tells where they are, so an order hides the whole of it once it is known who asks.
    """
    client, family = f"{request}client", f"{request}family"
    named = unshielded(actor, work_form=f"{request}work_form", client=client, family=family)
    kept = named & Q(**{f"{request}destroyed_at": None})
    return actor.within(f"{request}work_form", *STAFF) & unwalled(actor, client=client, family=family) & kept


@allows(Action.SEE_INBOX, Association, to=STAFF, title=_("See what waits for an answer"))
def may_see_inbox(actor: Actor) -> Q:
    """Whoever works with those served; what each sees is asked row by row."""
    return EVERYTHING


@allows(Action.TAKE_REQUEST, WorkForm, to=STAFF, title=_("Take a request"))
def may_take_request(actor: Actor) -> Q:
    """Workers and leads, in their own work forms that know their clients."""
    return actor.within("", *STAFF) & ~Q(identification=Identification.COUNTED)


@allows(Action.READ_REQUEST, Request, to=STAFF, title=_("Read requests"))
def may_read_request(actor: Actor) -> Q:
    """Workers and leads of the work form that is asked; under a protection order, those it names."""
    return _asked(actor) & Q(voided_at=None)


@allows(Action.CHANGE_REQUEST, Request, to=STAFF, title=_("Add to requests, check safety, change urgency"))
def may_change_request(actor: Actor) -> Q:
    """Whoever may read it."""
    return may_read_request(actor)


@allows(Action.DECIDE_REQUEST, Request, to=STAFF, title=_("Decide requests"))
def may_decide_request(actor: Actor) -> Q:
    """Whoever may read it."""
    return may_read_request(actor)


@allows(Action.READ_REQUEST_STEP, RequestStep, to=STAFF, title=_("See what was done with requests"))
def may_read_request_step(actor: Actor) -> Q:
    """Whoever may read the request."""
    return _asked(actor, "request__") & Q(request__voided_at=None)


@allows(Action.SEE_ARRIVAL, Episode, to=STAFF, title=_("See how they came and where they go on to"))
def may_see_arrival(actor: Actor) -> Q:
    """Workers and leads of its work form; requests and handovers in it by their own rules."""
    return theirs(actor, *STAFF)


@allows(Action.CHANGE_ARRIVAL, Episode, to=STAFF, title=_("Say how they came and who pays"))
def may_change_arrival(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return theirs(actor, *STAFF)
