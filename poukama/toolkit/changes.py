"""Whether what was asked of the database still holds: whether this connection has changed anything, or waited, since.

A transaction that is taken back takes its changes back too, so an answer is also tied to the transaction it came from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.backends.signals import connection_created

_READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "EXPLAIN")
_WAITS = re.compile(r" FOR (?:NO KEY )?UPDATE| FOR (?:KEY )?SHARE|pg_advisory")
"""Whoever waited for a lock may find what another has changed meanwhile; so may whoever writes."""


@dataclass(frozen=True, eq=False)
class Moment:
    """When something was asked."""

    changes: int
    transaction: object

    def is_now(self) -> bool:
        """Whether nothing has been changed since, and the same transaction goes on, or none."""
        now = this_moment()
        return self.changes == now.changes and self.transaction is now.transaction


def this_moment() -> Moment:
    """How much this connection has changed so far, and its transaction."""
    changes = getattr(connection, "poukama_changes", 0)
    return Moment(changes, connection.run_on_commit)  # a new list for each transaction


def connect(config: AppConfig) -> None:
    """Count from the first statement of every connection."""
    connection_created.connect(_begin, dispatch_uid="poukama.toolkit.changes")


def _begin(connection: Any, **_: Any) -> None:
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _count)


def _count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    try:
        return execute(sql, params, many, context)
    finally:
        if not sql.startswith(_READS) or _WAITS.search(sql):
            there = context["connection"]
            there.poukama_changes = getattr(there, "poukama_changes", 0) + 1
