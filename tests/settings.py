"""Settings of the tests: those of the house, with nothing kept, nothing sent and nothing slow."""

import base64
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("POUKAMA_SECRET_KEY", "tests")
os.environ.setdefault("POUKAMA_DATA", tempfile.mkdtemp(prefix="poukama-tests-"))

from config.settings import *  # noqa: E402, F403, TID251  # the environment must be set before
from tests.strictness.templates import UndefinedVariable  # noqa: E402

_settings: dict[str, Any] = globals()


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


# `file` in POUKAMA_TEST_DATABASE puts the SQLite test database on disk, as browser journeys need:
# several threads cannot share one in memory.
if os.environ.get("POUKAMA_TEST_DATABASE") == "file":
    _settings["DATABASES"]["default"]["TEST"] = {"NAME": f"{os.environ['POUKAMA_DATA']}/test.sqlite3"}

# A ring of its own for every run, so that no test depends on another's keys; and a place of its own for it, so that
# nobody's keys are written over when POUKAMA_DATA or POUKAMA_KEYS name an installation.
_settings["KEYS"] = Path(tempfile.mkdtemp(prefix="poukama-tests-")) / "keys.json"
_settings["KEYS"].write_text(
    json.dumps({"seals": {"1": _key(), "2": _key()}, "searches": _key(), "newest": 2}), encoding="ascii"
)

_settings["STATIC_ROOT"].mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CHAIN_COST = 2
_settings["STORAGES"] = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_settings["CACHES"] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
_settings["TEMPLATES"][0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
