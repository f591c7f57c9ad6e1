"""Making a backup while the house works on."""

import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from poukama.setup.backups import manifest
from poukama.setup.backups.copying import copy, keep
from poukama.setup.backups.databases import copier
from poukama.setup.backups.manifest import DATABASE, SEALED, Manifest
from poukama.setup.backups.refusals import KeysWereBeingRenewed, PlaceTaken
from poukama.toolkit import clock
from poukama.toolkit.sealing import BoxBroken, SealedFileMissing, files, folder, keys

_SEALED_FILE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Made:
    """What was made."""

    files: int
    keys: list[int]
    missing: int
    """Files that rows name and the folder lacks; the backup lacks them too."""


def make(target: Path) -> Made:
    """Make a backup in a new folder; raises `KeyProblem` when nobody could open it, or `BackupRefused`.

    The database is copied first and the files after it: every file of a row was there before the row.
    """
    keys.verify()
    target = target.resolve()
    _refuse_place(target)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    draft.mkdir(mode=0o700, parents=True)
    try:
        copying = copier()
        copying.copy_out(draft / DATABASE)
        checks = copying.checks_in(draft / DATABASE)
        names = _copy_files(draft / SEALED, set(map(int, checks)))
        parts = [DATABASE, *(f"{SEALED}/{name}" for name in names)]
        made = Manifest(
            clock.now().isoformat(),
            connection.vendor,
            checks,
            {part: manifest.hash_of(draft / part) for part in parts},
        )
        keep(manifest.write(draft, made))
        for each in (draft / SEALED, draft):
            keep(each)
        draft.rename(target)
        keep(target.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    missing = sum(each.name not in names for each in files.named())
    return Made(len(names), sorted(map(int, checks)), missing)


def _copy_files(target: Path, known: set[int]) -> set[str]:
    """Copy every sealed file; refuse one that was sealed with a key which the copied database does not know of."""
    target.mkdir(mode=0o700)
    names = {each.name for each in folder.folder().iterdir() if _SEALED_FILE.fullmatch(each.name)}
    for name in sorted(names):
        copy(folder.path_of(name), target / name)
        if _number_of(target / name) not in known:
            raise KeysWereBeingRenewed
    return names


def _number_of(path: Path) -> int:
    """With which key a copied file is sealed; that of searches for what is none, which is copied as it is."""
    try:
        return folder.number_in(path)
    except (BoxBroken, SealedFileMissing):
        return keys.FOR_SEARCHES


def _refuse_place(target: Path) -> None:
    data = Path(settings.DATA).resolve()
    is_taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    if is_taken or target == data or data in target.parents or keys.path_of_ring().parent == target:
        raise PlaceTaken(target)
