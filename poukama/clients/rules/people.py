"""Who may find, add and name families and clients."""

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import (
    Client,
    Family,
    KnownIn,
    NameMark,
    SamePerson,
)
from poukama.clients.rules.actions import Action
from poukama.clients.rules.seen import STAFF, told_to, unwalled
from poukama.clients.shielding import unshielded
from poukama.organisation.choices import Identification
from poukama.organisation.models import Association, WorkForm


@allows(Action.READ_FAMILY, Family, to=STAFF, title=_("See families by code name"))
def may_read_family(actor: Actor) -> Q:
    """Whoever works in a work form where the family is known."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), family__isnull=False)
    return Q(pk__in=known.values("family")) & unwalled(actor, family="pk")


@allows(Action.READ_CLIENT, Client, to=STAFF, title=_("See people by code name"))
def may_read_client(actor: Actor) -> Q:
    """Whoever works in a work form where the client is known."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), client__isnull=False)
    return Q(pk__in=known.values("client")) & unwalled(actor, client="pk")


@allows(Action.ADD_FAMILY, WorkForm, to=STAFF, title=_("Add a family"))
def may_add_family(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.ADD_CLIENT, WorkForm, to=STAFF, title=_("Add a person"))
def may_add_client(actor: Actor) -> Q:
    """Workers and leads, in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.MAKE_KNOWN, WorkForm, to=STAFF, title=_("Make someone known in another work form"))
def may_make_known(actor: Actor) -> Q:
    """Workers and leads make someone known in their own work forms."""
    return actor.within("", *STAFF)


@allows(Action.READ_CARD, Client, to=STAFF, title=_("Open somebody's card"))
def may_read_card(actor: Actor) -> Q:
    """Whoever works in a work form that knows them by a code name; nobody for someone anonymous."""
    return may_read_client(actor) & Q(identification=ClientIdentification.CODED)


@allows(Action.READ_NAME, KnownIn, to=STAFF, title=_("Open names"))
def may_read_name(actor: Actor) -> Q:
    """Whoever works in the work form to which the name was told."""
    return told_to(actor) & Q(client__isnull=False)


@allows(Action.READ_IDENTITY_CODE, KnownIn, to=STAFF, title=_("Open personal identity codes"))
def may_read_identity_code(actor: Actor) -> Q:
    """Whoever works in the work form to which the code was told."""
    return told_to(actor) & Q(client__isnull=False)


@allows(Action.ASK_ELSEWHERE, WorkForm, to=STAFF, title=_("Ask whether another team knows somebody"))
def may_ask_elsewhere(actor: Actor) -> Q:
    """Whoever works where people are known by name, unless the association has switched it off."""
    is_off = Exists(Association.objects.filter(blind_match=False))
    return actor.within("", *STAFF) & Q(identification=Identification.NAMED) & ~Q(is_off)


@allows(Action.FIND_BY_NAME, NameMark, to=STAFF, title=_("Find people by name"))
def may_find_by_name(actor: Actor) -> Q:
    """Whoever works in the work form to which the name was told."""
    return actor.within("work_form", *STAFF) & unwalled(actor, client="client")


@allows(Action.NAME_CLIENT, KnownIn, to=STAFF, title=_("Record and correct names"))
def may_name_client(actor: Actor) -> Q:
    """Whoever works in a work form that knows the client, where people are known by name."""
    return told_to(actor) & Q(work_form__identification=Identification.NAMED, client__isnull=False)


@allows(Action.CORRECT_CLIENT, KnownIn, to=STAFF, title=_("Correct birth years"))
def may_correct_client(actor: Actor) -> Q:
    """Whoever works in a work form that knows them."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED, client__is_unborn=False)


@allows(Action.SAY_SAME, Client, to=STAFF, title=_("Say that two are one person"))
def may_say_same(actor: Actor) -> Q:
    """Whoever may open the cards of both."""
    return may_read_card(actor)


@allows(Action.TAKE_APART, SamePerson, to=STAFF, title=_("Take apart two who were said to be one person"))
def may_take_apart(actor: Actor) -> Q:
    """Whoever may open the cards of both, as long as nobody has taken them apart; under an order, those it names.

    An order reaches the one by the other: whoever took them apart would open a place.
    """
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), client__isnull=False).values("client")
    named = unshielded(actor, client="kept") & unshielded(actor, client="other")
    both = Q(kept__in=known, other__in=known, voided_at=None)
    return both & unwalled(actor, client="kept") & unwalled(actor, client="other") & named
