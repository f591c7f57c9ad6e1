"""Answers that a process keeps for as long as no row of some tables has changed.

The database itself counts the transactions that touch the tables of a watch, in one row of `toolkit_stamp`: no path
around a service can leave an answer stale. On PostgreSQL it counts as the last thing before a transaction is
committed, so that recording never waits for it and it never waits while it holds what another wants. The triggers are
laid anew after every migration, as those of `stamps`.
"""

import secrets
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, connections
from django.db.models import Model
from django.db.models.signals import post_migrate

from poukama.toolkit.models import Stamp

T = TypeVar("T")
_TABLES: dict[str, tuple[str, ...]] = {}
_MOST_KEPT, _KEPT_FOR = 500, 12 * 60 * 60
_kept = LocMemCache("watched", {"TIMEOUT": _KEPT_FOR, "OPTIONS": {"MAX_ENTRIES": _MOST_KEPT}})
_EVENTS = ("INSERT", "UPDATE", "DELETE")


def watch(name: str, models: Iterable[type[Model]]) -> None:
    """Let the database count what changes in the tables of these models; called once by an app's configuration."""
    _TABLES[name] = tuple(sorted(model._meta.db_table for model in models))


def tables_of(name: str) -> tuple[str, ...]:
    """The tables of a watch."""
    return _TABLES[name]


def changes_of(name: str) -> int | None:
    """How often the tables of a watch have changed. One query; None, without one, where nothing may be kept.

    Inside a transaction one's own changes are not counted yet, and may never be.
    """
    if connection.in_atomic_block:
        return None
    table = connection.ops.quote_name(Stamp._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT changes FROM {table} WHERE source = %s AND year = 0", [name])
        row = cursor.fetchone()
    return row[0] if row else None


def kept(key: str, changes: int | None, ask: Callable[[], T]) -> T:
    """What was answered when the tables had changed so often, or is asked now and kept."""
    if changes is None:
        return ask()
    key = f"{changes}:{key}"
    answer: tuple[T] | None = _kept.get(key)
    if answer is None:
        answer = (ask(),)
        _kept.set(key, answer)
    return answer[0]


def lay_triggers(using: str) -> None:
    """Create or replace the triggers of every watch on one database."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    lay = _lay_on_postgresql if connection.vendor == "postgresql" else _lay_on_sqlite
    with connection.cursor() as cursor:
        for name, tables in sorted(_TABLES.items()):
            # From a number by chance: what is kept of one database is never taken for another's.
            cursor.execute(
                "INSERT INTO toolkit_stamp (source, year, changes) VALUES (%s, 0, %s) "
                "ON CONFLICT (source, year) DO NOTHING",
                [name, secrets.randbits(60)],
            )
            for statement in lay(name, [table for table in tables if table in present]):
                cursor.execute(statement)


def _function(name: str) -> str:
    return f"watch_{name.replace('.', '_')}"


def _counted(name: str) -> str:
    return f"UPDATE toolkit_stamp SET changes = changes + 1 WHERE source = '{name}' AND year = 0;"


def _lay_on_sqlite(name: str, tables: Iterable[str]) -> Iterable[str]:
    for table in tables:
        for event in _EVENTS:
            trigger = f"{_function(name)}_{table}_{event.lower()}"
            yield f"DROP TRIGGER IF EXISTS {trigger}"
            yield f'CREATE TRIGGER {trigger} AFTER {event} ON "{table}" BEGIN {_counted(name)} END'


def _lay_on_postgresql(name: str, tables: Iterable[str]) -> Iterable[str]:
    """Once a transaction, at its end; a table that is emptied whole is counted at once."""
    function = _function(name)
    setting = f"poukama.{function}"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF current_setting('{setting}', true) IS DISTINCT FROM txid_current()::text THEN "
        f"{_counted(name)} PERFORM set_config('{setting}', txid_current()::text, true); "
        "END IF; RETURN NULL; END $$"
    )
    for table in tables:
        yield f'DROP TRIGGER IF EXISTS {function} ON "{table}"'
        yield (
            f'CREATE CONSTRAINT TRIGGER {function} AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        yield f'DROP TRIGGER IF EXISTS {function}_emptied ON "{table}"'
        yield (
            f'CREATE TRIGGER {function}_emptied AFTER TRUNCATE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def _after_migrating(using: str, **_: Any) -> None:
    lay_triggers(using)


def connect(sender: Any) -> None:
    """Lay the triggers whenever migrations have run; called once by the app's configuration."""
    post_migrate.connect(_after_migrating, sender=sender, dispatch_uid="lay watching triggers")
