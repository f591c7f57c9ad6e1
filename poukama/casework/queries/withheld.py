"""What of records that end is told to somebody from whom a wall or a protection order hides whose they are.

Past a wall there is nothing (ADR 17); and when somebody comes is where they are (ADR 16).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from poukama.access.actor import Actor
from poukama.casework.choices import Sort
from poukama.casework.queries.bonds import HELD, SHARED
from poukama.casework.queries.records import Record
from poukama.clients.ending import LOOKED_INTO, Bond
from poukama.clients.models import KnownIn
from poukama.clients.shielding import unshielded_known
from poukama.organisation.models import WorkForm


def as_told(actor: Actor, work_form: WorkForm, seen: Sequence[Record]) -> list[Record]:
    """Records that the actor sees, with no more of what binds them than the actor may know. One query, once orders are known."""
    waiting = {client for each in seen if each.bonds for client in each.shared}
    hidden = _hidden_by_orders(actor, work_form)
    return [_told(each, waiting, is_when_hidden=_is_of(each, *hidden)) for each in seen]


def _told(record: Record, waiting: Collection[int], *, is_when_hidden: bool) -> Record:
    bonds: Iterable[Bond] = record.bonds
    if record.clients.isdisjoint(waiting):
        bonds = (LOOKED_INTO if bond == SHARED else bond for bond in bonds)
    if is_when_hidden:
        bonds = (bond if bond.code == HELD else LOOKED_INTO for bond in bonds)
    return replace(record, bonds=tuple(dict.fromkeys(bonds)), is_when_hidden=is_when_hidden)


def _hidden_by_orders(actor: Actor, work_form: WorkForm) -> tuple[set[int], set[int]]:
    """The families and the people of the work form whose places orders hide from the actor."""
    here = KnownIn.objects.filter(work_form=work_form).order_by()
    rows = here.exclude(pk__in=here.filter(unshielded_known(actor)).values("pk"))
    pairs = list(rows.values_list("family", "client"))
    return {family for family, _ in pairs if family}, {client for _, client in pairs if client}


def _is_of(record: Record, families: Collection[int], clients: Collection[int]) -> bool:
    is_theirs = record.sort == Sort.FAMILY and record.number in families
    return is_theirs or not (record.clients | record.shared).isdisjoint(clients)
