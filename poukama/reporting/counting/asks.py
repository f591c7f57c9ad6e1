"""What can be asked: a measure with filters."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from poukama.reporting.measures import BY_KEY, Measure

Filters = tuple[tuple[str, tuple[str, ...]], ...]

WORK_FORM = "work_form"


class CannotBeAsked(Exception):
    """The measure does not exist, or it does not know a filter. `why` is a code, `what` the word concerned."""

    def __init__(self, why: str, what: str) -> None:
        super().__init__(f"{why}: {what}")
        self.why, self.what = why, what


@dataclass(frozen=True)
class Ask:
    """A measure with filters, in one canonical form: equal asks are equal objects."""

    measure: str
    filters: Filters = ()

    @classmethod
    def of(cls, measure: str, filters: Mapping[str, str | Iterable[str]] | None = None) -> "Ask":
        """Check and put in order; refuses what cannot be counted."""
        if measure not in BY_KEY:
            raise CannotBeAsked("no_such_measure", measure)
        known = (WORK_FORM, *BY_KEY[measure].dimensions)
        kept = []
        for key, value in sorted((filters or {}).items()):
            if key not in known:
                raise CannotBeAsked("no_such_filter", key)
            values = (value,) if isinstance(value, str) else tuple(sorted({str(each) for each in value}))
            if not values:
                raise CannotBeAsked("empty_filter", key)
            kept.append((key, values))
        return cls(measure, tuple(kept))

    @property
    def definition(self) -> Measure:
        """The measure that is asked."""
        return BY_KEY[self.measure]

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The filters by key."""
        return dict(self.filters)

    @property
    def work_forms(self) -> tuple[str, ...]:
        """Keys of the work forms whose records count; none means all."""
        return self.values.get(WORK_FORM, ())

    @cached_property
    def key(self) -> str:
        """A short name of the ask and its definition: another version of the measure has another."""
        measure = self.definition
        text = f"{measure.key}@{measure.version}{self.filters!r}"
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    def narrowed(self, key: str, value: str) -> "Ask":
        """The same ask for one value of a dimension."""
        filters = {**self.values, key: (value,)}
        return Ask(self.measure, tuple(sorted(filters.items())))

    @cached_property
    def _hash(self) -> int:
        return hash((self.measure, self.filters))

    def __hash__(self) -> int:
        return self._hash
