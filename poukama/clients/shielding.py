"""Whom a protection order reaches, and whose place it hides from whom: asked each time, written nowhere."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from poukama.access.actor import Actor
from poukama.clients.choices import Kinship, OrderKind
from poukama.clients.models import (
    CountedAs,
    FamilyTie,
    Parting,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
)

HIDING = (OrderKind.NON_DISCLOSURE, OrderKind.CARE)
"""Those under which nobody is told where somebody is."""
OF_A_CHILD = (Kinship.PARENT, Kinship.GUARDIAN)
"""What the protected person is to those who are reached through a tie."""
STILL_HIDDEN = timedelta(days=30)
"""For how long an order that has run out by itself goes on hiding: a renewal that comes late opens nothing."""


def stands_on(day: date) -> Q:
    """Orders that have begun, that nobody has ended, and that ran out a month ago at most."""
    return Q(voided_at=None, ended_at=None, starts_on__lte=day, ends_on__gte=day - STILL_HIDDEN)


def tied_on(day: date) -> QuerySet[FamilyTie]:
    """Ties of a parent or a guardian that hold on the day."""
    then = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    return FamilyTie.objects.filter(then, voided_at=None, kind__in=OF_A_CHILD)


def unshielded(actor: Actor, *, work_form: str, client: str = "", family: str = "") -> Q:
    """Rows at whose client and family, at these paths, no order stands in that work form that does not name the actor.

    With somebody who is reached by two orders, both must name them. An exempted client is not reached.
    """
    named = ProtectionReader.objects.filter(order=OuterRef("pk"), user=actor.user, voided_at=None)
    orders = ProtectionOrder.objects.filter(
        stands_on(actor.day), kind__in=HIDING, known__work_form=OuterRef(work_form)
    ).exclude(Exists(named))
    hides = Q()
    if client:
        exempt = ProtectionExemption.objects.filter(
            order=OuterRef("pk"), client=OuterRef(OuterRef(client)), voided_at=None
        )
        hides |= reaches(actor.day, client) & ~Q(Exists(exempt))
    if family:
        hides |= Q(known__client__family=OuterRef(family)) | Q(
            Exists(_parted(family=OuterRef(OuterRef(family))))
        )
    return ~Q(Exists(orders.filter(hides)))


def reaches(day: date, client: str) -> Q:
    """Orders that reach the client at this path of the outer row: their own, their family's, a parent's.

    Whoever parted from the family while the order stood is still reached, and so is another client who is said to be
    the same person.
    """
    of_client = "" if client == "pk" else f"{client}__"
    children = tied_on(day).filter(
        client=OuterRef("known__client"),
        work_form=OuterRef("known__work_form"),
        other=OuterRef(OuterRef(client)),
    )
    protected = CountedAs.objects.filter(client=OuterRef(OuterRef("known__client")), voided_at=None)
    same = CountedAs.objects.filter(
        client=OuterRef(OuterRef(client)), kept__in=protected.values("kept"), voided_at=None
    )
    return (
        Q(known__client=OuterRef(client))
        | Q(known__client__family=OuterRef(f"{of_client}family"))
        | Q(known__client=OuterRef(f"{of_client}came_with"))
        | Q(Exists(children))
        | Q(Exists(_parted(client=OuterRef(OuterRef(client)))))
        | Q(Exists(same))
    )


def _parted(**who: OuterRef) -> QuerySet[Parting]:
    """Those who parted from the protected client's family while the order of the outer row stood."""
    return Parting.objects.filter(
        former=OuterRef("known__client__family"),
        work_form=OuterRef("known__work_form"),
        parted_on__gte=OuterRef("starts_on"),
        voided_at=None,
        **who,
    )


def unshielded_known(actor: Actor) -> Q:
    """Those known in a work form whose place no order there hides from the actor."""
    return unshielded(actor, work_form="work_form", client="client", family="family")


def unshielded_tie(actor: Actor) -> Q:
    """Ties neither end of which is hidden from the actor: whoever took a child's tie back would open their place."""
    one = unshielded(actor, work_form="work_form", client="client")
    return one & unshielded(actor, work_form="work_form", client="other")
