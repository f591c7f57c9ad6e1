"""By what an order reaches somebody: they themselves, a tie, the family, or one person under two code names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.models import Client, CountedAs, FamilyTie, Parting, ProtectionOrder
from poukama.clients.rules import Action
from poukama.clients.standing import tied_on
from poukama.toolkit.facts import Text

ITSELF, SAME, A_CHILD, CAME_ALONG, SAME_FAMILY, PARTED = (
    _("Protected themselves"),
    _("The same person"),
    _("Child, by the family ties"),
    _("Came with them"),
    _("Same family"),
    _("Same family, until they parted"),
)


@dataclass(frozen=True)
class Kin:
    """By what orders reach somebody who is not the protected, as `shielding.reaches` says it of rows.

    Another code name of either is looked at where the actor sees it: whoever does not see that two are one person is
    not told.
    """

    ties: list[FamilyTie]
    parted: list[Parting]
    same: dict[int, tuple[Client, ...]]
    """By somebody's id the other code names of theirs that the actor sees."""

    def orders(self, people: Sequence[Client]) -> Q:
        """Orders that may reach these; `why` says of each whether it does."""
        by_any_name = [*people, *(each for others in self.same.values() for each in others)]
        ids = {client.pk for client in by_any_name} | {tie.client_id for tie in self.ties}
        ids |= {client.came_with_id for client in by_any_name if client.came_with_id}
        families = {client.family_id for client in by_any_name if client.family_id}
        families |= {each.former_id for each in self.parted}
        return Q(known__client__in=ids) | Q(known__client__family__in=families)

    def why(self, order: ProtectionOrder, client: Client) -> Text:
        """Why an order reaches a client of its work form; empty when it does not."""
        protected = order.known.client
        if protected is None:
            return ""
        if protected.pk == client.pk:
            return ITSELF
        if client in self._others(protected):
            return SAME
        if any(self._is_child(tie, order, client) for tie in self.ties):
            return A_CHILD
        pairs = [(protected, client)]
        pairs += [(each, client) for each in self._others(protected)]
        pairs += [(protected, each) for each in self._others(client)]
        if any(child.came_with_id == parent.pk for parent, child in pairs):
            return CAME_ALONG
        if any(one.family_id and one.family_id == other.family_id for one, other in pairs):
            return SAME_FAMILY
        return PARTED if any(self._parted(each, order, client) for each in self.parted) else ""

    def _others(self, client: Client) -> tuple[Client, ...]:
        return self.same.get(client.pk, ())

    def _is_child(self, tie: FamilyTie, order: ProtectionOrder, client: Client) -> bool:
        protected = order.known.client
        parents = (
            {order.known.client_id} | {each.pk for each in self._others(protected)} if protected else set()
        )
        children = {client.pk} | {each.pk for each in self._others(client)}
        told = tie.work_form_id == order.known.work_form_id
        return told and tie.client_id in parents and tie.other_id in children

    @staticmethod
    def _parted(parting: Parting, order: ProtectionOrder, client: Client) -> bool:
        former = order.known.client.family_id if order.known.client else None
        there = (parting.client_id, parting.former_id) == (client.pk, former)
        was_of_it = not parting.by_mistake or parting.work_form_id != order.known.work_form_id
        return there and was_of_it and parting.parted_on >= order.starts_on


def kin_of(actor: Actor, people: Sequence[Client], places: Iterable[int], day: date) -> Kin:
    """By what orders of these work forms may reach these clients. At most six queries."""
    families = {client.family_id for client in people if client.family_id}
    came_with = {client.came_with_id for client in people if client.came_with_id}
    about = Q(client__in=people) | Q(client__family__in=families) | Q(client__in=came_with)
    same = _same(actor, about)
    children = {client.pk for client in people}
    children |= {each.pk for pk in children for each in same.get(pk, ())}
    ties = list(tied_on(day).filter(other__in=children, work_form__in=places).order_by("pk"))
    parents = {tie.client_id for tie in ties} - set(same)
    if parents:
        same |= _same(actor, Q(client__in=parents))
    parted = Parting.objects.filter(client__in=people, voided_at=None)
    return Kin(ties, list(parted.order_by("pk")), same)


def _same(actor: Actor, about: Q) -> dict[int, tuple[Client, ...]]:
    """For each of those who are one person with one of these, by id, their other code names that the actor sees."""
    counted = CountedAs.objects.filter(voided_at=None).order_by()
    rows = list(counted.filter(kept__in=counted.filter(about).values("kept")).values_list("client", "kept"))
    if not rows:
        return {}
    kept = dict(rows)
    seen = list(_seen(actor, kept).order_by("pk"))
    return {
        one.pk: tuple(other for other in seen if other != one and kept[other.pk] == kept[one.pk])
        for one in seen
    }


def _seen(actor: Actor, ids: Collection[int]) -> QuerySet[Client]:
    return visible(actor, Action.READ_CLIENT, Client.objects.filter(pk__in=ids))
