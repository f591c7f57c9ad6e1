"""Copying the database out and putting a copy in its place, by each database's own means."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any, Protocol, cast

from django.db import connection, connections

from poukama.setup.backups.copying import copy, keep
from poukama.setup.backups.refusals import InUse, ToolMissing
from poukama.toolkit.models import KeyCheck

_TABLE = KeyCheck._meta.db_table
_EVERYTHING_ANEW = (
    "BEGIN;\nSET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
)


class Copier(Protocol):
    """What is needed of a database."""

    def copy_out(self, path: Path) -> None:
        """Write a copy as it is at one moment, while others work on."""

    def checks_in(self, path: Path) -> dict[str, str]:
        """By which a copy recognises its keys."""

    def refuse_in_use(self) -> None:
        """Refuse while somebody else has the database open."""

    def keep_former(self, path: Path) -> bool:
        """Keep what is there now; False when nothing is."""

    def put_in(self, path: Path) -> None:
        """Put a copy in the place of the database: all of it or nothing."""


def copier() -> Copier:
    """Of the database that this installation uses."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


class Sqlite:
    """One file, copied by the database's own backup and put in its place in one step."""

    def copy_out(self, path: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        path.chmod(0o600)
        keep(path)

    def checks_in(self, path: Path) -> dict[str, str]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as found:
            try:
                rows = found.execute(f"SELECT number, check_value FROM {_TABLE}").fetchall()  # noqa: S608  # our table
            except sqlite3.DatabaseError:
                return {}
        return {str(number): str(value) for number, value in rows}

    def refuse_in_use(self) -> None:
        if not self._path.exists():
            return
        connections.close_all()
        with closing(sqlite3.connect(self._path, timeout=1)) as found:
            try:  # also takes what still stands in the log beside the file into it
                found.execute("PRAGMA journal_mode = DELETE")
            except sqlite3.OperationalError as error:
                raise InUse from error

    def keep_former(self, path: Path) -> bool:
        if not self._path.exists():
            return False
        os.link(self._path, path)
        keep(path.parent)
        return True

    def put_in(self, path: Path) -> None:
        comes_in = self._path.with_name(f"{self._path.name}.comes-in")
        comes_in.unlink(missing_ok=True)
        copy(path, comes_in)
        comes_in.replace(self._path)
        keep(self._path.parent)

    @property
    def _path(self) -> Path:
        return Path(connection.settings_dict["NAME"])


class Postgres:
    """Copied by pg_dump, and put in its place within one transaction."""

    def copy_out(self, path: Path) -> None:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
        path.chmod(0o600)
        keep(path)

    def checks_in(self, path: Path) -> dict[str, str]:
        script = _run(
            "pg_restore", "--data-only", f"--table={_TABLE}", "--file=-", str(path), connects=False
        ).decode()
        head, _begins, rest = script.partition(f"COPY public.{_TABLE} (")
        columns, _from, rows = rest.partition(") FROM stdin;\n")
        names = [name.strip() for name in columns.split(",")]
        lines = rows.partition("\n\\.")[0].splitlines()
        found = [dict(zip(names, line.split("\t"), strict=True)) for line in lines if line]
        return {row["number"]: row["check_value"] for row in found}

    def refuse_in_use(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0]:
                raise InUse
        connections.close_all()

    def keep_former(self, path: Path) -> bool:
        self.copy_out(path)
        return True

    def put_in(self, path: Path) -> None:
        connections.close_all()
        script = subprocess.Popen(
            [_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)],
            stdout=subprocess.PIPE,
        )
        takes = [_tool("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        target = subprocess.Popen(takes, stdin=subprocess.PIPE, env=_environment())
        come, go = cast("IO[bytes]", script.stdout), cast("IO[bytes]", target.stdin)
        with suppress(BrokenPipeError):  # the other one says what it did not take
            go.write(_EVERYTHING_ANEW.encode())
            shutil.copyfileobj(come, go)
            if script.wait() == 0:  # what came half is not committed: without this word nothing is
                go.write(b"\nCOMMIT;\n")
        come.close()
        with suppress(BrokenPipeError):
            go.close()
        ended = script.wait(), target.wait()
        if any(ended):
            raise ToolMissing("pg_restore" if ended[0] else "psql")


def _run(tool: str, *words: str, connects: bool = True) -> bytes:
    command = [_tool(tool), *words]
    done = subprocess.run(command, env=_environment() if connects else None, capture_output=True, check=False)
    if done.returncode:
        raise ToolMissing(
            tool, done.stderr.decode(errors="replace").strip().splitlines()[-1:][0] if done.stderr else ""
        )
    return done.stdout


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(name)
    return found


def _environment() -> dict[str, str]:
    """Where the database is, in the tools' own words: a password is never among what a command is told."""
    told: dict[str, Any] = connection.settings_dict
    wanted = {
        "PGDATABASE": told["NAME"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGHOST": told["HOST"],
        "PGPORT": told["PORT"],
        "PGSSLMODE": told.get("OPTIONS", {}).get("sslmode", ""),
        "PGSSLROOTCERT": told.get("OPTIONS", {}).get("sslrootcert", ""),
    }
    return {**os.environ, **{name: str(value) for name, value in wanted.items() if value}}
