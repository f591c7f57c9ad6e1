"""Who sees what vanishes and when, who proposes that it is destroyed, who destroys it, and who holds it back."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import allows
from poukama.casework.models import Destruction, Episode, LegalHold
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import theirs
from poukama.clients.models import KnownIn
from poukama.clients.rules import unwalled
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm

DECIDERS = (Role.LEAD, Role.DIRECTOR)


def _decides(actor: Actor) -> Q:
    """Destructions of the work forms that one leads; the director's are all. Neither is told of anybody past a wall."""
    return EVERYTHING if actor.has(Role.DIRECTOR) else actor.within("work_form", Role.LEAD)


def _waits() -> Q:
    return Q(voided_at=None, done_at=None, refused_at=None)


@allows(Action.SEE_RETENTION, WorkForm, to=(Role.LEAD,), title=_("See what is destroyed and when"))
def may_see_retention(actor: Actor) -> Q:
    """The lead of the work form; each record by its own rule."""
    return actor.within("", Role.LEAD)


@allows(Action.PROPOSE_DESTRUCTION, WorkForm, to=(Role.LEAD,), title=_("Propose that records are destroyed"))
def may_propose_destruction(actor: Actor) -> Q:
    """The lead of the work form."""
    return actor.within("", Role.LEAD)


@allows(Action.SEE_DESTRUCTION, Destruction, to=DECIDERS, title=_("See destructions and their certificates"))
def may_see_destruction(actor: Actor) -> Q:
    """The leads of the work form, and the director, who reads numbers only."""
    return _decides(actor)


@allows(
    Action.CARRY_OUT_DESTRUCTION,
    Destruction,
    to=DECIDERS,
    title=_("Destroy records that another has proposed"),
)
def may_carry_out_destruction(actor: Actor) -> Q:
    """Another lead of the work form, or the director; nobody what they proposed themselves."""
    return _decides(actor) & _waits() & ~Q(recorded_by=actor.user)


@allows(
    Action.REFUSE_DESTRUCTION,
    Destruction,
    to=DECIDERS,
    title=_("Refuse to destroy records that another has proposed"),
)
def may_refuse_destruction(actor: Actor) -> Q:
    """Whoever could destroy them."""
    return may_carry_out_destruction(actor)


@allows(
    Action.WITHDRAW_DESTRUCTION,
    Destruction,
    to=(Role.LEAD,),
    title=_("Withdraw one's own proposal of destruction"),
)
def may_withdraw_destruction(actor: Actor) -> Q:
    """Whoever proposed it and still leads the work form, while nobody has decided."""
    return actor.within("work_form", Role.LEAD) & _waits() & Q(recorded_by=actor.user)


@allows(Action.HOLD_BACK, KnownIn, to=(Role.LEAD,), title=_("Hold a record back from destruction"))
def may_hold_back(actor: Actor) -> Q:
    """The lead of the work form, of nobody whom a wall hides."""
    return actor.within("work_form", Role.LEAD) & unwalled(actor, client="client", family="family")


@allows(
    Action.HOLD_EPISODE_BACK,
    Episode,
    to=(Role.LEAD,),
    title=_("Hold an anonymous episode back from destruction"),
)
def may_hold_episode_back(actor: Actor) -> Q:
    """The lead of the work form, of people who stayed anonymous: anybody else's record is held as a whole."""
    return theirs(actor, Role.LEAD) & Q(family=None, client=None, voided_at=None)


@allows(Action.LIFT_HOLD, LegalHold, to=(Role.LEAD,), title=_("See holds, and lift them"))
def may_lift_hold(actor: Actor) -> Q:
    """The lead of the work form, of nobody whom a wall hides."""
    known = actor.within("known__work_form", Role.LEAD) & Q(known__isnull=False)
    known &= unwalled(actor, client="known__client", family="known__family")
    return known | (theirs(actor, Role.LEAD, episode="episode__") & Q(episode__isnull=False))
