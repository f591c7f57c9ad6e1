"""Triggers that stamp every change of the rows that facts are counted from.

They live in the database, so that no path around a service (a bulk update, a repair by hand) can leave a
precomputed figure stale. They are laid anew after every migration, since SQLite loses a table's triggers
when it rebuilds the table.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, connections
from django.db.models.signals import post_migrate

from poukama.toolkit.facts import Source, catalogue
from poukama.toolkit.models import Stamp

_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
_LOOKED_UP = {event: rows for event, rows in _EVENTS.items() if event != "INSERT"}
"""A table without a day is only looked up by the rows that point to it: nothing points to a new row yet."""


def versions_of(years: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each year and table, how many changes its rows that begin in or before the year have seen. One query."""
    seen: dict[int, dict[str, int]] = {year: {} for year in sorted(set(years))}
    table = connection.ops.quote_name(Stamp._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT source, year, changes FROM {table} WHERE year <= %s", [max(seen)])
        for source, stamped, changes in cursor.fetchall():
            for year, tables in seen.items():
                if stamped <= year:
                    tables[source] = tables.get(source, 0) + changes
    return seen


def version_of(sources: Iterable[Source], seen: Mapping[str, int]) -> str:
    """The state of some tables as a short text: equal texts mean that nothing has changed."""
    return ",".join(f"{table}:{seen.get(table, 0)}" for table in sorted({source.table for source in sources}))


def lay_triggers(using: str) -> None:
    """Create or replace the triggers of every source of every fact on one database."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    sources = {source for fact in catalogue().values() for source in fact.sources if source.table in present}
    lay = _lay_on_postgresql if connection.vendor == "postgresql" else _lay_on_sqlite
    with connection.cursor() as cursor:
        for source in sorted(sources, key=lambda source: source.table):
            for statement in lay(source):
                cursor.execute(statement)


def _events(source: Source) -> Mapping[str, tuple[str, ...]]:
    return _LOOKED_UP if source.is_looked_up and not source.day else _EVENTS


def _day_of(source: Source, row: str) -> str:
    """SQL for the first day of `row`."""
    if not source.through:
        return f'{row}."{source.day}"'
    table, column = source.through[0]
    inner = _day_of(Source(table, source.day, source.through[1:]), f'"{table}"')
    return f'(SELECT {inner} FROM "{table}" WHERE "{table}"."id" = {row}."{column}")'


def _lay_on_sqlite(source: Source) -> Iterable[str]:
    for event, rows in _events(source).items():
        name = f"stamp_{source.table}_{event.lower()}"
        body = ""
        for row in rows:
            year = f"CAST(strftime('%Y', {_day_of(source, row)}) AS INTEGER)" if source.day else "0"
            body += (
                f"INSERT INTO toolkit_stamp (source, year, changes) VALUES ('{source.table}', "
                f"COALESCE({year}, 0), 1) ON CONFLICT (source, year) DO UPDATE SET changes = changes + 1; "
            )
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f'CREATE TRIGGER {name} AFTER {event} ON "{source.table}" BEGIN {body}END'


def _lay_on_postgresql(source: Source) -> Iterable[str]:
    year = f"COALESCE(EXTRACT(YEAR FROM {_day_of(source, 'touched')})::int, 0)" if source.day else "0"
    for event, rows in _events(source).items():
        name = f"stamp_{source.table}_{event.lower()}"
        tables = " UNION ALL ".join(f"SELECT * FROM {row.lower()}_rows" for row in rows)
        transition = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in rows)
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO toolkit_stamp (source, year, changes) SELECT '{source.table}', {year}, count(*) "
            f"FROM ({tables}) AS touched GROUP BY 2 ORDER BY 2 "
            "ON CONFLICT (source, year) DO UPDATE SET changes = toolkit_stamp.changes + EXCLUDED.changes; "
            "RETURN NULL; END $$"
        )
        yield f'DROP TRIGGER IF EXISTS {name} ON "{source.table}"'
        yield (
            f'CREATE TRIGGER {name} AFTER {event} ON "{source.table}" REFERENCING {transition} '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def _after_migrating(using: str, **_: Any) -> None:
    lay_triggers(using)


def connect(sender: Any) -> None:
    """Lay the triggers whenever migrations have run; called once by the app's configuration."""
    post_migrate.connect(_after_migrating, sender=sender, dispatch_uid="lay stamp triggers")
