"""Who may put right of which family somebody is, and take back that a family was parted."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Episode
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import KnownIn
from poukama.clients.rules import told_to
from poukama.clients.shielding import unshielded, unshielded_known


@allows(Action.CORRECT_FAMILY, KnownIn, to=STAFF, title=_("Correct of which family somebody is"))
def may_correct_family(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names: it may cease to reach them."""
    coded = Q(client__identification=ClientIdentification.CODED, client__is_unborn=False)
    return told_to(actor) & coded & Q(client__family__isnull=False) & unshielded_known(actor)


@allows(Action.TAKE_PARTING_BACK, Episode, to=STAFF, title=_("Take back that a family was parted"))
def may_take_parting_back(actor: Actor) -> Q:
    """Workers and leads of the work form, while the episode goes on in which they parted; under an order, those it names."""
    named = unshielded(actor, work_form="work_form", family="family")
    return theirs(actor, *STAFF) & Q(voided_at=None, ends_on=None, family__isnull=False) & named
