"""Sealing: what identifies a person is unreadable before it reaches the database.

`SealedTextField` seals a column, `SealedFileField` a file in a folder; `blind` finds by the beginning of a sealed word; `keys` holds the ring that both
need; `rotation` seals everything again with a new key while the system runs.
"""

from poukama.toolkit.sealing.boxes import BoxBroken, seal, unseal
from poukama.toolkit.sealing.fields import Sealed, SealedTextField, opens
from poukama.toolkit.sealing.files import SealedFileField
from poukama.toolkit.sealing.folder import SealedFileMissing
from poukama.toolkit.sealing.keys import KeyProblem, KeysMissing, KeysWrong

__all__ = [
    "BoxBroken",
    "KeyProblem",
    "KeysMissing",
    "KeysWrong",
    "Sealed",
    "SealedFileField",
    "SealedFileMissing",
    "SealedTextField",
    "opens",
    "seal",
    "unseal",
]
