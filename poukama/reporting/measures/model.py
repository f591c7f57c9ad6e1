"""What a measure is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from poukama.governance.facts import Direction, TargetUnit
from poukama.organisation.choices import Role
from poukama.toolkit.facts import Fact, Text, catalogue


class Combine(StrEnum):
    """How the terms of a measure become one number."""

    SUM = "sum"
    """The terms are added."""
    UNION = "union"
    """Identities of all terms are put together, each counted once; terms that only sum are added to them."""


@dataclass(frozen=True)
class Term:
    """One part of a formula: a fact, how it is counted, and filters that belong to the definition."""

    fact: str
    count: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def source(self) -> Fact:
        """The fact itself."""
        return catalogue()[self.fact]


@dataclass(frozen=True)
class Measure:
    """A named, tested way to count something the association owes somebody.

    `key` is never renamed or given to something else. `version` grows whenever the same records could give
    another number; `since_on` says from when the version holds.
    """

    key: str
    title: Text
    counts: Text
    reason: Text
    unit: TargetUnit
    terms: tuple[Term, ...]
    owner: Role
    review_on: date
    combine: Combine = Combine.SUM
    direction: Direction = Direction.AT_LEAST
    version: int = 1
    since_on: date = date(2024, 1, 1)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it counts, each once."""
        return tuple({term.fact: term.source for term in self.terms}.values())

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What a target may filter it by: what all its facts know, besides the work form."""
        first, *others = self.facts
        fixed = {key for term in self.terms for key in term.filters}
        return tuple(
            key
            for key in first.dimensions
            if key not in fixed and all(key in fact.dimensions for fact in others)
        )

    @property
    def is_about_people(self) -> bool:
        """Whether a small count could tell of someone."""
        return any(fact.about_people for fact in self.facts)

    @property
    def counts_each_once(self) -> bool:
        """Whether somebody who comes again is counted once, so that the pace slows as the year goes."""
        return any(term.source.counts[term.count].distinct for term in self.terms)
