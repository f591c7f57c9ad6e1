"""The end of what is kept of somebody: what still binds it, and what becomes of each table. Each app names its own.

An app calls `keeps` when it starts. A table of an app that has not said what becomes of it fails a test, so that
nothing personal outlives its time because somebody forgot it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import ForeignKey, QuerySet
from django.utils.translation import gettext_lazy as _

from poukama.organisation.models import User, WorkForm
from poukama.toolkit.facts import Text


class Fate(StrEnum):
    """What becomes of the rows of a table that are of somebody whose time has come."""

    GONE = "gone"
    """They are deleted."""
    EMPTIED = "emptied"
    """They stay because figures count them; what tells of anybody is emptied."""
    NUMBERS = "numbers"
    """They stay as they are, since they join numbers only, which nothing leads from to anybody."""
    NOT_THEIRS = "not_theirs"
    """They are of nobody served, or are kept for a time of their own."""


@dataclass(frozen=True)
class Becomes:
    """The fate of a table, and why it is not simply deleted."""

    fate: Fate
    because: str = ""


GONE = Becomes(Fate.GONE)
EMPTIED = "emptied"
"""What stands where a row must have some code, and had one that told of somebody."""


@dataclass(frozen=True)
class Whose:
    """Of whom: a family with its members or a person, as one work form keeps them; without either, nobody by name."""

    key: str
    work_form: WorkForm
    family: int | None = None
    clients: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Bond:
    """Why something is kept although its time has come: a code, the same in words, and until when if that is known."""

    code: str
    says: Text
    until: date | None = None


LOOKED_INTO = Bond("looked_into", _("Something about them is still being looked into."))
"""A wall that stands or is proposed, and reading that somebody must check: said so that none can be told from another."""

Bonds = Callable[[Sequence[Whose], date], Iterable[tuple[str, Bond]]]
"""By the key of a `Whose`, what binds it on the day. The same number of queries however many there are."""
Latest = Callable[[WorkForm], Iterable[tuple["Person", date]]]
"""The last day on which something was recorded of each in a work form."""
End = Callable[[Whose, User], Mapping[str, int]]
"""Let go of what is kept of them: how many rows of each table."""


@dataclass(frozen=True)
class Person:
    """A family or a client by number."""

    family: int | None = None
    client: int | None = None


@dataclass(frozen=True)
class Keeper:
    """What an app keeps of those served, by the labels of its tables. Lower apps come later."""

    app: str
    order: int
    becomes: Mapping[str, Becomes]
    bonds: Bonds = field(default=lambda whose, day: ())
    latest: Latest = field(default=lambda work_form: ())
    end: End = field(default=lambda whose, by: {})


_keepers: dict[str, Keeper] = {}


def keeps(keeper: Keeper) -> None:
    """Have the app asked what binds a record, and have it let go of its part."""
    _keepers[keeper.app] = keeper


def keepers() -> list[Keeper]:
    """Every app that keeps something of those served, the higher ones first."""
    return sorted(_keepers.values(), key=lambda keeper: (keeper.order, keeper.app))


class Index:
    """Which of several records a family or a client belongs to."""

    def __init__(self, whose: Iterable[Whose]) -> None:
        self.families: dict[int, list[str]] = {}
        self.clients: dict[int, list[str]] = {}
        for each in whose:
            if each.family is not None:
                self.families.setdefault(each.family, []).append(each.key)
            for client in each.clients:
                self.clients.setdefault(client, []).append(each.key)

    def of(self, *, family: int | None = None, client: int | None = None) -> set[str]:
        """The keys of the records of a family or of a client."""
        return {*self.families.get(family or 0, ()), *self.clients.get(client or 0, ())}


def let_go(rows: QuerySet) -> Counter[str]:  # type: ignore[type-arg]  # of any table
    """Delete rows that may point to one another: how many of each table, without the tables in between."""
    pks = list(rows.order_by().values_list("pk", flat=True))
    model = rows.model
    these = model._default_manager.filter(pk__in=pks)
    for column in model._meta.local_fields:
        if isinstance(column, ForeignKey) and column.related_model is model:
            these.update(**{column.name: None})
    _all, by_table = these.delete()
    return Counter({label: number for label, number in by_table.items() if "_" not in label and number})
