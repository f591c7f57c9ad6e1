"""Between tests that commit, Django empties every table; the audit trail refuses, so its guards step aside then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

TABLE = "access_auditevent"
GUARDS = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}'"


@contextmanager
def emptied_between_tests() -> Iterator[None]:
    """Let Django's flush empty append-only tables too, within the block."""
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, statements: Any) -> None:
        with guards_aside(self.connection):
            plain(self, statements)

    with patch.object(BaseDatabaseOperations, "execute_sql_flush", flush):
        yield


@contextmanager
def guards_aside(on: BaseDatabaseWrapper | Any = connection) -> Iterator[None]:
    """Within the block the database lets the audit trail be changed, as someone with a tool in hand could."""
    if on.vendor == "postgresql":
        with on.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        yield
        with on.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
        return
    with on.cursor() as cursor:
        guards = cursor.execute(GUARDS).fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
    yield
    with on.cursor() as cursor:
        for _, sql in guards:
            cursor.execute(sql)
