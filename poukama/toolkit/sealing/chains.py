"""Chains: rows that belong together for whoever knows a secret, and for nobody else.

The n-th row of a chain keeps a mark made from the key ring, the secret and n. Two rows of one chain have nothing
in common that could be seen. Whoever has the database and the keys must still guess the secret, and each guess is
made slow (scrypt).
"""

import hashlib
import hmac
import secrets

from django.conf import settings

from poukama.toolkit.sealing import keys

LENGTH = 16
_BLOCK, _LANES = 8, 1


def of_no_chain() -> bytes:
    """A mark drawn by lot: a row that is in no chain looks like one that is."""
    return secrets.token_bytes(LENGTH)


class Chain:
    """The chain of a secret. Making it takes most of a second and 128 MB; its marks cost nothing more."""

    def __init__(self, index: str, secret: str) -> None:
        self._ring = keys.ring().searches
        cost = settings.CHAIN_COST
        self._slow = hashlib.scrypt(
            secret.encode(),
            salt=self._keyed(f"{index}\0salt".encode()),
            n=cost,
            r=_BLOCK,
            p=_LANES,
            maxmem=129 * cost * _BLOCK + 2**20,
            dklen=32,
        )

    def __repr__(self) -> str:
        return "•••"

    def mark(self, n: int) -> bytes:
        """The mark of the n-th row, from zero."""
        return self._keyed(self._slow + n.to_bytes(8, "big"))[:LENGTH]

    def marks(self, first: int, count: int) -> list[bytes]:
        """The marks of `count` rows from the `first` on."""
        return [self.mark(n) for n in range(first, first + count)]

    def _keyed(self, text: bytes) -> bytes:
        return hmac.new(self._ring, b"chain\0" + text, hashlib.sha256).digest()
