"""On PostgreSQL the database tells apart which ask a row belongs to, and only numbers come back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import BigIntegerField

from poukama.reporting.counting.asks import Ask
from poukama.reporting.counting.compiling import (
    START,
    Marks,
    Piece,
    Slot,
    Statement,
    brought,
    met,
    piece_of,
    rows_of,
    run,
    statements,
)
from poukama.reporting.counting.scans import Block, Kind, Scan, blocks, common, unvarying
from poukama.toolkit.facts import Fact, catalogue
from poukama.toolkit.periods import Period


def tallies(
    asks: tuple[Ask, ...], period: Period, known_at: datetime | None, *, by_month: bool
) -> Iterator[tuple[int, int, int, int]]:
    """Rows of an ask's place, the month, a number, and how much of it was estimated; they are to be added."""
    prepared = _prepared(asks, by_month=by_month, is_known_at=known_at is not None)
    for tag, month, number, estimated in run(prepared, period, known_at):
        if tag is not None and number:
            yield tag, month, int(number), int(estimated or 0)


@lru_cache(maxsize=512)
def _prepared(asks: tuple[Ask, ...], *, by_month: bool, is_known_at: bool) -> tuple[Statement, ...]:
    return statements([_counted(block, by_month=by_month, is_known_at=is_known_at) for block in blocks(asks)])


@lru_cache(maxsize=4096)
def _counted(block: Block, *, by_month: bool, is_known_at: bool) -> Piece:
    tags = {part.tag for scan in block.scans for part in scan.parts}
    shape = _Shape(by_month=by_month, tag=tags.pop() if len(tags) == 1 else None)
    # A UNION of several passes leaves out doubles by itself.
    distinct = block.kind is Kind.IDENTITY and not by_month and len(block.scans) == 1
    scans = [_compiled(scan, shape, known=is_known_at, distinct=distinct) for scan in block.scans]
    slots = tuple(slot for scan in scans for slot in scan.slots)
    if block.kind is Kind.IDENTITY:
        return _identities(scans, slots, shape)
    (scan,) = scans
    fact = catalogue()[block.scans[0].fact]
    is_total = block.kind is Kind.TOTAL
    number = "SUM(u.amount)" if is_total else "COUNT(*)"
    estimated = "SUM(u.estimated)" if is_total and fact.estimated is not None else "0"
    month = _month("u.first_day")
    return Piece(shape.outer(month, number, estimated, scan.sql), slots)


@dataclass(frozen=True)
class _Shape:
    """What a piece answers: by month or not, for the asks of its rows or (`tag`) for a single one."""

    by_month: bool
    tag: int | None

    @property
    def tag_column(self) -> list[str]:
        """The column that tells the rows' asks apart, when there is more than one."""
        return ["tag"] if self.tag is None else []

    def outer(self, month: str, number: str, estimated: str, inner: str) -> str:
        """Count what the passes bring; without groups where there is nothing to tell apart."""
        tag = "u.tag" if self.tag is None else str(self.tag)
        columns = [tag, month if self.by_month else "1", number, estimated]
        groups = ["1"] * (self.tag is None) + ["2"] * self.by_month
        group = f" GROUP BY {', '.join(groups)}" if groups else ""
        return f"SELECT {', '.join(columns)} FROM ({inner}) u{group}"


def _identities(scans: Sequence[Piece], slots: tuple[Any, ...], shape: _Shape) -> Piece:
    if not shape.by_month:
        inner = " UNION ".join(scan.sql for scan in scans)
        return Piece(shape.outer("", "COUNT(*)", "0", inner), slots)
    inner = " UNION ALL ".join(scan.sql for scan in scans)
    whose = ", ".join(f"f.{column}" for column in (*shape.tag_column, "who"))
    first = f"SELECT {whose}, MIN(f.first_day) AS first_day FROM ({inner}) f GROUP BY {whose}"
    # What began before the period is new on its first day.
    month = _month("GREATEST(u.first_day, %s)")
    return Piece(shape.outer(month, "COUNT(*)", "0", first), (Slot(START), *slots))


def _month(day: str) -> str:
    return f"CAST(EXTRACT(MONTH FROM CAST({day} AS date)) AS integer)"


def _compiled(scan: Scan, shape: _Shape, *, known: bool, distinct: bool) -> Piece:
    fact, marks = catalogue()[scan.fact], Marks()
    rows = rows_of(fact, known=known).filter(met(fact, common(scan.parts).items(), marks))
    columns = shape.tag_column
    if shape.tag is None:
        rows = rows.annotate(tag=_tag(scan, fact, marks))
    rows, more = brought(scan.way, fact, rows, known=known)
    columns += more
    if shape.by_month:
        rows = rows.annotate(first_day=F(fact.starts))
        columns.append("first_day")
    if distinct:
        rows = rows.distinct()
    return piece_of(rows, columns, marks)


def _tag(scan: Scan, fact: Fact, marks: Marks) -> Combinable:
    if len(scan.parts) == 1:
        return Value(scan.parts[0].tag)
    shared = unvarying(scan.parts)
    whens = [
        When(
            met(fact, ((key, values) for key, values in part.conditions if key not in shared), marks),
            then=Value(part.tag),
        )
        for part in scan.parts
    ]
    return Case(*whens, output_field=BigIntegerField())
