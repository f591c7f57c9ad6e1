"""On SQLite sums are found by an index for each month, and identities are told apart here.

SQLite takes longer to sort and to compare than we do, and next to nothing to look into an index.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import repeat
from operator import itemgetter

from django.db.models import F

from poukama.reporting.counting.asks import WORK_FORM, Ask
from poukama.reporting.counting.compiling import (
    END,
    START,
    Marks,
    Piece,
    Slot,
    Statement,
    brought,
    may_be_missing,
    met,
    piece_of,
    rows_of,
    run,
    statements,
    whose,
    work_form_ids,
)
from poukama.reporting.counting.scans import Kind, Part, Scan, Way, common, unvarying, wanted
from poukama.toolkit.facts import Fact, catalogue
from poukama.toolkit.periods import Period

_BETWEEN = "\x1f"
"""Stands between the items of a list; no key has such a character."""
_MONTH_OF = itemgetter(slice(7))

Values = tuple[str, ...]
Firsts = dict[str, str]
"""The first day of each identity."""


@dataclass(frozen=True)
class Pass:
    """One pass over a fact's identities; its rows are told apart by the values under `keys`."""

    scan: Scan
    keys: tuple[str, ...]
    crowds: tuple[int, ...]
    """For each part, the crowd to which its identities belong."""


@dataclass(frozen=True, eq=False)
class Reading:
    """All that is read for some asks, ready to run."""

    passes: tuple[Pass, ...]
    sums: tuple[int, ...]
    """For each sum, the place of its ask."""
    crowds: tuple[int, ...]
    """For each crowd (identities that are counted once), the place of its ask."""
    prepared: tuple[Statement, ...]

    @cached_property
    def asks_work_forms(self) -> bool:
        """Whether rows are found or told apart by their work form."""
        return any(statement.work_forms for statement in self.prepared) or any(
            WORK_FORM in each.keys for each in self.passes
        )


def tallies(
    asks: tuple[Ask, ...], period: Period, known_at: datetime | None, *, by_month: bool
) -> Iterator[tuple[int, int, int, int]]:
    """Rows of an ask's place, the month, a number, and how much of it was estimated; they are to be added."""
    reading = _reading(asks, by_month=by_month, is_known_at=known_at is not None)
    ids = work_form_ids() if reading.asks_work_forms else {}
    owners = _owners(reading, tuple(ids.items()))
    firsts: list[Firsts] = [{} for _ in reading.crowds]
    bounds = (
        _bounds(period) if by_month else {"first_1": str(period.starts_on), "last_1": str(period.ends_on)}
    )
    for at, *columns in run(reading.prepared, period, known_at, ids=ids, more=bounds):
        lists = [column.split(_BETWEEN) for column in columns if column is not None]
        if at < len(reading.passes):
            if lists:
                _share_out(lists, owners[at], firsts)
            continue
        tag = reading.sums[at - len(reading.passes)]
        for month, told in enumerate(lists[0], start=1):
            if told != "0":
                number, _, estimated = told.partition(" ")
                yield tag, month, int(number), int(estimated or 0)
    months = _months(period)
    for tag, first in zip(reading.crowds, firsts, strict=True):
        for month, number in Counter(map(_MONTH_OF, first.values())).items():
            # Who was there before the period is new on its first day.
            yield tag, months.get(month, period.starts_on.month), number, 0


@lru_cache(maxsize=64)
def _months(period: Period) -> Mapping[str, int]:
    """The period's months, as days begin with them."""
    year, first = period.starts_on.year, period.starts_on.month
    return {f"{year}-{month:02}": month for month in range(first, 13)}


class _Owners(dict[Values, tuple[int, ...]]):
    """The crowds that a row of a pass belongs to, by the values that tell rows apart; found once for each."""

    def __init__(self, read: Pass, work_forms: Mapping[str, str]) -> None:
        super().__init__()
        self._pass, self._work_forms = read, work_forms

    def __missing__(self, values: Values) -> tuple[int, ...]:
        told = dict(zip(self._pass.keys, values, strict=True))
        if WORK_FORM in told:
            told[WORK_FORM] = self._work_forms.get(told[WORK_FORM], "")
        self[values] = tuple(
            crowd
            for part, crowd in zip(self._pass.scan.parts, self._pass.crowds, strict=True)
            if all(told[key] in allowed for key, allowed in part.conditions if key in told)
        )
        return self[values]


@lru_cache(maxsize=64)
def _owners(reading: Reading, ids: tuple[tuple[str, int], ...]) -> list[_Owners]:
    work_forms = {str(pk): key for key, pk in ids}
    return [_Owners(each, work_forms) for each in reading.passes]


def _share_out(lists: Sequence[list[str]], owners: _Owners, firsts: Sequence[Firsts]) -> None:
    people, days, *told = lists
    crowds_of = map(owners.__getitem__, zip(*told, strict=True)) if told else repeat(owners[()], len(people))
    for who, day, crowds in zip(people, days, crowds_of, strict=True):
        for crowd in crowds:
            first = firsts[crowd]
            if who not in first or day < first[who]:
                first[who] = day


