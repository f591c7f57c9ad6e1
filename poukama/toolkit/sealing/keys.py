"""The key ring: a file of its own, never in the database, never made from another secret.

The database knows of each key only a check, by which a wrong or missing ring is noticed before anything is
served or written. Losing the file loses everything that is sealed.
"""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from poukama.toolkit import clock
from poukama.toolkit.models import KeyCheck

LENGTH = 32
FOR_SEARCHES = 0
"""The number under which the key of the blind index is checked; the keys that seal begin from 1."""


class KeyProblem(Exception):
    """The system must not be served; the text says why and what to do, without telling anything of a key."""


class KeysMissing(KeyProblem):
    """The file of keys, or a key in it, is not there."""


class KeysWrong(KeyProblem):
    """The keys are not those that sealed this database, or the file cannot be understood."""


@dataclass(frozen=True)
class KeyRing:
    """The keys that seal, by number (the newest seals, all of them open), and the one for searches."""

    seals: Mapping[int, bytes]
    searches: bytes

    @property
    def newest(self) -> int:
        """The number of the key that seals from now on."""
        return max(self.seals)

    def all(self) -> dict[int, bytes]:
        """Every key by the number under which it is checked."""
        return {FOR_SEARCHES: self.searches, **self.seals}


def ring() -> KeyRing:
    """The ring of this installation; raises `KeyProblem` when it cannot be read. Read anew when the file changes."""
    path = Path(settings.KEYS)
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise KeysMissing(_NO_FILE % {"path": path}) from error
    return _read(path, changed)


def verify() -> None:
    """Make sure that the ring is the one that seals this database; raises `KeyProblem` otherwise."""
    checks = _checks()
    if not checks:
        raise KeysMissing(str(_NOT_BEGUN))
    keys = ring().all()
    if missing := sorted(set(checks) - set(keys)):
        raise KeysMissing(_KEY_GONE % _which(missing))
    wrong = sorted(
        number for number, check in checks.items() if not hmac.compare_digest(check, _check(keys[number]))
    )
    if wrong:
        raise KeysWrong(_OTHER_KEYS % _which(wrong))


def begin() -> bool:
    """Make the ring of a new installation; where there is one already, make sure that it is the right one.

    Whether it was new.
    """
    if _checks():
        verify()
        return False
    path = Path(settings.KEYS)
    if not path.exists():
        _write(path, KeyRing({1: secrets.token_bytes(LENGTH)}, secrets.token_bytes(LENGTH)))
    _register(ring())
    return True


def add_key() -> int:
    """Add a key that seals from now on, and return its number. The others still open what they have sealed.

    The file is written before the database knows of the key: whatever breaks in between, nothing is sealed with
    a key that could be lost, and what is in the file unknown to the database is registered here.
    """
    verify()
    before = ring()
    if before.newest in _checks():
        _write(
            Path(settings.KEYS),
            replace(before, seals={**before.seals, before.newest + 1: secrets.token_bytes(LENGTH)}),
        )
    now = ring()
    _register(now)
    return now.newest


def _checks() -> dict[int, str]:
    return dict(KeyCheck.objects.order_by("number").values_list("number", "check_value"))


def _which(numbers: list[int]) -> dict[str, object]:
    return {"path": settings.KEYS, "numbers": ", ".join(map(str, numbers))}


@transaction.atomic
def _register(keys: KeyRing) -> None:
    for number, key in keys.all().items():
        KeyCheck.objects.get_or_create(
            number=number, defaults={"check_value": _check(key), "since_on": clock.today()}
        )


def _check(key: bytes) -> str:
    return hmac.new(key, b"poukama: the check of a key", hashlib.sha256).hexdigest()[:32]


@cache
def _read(path: Path, changed: int) -> KeyRing:
    del changed
    try:
        found = json.loads(path.read_text())
        seals = {int(number): b64decode(key, validate=True) for number, key in found["seals"].items()}
        keys = KeyRing(seals, b64decode(found["searches"], validate=True))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysWrong(_NOT_UNDERSTOOD % {"path": path}) from error
    if not seals or min(seals) < 1 or any(len(key) != LENGTH for key in keys.all().values()):
        raise KeysWrong(_NOT_UNDERSTOOD % {"path": path})
    return keys


def _write(path: Path, keys: KeyRing) -> None:
    """Put the ring in place whole, readable by its owner only: a crash leaves the former file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {
            "seals": {str(number): b64encode(key).decode() for number, key in keys.seals.items()},
            "searches": b64encode(keys.searches).decode(),
        },
        indent=2,
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


_NO_FILE = _(
    "The keys are not there: %(path)s. Names in this database are sealed with them. Put the file back from where "
    "the keys are kept, or say in POUKAMA_KEYS where it is."
)
_NOT_BEGUN = _("This database has no keys yet. Begin with: script/poukama keys begin")
_KEY_GONE = _(
    "The file of keys %(path)s lacks keys that have sealed this database (%(numbers)s; 0 is the key of searches). "
    "Put the newest copy of the file in its place."
)
_OTHER_KEYS = _(
    "The keys in %(path)s are not those of this database (%(numbers)s; 0 is the key of searches). Use the file that "
    "belongs to this database: with another one nothing could be opened."
)
_NOT_UNDERSTOOD = _(
    "The file of keys %(path)s cannot be read or understood. Put an unharmed copy in its place; do not edit it."
)
