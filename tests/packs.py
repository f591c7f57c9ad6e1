"""The pack of Lahti for tests: read once in a run, applied to the test database in a tenth of a second."""

from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from poukama.setup.packs.applying import apply_pack
from poukama.setup.packs.problems import Document
from poukama.setup.packs.reading import read_folder


@cache
def lahti() -> Document:
    """The files of `packs/lahti-2024`, read. Not to be changed: everyone shares it."""
    return read_folder(Path(settings.ROOT) / "packs" / "lahti-2024")


@pytest.fixture
def pack(db: None) -> Document:
    """The test database set up as the association of Lahti in 2024, without any people."""
    apply_pack(document=lahti())
    return lahti()
