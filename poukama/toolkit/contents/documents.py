"""Documents: PDF opened by what browsers open it with, Word unpacked as far as it may grow."""

import re
import threading
import zlib
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

import pypdfium2
from pypdfium2 import raw

from poukama.toolkit.contents import pictures
from poukama.toolkit.contents.kinds import (
    Harmed,
    HasPrograms,
    KindNotTaken,
    Locked,
    PictureInsideTellsPlace,
    ReachesOut,
    Unpacks,
)

MOST_MEMBERS: Final = 3000
MOST_UNPACKED: Final = 150_000_000
MOST_TIMES: Final = 120
"""How many times larger a part may be unpacked; text gets ten to thirty times smaller by packing."""
_SMALL = 1_000_000
"""A part that is smaller than this unpacked harms nobody, however well it was packed."""
_AT_A_TIME = 64 * 1024
_PDF_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|SubmitForm|ImportData)\b"
)
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_ENCODED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS = re.compile(r"vbaproject|vbadata|macro|activex|/embeddings/|\.exe$|\.dll$|\.js$|\.vbs$", re.IGNORECASE)
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_PICTURE = re.compile(r"\.(jpe?g|jfif|png)$", re.IGNORECASE)
_pdf = threading.Lock()
"""What opens PDF can do one thing at a time."""


def look_into_pdf(content: bytes) -> None:
    """Refuse a PDF that does not open, opens with a password only, runs something or holds other files."""
    with _pdf:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Locked if "password" in str(error).lower() else Harmed from error
        try:
            pages = len(document)
            acts = document.count_attachments() or raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
        finally:
            document.close()
    if not pages:
        raise Harmed
    outside = _STREAM.sub(b"", content)  # what is packed could spell anything by chance
    names = _ENCODED.sub(lambda found: bytes([int(found[1], 16)]), outside)  # a name may hide its letters so
    if acts or _PDF_ACTS.search(names):
        raise HasPrograms


def look_into_docx(content: bytes) -> None:
    """Refuse what is no Word document, grows too large, runs something, or fetches something from elsewhere."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            members = packed.infolist()
            _refuse_by_what_it_says(members)
            for member in members:
                _look_into_part(member, _unpacked(packed, member))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Harmed from error


def _refuse_by_what_it_says(members: list[ZipInfo]) -> None:
    names = {member.filename for member in members}
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unpacks
    if any(member.flag_bits & 1 for member in members):
        raise Locked
    if not {"[Content_Types].xml", "word/document.xml"} <= names or len(names) != len(members):
        raise KindNotTaken
    if any(_ACTS.search(name) for name in names):
        raise HasPrograms
    for member in members:
        if member.file_size > max(_SMALL, member.compress_size * MOST_TIMES):
            raise Unpacks


def _unpacked(packed: ZipFile, member: ZipInfo) -> bytes:
    """A part as it is really, which may be more than it says; its checksum is checked on the way."""
    most = max(_SMALL, member.compress_size * MOST_TIMES)
    found = BytesIO()
    with packed.open(member) as part:
        while some := part.read(_AT_A_TIME):
            found.write(some)
            if found.tell() > most:
                raise Unpacks
    return found.getvalue()


def _look_into_part(member: ZipInfo, part: bytes) -> None:
    if member.filename == "[Content_Types].xml" and _ACTS.search(_text(part).lower()):
        raise HasPrograms
    if member.filename.endswith(".rels"):
        for relation in _RELATION.findall(_text(part)):
            if re.search(r"TargetMode\s*=\s*[\"']External", relation) and "/hyperlink" not in relation:
                raise ReachesOut
    if _PICTURE.search(member.filename) and pictures.tells_place(part):
        raise PictureInsideTellsPlace


def _text(part: bytes) -> str:
    wide = part.startswith((b"\xff\xfe", b"\xfe\xff"))
    return part.decode("utf-16" if wide else "utf-8", "replace")
