"""SQL made once by Django's compiler for each shape and kept; only the days and ids are new each time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import BigIntegerField

from poukama.organisation.models import WorkForm
from poukama.reporting.counting.asks import WORK_FORM, Ask
from poukama.reporting.counting.scans import Conditions, Kind, Way, conditions
from poukama.toolkit.facts import Fact
from poukama.toolkit.periods import Period

_MARKED = Period(date(1000, 1, 1), date(1000, 12, 31))
_MARKED_MOMENT = datetime(1000, 1, 1, tzinfo=UTC)
_WORK_FORMS_BELOW = -1_000_000
"""Ids of work forms stand in the kept SQL as numbers below this; no row has such an id."""

START, END, KNOWN = "start", "end", "known"


@dataclass(frozen=True)
class Piece:
    """A part of a statement: SQL with its parameters, where days and ids are still slots."""

    sql: str
    slots: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Slot:
    """A parameter that is known only when the statement runs."""

    name: str
    key: str = ""
    sql: str = ""
    """What stands there instead, when another part of the statement knows it."""


@dataclass
class Marks:
    """Which number stands for which work form in a shape."""

    keys: list[str] = field(default_factory=list)

    def of(self, keys: Iterable[str]) -> list[int]:
        """Numbers that stand for some work forms."""
        for key in keys:
            if key not in self.keys:
                self.keys.append(key)
        return [_WORK_FORMS_BELOW - self.keys.index(key) for key in keys]

    def slot(self, parameter: Any) -> Any:
        """The slot that a marked parameter stands for, else the parameter itself."""
        ops = connection.ops
        if isinstance(parameter, int) and parameter <= _WORK_FORMS_BELOW:
            return Slot(WORK_FORM, self.keys[_WORK_FORMS_BELOW - parameter])
        for name, mark in (
            (START, ops.adapt_datefield_value(_MARKED.starts_on)),
            (END, ops.adapt_datefield_value(_MARKED.ends_on)),
            (KNOWN, ops.adapt_datetimefield_value(_MARKED_MOMENT)),
        ):
            if parameter == mark and type(parameter) is type(mark):
                return Slot(name)
        return parameter


@dataclass(frozen=True)
class Statement:
    """SQL that is ready but for the days and the ids of work forms, each under its name."""

    sql: str
    constants: Mapping[str, Any]
    work_forms: Mapping[str, str]
    """Work forms' keys by the names of their ids."""


def statements(pieces: Sequence[Piece], *, before: str = "") -> tuple[Statement, ...]:
    """All pieces as one statement, a few when the database would refuse one so long; each begins with `before`."""
    return tuple(
        _statement(pieces[start : start + _AT_ONCE], before) for start in range(0, len(pieces), _AT_ONCE)
    )


_AT_ONCE = 120
"""How many SELECTs go into one statement; SQLite takes 500."""


def _statement(pieces: Sequence[Piece], before: str) -> Statement:
    constants: dict[str, Any] = {}
    names: dict[str, str] = {}

    def named(parameter: Any) -> str:
        if isinstance(parameter, Slot):
            if parameter.sql:
                return parameter.sql
            name = parameter.name
            if name == WORK_FORM:
                name = names.setdefault(parameter.key, f"w{len(names)}")
            return f"%({name})s"
        if connection.vendor == "postgresql":
            # psycopg takes as long to bind a parameter as the database to read many rows: quoted once.
            ops: Any = connection.ops
            return str(ops.compose_sql("%s", [parameter])).replace("%", "%%")
        name = f"c{len(constants)}"
        constants[name] = parameter
        return f"%({name})s"

    selects = []
    for piece in pieces:
        first, *rest = piece.sql.split("%s")
        selects.append(
            first + "".join(named(slot) + part for slot, part in zip(piece.slots, rest, strict=True))
        )
    return Statement(
        before + " UNION ALL ".join(selects), constants, {name: key for key, name in names.items()}
    )


