"""A text in a box: sealed by AES-256-GCM with the newest key, tied to the place where it belongs.

A box is one byte for the form, two for the number of the key, twelve drawn by lot, and the sealed text. The text
is filled up to a whole number of blocks, so that a box does not tell how long a name is.
"""

import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from poukama.toolkit.sealing import keys

FORM = 1
HEAD = 3
"""How many bytes say with which key a box is sealed."""
_NONCE = 12
_BLOCK = 32
_END = b"\x80"


class BoxBroken(Exception):
    """The box was changed, or moved from the place where it belongs, or sealed with a key that is gone."""


def seal(text: str, place: str, keyring: keys.KeyRing | None = None) -> bytes:
    """Seal a text for a place, like the table, the column and the row where it will stand.

    The ring is asked for anew, unless whoever seals many gives it.
    """
    keyring = keyring or keys.ring()
    nonce = os.urandom(_NONCE)
    box = _cipher(keyring.seals[keyring.newest]).encrypt(nonce, _filled(text.encode()), place.encode())
    return head_of(keyring.newest) + nonce + box


def unseal(box: bytes, place: str, keyring: keys.KeyRing | None = None) -> str:
    """The text of a box that was sealed for the place; raises `BoxBroken`."""
    text = _opened(box, place, keyring or keys.ring())
    return text[: text.rindex(_END)].decode()


def sealed_again(box: bytes, place: str, keyring: keys.KeyRing) -> bytes:
    """A box with the same text and the newest key; raises `BoxBroken`."""
    text, nonce = _opened(box, place, keyring), os.urandom(_NONCE)
    again = _cipher(keyring.seals[keyring.newest]).encrypt(nonce, text, place.encode())
    return head_of(keyring.newest) + nonce + again


def _opened(box: bytes, place: str, keyring: keys.KeyRing) -> bytes:
    """The text as it was filled up."""
    key = keyring.seals.get(number_of(box))
    if key is None or len(box) < HEAD + _NONCE or box[0] != FORM:
        raise BoxBroken
    try:
        return _cipher(key).decrypt(box[HEAD : HEAD + _NONCE], box[HEAD + _NONCE :], place.encode())
    except InvalidTag as error:
        raise BoxBroken from error


def head_of(number: int) -> bytes:
    """How every box begins that is sealed with the key."""
    return bytes([FORM]) + number.to_bytes(HEAD - 1, "big")


def number_of(box: bytes) -> int:
    """With which key a box is sealed."""
    return int.from_bytes(box[1:HEAD], "big")


def _filled(text: bytes) -> bytes:
    text += _END
    return text + bytes(-len(text) % _BLOCK)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
