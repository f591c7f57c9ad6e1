"""Sealing: what identifies a person is unreadable before it reaches the database.

`SealedTextField` seals a column; `blind` finds by the beginning of a sealed word; `keys` holds the ring that both
need; `rotation` seals everything again with a new key while the system runs.
"""

from poukama.toolkit.sealing.boxes import BoxBroken, seal, unseal
from poukama.toolkit.sealing.fields import Sealed, SealedTextField, opens
from poukama.toolkit.sealing.keys import KeyProblem, KeysMissing, KeysWrong

__all__ = [
    "BoxBroken",
    "KeyProblem",
    "KeysMissing",
    "KeysWrong",
    "Sealed",
    "SealedTextField",
    "opens",
    "seal",
    "unseal",
]
