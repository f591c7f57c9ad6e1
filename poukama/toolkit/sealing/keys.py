"""The key ring: a file of its own, never in the database, never made from another secret.

The database knows of each key only a check, by which a wrong or missing ring is noticed before anything is
served or written. Losing the file loses everything that is sealed.
"""

import hashlib
import hmac
import json
import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from poukama.toolkit import clock
from poukama.toolkit.models import KeyCheck

LENGTH = 32
LAST = 65_535
"""The highest number of a key: a box has two bytes for it."""
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
    """The keys that seal, by number (one of them seals now, all of them open), and the one for searches."""

    seals: Mapping[int, bytes]
    searches: bytes
    newest: int
    """The number of the key that seals now; a higher one waits until the database knows of it."""

    def all(self) -> dict[int, bytes]:
        """Every key by the number under which it is checked."""
        return {FOR_SEARCHES: self.searches, **self.seals}


def ring() -> KeyRing:
    """The ring of this installation; raises `KeyProblem` when it cannot be read. Read anew when the file changes.

    A changed file must still hold every key that this process has used: another ring is refused, not used.
    """
    path = settings.KEYS
    try:
        now = os.stat(path)  # noqa: PTH116  # asked for every box: a Path takes several times as long
    except FileNotFoundError as error:
        raise KeysMissing(_NO_FILE % {"path": path}) from error
    except OSError as error:
        raise KeysWrong(_NOT_UNDERSTOOD % {"path": path}) from error
    changed = (now.st_mtime_ns, now.st_ino, now.st_size)
    held = _held.get(path)
    if held is None or held.changed != changed:
        found = _read(Path(path))
        if held is not None:
            _compare({number: _check(key) for number, key in held.keys.all().items()}, found)
        held = _held[path] = _Held(changed, found)
    return held.keys


def path_of_ring() -> Path:
    """Where the file itself stands, also when a link leads to it."""
    return Path(settings.KEYS).resolve()


def verify() -> None:
    """Make sure that the ring is the one that seals this database; raises `KeyProblem` otherwise."""
    checks = known_checks()
    if not checks:
        raise KeysMissing(str(_NOT_BEGUN))
    keys = ring()
    _compare(checks, keys)
    if keys.newest not in checks:
        raise KeysWrong(_NEWER_KEY % _which([keys.newest]))


def verify_against(checks: Mapping[int, str]) -> None:
    """Make sure that the ring opens what another database knows its keys by, like one in a backup.

    The ring may hold newer keys besides; raises `KeyProblem` otherwise.
    """
    if not checks:
        raise KeysMissing(str(_NOT_BEGUN))
    _compare(checks, ring())


def known_checks() -> dict[int, str]:
    """What this database knows of each key, by number; nothing before the keys are begun."""
    return dict(KeyCheck.objects.order_by("number").values_list("number", "check_value"))


def make_known(keys: KeyRing) -> None:
    """Have the database know of every key of the ring; raises `KeysWrong` where it knows another one."""
    with transaction.atomic():
        for number, key in keys.all().items():
            KeyCheck.objects.get_or_create(
                number=number, defaults={"check_value": _check(key), "since_on": clock.today()}
            )
        _compare(known_checks(), keys)


@dataclass(frozen=True)
class _Held:
    """The ring as this process read it last, and what the file looked like then."""

    changed: tuple[int, int, int]
    keys: KeyRing


_held: dict[Any, _Held] = {}


def _compare(checks: Mapping[int, str], found: KeyRing) -> None:
    """Refuse a ring that lacks one of the checked keys or has another in its place."""
    keys = found.all()
    if missing := sorted(set(checks) - set(keys)):
        raise KeysMissing(_KEY_GONE % _which(missing))
    wrong = [
        number for number in sorted(checks) if not hmac.compare_digest(checks[number], _check(keys[number]))
    ]
    if wrong:
        raise KeysWrong(_OTHER_KEYS % _which(wrong))


def _which(numbers: list[int]) -> dict[str, object]:
    return {"path": settings.KEYS, "numbers": ", ".join(map(str, numbers))}


def _check(key: bytes) -> str:
    return hmac.new(key, b"poukama: the check of a key", hashlib.sha256).hexdigest()[:32]


def _read(path: Path) -> KeyRing:
    try:
        found = json.loads(path.read_text())
        seals = {int(number): b64decode(key, validate=True) for number, key in found["seals"].items()}
        keys = KeyRing(
            seals,
            b64decode(found["searches"], validate=True),
            int(found.get("newest", max(seals, default=0))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysWrong(_NOT_UNDERSTOOD % {"path": path}) from error
    numbered = seals and min(seals) >= 1 and max(seals) <= LAST and keys.newest in seals
    if not numbered or any(len(key) != LENGTH for key in keys.all().values()):
        raise KeysWrong(_NOT_UNDERSTOOD % {"path": path})
    return keys


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
_NEWER_KEY = _(
    "The keys in %(path)s have sealed more than this database knows of (key %(numbers)s): the database is older than "
    "the file. Put back the copy of the file that belongs to it."
)
_NOT_UNDERSTOOD = _(
    "The file of keys %(path)s cannot be read or understood. Put an unharmed copy in its place; do not edit it."
)
