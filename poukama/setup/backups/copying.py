"""Copies that the disk really has."""

import os
import shutil
from pathlib import Path


def copy(source: Path, target: Path) -> None:
    """Copy a file, readable by its owner only, and wait until the disk has it."""
    with (
        source.open("rb") as come_from,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
    ):
        shutil.copyfileobj(come_from, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())


def keep(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
