"""Putting a backup back: everything is tried first, and what was there is kept."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from poukama.setup.backups import manifest
from poukama.setup.backups.copying import copy, keep
from poukama.setup.backups.databases import copier
from poukama.setup.backups.manifest import DATABASE, SEALED
from poukama.setup.backups.refusals import Altered, OtherDatabase
from poukama.toolkit import clock
from poukama.toolkit.sealing import folder, keys


@dataclass(frozen=True)
class PutBack:
    """What was put back, and where the former is kept."""

    made_at: str
    files: int
    former: Path | None


def try_first(source: Path) -> manifest.Manifest:
    """Try everything that can be wrong with a backup and its keys, and change nothing.

    Raises `BackupRefused`, or `KeyProblem` when the keys are not there or are others.
    """
    found, mark = manifest.read(source)
    if found.database != connection.vendor:
        raise OtherDatabase(found.database, connection.vendor)
    manifest.refuse_altered(source, found)
    checks = copier().checks_in(source / DATABASE)
    keys.verify_against({int(number): value for number, value in checks.items()})
    if checks != found.checks:
        raise Altered(DATABASE)
    manifest.refuse_forged(found, mark)
    return found


def put_back(source: Path) -> PutBack:
    """Put a backup in the place of what is there; killed anywhere, what is there opens, and it can be done again.

    The files come first: each has a name drawn by lot and never another content, so that those of the former
    database stay as they are. Then the database changes in one step.
    """
    found = try_first(source)
    copying = copier()
    copying.refuse_in_use()
    aside = _aside()
    is_kept = copying.keep_former(aside / DATABASE)
    names = [part.partition("/")[2] for part in found.parts if part.startswith(f"{SEALED}/")]
    for name in names:
        _put_file(source / SEALED / name, name)
    copying.put_in(source / DATABASE)
    keys.make_known(keys.ring())
    keys.verify()
    return PutBack(found.made_at, len(names), aside if is_kept else None)


def _put_file(source: Path, name: str) -> None:
    target = folder.path_of(name)
    if target.exists() and manifest.hash_of(target) == manifest.hash_of(source):
        return
    draft = target.with_name(f"{name}.{secrets.token_hex(4)}{folder.DRAFT}")
    try:
        copy(source, draft)
        draft.replace(target)
        keep(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def _aside() -> Path:
    """A new folder beside the data, for what was there before."""
    name = f"before-{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    path = Path(settings.DATA) / "former" / name
    path.mkdir(mode=0o700, parents=True)
    return path
