"""By what an order reaches somebody: they themselves, a tie, the family, or one person under two code names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.clients.models import Client, CountedAs, FamilyTie, Parting, ProtectionOrder
from poukama.clients.shielding import tied_on
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
    """By what orders reach somebody who is not the protected: ties, partings, and who is one person with whom."""

    ties: list[FamilyTie]
    parted: list[Parting]
    persons: dict[int, int]
    """As whom each is counted who is one person with another."""

    def orders(self, people: Sequence[Client]) -> Q:
        """Orders that may reach these; `why` says of each whether it does."""
        ids = {client.pk for client in people} | {tie.client_id for tie in self.ties} | set(self.persons)
        ids |= {client.came_with_id for client in people if client.came_with_id}
        families = {client.family_id for client in people if client.family_id}
        families |= {each.former_id for each in self.parted}
        return Q(known__client__in=ids) | Q(known__client__family__in=families)

    def why(self, order: ProtectionOrder, client: Client) -> Text:
        """Why an order reaches a client of its work form; empty when it does not."""
        protected = order.known.client
        if protected is None:
            return ""
        if protected.pk == client.pk:
            return ITSELF
        if client.pk in self.persons and self.persons[client.pk] == self.persons.get(protected.pk):
            return SAME
        if any(self._is_child(tie, order, client) for tie in self.ties):
            return A_CHILD
        if client.came_with_id == protected.pk:
            return CAME_ALONG
        if protected.family_id and protected.family_id == client.family_id:
            return SAME_FAMILY
        return PARTED if any(self._parted(each, order, client) for each in self.parted) else ""

    @staticmethod
    def _is_child(tie: FamilyTie, order: ProtectionOrder, client: Client) -> bool:
        between = (tie.client_id, tie.other_id) == (order.known.client_id, client.pk)
        return between and tie.work_form_id == order.known.work_form_id

    @staticmethod
    def _parted(parting: Parting, order: ProtectionOrder, client: Client) -> bool:
        former = order.known.client.family_id if order.known.client else None
        there = (parting.client_id, parting.former_id) == (client.pk, former)
        return (
            there
            and parting.work_form_id == order.known.work_form_id
            and (parting.parted_on >= order.starts_on)
        )


def kin_of(people: Sequence[Client], places: Iterable[int], day: date) -> Kin:
    """By what orders of these work forms may reach these clients. Three queries."""
    ties = tied_on(day).filter(other__in=people, work_form__in=places)
    parted = Parting.objects.filter(client__in=people, work_form__in=places, voided_at=None)
    return Kin(list(ties.order_by("pk")), list(parted.order_by("pk")), persons_of(people))


def persons_of(people: Sequence[Client]) -> dict[int, int]:
    """Those who are one person with somebody of these, each by as whom they are counted. One query."""
    counted = CountedAs.objects.filter(voided_at=None).order_by()
    same = counted.filter(kept__in=counted.filter(client__in=people).values("kept"))
    return dict(same.values_list("client", "kept"))
