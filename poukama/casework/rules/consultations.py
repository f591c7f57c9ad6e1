"""Who may do what with advice given once, and what a client has linked to themself."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.casework.models import Consultation, ReceiptLink
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import KnownIn
from poukama.clients.rules import told_to
from poukama.clients.shielding import unshielded_known, unshielded_told
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm


@allows(Action.READ_CONSULTATION, Consultation, to=STAFF, title=_("Read consultations"))
def may_read_consultation(actor: Actor) -> Q:
    """Workers and leads of its work form."""
    return actor.within("work_form", *STAFF)


@allows(Action.RECORD_CONSULTATION, WorkForm, to=STAFF, title=_("Record a consultation"))
def may_record_consultation(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.VOID_CONSULTATION, Consultation, to=STAFF, title=_("Undo a consultation"))
def may_void_consultation(actor: Actor) -> Q:
    """Whoever recorded it and still works in the work form, and the lead of the work form."""
    own = Q(recorded_by=actor.user) & actor.within("work_form", *STAFF)
    return own | actor.within("work_form", Role.LEAD)


@allows(Action.FOLLOW_RECEIPT, WorkForm, to=STAFF, title=_("Try a receipt code"))
def may_follow_receipt(actor: Actor) -> Q:
    """Workers and leads, in their own work forms, with the three words that the client tells."""
    return actor.within("", *STAFF)


@allows(Action.SEE_EARLIER, KnownIn, to=STAFF, title=_("Open somebody's earlier contacts"))
def may_see_earlier(actor: Actor) -> Q:
    """Whoever works in a work form that knows them by a code name; under a protection order, those it names."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.LINK_EARLIER, KnownIn, to=STAFF, title=_("Link earlier contacts"))
def may_link_earlier(actor: Actor) -> Q:
    """Whoever may open them, with the three words that the client tells."""
    return may_see_earlier(actor)


@allows(Action.READ_EARLIER, ReceiptLink, to=STAFF, title=_("See linked earlier contacts"))
def may_read_earlier(actor: Actor) -> Q:
    """Whoever works in the work form to which the client told that they were theirs; under an order, those it names."""
    return told_to(actor, "known__") & unshielded_told(actor)


@allows(Action.UNLINK_EARLIER, ReceiptLink, to=STAFF, title=_("Undo the linking of an earlier contact"))
def may_unlink_earlier(actor: Actor) -> Q:
    """Whoever may see it, as long as it is linked."""
    return may_read_earlier(actor) & Q(voided_at=None)
