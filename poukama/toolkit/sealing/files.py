"""A column that names a sealed file, and looking after all files together: rotation, missing ones, orphans."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from poukama.toolkit.sealing import folder, keys, rotation
from poukama.toolkit.sealing.boxes import BoxBroken
from poukama.toolkit.sealing.folder import OpenedFile, SealedFileMissing
from poukama.toolkit.sealing.places import TiedToItsRow

YOUNG = 24 * 60 * 60
"""Seconds: a file that no row names may be one whose row is just being written."""
NAME_LENGTH = 32


class SealedFileField(TiedToItsRow, models.CharField):  # type: ignore[type-arg]  # it takes none when it runs
    """The name of a file whose content is sealed for this very row. The file is written before the row is."""

    def __init__(self, *args: Any, tied_to: str = "", **kwargs: Any) -> None:
        usual = {"max_length": NAME_LENGTH, "editable": False}
        super().__init__(*args, tied_to=tied_to, **usual | kwargs)

    def seal(self, content: bytes, row: models.Model) -> str:
        """Seal a content for a row that will be saved, and return the name of its file."""
        return folder.write(content, self.place(row))

    def open(self, row: models.Model) -> OpenedFile:
        """The content of a row's file; raises `SealedFileMissing` or `BoxBroken`."""
        return folder.open_file(getattr(row, self.attname), self.place(row))


@dataclass(frozen=True)
class Named:
    """A file that a row names, and where it belongs."""

    table: str
    name: str
    place: str


@dataclass
class State:
    """How the files are: how many open, and the names of those that do not."""

    whole: int = 0
    missing: list[Named] = field(default_factory=list)
    broken: list[Named] = field(default_factory=list)


class SealedFiles:
    """All sealed files, as a rotation of the keys goes through them. Each is replaced whole or not at all."""

    def reseal(self) -> Iterator[rotation.Step]:
        """Seal every file again that an older key has sealed."""
        newest = keys.ring().newest
        for each in named():
            try:
                if folder.number_of(each.name) == newest:
                    continue
                folder.write_again(each.name, each.place)
            except (SealedFileMissing, BoxBroken):
                yield rotation.Step(each.table, 0, broken=1)
            else:
                yield rotation.Step(each.table, 1)

    def left(self) -> int:
        """How many an older key has sealed."""
        newest = keys.ring().newest
        return sum(_is_older(each.name, newest) for each in named())

    def anything_sealed(self) -> bool:
        """Whether there is any sealed file."""
        return any(True for _each in named())


def connect() -> None:
    """Have a rotation of the keys seal the files again too; called once, when the app starts."""
    rotation.also_reseal("sealed files", SealedFiles())


def columns() -> dict[type[models.Model], list[SealedFileField]]:
    """The columns that name sealed files, of every table that has some."""
    found = {
        model: [each for each in model._meta.local_concrete_fields if isinstance(each, SealedFileField)]
        for model in apps.get_models()
    }
    return {model: fields for model, fields in found.items() if fields}


def named() -> Iterator[Named]:
    """Every file that some row names."""
    for model, fields in columns().items():
        for each in fields:
            wanted = ("pk", each.attname, *each.tied_columns)
            rows = model._default_manager.order_by("pk").values(*dict.fromkeys(wanted))
            for row in rows.iterator():
                yield Named(model._meta.db_table, row[each.attname], each.place_of(row["pk"], row))


def state() -> State:
    """Open every file, whole."""
    found = State()
    for each in named():
        try:
            folder.open_file(each.name, each.place)
        except SealedFileMissing:
            found.missing.append(each)
        except BoxBroken:
            found.broken.append(each)
        else:
            found.whole += 1
    return found


def orphans() -> list[str]:
    """Files that no row names, and drafts that were never finished; none that may be on its way."""
    known = {each.name for each in named()}
    before = time.time() - YOUNG
    standing = sorted(folder.folder().iterdir())
    return [each.name for each in standing if each.name not in known and each.stat().st_mtime < before]


def remove_orphans() -> int:
    """Remove what no row names; how many there were."""
    found = orphans()
    for name in found:
        (folder.folder() / name).unlink(missing_ok=True)
    return len(found)


def _is_older(name: str, newest: int) -> bool:
    try:
        return folder.number_of(name) != newest
    except (SealedFileMissing, BoxBroken):
        return False
