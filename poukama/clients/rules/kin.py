"""Who may see and change who is what to whom, who is expected, and where a child lives."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import (
    Expecting,
    FamilyTie,
    KnownIn,
    OtherHome,
)
from poukama.clients.rules.actions import Action
from poukama.clients.rules.seen import STAFF, told_to, unwalled
from poukama.clients.shielding import unshielded_tie


def _both_seen(actor: Actor) -> Q:
    """Ties told to a work form where the actor works, of which no wall hides either end."""
    within = actor.within("work_form", *STAFF)
    return within & unwalled(actor, client="client") & unwalled(actor, client="other")


@allows(Action.SEE_TIES, KnownIn, to=STAFF, title=_("Open somebody's family ties"))
def may_see_ties(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.READ_TIE, FamilyTie, to=STAFF, title=_("See family ties"))
def may_read_tie(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, except past a wall."""
    return _both_seen(actor)


@allows(Action.ADD_TIE, KnownIn, to=STAFF, title=_("Record family ties"))
def may_add_tie(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.CHANGE_TIE, FamilyTie, to=STAFF, title=_("End and take back family ties"))
def may_change_tie(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, as long as it stands; under an order, those it names."""
    return _both_seen(actor) & Q(voided_at=None) & unshielded_tie(actor)


@allows(Action.READ_EXPECTING, Expecting, to=STAFF, title=_("See which children are expected"))
def may_read_expecting(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it."""
    within = actor.within("work_form", *STAFF)
    return within & unwalled(actor, client="client") & unwalled(actor, client="mother")


@allows(Action.EXPECT, KnownIn, to=STAFF, title=_("Record that a child is expected"))
def may_expect(actor: Actor) -> Q:
    """Whoever works in a work form that knows the mother."""
    coded = Q(client__identification=ClientIdentification.CODED, client__is_unborn=False)
    return told_to(actor) & coded


@allows(Action.CHANGE_EXPECTING, Expecting, to=STAFF, title=_("Record births and losses"))
def may_change_expecting(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, as long as it has not been corrected."""
    return may_read_expecting(actor) & Q(voided_at=None)


@allows(Action.READ_HOME, OtherHome, to=STAFF, title=_("See that somebody lives elsewhere too"))
def may_read_home(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it; where else, only whoever may read them there."""
    return actor.within("work_form", *STAFF) & unwalled(actor, client="client")


@allows(Action.ADD_HOME, KnownIn, to=STAFF, title=_("Record that somebody lives elsewhere too"))
def may_add_home(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.CHANGE_HOME, OtherHome, to=STAFF, title=_("Say until when somebody lived elsewhere too"))
def may_change_home(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it, as long as it goes on."""
    return may_read_home(actor) & Q(voided_at=None, ends_on=None)
