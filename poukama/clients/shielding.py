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
from poukama.organisation.choices import Role

HIDING = (OrderKind.NON_DISCLOSURE, OrderKind.CARE)
"""Those under which nobody is told where somebody is."""
OF_A_CHILD = (Kinship.PARENT, Kinship.GUARDIAN)
"""What the protected person is to those who are reached through a tie."""
_WORKERS = (Role.WORKER, Role.LEAD)
STILL_HIDDEN = timedelta(days=30)
"""For how long an order that has run out by itself goes on hiding: a renewal that comes late opens nothing."""


def stands_on(day: date) -> Q:
    """Orders that have begun, that nobody has ended, and that ran out a month ago at most."""
    return Q(voided_at=None, ended_at=None, starts_on__lte=day, ends_on__gte=day - STILL_HIDDEN)


def tied_on(day: date) -> QuerySet[FamilyTie]:
    """Ties of a parent or a guardian that hold on the day."""
    then = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    return FamilyTie.objects.filter(then, voided_at=None, kind__in=OF_A_CHILD)


def unshielded(actor: Actor, *, work_form: str = "", client: str = "", family: str = "") -> Q:
    """Rows at whose client and family, at these paths, no order stands in that work form that does not name the actor.

    Without a path to a work form, in none where the actor works. With somebody who is reached by two orders, both must name them. An exempted client is not reached.
    """
    named = ProtectionReader.objects.filter(order=OuterRef("pk"), user=actor.user, voided_at=None)
    here = (
        Q(known__work_form=OuterRef(work_form)) if work_form else actor.within("known__work_form", *_WORKERS)
    )
    orders = ProtectionOrder.objects.filter(stands_on(actor.day), here, kind__in=HIDING).exclude(
        Exists(named)
    )
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
        hides |= Q(Exists(_protected().filter(client__family=OuterRef(OuterRef(family)))))
    return ~Q(Exists(orders.filter(hides)))


def reaches(day: date, client: str) -> Q:
    """Orders that reach the client at this path of the outer row: their own, their family's, a parent's.

    Whoever parted from the family while the order stood is still reached. Two who are said to be one person are one:
    the protected is so with the family and the ties of each code name, and a child under each of theirs.
    """
    of_client = "" if client == "pk" else f"{client}__"
    child = OuterRef(OuterRef(client))
    protected = Q(client=OuterRef("known__client")) | Q(client__in=_protected(deeper=True).values("client"))
    reached = Q(other=child) | Q(other__in=_one_with(OuterRef(child)).values("client"))
    children = tied_on(day).filter(protected, reached, work_form=OuterRef("known__work_form"))
    same = _protected().filter(
        Q(client=child)
        | Q(client__family=OuterRef(OuterRef(f"{of_client}family")))
        | Q(client=OuterRef(OuterRef(f"{of_client}came_with")))
    )
    by_another_name = _one_with(child).filter(
        Q(client__family=OuterRef("known__client__family")) | Q(client__came_with=OuterRef("known__client"))
    )
    return (
        Q(known__client=OuterRef(client))
        | Q(known__client__family=OuterRef(f"{of_client}family"))
        | Q(known__client=OuterRef(f"{of_client}came_with"))
        | Q(Exists(children))
        | Q(Exists(_parted(client=OuterRef(OuterRef(client)))))
        | Q(Exists(same))
        | Q(Exists(by_another_name))
    )


def _one_with(client: OuterRef) -> QuerySet[CountedAs]:
    """As whom those are counted who are one person with a client, themselves too."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    return in_force.filter(kept__in=in_force.filter(client=OuterRef(client)).values("kept"))


def _protected(*, deeper: bool = False) -> QuerySet[CountedAs]:
    """Those who are one person with the protected of the order of the outer row, or of the one around that."""
    known = OuterRef("known__client")
    return _one_with(OuterRef(known) if deeper else known)


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


def unshielded_told(actor: Actor) -> Q:
    """What was told of those known in a work form, where no order there hides their place from the actor."""
    return unshielded(actor, work_form="known__work_form", client="known__client", family="known__family")


def unshielded_tie(actor: Actor) -> Q:
    """Ties neither end of which is hidden from the actor: whoever took a child's tie back would open their place."""
    one = unshielded(actor, work_form="work_form", client="client")
    return one & unshielded(actor, work_form="work_form", client="other")
