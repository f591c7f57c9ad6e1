"""Whom a protection order reaches, and whose place it hides from whom: asked each time, written nowhere."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from poukama.access.actor import EVERYTHING, NOTHING, Actor
from poukama.clients.hidden import Hidden, orders_of_others, under_orders
from poukama.clients.models import CountedAs, Parting, ProtectionExemption
from poukama.clients.standing import tied_on
from poukama.organisation.choices import Role

_WORKERS = (Role.WORKER, Role.LEAD)


def unshielded(actor: Actor, *, work_form: str = "", client: str = "", family: str = "") -> Q:
    """Rows at whose client and family, at these paths, no order stands in that work form that does not name the actor.

    Without a path to a work form, in none where the actor works. With somebody who is reached by two orders, both must name them. An exempted client is not reached.
    """
    told = under_orders(actor)
    if told is not None:
        return _but_those(actor, told, work_form, client, family)
    here = (
        Q(known__work_form=OuterRef(work_form)) if work_form else actor.within("known__work_form", *_WORKERS)
    )
    orders = orders_of_others(actor).filter(here)
    hides = Q()
    if client:
        exempt = ProtectionExemption.objects.filter(
            order=OuterRef("pk"), client=OuterRef(OuterRef(client)), voided_at=None
        )
        hides |= reaches(actor.day, client) & ~Q(Exists(exempt))
    if family:
        hides |= Q(known__client__family=OuterRef(family)) | Q(
            Exists(_parted(family=OuterRef(OuterRef(family)), by_mistake=False))
        )
        hides |= Q(Exists(_protected().filter(client__family=OuterRef(OuterRef(family)))))
    return ~Q(Exists(orders.filter(hides)))


def _but_those(actor: Actor, told: dict[int, Hidden], work_form: str, client: str, family: str) -> Q:
    """The same, where those whom orders hide have been asked already."""
    hides = NOTHING
    for place, hidden in told.items():
        if (
            not work_form
            and not actor.is_everywhere(*_WORKERS)
            and place not in actor.work_forms_as(*_WORKERS)
        ):
            continue
        those = NOTHING
        if client and hidden.clients:
            those |= Q(**{f"{client}__in": hidden.clients})
        if family and hidden.families:
            those |= Q(**{f"{family}__in": hidden.families})
        hides |= (Q(**{work_form: place}) if work_form else EVERYTHING) & those
    return ~hides if hides is not NOTHING else EVERYTHING


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


def _parted(**who: Any) -> QuerySet[Parting]:
    """Those who parted from the protected client's family while the order of the outer row stood.

    Whoever was of it by mistake is let go by the work form that said so, and by no other.
    """
    return Parting.objects.filter(
        Q(by_mistake=False) | ~Q(work_form=OuterRef("known__work_form")),
        former=OuterRef("known__client__family"),
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
