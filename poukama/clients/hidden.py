"""Whom walls and protection orders hide from somebody, asked once, and again when something has changed.

A page asks some forty times, and to put the question together in the database takes far longer than to answer it; so
it is answered once, as ids, and each rule of the page names those. Where there are more walls or orders than `MOST`,
the rules ask in the database each time. The next page takes the same answer, as long as the database has counted no
change in any table that it was read from (ADR 35).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from poukama.access.actor import Actor
from poukama.clients.models import (
    BehindWall,
    Client,
    CountedAs,
    FamilyTie,
    KnownIn,
    Parting,
    PartyWall,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    SideWorker,
)
from poukama.clients.standing import HIDING, stands_on, tied_on
from poukama.organisation.choices import Role
from poukama.toolkit import watched

MOST = 500
"""So many sides of walls, or orders, at most are told by ids."""
WATCH = "clients.hidden"
"""The watch of every table that is read here."""
_READ = (
    BehindWall,
    Client,
    CountedAs,
    FamilyTie,
    KnownIn,
    Parting,
    PartyWall,
    ProtectionExemption,
    ProtectionOrder,
    ProtectionReader,
    SideWorker,
)
T = TypeVar("T")


def connect() -> None:
    """Have the database count what changes in what is read here."""
    watched.watch(WATCH, _READ)


@dataclass
class Hidden:
    """Ids of those who are hidden; a client of a hidden family is among the clients."""

    clients: set[int] = field(default_factory=set)
    families: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.clients or self.families)


def sides_of_others(actor: Actor, *gatekeepers: Role) -> QuerySet[BehindWall]:
    """Those behind walls in force, but on the sides where the actor works; a gatekeeper works on none."""
    own = SideWorker.objects.filter(
        user=actor.user, voided_at=None, wall=OuterRef("wall"), side=OuterRef("side")
    )
    if actor.has(*gatekeepers):  # who reads both code names on the page of walls works with neither side
        own = own.none()
    return BehindWall.objects.filter(wall__voided_at=None).exclude(Exists(own))


def orders_of_others(actor: Actor) -> QuerySet[ProtectionOrder]:
    """Orders that hide places and do not name the actor."""
    named = ProtectionReader.objects.filter(order=OuterRef("pk"), user=actor.user, voided_at=None)
    return ProtectionOrder.objects.filter(stands_on(actor.day), kind__in=HIDING).exclude(Exists(named))


def behind_walls(actor: Actor, *gatekeepers: Role) -> Hidden | None:
    """Whom walls hide from the actor; None where the rules ask each time. At most five queries, once."""
    what = f"clients.behind_walls:{actor.has(*gatekeepers)}"
    return _once(actor, what, lambda: _behind_walls(actor, gatekeepers))


def under_orders(actor: Actor) -> dict[int, Hidden] | None:
    """By work form, whose place orders there hide from the actor. None as above; at most eight queries."""
    return _once(actor, "clients.under_orders", lambda: _under_orders(actor))


def _once(actor: Actor, what: str, ask: Callable[[], T]) -> T:
    def answer() -> T:
        changes = actor.once(WATCH, lambda: watched.changes_of(WATCH))
        return watched.kept(f"{what}:{actor.user.pk}:{actor.day}", changes, ask)

    return actor.once(what, answer)


def _behind_walls(actor: Actor, gatekeepers: tuple[Role, ...]) -> Hidden | None:
    rows = list(
        sides_of_others(actor, *gatekeepers).order_by("pk").values_list("client", "family")[: MOST + 1]
    )
    if len(rows) > MOST:
        return None
    hidden = Hidden({client for client, _ in rows if client}, {family for _, family in rows if family})
    if not hidden:
        return hidden
    hidden.clients |= _ids(Q(family__in=hidden.families))
    hidden.clients |= _ids(Q(came_with__in=hidden.clients))
    same = set().union(*_names(hidden.clients).values())
    hidden.clients |= same | _ids(Q(came_with__in=same))
    return hidden


def _ids(which: Q) -> set[int]:
    return set(Client.objects.filter(which).values_list("pk", flat=True))


def _names(clients: Iterable[int]) -> dict[int, set[int]]:
    """For each of these who is said to be one person with others: all of them, themselves too. One query."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    kept = in_force.filter(client__in=set(clients)).values("kept")
    groups: dict[int, set[int]] = defaultdict(set)
    for one, whole in in_force.filter(kept__in=kept).values_list("client", "kept"):
        groups[whole].add(one)
    return {one: group for group in groups.values() for one in group}


