"""Sealed files: what is too large for a column, in a folder, under names drawn by lot.

A file begins with one byte for the form, two for the number of the key, and 32 drawn by lot, from which with the key
the file's own key is made. Then come pieces of one size, each sealed by AES-256-GCM and tied to the place where the
file belongs, to its turn and to whether it is the last: pieces that are left out, turned round or moved to another
file do not open. The last one is filled up, so that a file does not tell how long exactly its content is.
"""

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from poukama.toolkit.sealing import keys
from poukama.toolkit.sealing.boxes import HEAD, BoxBroken

FORM: Final = 2
PIECE: Final = 64 * 1024
"""How many bytes of the content stand in a piece."""
DRAFT: Final = ".part"
"""How the name of a file ends that is being written."""
_SALT, _TAG = 32, 16
_END = b"\x80"
_NAME = re.compile(r"[0-9a-f]{32}")


class SealedFileMissing(Exception):
    """The folder does not have the file."""


class OpenedFile:
    """The content of a sealed file piece by piece, every one of which has been tried before the first is given.

    The file is open only while somebody reads. Should it be changed meanwhile, what comes ends with `BoxBroken`.
    """

    def __init__(self, path: Path, place: str) -> None:
        self._path, self._place = path, place

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            yield from _unsealed(file, self._place)


def write(content: bytes | Iterator[bytes], place: str) -> str:
    """Seal a content for a place into a new file, and return its name once the disk has it."""
    name = secrets.token_hex(16)
    _write(name, _cut(content) if isinstance(content, bytes) else content, place)
    return name


def open_file(name: str, place: str) -> OpenedFile:
    """The content of a file; raises `SealedFileMissing`, or `BoxBroken` before anything of it is given."""
    path = path_of(name)
    with _opened(path) as file:
        for _piece in _unsealed(file, place):
            pass
    return OpenedFile(path, place)


def write_again(name: str, place: str) -> None:
    """Seal a file with the newest key: the former one stays whole until the new one takes its place."""
    _write(name, iter(open_file(name, place)), place)


def number_of(name: str) -> int:
    """With which key a file is sealed; raises `SealedFileMissing`, or `BoxBroken` for what is no sealed file."""
    return number_in(path_of(name))


def number_in(path: Path) -> int:
    """With which key the file at a path is sealed, like one in a backup."""
    with _opened(path) as file:
        head = file.read(HEAD)
    if len(head) < HEAD or head[0] != FORM:
        raise BoxBroken
    return int.from_bytes(head[1:], "big")


def remove(name: str) -> None:
    """Remove a file to which no row has ever pointed."""
    path_of(name).unlink(missing_ok=True)


def path_of(name: str) -> Path:
    """Where a file stands; raises `SealedFileMissing` for what is no name of one."""
    if not _NAME.fullmatch(name):
        raise SealedFileMissing
    return folder() / name


def folder() -> Path:
    """The folder, which only its owner reads."""
    path = Path(settings.SEALED)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep_names_of(path: Path) -> None:
    """Have the disk know which files a folder has."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _write(name: str, content: Iterator[bytes], place: str) -> None:
    path = path_of(name)
    draft = path.with_name(f"{name}.{secrets.token_hex(4)}{DRAFT}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in _sealed(content, place):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        keep_names_of(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _cut(content: bytes) -> Iterator[bytes]:
    return (content[at : at + PIECE] for at in range(0, len(content), PIECE))


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise SealedFileMissing from error


def _sealed(content: Iterator[bytes], place: str) -> Iterator[bytes]:
    ring = keys.ring()
    salt = os.urandom(_SALT)
    cipher = _cipher(ring.seals[ring.newest], salt)
    yield bytes([FORM]) + ring.newest.to_bytes(HEAD - 1, "big") + salt
    turn, waiting = 0, b""
    for some in content:
        waiting += some
        while len(waiting) >= PIECE:
            yield cipher.encrypt(_nonce(turn, is_last=False), waiting[:PIECE], place.encode())
            turn, waiting = turn + 1, waiting[PIECE:]
    waiting += _END
    yield cipher.encrypt(_nonce(turn, is_last=True), waiting + bytes(PIECE - len(waiting)), place.encode())


def _unsealed(file: BinaryIO, place: str) -> Iterator[bytes]:
    head, salt = file.read(HEAD), file.read(_SALT)
    key = keys.ring().seals.get(int.from_bytes(head[1:], "big"))
    if key is None or len(salt) < _SALT or head[0] != FORM:
        raise BoxBroken
    cipher, turn, piece = _cipher(key, salt), 0, file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            plain = cipher.decrypt(_nonce(turn, is_last=not following), piece, place.encode())
        except (InvalidTag, ValueError) as error:  # the latter when there is less than a seal needs
            raise BoxBroken from error
        if not following:
            yield plain[: plain.rindex(_END)]
            return
        yield plain
        turn, piece = turn + 1, following


def _nonce(turn: int, *, is_last: bool) -> bytes:
    """Never twice for one key: every file has a key of its own."""
    return turn.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    made = HKDF(algorithm=SHA256(), length=keys.LENGTH, salt=salt, info=b"poukama: a sealed file")
    return AESGCM(made.derive(key))