def run(
    prepared: Iterable[Statement],
    period: Period,
    known_at: datetime | None = None,
    *,
    ids: Mapping[str, int] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Iterator[tuple[Any, ...]]:
    """What the statements find for a period. `ids` spares looking up the work forms, `more` are other parameters."""
    ops = connection.ops
    days: dict[str, Any] = {
        START: ops.adapt_datefield_value(period.starts_on),
        END: ops.adapt_datefield_value(period.ends_on),
        KNOWN: ops.adapt_datetimefield_value(known_at) if known_at else None,
    }
    with connection.cursor() as cursor:
        for statement in prepared:
            if statement.work_forms and ids is None:
                ids = work_form_ids()
            named = {name: (ids or {}).get(key, -1) for name, key in statement.work_forms.items()}
            cursor.execute(statement.sql, {**statement.constants, **days, **named, **(more or {})})
            yield from cursor.fetchall()


def work_form_ids() -> dict[str, int]:
    """Ids of work forms by key."""
    # By hand: through the compiler it costs as much as counting a figure.
    table = connection.ops.quote_name(WorkForm._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, id FROM {table}")
        return dict(cursor.fetchall())


def met(fact: Fact, wanted: Conditions | Iterable[tuple[str, frozenset[str]]], marks: Marks) -> Q:
    """The condition that rows of a fact must meet, work forms by their marks (so without a join)."""
    condition = Q()
    for key, values in wanted:
        listed = sorted(values)
        if key == WORK_FORM:
            condition &= _one_or_many(fact.work_form.removesuffix("__key"), marks.of(listed))
        else:
            condition &= _one_or_many(fact.dimensions[key].path, listed)
    return condition


def condition_of(fact: Fact, ask: Ask) -> Q:
    """The condition that the rows of one fact must meet to be counted for an ask, work forms by their keys."""
    found = Q()
    for term in ask.definition.terms:
        if term.fact == fact.key:
            wanted = {key: sorted(values) for key, values in conditions(term, ask)}
            found |= Q(fact.filtered(wanted))
    return found


def _one_or_many(path: str, values: Sequence[Any]) -> Q:
    return Q(**{path: values[0]}) if len(values) == 1 else Q(**{f"{path}__in": list(values)})


def rows_of(fact: Fact, *, known: bool) -> QuerySet[Any]:
    """The counted rows of the marked period."""
    return fact.during(_MARKED, known_at=_MARKED_MOMENT if known else None)


def uncounted(fact: Fact) -> QuerySet[Any]:
    """The rows of the marked period that are in force, whether the fact counts them or not."""
    rows: QuerySet[Any] = fact.model._default_manager.filter(fact.touching(_MARKED))
    return rows.filter(fact.in_force())


def may_be_missing(fact: Fact, path: str) -> bool:
    """Whether what is at the path can be empty in the records."""
    model: Any = fact.model
    for step in path.removesuffix("_id").split("__"):
        described = model._meta.get_field(step)
        if described.null:
            return True
        model = described.related_model
    return False


def whose(fact: Fact, path: str, *, known: bool) -> Combinable:
    """As whom the identity at a path is counted, as of the marked moment or now."""
    return fact.whose(path, _MARKED_MOMENT if known else None)


def brought(way: Way, fact: Fact, rows: QuerySet[Any], *, known: bool) -> tuple[QuerySet[Any], list[str]]:
    """What is brought back of each row: whose it is, or its number and how much of it was estimated."""
    _, kind, path, without = way
    if kind is Kind.IDENTITY:
        return rows.filter(**{f"{path}__isnull": False}).annotate(who=whose(fact, path, known=known)), ["who"]
    if without:
        rows = rows.filter(**{f"{without}__isnull": True})
    if kind is Kind.ROW:
        return rows.annotate(one=Value(1)), ["one"]
    rows = rows.annotate(amount=F(path))
    if fact.estimated is None:
        return rows, ["amount"]
    estimated = Case(When(fact.estimated, then=F(path)), default=0, output_field=BigIntegerField())
    return rows.annotate(estimated=estimated), ["amount", "estimated"]


def piece_of(queryset: QuerySet[Any], columns: Sequence[str], marks: Marks) -> Piece:
    """A queryset's SQL with its slots."""
    compiler = queryset.order_by().values_list(*columns).query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    return Piece(sql, tuple(marks.slot(parameter) for parameter in parameters))
