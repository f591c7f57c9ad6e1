"""Who may see and change what may be told of somebody, and what was."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import (
    Consent,
    Disclosure,
    KnownIn,
)
from poukama.clients.rules.actions import Action
from poukama.clients.rules.seen import STAFF, told_to, unwalled
from poukama.clients.shielding import unshielded_known, unshielded_told


@allows(
    Action.SEE_CONSENTS, KnownIn, to=STAFF, title=_("Open what may be told of somebody, and what was told")
)
def may_see_consents(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names: whom one tells says where they are."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.READ_CONSENT, Consent, to=STAFF, title=_("See consents"))
def may_read_consent(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, except past a wall; under an order, those it names."""
    return told_to(actor, "known__") & unwalled(actor, client="given_by__client") & unshielded_told(actor)


@allows(Action.GIVE_CONSENT, KnownIn, to=STAFF, title=_("Record consents"))
def may_give_consent(actor: Actor) -> Q:
    """Whoever may see them."""
    return may_see_consents(actor)


@allows(Action.CHANGE_CONSENT, Consent, to=STAFF, title=_("Withdraw and renew consents"))
def may_change_consent(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, as long as nobody has withdrawn it."""
    return may_read_consent(actor) & Q(voided_at=None)


@allows(Action.READ_DISCLOSURE, Disclosure, to=STAFF, title=_("See what has been told of somebody"))
def may_read_disclosure(actor: Actor) -> Q:
    """Whoever works in the work form that told it; under an order, those it names."""
    return told_to(actor, "known__") & unshielded_told(actor)


@allows(Action.DISCLOSE, KnownIn, to=STAFF, title=_("Record what was told of somebody"))
def may_disclose(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names. A consent or a law is asked for each time."""
    return told_to(actor) & unshielded_known(actor)
