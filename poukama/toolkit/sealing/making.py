"""Making keys: the ring of a new installation, and a new key for one that has run for a while.

A key is written to the file, then the database knows of it, and only then it seals: whatever breaks in between,
nothing is sealed with a key that could be lost. Whoever else makes keys meanwhile has to wait.
"""

import fcntl
import json
import os
import secrets
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from poukama.toolkit.sealing import rotation
from poukama.toolkit.sealing.keys import (
    LENGTH,
    KeyProblem,
    KeyRing,
    KeysMissing,
    known_checks,
    make_known,
    path_of_ring,
    ring,
    verify,
)


class KeysNotWritten(KeyProblem):
    """The file of keys cannot be written where it should stand."""


def begin() -> bool:
    """Make the ring of a new installation; where there is one already, make sure that it is the right one.

    Whether it was new. A database in which something is sealed already gets no new ring; raises `KeyProblem`.
    """
    with _alone(path_of_ring()) as path:
        if known_checks():
            verify()
            return False
        if rotation.anything_sealed():
            raise KeysMissing(str(_SEALED_BY_OTHERS))
        if not path.exists():
            _write(path, KeyRing({1: secrets.token_bytes(LENGTH)}, secrets.token_bytes(LENGTH), newest=1))
        make_known(ring())
        return True


def add_key() -> int:
    """Add a key that seals from now on, and return its number. The others still open what they have sealed.

    A key that is in the file and does not seal yet is taken up instead: an earlier adding broke there.
    """
    with _alone(path_of_ring()) as path:
        verify()
        before = ring()
        if max(before.seals) == before.newest:
            new = {before.newest + 1: secrets.token_bytes(LENGTH)}
            _write(path, replace(before, seals={**before.seals, **new}))
        waiting = ring()
        make_known(waiting)
        _write(path, replace(waiting, newest=max(waiting.seals)))
        return ring().newest


@contextmanager
def _alone(path: Path) -> Iterator[Path]:
    """Be the only one who makes keys, by a lock on the folder: a lock file would be one more thing to lose."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        fcntl.flock(folder, fcntl.LOCK_EX)
    except OSError as error:
        raise KeysNotWritten(_NOT_WRITTEN % {"path": path, "why": error.strerror}) from error
    try:
        yield path
    finally:
        os.close(folder)


def _write(path: Path, keys: KeyRing) -> None:
    """Put the ring in place whole, readable by its owner only: a crash leaves the former file or the new one.

    A new file never takes the place of one that somebody has put there meanwhile; a changed one keeps its owner.
    """
    text = json.dumps(
        {
            "seals": {str(number): b64encode(key).decode() for number, key in keys.seals.items()},
            "searches": b64encode(keys.searches).decode(),
            "newest": keys.newest,
        },
        indent=2,
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        former = path.stat() if path.exists() else None
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            if former is not None:
                os.fchown(file.fileno(), former.st_uid, former.st_gid)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if former is None:
            os.link(draft, path)
        else:
            draft.replace(path)
        _keep_names_of(path.parent)
    except OSError as error:
        raise KeysNotWritten(_NOT_WRITTEN % {"path": path, "why": error.strerror}) from error
    finally:
        draft.unlink(missing_ok=True)


def _keep_names_of(folder: Path) -> None:
    """Have the disk know which files the folder has."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


_SEALED_BY_OTHERS = _(
    "This database has something sealed in it, but knows of no keys. New keys would open none of it: put back the "
    "database as a whole, with its keys."
)
_NOT_WRITTEN = _(
    "The file of keys %(path)s cannot be written (%(why)s). Say in POUKAMA_KEYS another place, or mend its permissions."
)