@lru_cache(maxsize=64)
def _bounds(period: Period) -> Mapping[str, str]:
    """The first and last day of each month, as far as it lies in the period."""
    found = {}
    for month in range(1, 13):
        last = date(period.starts_on.year, month, monthrange(period.starts_on.year, month)[1])
        found[f"first_{month}"] = str(max(last.replace(day=1), period.starts_on))
        found[f"last_{month}"] = str(min(last, period.ends_on))
    return found


@lru_cache(maxsize=512)
def _reading(asks: tuple[Ask, ...], *, by_month: bool, is_known_at: bool) -> Reading:
    parts: dict[Way, list[tuple[Part, int]]] = {}
    sums: list[tuple[Way, Part]] = []
    crowds: list[int] = []
    united: dict[int, int] = {}
    for way, part, is_united in wanted(asks):
        if way[1] is not Kind.IDENTITY:
            sums.append((way, part))
            continue
        crowd = united.setdefault(part.tag, len(crowds)) if is_united else len(crowds)
        if crowd == len(crowds):
            crowds.append(part.tag)
        parts.setdefault(way, []).append((part, crowd))
    passes = [_pass(way, some) for way, some in parts.items()]
    width = max((len(each.keys) for each in passes), default=0)
    pieces = [_identities(at, each, width, known=is_known_at) for at, each in enumerate(passes)]
    for at, (way, part) in enumerate(sums, start=len(passes)):
        pieces.append(_sum(at, way, part, width, known=is_known_at))
    months = ", ".join(f"({at}, %(first_{at})s, %(last_{at})s)" for at in range(1, 13 if by_month else 2))
    return Reading(
        tuple(passes),
        tuple(part.tag for _, part in sums),
        tuple(crowds),
        statements(pieces, before=f"WITH month(at, starts_on, ends_on) AS (VALUES {months}) "),
    )


def _pass(way: Way, parts: Sequence[tuple[Part, int]]) -> Pass:
    fact, kind, path, without = way
    scan = Scan(fact, kind, path, tuple(part for part, _ in parts), without)
    alike = unvarying(scan.parts)
    keys = dict.fromkeys(key for part in scan.parts for key, _ in part.conditions if key not in alike)
    return Pass(scan, tuple(keys), tuple(crowd for _, crowd in parts))


def _identities(at: int, read: Pass, width: int, *, known: bool) -> Piece:
    """Which pass, and lists: whose, since when, and the values that tell rows apart.

    A list of a thousand costs SQLite a tenth of what a thousand rows cost to bring.
    """
    scan, marks = read.scan, Marks()
    fact = catalogue()[scan.fact]
    # More conditions take longer to test than the rows that they spare take to bring.
    narrow = {
        key: values for key, values in common(scan.parts).items() if key not in read.keys or key == WORK_FORM
    }
    rows = rows_of(fact, known=known).filter(met(fact, narrow.items(), marks))
    told = {f"value_{place}": F(_path(fact, key)) for place, key in enumerate(read.keys)}
    rows = rows.filter(**{f"{scan.path}__isnull": False})
    rows = rows.annotate(who=whose(fact, scan.path, known=known), first_day=F(fact.starts), **told)
    inner = piece_of(rows, ["who", "first_day", *told], marks)
    listed = ["r.who", "r.first_day"]
    for name, key in zip(told, read.keys, strict=True):
        listed.append(f"COALESCE(r.{name}, '')" if may_be_missing(fact, _path(fact, key)) else f"r.{name}")
    lists = [f"GROUP_CONCAT({each}, '{_BETWEEN}')" for each in listed]
    columns = ", ".join([str(at), *lists, *["NULL"] * (width - len(told))])
    return Piece(f"SELECT {columns} FROM ({inner.sql}) r", inner.slots)


def _sum(at: int, way: Way, part: Part, width: int, *, known: bool) -> Piece:
    """Which sum, and for each month how many and (after a space) how many of them somebody estimated."""
    fact, marks = catalogue()[way[0]], Marks()
    rows = rows_of(fact, known=known).filter(met(fact, part.conditions, marks))
    rows, columns = brought(way, fact, rows, known=known)
    inner = piece_of(rows, columns, marks)
    number = "SUM(r.amount)" if way[1] is Kind.TOTAL else "COUNT(*)"
    estimated = " || ' ' || SUM(r.estimated)" if "estimated" in columns else ""
    of_month = f"SELECT {number}{estimated} FROM ({inner.sql}) r"
    nothing = ", NULL" * (width + 1)
    return Piece(
        f"SELECT {at}, GROUP_CONCAT(COALESCE(({of_month}), 0), '{_BETWEEN}'){nothing} FROM month",
        tuple(_OF_MONTH.get(slot, slot) for slot in inner.slots),
    )


_OF_MONTH = {Slot(START): Slot("", sql="month.starts_on"), Slot(END): Slot("", sql="month.ends_on")}


def _path(fact: Fact, key: str) -> str:
    return fact.work_form.removesuffix("__key") if key == WORK_FORM else fact.dimensions[key].path
