"""Contacts that belong to a receipt code, and those that a client has linked to themself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import Consultation, ReceiptLink
from poukama.casework.rules import Action
from poukama.clients.models import KnownIn
from poukama.toolkit import formatting
from poukama.toolkit.sealing.chains import Chain

_AT_ONCE = 32
LATELY = 3
"""So many earlier contacts stand on a card; the rest on their own page."""


def places_in(chain: Chain) -> dict[int, Consultation]:
    """The contacts of a chain by their place in it, also those that were taken back: one query for each 32."""
    found: dict[int, Consultation] = {}
    first = 0
    while True:
        marks = chain.marks(first, _AT_ONCE)
        rows = Consultation.objects.filter(mark__in=marks).select_related("work_form").order_by("pk")
        here = {marks.index(bytes(row.mark or b"")) + first: row for row in rows}
        if not here:
            return found
        found |= here
        first += _AT_ONCE


def told_by(chain: Chain) -> list[Consultation]:
    """The contacts of a chain that are in force, by day."""
    rows = [row for row in places_in(chain).values() if row.voided_at is None]
    return sorted(rows, key=lambda row: (row.happened_on, row.pk))


def earlier_of(actor: Actor, known: KnownIn) -> QuerySet[ReceiptLink]:
    """The earlier contacts that a client has linked to themself in a work form, unordered."""
    rows = ReceiptLink.objects.filter(known=known, voided_at=None, consultation__voided_at=None)
    return visible(actor, Action.READ_EARLIER, rows).select_related("consultation__work_form")


def earlier_lately(actor: Actor, known: Sequence[KnownIn]) -> dict[int, list[str]]:
    """The latest few of them for each, by day and work form; by the key of the `KnownIn`. One query."""
    rows = ReceiptLink.objects.filter(known__in=known, voided_at=None, consultation__voided_at=None)
    found = visible(actor, Action.READ_EARLIER, rows).select_related("consultation__work_form")
    latest = (F("consultation__happened_on").desc(), F("pk").desc())
    turn = Window(RowNumber(), partition_by="known", order_by=latest)
    said: dict[int, list[str]] = {}
    for link in found.annotate(turn=turn).filter(turn__lte=LATELY).order_by(*latest):
        met = link.consultation
        said.setdefault(link.known_id, []).append(
            f"{formatting.day(met.happened_on)} {met.work_form.label()}"
        )
    return said


@dataclass(frozen=True)
class ToLink:
    """A contact of a chain, and whether it has been linked already."""

    consultation: Consultation
    is_linked: bool


def to_link(actor: Actor, known: KnownIn, contacts: Sequence[Consultation]) -> list[ToLink]:
    """Contacts of a chain as somebody chooses from them. One query."""
    linked = set(earlier_of(actor, known).order_by().values_list("consultation", flat=True))
    return [ToLink(row, row.pk in linked) for row in contacts]
