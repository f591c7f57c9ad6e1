"""What stands behind a number: what was left out, and what could not be joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from poukama.reporting.counting.asks import Ask
from poukama.reporting.counting.compiling import (
    Marks,
    Piece,
    Statement,
    may_be_missing,
    met,
    piece_of,
    rows_of,
    run,
    statements,
    uncounted,
)
from poukama.reporting.counting.scans import conditions
from poukama.reporting.measures import Term
from poukama.toolkit.facts import Text
from poukama.toolkit.periods import Period

NO_IDENTITY = _("Nobody is known by these records, so there was nobody to count")


@dataclass(frozen=True)
class Left:
    """Rows that look alike and are not counted, with the reason."""

    reason: Text
    rows: int


@dataclass(frozen=True)
class Passport:
    """What a reader must know of a number besides its definition."""

    left_out: tuple[Left, ...] = ()
    unjoinable: int = 0
    """How many of it gave no identity and are counted each time."""
    rows: int = 0
    """How many records it was counted from."""


_ROWS, _APART, _LEFT = 0, 1, 2


def passports(asks: Sequence[Ask], period: Period) -> dict[Ask, Passport]:
    """What was left out and what could not be joined, for every ask."""
    unique = tuple(dict.fromkeys(asks))
    found: dict[int, dict[int, int]] = {}
    for tag, what, number in run(_prepared(unique), period):
        counts = found.setdefault(tag, {})
        counts[what] = counts.get(what, 0) + int(number or 0)
    return {ask: _read(ask, found.get(tag, {})) for tag, ask in enumerate(unique)}


@lru_cache(maxsize=512)
def _prepared(asks: tuple[Ask, ...]) -> tuple[Statement, ...]:
    return statements(
        [Piece(piece.sql, (tag, *piece.slots)) for tag, ask in enumerate(asks) for piece in _pieces(ask)]
    )


def _read(ask: Ask, counts: dict[int, int]) -> Passport:
    left = tuple(
        Left(reason, counts[_LEFT + at]) for at, reason in enumerate(reasons(ask)) if counts.get(_LEFT + at)
    )
    return Passport(left_out=left, unjoinable=counts.get(_APART, 0), rows=counts.get(_ROWS, 0))


def reasons(ask: Ask) -> tuple[Text, ...]:
    """Why rows may be left out: each reason once, the same words of two facts are one."""
    found: dict[str, Text] = {}
    with override("en"):  # told apart in one language, whatever is being read
        for term in ask.definition.terms:
            for left in term.source.left_out:
                found.setdefault(str(left.reason), left.reason)
    return (*found.values(), NO_IDENTITY)


def place(ask: Ask, reason: Text) -> int:
    """Where a reason stands among those of an ask."""
    with override("en"):
        return [str(each) for each in reasons(ask)].index(str(reason))


@lru_cache(maxsize=1024)
def _pieces(ask: Ask) -> tuple[Piece, ...]:
    """One SELECT for each thing to be told, all with the ask's tag as their first parameter."""
    pieces: list[Piece] = []
    facts_seen: set[str] = set()
    unknown_at = _LEFT + len(reasons(ask)) - 1
    for term in ask.definition.terms:
        fact, counting = term.source, term.source.counts[term.count]
        marks = Marks()
        wanted = met(fact, conditions(term, ask), marks)
        rows = rows_of(fact, known=False).filter(wanted)
        if term.fact not in facts_seen:
            pieces.append(_rows(_ROWS, rows, marks))
            for left in fact.left_out:
                at = _LEFT + place(ask, left.reason)
                pieces.append(_rows(at, uncounted(fact).filter(wanted, left.where), marks))
        facts_seen.add(term.fact)
        if counting.distinct and not counting.total and may_be_missing(fact, counting.distinct):
            unknown = rows.filter(**{f"{counting.distinct}__isnull": True})
            pieces.append(_rows(unknown_at, unknown, marks))
        if fact.unjoinable is not None:
            pieces += _apart(term, rows.filter(fact.unjoinable), marks)
    return tuple(pieces)


def _apart(term: Term, rows: QuerySet[Any], marks: Marks) -> list[Piece]:
    counting = term.source.counts[term.count]
    if counting.total:
        piece = piece_of(rows.annotate(amount=F(counting.total)), ["amount"], marks)
        return [Piece(f"SELECT %s, {_APART}, SUM(u.amount) FROM ({piece.sql}) u", piece.slots)]
    if counting.distinct:
        whose = rows.filter(**{f"{counting.distinct}__isnull": False}).annotate(
            who=term.source.whose(counting.distinct)
        )
        piece = piece_of(whose.distinct(), ["who"], marks)
        return [Piece(f"SELECT %s, {_APART}, COUNT(*) FROM ({piece.sql}) u", piece.slots)]
    return []


def _rows(what: int, rows: QuerySet[Any], marks: Marks) -> Piece:
    piece = piece_of(rows.annotate(one=Value(1)), ["one"], marks)
    return Piece(f"SELECT %s, {what}, COUNT(*) FROM ({piece.sql}) u", piece.slots)
