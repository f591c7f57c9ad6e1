"""Facts: dated things that happened, published by the app that records them.

A fact says which rows of an app happened when, in which work form, about whom, and how they may be counted
and broken down. It knows nothing of plans. `reporting` combines facts into measures and reads no other
app's models.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias

from django.apps import apps
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from poukama.toolkit.periods import Period

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class Counting:
    """One way to count a fact's rows.

    `distinct` is the path of an identity (each counted once); `total` the path of a number that is summed.
    With both, rows without the identity add their number: families met in a group where some were known
    and some only counted. With neither, rows are counted.
    """

    title: Text
    distinct: str = ""
    total: str = ""


@dataclass(frozen=True)
class Dimension:
    """A way to break the fact down, and a filter that a target may set.

    `labels` gives the values that exist with their names in the current language.
    """

    title: Text
    path: str
    labels: Callable[[], Mapping[str, Text]]


@dataclass(frozen=True)
class LeftOut:
    """Rows that look like the fact and are not counted, with the reason, told on every figure's page."""

    reason: Text
    where: Q


@dataclass(frozen=True)
class Source:
    """A table whose changes may change the fact.

    `day` is the column with the row's first day; `through` (table, column) leads to the table that has it,
    one step per pair. Without a day any change concerns every year.
    """

    table: str
    day: str = ""
    through: tuple[tuple[str, str], ...] = ()
    is_looked_up: bool = True
    """Without a day: whether rows of the fact point to it, so that a new row changes nothing by itself."""


@dataclass(frozen=True)
class Record:
    """One row behind a figure, for those who may see it. Codes only, never a name; `url` may be empty."""

    day: date
    code: str
    text: str
    url: str


Same: TypeAlias = Callable[[str, datetime | None], Combinable]
"""From the path of an identity, and the moment as known at which it is counted (None: now), as whom it is counted."""


@dataclass(frozen=True)
class Fact:
    """Rows that happened, countable.

    `day` for what happens on a day; `first_day` and `last_day` for what lasts (counted in every period that
    it touches; an empty last day has not come yet). `lives` are the prefixes of the `Recorded` rows that
    must all be in force (`""` the row itself, `"episode__"` its episode).
    """

    key: str
    title: Text
    model: type[Model]
    work_form: str
    counts: Mapping[str, Counting]
    sources: tuple[Source, ...]
    day: str = ""
    first_day: str = ""
    last_day: str = ""
    ended: str = ""
    """The path of the moment at which the last day was written: as known before it, the row still went on."""
    lives: tuple[str, ...] = ("",)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    counted: Q = field(default_factory=Q)
    left_out: tuple[LeftOut, ...] = ()
    about_people: bool = False
    """Whether small counts of it could tell of someone and must be withheld."""
    unjoinable: Q | None = None
    """Rows about people who gave no identity: each is counted by itself, joining them would be a guess."""
    estimated: Q | None = None
    """Rows whose number somebody estimated."""
    read_action: str = ""
    """The action that a reader must be allowed to see the rows behind a figure."""
    describe: Callable[[Iterable[Any]], list[Record]] | None = None
    related: tuple[str, ...] = ()
    """What `describe` needs loaded along."""
    same: Mapping[str, Same] = field(default_factory=dict)
    """For the path of an identity: as whom each is counted, when two rows are known to be one person."""

    def __post_init__(self) -> None:
        if bool(self.day) == bool(self.first_day):
            raise ValueError(f"{self.key}: a fact happens on a day or lasts from a day, not both")
        if self.first_day and any(counting.total for counting in self.counts.values()):
            raise ValueError(f"{self.key}: what lasts is counted, not added up")

    @property
    def starts(self) -> str:
        """The path of the day on which a row begins."""
        return self.day or self.first_day

    def whose(self, path: str, known_at: datetime | None = None) -> Combinable:
        """As whom the identity at the path is counted."""
        return self.same[path](path, known_at) if path in self.same else F(path)

    def in_force(self, known_at: datetime | None = None) -> Q:
        """Rows not voided; or, as they were known at a moment, recorded by then and not yet voided."""
        condition = Q()
        for life in self.lives:
            if known_at is None:
                condition &= Q(**{f"{life}voided_at": None})
            else:
                condition &= Q(**{f"{life}recorded_at__lte": known_at}) & (
                    Q(**{f"{life}voided_at": None}) | Q(**{f"{life}voided_at__gt": known_at})
                )
        return condition

    def touching(self, period: Period, *, known_at: datetime | None = None) -> Q:
        """Rows that happened in the period, or lasted over some of it; or did so as far as was known at a moment."""
        ended_later = Q(**{f"{self.ended}__gt": known_at}) if self.ended and known_at else None
        if self.day:
            within = Q(**{f"{self.day}__gte": period.starts_on, f"{self.day}__lte": period.ends_on})
            return within if ended_later is None else within & (Q(**{self.ended: None}) | ~ended_later)
        goes_on = Q(**{f"{self.last_day}": None}) | Q(**{f"{self.last_day}__gte": period.starts_on})
        if ended_later is not None:
            goes_on |= ended_later
        return Q(**{f"{self.first_day}__lte": period.ends_on}) & goes_on

    def during(self, period: Period, *, known_at: datetime | None = None) -> QuerySet[Any]:
        """The counted rows of a period, unordered."""
        touching = self.touching(period, known_at=known_at)
        rows: QuerySet[Any] = self.model._default_manager.filter(touching, self.counted)
        return rows.filter(self.in_force(known_at))

    def filtered(self, filters: Mapping[str, str | list[str]]) -> Q:
        """Turn a target's filters into a condition; refuses one that the fact does not have (KeyError)."""
        condition = Q()
        for key, value in filters.items():
            path = self.work_form if key == "work_form" else self.dimensions[key].path
            condition &= Q(**{f"{path}__in": value}) if isinstance(value, list) else Q(**{path: value})
        return condition


@cache
def catalogue() -> dict[str, Fact]:
    """Every fact that the installed apps publish in their `facts.FACTS`, by key."""
    found: dict[str, Fact] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.facts"
        if not config.name.startswith("poukama.") or config.label == "toolkit" or find_spec(name) is None:
            continue
        for fact in getattr(import_module(name), "FACTS", ()):
            if fact.key in found:
                raise ValueError(f"Two facts are called {fact.key}")
            found[fact.key] = fact
    return found
