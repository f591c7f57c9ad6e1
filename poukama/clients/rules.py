"""Who may find and add families and clients."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import Client, Family, KnownIn, NameMark
from poukama.organisation.choices import Identification, Role
from poukama.organisation.models import WorkForm

STAFF = (Role.WORKER, Role.LEAD)
"""Those who work with clients. The director and the board see figures; the administrator and the office nothing."""


class Action(StrEnum):
    """What can be done with families and clients."""

    READ_FAMILY = "clients.read_family"
    READ_CLIENT = "clients.read_client"
    ADD_FAMILY = "clients.add_family"
    ADD_CLIENT = "clients.add_client"
    MAKE_KNOWN = "clients.make_known"
    READ_CARD = "clients.read_card"
    READ_NAME = "clients.read_name"
    FIND_BY_NAME = "clients.find_by_name"
    NAME_CLIENT = "clients.name_client"


@allows(Action.READ_FAMILY, Family, to=STAFF, title=_("See families by code name"))
def may_read_family(actor: Actor) -> Q:
    """Whoever works in a work form where the family is known."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), family__isnull=False)
    return Q(pk__in=known.values("family"))


@allows(Action.READ_CLIENT, Client, to=STAFF, title=_("See people by code name"))
def may_read_client(actor: Actor) -> Q:
    """Whoever works in a work form where the client is known."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), client__isnull=False)
    return Q(pk__in=known.values("client"))


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
    return actor.within("work_form", *STAFF) & Q(client__isnull=False)


@allows(Action.FIND_BY_NAME, NameMark, to=STAFF, title=_("Find people by name"))
def may_find_by_name(actor: Actor) -> Q:
    """Whoever works in the work form to which the name was told."""
    return actor.within("work_form", *STAFF)


@allows(Action.NAME_CLIENT, KnownIn, to=STAFF, title=_("Record and correct names"))
def may_name_client(actor: Actor) -> Q:
    """Whoever works in a work form that knows the client, where people are known by name."""
    named = Q(work_form__identification=Identification.NAMED, client__isnull=False)
    return actor.within("work_form", *STAFF) & named
