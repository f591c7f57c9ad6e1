"""An installation with something sealed in it, a backup of it, and an empty place where it is put back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from poukama.toolkit.sealing import making as key_making
from tests.conftest import ROOT
from tests.factories.clients import AttachmentFactory, IdentityFactory

SECRET = b"Keksitty salaisuus"


@pytest.fixture
def house(settings, tmp_path):
    """An installation with its data, its keys elsewhere, a name and a file that are sealed."""
    settings.DATA = tmp_path / "data"
    settings.SEALED = settings.DATA / "sealed"
    settings.KEYS = tmp_path / "keys" / "keys.json"
    key_making.begin()
    IdentityFactory(first_names="Helka")
    return AttachmentFactory(sealed_from=SECRET)


@pytest.fixture
def backup(tmp_path, house):
    """A backup of it."""
    call_command("backup", str(tmp_path / "backup"), "--json")
    return tmp_path / "backup"


class Elsewhere:
    """Another installation, where a backup is put back: a data folder and a database of its own."""

    def __init__(self, data: Path, ring: Path) -> None:
        self.data, self.ring = data, ring
        self.name = f"poukama_restored_{os.getpid()}"
        data.mkdir()
        if connection.vendor == "postgresql":
            self._ask(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name}")

    def close(self) -> None:
        if connection.vendor == "postgresql":
            self._ask(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _ask(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each)

    @property
    def database(self) -> Path:
        return self.data / "poukama.sqlite3"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "poukama", *words, "--language", "en"]

    def environment(self) -> dict[str, str]:
        here = connection.settings_dict
        url = f"postgresql://{here['USER']}@/{self.name}?host={here['HOST']}"
        if here["PORT"]:
            url = f"postgresql://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}/{self.name}"
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": url if connection.vendor == "postgresql" else "",
            "POUKAMA_DATA": str(self.data),
            "POUKAMA_KEYS": str(self.ring),
            "POUKAMA_SECRET_KEY": "tests",
        }

    def does(self, *words: str) -> tuple[int, str]:
        return self.runs(self.command(*words))

    def runs(self, command: list[str]) -> tuple[int, str]:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def elsewhere(tmp_path, settings, house):
    """An empty place, with the keys of the house."""
    ring = tmp_path / "keys elsewhere" / "keys.json"
    ring.parent.mkdir()
    shutil.copy(settings.KEYS, ring)
    found = Elsewhere(tmp_path / "elsewhere", ring)
    yield found
    found.close()
