"""Open a document of any supported kind, deciding by its content and never by its name."""

from dataclasses import dataclass
from pathlib import Path

from poukama.governance.reading.pdf_files import read_pdf
from poukama.governance.reading.refusals import (
    EmptyDocument,
    Encrypted,
    NoSuchFile,
    TooLarge,
    UnknownFormat,
    Unreadable,
)
from poukama.governance.reading.structure import Document
from poukama.governance.reading.text_files import read_text
from poukama.governance.reading.word_files import read_word

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
FOREIGN_MAGICS = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"%!PS",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a document may be before it is refused unread."""

    file_bytes: int = 20_000_000
    text_bytes: int = 3_000_000
    unpacked_bytes: int = 120_000_000
    word_bytes: int = 40_000_000
    word_marks: int = 800_000
    """Tags and attributes: each costs a hundred times its letters once the tree of a Word document is built."""
    pages: int = 250
    lines: int = 20_000


DEFAULT_LIMITS = Limits()


def read_document(source: Path | bytes, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document as lines. Raises a `DocumentRefused` with a reason when it cannot be read."""
    data = source if isinstance(source, bytes) else _bytes_of(source, limits)
    if len(data) > limits.file_bytes:
        raise TooLarge
    head = data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not data or (not head and not data.strip()):
        raise EmptyDocument
    if head.startswith(b"%PDF-"):
        return _checked(read_pdf(data, max_pages=limits.pages, max_unpacked=limits.unpacked_bytes), limits)
    if data.startswith(b"PK\x03\x04"):
        most = min(limits.unpacked_bytes, limits.word_bytes)
        return _checked(read_word(data, max_unpacked=most, max_marks=limits.word_marks), limits)
    if data.startswith(OLE_MAGIC):
        raise Encrypted if ENCRYPTED_PACKAGE in data else UnknownFormat
    if head.startswith(FOREIGN_MAGICS):
        raise UnknownFormat
    if len(data) > limits.text_bytes:
        raise TooLarge
    return _checked(read_text(data), limits)


def _checked(document: Document, limits: Limits) -> Document:
    if not document.lines:
        raise EmptyDocument
    if len(document.lines) > limits.lines:
        raise TooLarge
    return document


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        if path.stat().st_size > limits.file_bytes:
            raise TooLarge
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise NoSuchFile from missing
    except OSError as broken:
        raise Unreadable from broken
