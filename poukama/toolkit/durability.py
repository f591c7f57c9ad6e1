"""Writing what could be made again, without waiting for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def may_be_lost() -> Iterator[None]:
    """What is written within may be gone after a power cut, and then as a whole: never torn, never out of order.

    Inside a transaction it is as durable as the rest of it.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('synchronous_commit', 'off', true)")
            yield
    else:
        connection.ensure_connection()
        connection.connection.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            connection.connection.execute("PRAGMA synchronous = FULL")