@dataclass
class _Reach:
    """An order on its way to whom it reaches: the protected, by each of their names."""

    order: ProtectionOrder
    protected: Client
    persons: set[int]
    near: set[int] = field(default_factory=set)
    """Of the family, or came along, by the code name of the order itself."""
    hidden: Hidden = field(default_factory=Hidden)


def _under_orders(actor: Actor) -> dict[int, Hidden] | None:
    orders = list(orders_of_others(actor).select_related("known__client").order_by("pk")[: MOST + 1])
    if len(orders) > MOST:
        return None
    protected = [(order, order.known.client) for order in orders if order.known.client is not None]
    if not protected:
        return {}
    names = _names(client.pk for _, client in protected)
    reaches = [_Reach(order, client, names.get(client.pk, {client.pk})) for order, client in protected]
    _reach_families(reaches)
    _reach_children_and_other_names(actor, reaches)
    _reach_those_parted(reaches)
    exempt = ProtectionExemption.objects.filter(order__in=orders, voided_at=None)
    spared = set(exempt.order_by().values_list("order", "client"))
    by_work_form: dict[int, Hidden] = defaultdict(Hidden)
    for reach in reaches:
        hidden = by_work_form[reach.order.known.work_form_id]
        hidden.clients |= {one for one in reach.hidden.clients if (reach.order.pk, one) not in spared}
        hidden.families |= reach.hidden.families
    return dict(by_work_form)


def _reach_families(reaches: list[_Reach]) -> None:
    """Themselves, the families of each of their names, and whoever came with them. One query, two with other names."""
    persons = set().union(*(reach.persons for reach in reaches))
    family_of = {reach.protected.pk: reach.protected.family_id for reach in reaches}
    others = Client.objects.filter(pk__in=persons - family_of.keys()).order_by()
    family_of |= dict(others.values_list("pk", "family"))
    families = {family for family in family_of.values() if family}
    about = Q(family__in=families) | Q(came_with__in=persons)
    rows = list(Client.objects.filter(about).order_by().values_list("pk", "family", "came_with"))
    for reach in reaches:
        theirs = {family for one in reach.persons if (family := family_of.get(one))}
        along = {pk for pk, family, with_whom in rows if family in theirs or with_whom in reach.persons}
        own = reach.protected
        reach.near = {
            pk
            for pk, family, with_whom in rows
            if (family and family == own.family_id) or with_whom == own.pk
        }
        reach.hidden = Hidden(reach.persons | along, theirs)


def _reach_children_and_other_names(actor: Actor, reaches: list[_Reach]) -> None:
    """Their children in that work form; these, and those near, by each of their names. Two queries."""
    persons = set().union(*(reach.persons for reach in reaches))
    ties = tied_on(actor.day).filter(client__in=persons).order_by()
    children = list(ties.values_list("work_form", "client", "other"))
    by_name = _names(set().union(*(reach.near for reach in reaches), {child for *_, child in children}))
    for reach in reaches:
        here = reach.order.known.work_form_id
        theirs = {child for place, parent, child in children if place == here and parent in reach.persons}
        reach.hidden.clients = reach.hidden.clients.union(
            theirs, *(by_name.get(one, set()) for one in reach.near | theirs)
        )


def _reach_those_parted(reaches: list[_Reach]) -> None:
    """Those who parted from their family while the order stood; by mistake of it, those of other work forms. One query."""
    former = {reach.protected.family_id for reach in reaches if reach.protected.family_id}
    for parting in Parting.objects.filter(former__in=former, voided_at=None).order_by():
        for reach in reaches:
            if (
                parting.former_id != reach.protected.family_id
                or parting.parted_on < reach.order.starts_on
                or (parting.by_mistake and parting.work_form_id == reach.order.known.work_form_id)
            ):
                continue
            reach.hidden.clients.add(parting.client_id)
            if not parting.by_mistake and parting.family_id:
                reach.hidden.families.add(parting.family_id)
