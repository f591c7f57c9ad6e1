"""From asks to as few passes over the records as possible.

A pass goes once over the rows of one fact and tells for each row which ask it belongs to. That works when a
row can belong to one ask only, so asks that could share a row go to different passes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from poukama.reporting.counting.asks import WORK_FORM, Ask
from poukama.reporting.measures import Combine, Term

Conditions = tuple[tuple[str, frozenset[str]], ...]


class Kind(StrEnum):
    """What a pass brings back of a row."""

    IDENTITY = "identity"
    """Whose it is."""
    TOTAL = "total"
    """A number to be added."""
    ROW = "row"
    """That it is there."""


@dataclass(frozen=True)
class Part:
    """The rows of a pass that belong to one ask (`tag` is its place)."""

    tag: int
    conditions: Conditions

    def is_apart_from(self, other: "Part") -> bool:
        """Whether no row can belong to both."""
        theirs = dict(other.conditions)
        return any(key in theirs and not values & theirs[key] for key, values in self.conditions)


@dataclass(frozen=True)
class Scan:
    """One pass over the rows of a fact."""

    fact: str
    kind: Kind
    path: str
    parts: tuple[Part, ...]
    without: str = ""
    """Only rows where this identity is missing: the others are counted by it."""

    @property
    def way(self) -> "Way":
        """What is brought back of which rows."""
        return (self.fact, self.kind, self.path, self.without)


Way = tuple[str, Kind, str, str]
"""A fact, what is brought back of its rows, its path, and the identity that must be missing."""


@dataclass(frozen=True)
class Block:
    """Passes whose results are put together: identities of one block are counted once over all its passes."""

    kind: Kind
    scans: tuple[Scan, ...]


def blocks(asks: Sequence[Ask]) -> tuple[Block, ...]:
    """Everything that must be read to answer the asks."""
    alone: dict[Way, list[Part]] = {}
    united: dict[int, list[Scan]] = {}
    for way, part, is_united in wanted(asks):
        if is_united:
            united.setdefault(part.tag, []).append(Scan(*way[:3], (part,)))
        else:
            alone.setdefault(way, []).append(part)
    answer: list[Block] = []
    for (fact, kind, path, without), parts in alone.items():
        answer += [Block(kind, (Scan(fact, kind, path, layer, without),)) for layer in layers(parts)]
    return (*answer, *(Block(Kind.IDENTITY, tuple(scans)) for scans in united.values()))


def wanted(asks: Sequence[Ask]) -> Iterator[tuple[Way, Part, bool]]:
    """What each ask wants to be read, and whether its identities are put together with those of other facts."""
    for tag, ask in enumerate(asks):
        together = ask.definition.combine is Combine.UNION
        for term in ask.definition.terms:
            part = Part(tag, conditions(term, ask))
            for way in _ways(term):
                yield way, part, together and way[1] is Kind.IDENTITY


def conditions(term: Term, ask: Ask) -> Conditions:
    """What a row of the term must meet: the definition's own filters and those of the ask."""
    met: dict[str, frozenset[str]] = {key: frozenset(values) for key, values in term.filters.items()}
    for key, values in ask.filters:
        met[key] = met[key] & frozenset(values) if key in met else frozenset(values)
    # The work form first: it is the quickest to tell apart.
    return tuple(sorted(met.items(), key=lambda item: (item[0] != WORK_FORM, item[0])))


def layers(parts: Iterable[Part]) -> list[tuple[Part, ...]]:
    """Share parts out so that within a layer no row belongs to two."""
    found: list[list[Part]] = []
    for part in parts:
        for layer in found:
            if all(part.is_apart_from(other) for other in layer):
                layer.append(part)
                break
        else:
            found.append([part])
    return [tuple(layer) for layer in found]


def common(parts: Sequence[Part]) -> Mapping[str, frozenset[str]]:
    """What every row of a pass meets: helps the database find them by an index."""
    first, *others = (dict(part.conditions) for part in parts)
    return {
        key: frozenset().union(values, *(other[key] for other in others))
        for key, values in first.items()
        if all(key in other for other in others)
    }


def _ways(term: Term) -> list[Way]:
    counting = term.source.counts[term.count]
    if not counting.distinct:
        if counting.total:
            return [(term.fact, Kind.TOTAL, counting.total, "")]
        if term.source.first_day:  # what lasts touches several months, and is new in one of them
            return [(term.fact, Kind.IDENTITY, "pk", "")]
        return [(term.fact, Kind.ROW, "", "")]
    ways = [(term.fact, Kind.IDENTITY, counting.distinct, "")]
    if counting.total:
        ways.append((term.fact, Kind.TOTAL, counting.total, counting.distinct))
    return ways


def unvarying(parts: Sequence[Part]) -> Mapping[str, frozenset[str]]:
    """Conditions that all parts have alike: a pass that meets what is common meets them already."""
    first, *others = (dict(part.conditions) for part in parts)
    return {key: values for key, values in first.items() if all(other.get(key) == values for other in others)}
