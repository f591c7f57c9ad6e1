"""Who may see and change what keeps them safe: alerts, contact, where they are, orders, attachments."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import (
    Alert,
    Attachment,
    KnownIn,
    ProtectionOrder,
    ProtectionReader,
)
from poukama.clients.rules.actions import Action
from poukama.clients.rules.seen import STAFF, told_to
from poukama.clients.shielding import unshielded_known, unshielded_told
from poukama.organisation.choices import Role


@allows(Action.READ_ALERT, Alert, to=STAFF, title=_("See alerts"))
def may_read_alert(actor: Actor) -> Q:
    """Whoever works in the work form to which it was told."""
    return told_to(actor, "known__")


@allows(Action.ADD_ALERT, KnownIn, to=STAFF, title=_("Add an alert"))
def may_add_alert(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor)


@allows(Action.CHANGE_ALERT, Alert, to=STAFF, title=_("Renew and end alerts"))
def may_change_alert(actor: Actor) -> Q:
    """Whoever works in the work form to which it was told, as long as nobody has ended it."""
    return told_to(actor, "known__") & Q(voided_at=None)


@allows(Action.READ_SAFE_CONTACT, KnownIn, to=STAFF, title=_("Open how somebody may be contacted"))
def may_read_safe_contact(actor: Actor) -> Q:
    """Whoever works in the work form with which it was agreed; under an order, those it names."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.AGREE_SAFE_CONTACT, KnownIn, to=STAFF, title=_("Agree how somebody may be contacted"))
def may_agree_safe_contact(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names."""
    return may_read_safe_contact(actor)


@allows(Action.READ_WHEREABOUTS, KnownIn, to=STAFF, title=_("Open where somebody is found"))
def may_read_whereabouts(actor: Actor) -> Q:
    """Whoever works in the work form that was told; under an order, those it names and nobody else, leads too."""
    coded = Q(client__identification=ClientIdentification.CODED)
    return told_to(actor) & coded & unshielded_known(actor)


@allows(Action.RECORD_WHEREABOUTS, KnownIn, to=STAFF, title=_("Record where somebody is found"))
def may_record_whereabouts(actor: Actor) -> Q:
    """Whoever works in a work form that knows them; under an order, those it names."""
    return may_read_whereabouts(actor)


@allows(Action.READ_ORDER, ProtectionOrder, to=STAFF, title=_("See protection orders"))
def may_read_order(actor: Actor) -> Q:
    """Whoever works in the work form that was told of it: everybody must know that it holds."""
    return told_to(actor, "known__") & Q(voided_at=None)


@allows(Action.ADD_ORDER, KnownIn, to=STAFF, title=_("Record protection orders"))
def may_add_order(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.CHANGE_ORDER, ProtectionOrder, to=STAFF, title=_("Renew and end protection orders"))
def may_change_order(actor: Actor) -> Q:
    """Those whom it names and the lead of the work form, as long as nobody has ended it."""
    named = ProtectionReader.objects.filter(user=actor.user, voided_at=None).values("order")
    theirs = Q(pk__in=named) | actor.within("known__work_form", Role.LEAD)
    return may_read_order(actor) & Q(ended_at=None) & theirs


@allows(Action.SEE_ATTACHMENTS, KnownIn, to=STAFF, title=_("See which attachments are kept"))
def may_see_attachments(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor)


@allows(Action.READ_ATTACHMENT, Attachment, to=STAFF, title=_("Open attachments"))
def may_read_attachment(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, as long as nobody has taken it out.

    Under a protection order those it names, and whoever added it: a decision or a photo tells of places.
    """
    shown = unshielded_told(actor) | Q(recorded_by=actor.user)
    return told_to(actor, "known__") & Q(voided_at=None) & shown


@allows(Action.ADD_ATTACHMENT, KnownIn, to=STAFF, title=_("Add attachments"))
def may_add_attachment(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor)


@allows(Action.VOID_ATTACHMENT, Attachment, to=STAFF, title=_("Take attachments out"))
def may_void_attachment(actor: Actor) -> Q:
    """Whoever works in the work form to which it was given, as long as nobody has taken it out."""
    return may_read_attachment(actor)
