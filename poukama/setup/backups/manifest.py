"""What a backup says of itself: its parts with their hashes, and which keys open it. The keys are not in it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from poukama.setup.backups.refusals import Altered, NoBackup
from poukama.toolkit.sealing import keys

NAME: Final = "manifest.json"
DATABASE: Final = "database"
SEALED: Final = "sealed"
FORM: Final = 1
_AT_A_TIME = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """A backup as it was made."""

    made_at: str
    database: str
    """Of which kind the database is: sqlite or postgresql."""
    checks: Mapping[str, str]
    """By which each key that opens it is recognised, by number. Tells nothing of a key."""
    parts: Mapping[str, str]
    """The hash of each part, by its path in the folder."""

    def mark(self) -> str:
        """What only somebody with the keys could have written under all this."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hmac.new(
            keys.ring().searches, f"poukama: a backup\n{text}".encode(), hashlib.sha256
        ).hexdigest()


def write(folder: Path, manifest: Manifest) -> Path:
    """Write it into the folder."""
    path = folder / NAME
    told = {"form": FORM, **asdict(manifest), "mark": manifest.mark()}
    path.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="ascii")
    return path


def read(folder: Path) -> tuple[Manifest, str]:
    """What a backup says of itself, and its mark, which has not been tried yet."""
    try:
        told: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="ascii"))
        if told["form"] != FORM:
            raise NoBackup(folder)
        manifest = Manifest(
            str(told["made_at"]), str(told["database"]), dict(told["checks"]), dict(told["parts"])
        )
        return manifest, str(told["mark"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoBackup(folder) from error


def refuse_altered(folder: Path, manifest: Manifest) -> None:
    """Compare every part with its hash; raises `Altered` for the first that differs."""
    standing = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    if differs := sorted(standing ^ set(manifest.parts)):
        raise Altered(differs[0])
    for part, said in sorted(manifest.parts.items()):
        if hash_of(folder / part) != said:
            raise Altered(part)


def refuse_forged(manifest: Manifest, mark: str) -> None:
    """Refuse a manifest that was not written with these keys; try the keys before."""
    if not hmac.compare_digest(manifest.mark(), mark):
        raise Altered(NAME)


def hash_of(path: Path) -> str:
    """The hash of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while some := file.read(_AT_A_TIME):
            found.update(some)
    return found.hexdigest()
