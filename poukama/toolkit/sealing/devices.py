"""Keys for a person's own device, so that what it keeps for them is read by nobody else who picks it up.

Each is made from a key of the ring and from who the person is. It is given to nobody but that person, while they are
signed in; the ring itself cannot be worked out from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from poukama.toolkit.sealing import keys


@dataclass(frozen=True)
class DeviceKeys:
    """The keys of one person by the number of the key they are made from; the newest one seals."""

    keys: Mapping[int, bytes]
    newest: int


def keys_for(person: int) -> DeviceKeys:
    """The keys of a person's devices; the same each time as long as the ring holds what they are made from."""
    ring = keys.ring()
    return DeviceKeys({number: _made(key, person) for number, key in ring.seals.items()}, ring.newest)


def _made(key: bytes, person: int) -> bytes:
    told = f"poukama: kept on the device of {person}".encode()
    return HKDF(algorithm=SHA256(), length=keys.LENGTH, salt=None, info=told).derive(key)
