"""The test database is migrated once for the same code, and every process of every run gets a copy of it.

Migrating takes far longer than copying. Whatever the copy still lacks, `migrate` adds to it as ever.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.sqlite3.creation import DatabaseCreation as SQLiteCreation

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var/test-databases"
LIBRARIES = ("Django", "django-allauth")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Before the databases of the run are made, each under a name of its own."""
    with copied_from_templates():
        yield


@contextmanager
def copied_from_templates() -> Iterator[None]:
    """Within the block test databases begin as a copy of one that was migrated before, where there is one."""
    plain = BaseDatabaseCreation.create_test_db

    def create(self: Any, *arguments: Any, **options: Any) -> str:
        with ExitStack() as stack:
            stack.enter_context(one_at_a_time())
            is_postgresql = self.connection.vendor == "postgresql"
            template = Postgres(self.connection) if is_postgresql else SQLite(self.connection)
            if is_there := template.exists():
                stack.enter_context(template.given())
            name = plain(self, *arguments, **options)
            if not is_there:
                template.keep()
            return name

    with patch.object(BaseDatabaseCreation, "create_test_db", create):
        yield


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Other processes wait meanwhile, and find the template made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def of_this_code() -> str:
    """Changes with whatever may make a database another: our code, and the libraries that have tables."""
    told = sha256(" ".join(version(library) for library in LIBRARIES).encode())
    for path in sorted((ROOT / "poukama").rglob("*.py")):
        told.update(path.read_bytes())
    return told.hexdigest()[:12]


class SQLite:
    """A template in a file."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.path = KEPT / f"{of_this_code()}.sqlite3"

    def exists(self) -> bool:
        """Whether it has been made."""
        return self.path.exists()

    @contextmanager
    def given(self) -> Iterator[None]:
        """A database that is made within the block is a copy, also one in memory."""
        plain = SQLiteCreation._create_test_db

        with ExitStack() as open_until_migrated:

            def make(creation: Any, *arguments: Any, **options: Any) -> str:
                name = plain(creation, *arguments, **options)
                copy = open_until_migrated.enter_context(closing(sqlite3.connect(name, uri=True)))
                with closing(sqlite3.connect(self.path)) as template:
                    template.backup(copy)
                return name

            with patch.object(SQLiteCreation, "_create_test_db", make):
                yield

    def keep(self) -> None:
        """Make it from the database that has just been migrated; those of other code are of no more use."""
        for former in KEPT.glob("*.sqlite3"):
            former.unlink()
        half = self.path.with_suffix(".half")
        half.unlink(missing_ok=True)
        self.connection.ensure_connection()
        with closing(sqlite3.connect(half)) as template:
            self.connection.connection.backup(template)
        half.rename(self.path)


class Postgres:
    """A template beside the test databases, on the same server."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.named = f"poukama_template_{sha256(str(ROOT).encode()).hexdigest()[:8]}_"
        self.name = self.named + of_this_code()

    def exists(self) -> bool:
        """Whether it has been made."""
        return self.name in self._made()

    @contextmanager
    def given(self) -> Iterator[None]:
        """A database that is made within the block is a copy."""
        with patch.dict(self.connection.settings_dict["TEST"], {"TEMPLATE": self.name}):
            yield

    def keep(self) -> None:
        """Make it from the database that has just been migrated; those of other code are of no more use."""
        source = self.connection.settings_dict["NAME"]
        self.connection.close()
        if self.connection.pool:
            self.connection.close_pool()
        quoted = self.connection.ops.quote_name
        former = self._made()
        with self.connection._nodb_cursor() as cursor:
            for name in former:
                cursor.execute(f"DROP DATABASE {quoted(name)}")
            cursor.execute(f"CREATE DATABASE {quoted(self.name)} TEMPLATE {quoted(source)}")

    def _made(self) -> list[str]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.named])
            return [name for (name,) in cursor.fetchall()]
