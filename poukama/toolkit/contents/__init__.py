"""What a file is by its content, and whether it is safe to keep and to open.

`looked_into` says which kind a file is and gives what is kept of it, or raises a `ContentRefused` whose message says
what to do. Nothing is believed of what the sender says: neither the name nor the type.
"""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import puremagic
from django.conf import settings

from poukama.toolkit.contents import documents, pictures
from poukama.toolkit.contents.kinds import (
    ContentRefused,
    EmptyFile,
    FileKind,
    KindNotTaken,
    NameSaysOtherwise,
    TooMuch,
)

__all__ = ["ContentRefused", "FileKind", "LookedInto", "looked_into"]

_BEGINNING: Final = 512
_BY_ENDING = {f".{ending}": kind for kind in FileKind for ending in kind.endings} | {".zip": FileKind.DOCX}
"""What a beginning is taken for; that a packed file is a Word document is seen when it is opened."""


@dataclass(frozen=True)
class LookedInto:
    """What is kept of a file."""

    kind: FileKind
    content: bytes


def looked_into(content: bytes, *, name: str, without_traces: bool = False) -> LookedInto:
    """Look into a file; `without_traces` makes a picture anew without the place and other data in it."""
    if not content:
        raise EmptyFile
    if len(content) > settings.ATTACHMENT_MOST_BYTES:
        raise TooMuch
    kind = kind_of(content)
    if (ending := PurePath(name).suffix.lower().removeprefix(".")) and ending not in kind.endings:
        raise NameSaysOtherwise
    if kind.is_picture and without_traces:
        content = pictures.without_traces(content, kind)
    if len(content) > settings.ATTACHMENT_MOST_BYTES:
        raise TooMuch
    _look(kind, content)
    return LookedInto(kind, content)


def kind_of(content: bytes) -> FileKind:
    """Which kind a file is by how it begins; raises `KindNotTaken`."""
    try:
        found = puremagic.magic_string(content[:_BEGINNING])
    except (puremagic.PureError, ValueError) as error:
        raise KindNotTaken from error
    kinds = [_BY_ENDING[each.extension] for each in found if each.extension in _BY_ENDING]
    kind = next((each for each in kinds if content.startswith(_BEGINS[each])), None)
    if kind is None:
        raise KindNotTaken
    return kind


_BEGINS = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.DOCX: b"PK\x03\x04",
}


def _look(kind: FileKind, content: bytes) -> None:
    if kind == FileKind.PDF:
        documents.look_into_pdf(content)
    elif kind == FileKind.DOCX:
        documents.look_into_docx(content)
    else:
        pictures.look_into(content, kind)
