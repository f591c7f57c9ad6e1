"""Load an SQLite database into an empty PostgreSQL one, table by table with COPY."""

import sqlite3
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

NOT_COPIED = {"toolkit_stamp", "django_migrations"}
"""Triggers stamp again what is loaded; migrations have run already."""


def run(source: str) -> dict[str, Any]:
    """Load everything; foreign keys are checked when all is there."""
    rows = 0
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = {model._meta.db_table: [str(f.column) for f in model._meta.concrete_fields] for model in models}
    with sqlite3.connect(source) as old, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")  # as SQLite keeps moments
        for table in reversed(tables):
            if table not in NOT_COPIED and _has_rows(cursor, table):
                cursor.execute(f'DELETE FROM "{table}"')
        for table, columns in tables.items():
            if table not in NOT_COPIED:
                rows += _copy(old, cursor, table, columns)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    return {"rows": rows}


def _has_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])


def _copy(old: sqlite3.Connection, cursor: Any, table: str, columns: list[str]) -> int:
    named = ", ".join(f'"{column}"' for column in columns)
    rows = old.execute(f'SELECT {named} FROM "{table}" ORDER BY 1').fetchall()
    if rows:
        with cursor.cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row([_written(value) for value in row])
    return len(rows)


def _written(value: Any) -> Any:
    """A value as COPY reads it; what is sealed stays bytes."""
    return value if value is None or isinstance(value, bytes) else str(value)
