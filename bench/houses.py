"""Installations to measure: folders with a database of a certain size, and processes that run inside them."""

import hashlib
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
DAY = "2024-12-30"
"""The day that the houses live in: the first working day after the invented year."""


@dataclass(frozen=True)
class Size:
    """Years of history, and how much happens in each, in years of the association as it is."""

    years: int = 1
    scale: int = 1

    def __str__(self) -> str:
        return f"{self.years}×{self.scale}"

    @property
    def association_years(self) -> int:
        """How many years of the association as it is."""
        return self.years * self.scale


ONE, HISTORY, BUSY, LARGE = Size(), Size(years=10), Size(scale=10), Size(years=10, scale=10)


@dataclass(frozen=True)
class House:
    """One installation: its data folder and database."""

    folder: Path
    database: str = ""
    """DATABASE_URL; empty for SQLite in the folder."""

    @property
    def environment(self) -> dict[str, str]:
        """What its processes find around them."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("POUKAMA_", "DJANGO_"))
        }
        return kept | {
            "POUKAMA_DATA": str(self.folder),
            "POUKAMA_DEMO": "1",
            "POUKAMA_DEMO_DAY": DAY,
            "POUKAMA_SECRET_KEY": "benchmarks",
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def run(self, *command: str) -> str:
        """Run Python in the house and return what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed")
        return done.stdout

    def inside(self, job: str, **options: Any) -> Any:
        """Let a job of `bench.inside` measure in the house, and return what it found."""
        return json.loads(self.run("-m", "bench.inside", job, json.dumps(options)).splitlines()[-1])

    @contextmanager
    def staying(self, job: str, **options: Any) -> Iterator[Callable[..., Any]]:
        """A job that stays in the house, to be asked in turns with another."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.inside", job, json.dumps(options), "--stay"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        asking, answering = process.stdin, process.stdout

        def ask(**what: Any) -> Any:
            asking.write(json.dumps(what) + "\n")
            asking.flush()
            return _answer(answering.readline())

        try:
            _answer(answering.readline())
            yield ask
        finally:
            asking.close()
            process.wait(timeout=30)


@dataclass(frozen=True)
class Houses:
    """Where houses are made: a folder, and a PostgreSQL server when there is one."""

    folder: Path
    server: str
    scale: float = 1
    """How large the synthetic year is that all houses are multiplied from."""

    def base(self, *, anew: bool = False) -> House:
        """The house with one synthetic year on SQLite, kept until the code that makes it changes."""
        house = House(self.folder / "base")
        if anew or _kept(house.folder) != _fingerprint(self.scale):
            shutil.rmtree(house.folder, ignore_errors=True)
            house.folder.mkdir(parents=True)
            house.run("manage.py", "migrate", "--verbosity", "0")
            house.run("-m", "poukama", "keys", "begin")
            house.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
            house.run("-m", "poukama", "pack", "apply", "packs/lahti-2024")
            made = house.inside("demo", scale=self.scale)
            (house.folder / "made.json").write_text(json.dumps(made | {"of": _fingerprint(self.scale)}))
        return house

    @contextmanager
    def sqlite(self, size: Size, *, lists: int = 0) -> Iterator[House]:
        """A house on SQLite; `lists` makes the long lists at least so long."""
        base = self.base()
        house = House(self.folder / f"sqlite-{size.years}-{size.scale}-{lists}")
        shutil.rmtree(house.folder, ignore_errors=True)
        shutil.copytree(base.folder, house.folder)
        try:
            _grow(house, size, lists)
            yield house
        finally:
            shutil.rmtree(house.folder, ignore_errors=True)

    @contextmanager
    def postgresql(self, size: Size, *, lists: int = 0, clients: int = 0, notes: int = 0) -> Iterator[House]:
        """The same on PostgreSQL, in a database of its own, with keys of its own; and with so many more clients and notes."""
        base = self.base()
        name = (
            "poukama_bench_" + hashlib.sha256(f"{self.folder}{size}{lists}{clients}".encode()).hexdigest()[:8]
        )
        url = urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))
        house = House(self.folder / name, database=url)
        shutil.rmtree(house.folder, ignore_errors=True)
        shutil.copytree(base.folder, house.folder)
        self._tell_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        try:
            house.run("manage.py", "migrate", "--verbosity", "0")
            house.inside("load", source=str(base.folder / "poukama.sqlite3"))
            _grow(house, size, lists)
            if clients:
                house.inside("filling", clients=clients, notes=notes)
            yield house
        finally:
            self._tell_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            shutil.rmtree(house.folder, ignore_errors=True)

    def _tell_server(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _answer(line: str) -> Any:
    if not line:
        raise SystemExit("A job in a house ended before it answered.")
    return json.loads(line)


def _grow(house: House, size: Size, lists: int) -> None:
    if size != ONE:
        house.inside("multiply", years=size.years, scale=size.scale)
    if lists:
        house.inside("lengthen", rows=lists)


def _kept(folder: Path) -> str:
    made = folder / "made.json"
    return str(json.loads(made.read_text())["of"]) if made.exists() else ""


def _fingerprint(scale: float) -> str:
    """Of the code and the pack that a synthetic year comes from."""
    told = hashlib.sha256(str(scale).encode())
    files: Sequence[Path] = sorted([*ROOT.glob("poukama/**/*.py"), *ROOT.glob("packs/lahti-2024/**/*.yaml")])
    for path in files:
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL that lets us make databases, found or started as the tests do."""
    folder.mkdir(parents=True, exist_ok=True)
    with runpy.run_path(str(ROOT / "script/steps/postgres.py"))["server"](folder) as url:
        yield urlunsplit(urlsplit(url)._replace(path="/postgres"))
