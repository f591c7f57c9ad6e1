"""What holds for every test: strictness, a strict client, and the browser of the journeys."""

import os
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from tests.strictness.flushing import emptied_between_tests
from tests.strictness.forms import StrictClient
from tests.strictness.network import only_this_machine
from tests.strictness.queries import only_ordered_slices

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs a loop beside the ORM

ROOT = Path(__file__).resolve().parents[1]

pytest_plugins = ("tests.cast", "tests.packs", "tests.templates")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_configure(config: pytest.Config) -> None:
    """Compile translations that changed since the set-up, so that one test run by hand tells the truth."""
    catalogues = ROOT.glob("poukama/*/locale/*/LC_MESSAGES/*.po")
    if not hasattr(config, "workerinput") and any(is_stale(path) for path in catalogues):
        runpy.run_path(str(ROOT / "script/steps/catalogues.py"), run_name="__main__")


def is_stale(source: Path) -> bool:
    """Whether a catalogue changed after it was compiled."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the journeys, and leave out of the run on SQLite what needs PostgreSQL."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    left_out = []
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker("journey")
        if item.get_closest_marker("postgres") and not on_postgres:
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """How often somebody tried to sign in is kept in the cache, which no transaction takes back."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def strictness() -> Iterator[None]:
    """Unordered slices and sockets to other machines fail everywhere."""
    with only_ordered_slices(), only_this_machine(), emptied_between_tests():
        yield


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Each test begins in the language of the house, whatever the one before it chose."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def client() -> StrictClient:
    """A browser without scripts, not signed in."""
    return StrictClient()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the Chromium of the system: none is downloaded."""
    found = os.environ.get("POUKAMA_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("There is no Chromium. Mend with: apt-get install chromium", pytrace=False)
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": found, "args": [*quiet, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A person in Finland."""
    return browser_context_args | {"locale": "fi-FI", "timezone_id": "Europe/Helsinki"}


def url(name: str, *objects: Any, **query: Any) -> str:
    """The address of a view, from its name and the objects (or their keys) that it is about."""
    return reverse(name, args=[getattr(thing, "pk", thing) for thing in objects], query=query or None)
