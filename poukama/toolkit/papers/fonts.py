"""The fonts of the house as the PDF needs them: taken out of the compressed form in which browsers get them."""

import struct
import zlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

FONTS = (
    "hanken-grotesk-latin-400-normal",
    "hanken-grotesk-latin-600-normal",
    "newsreader-latin-500-normal",
)
_WOFF, _HEADER, _ENTRY = b"wOFF", 44, 20


def write_fonts(folder: Path) -> None:
    """Put them into a folder. Where the front-end packages are not installed it stays empty."""
    for name in FONTS:
        content = _font(name)
        if content:
            (folder / f"{name}.ttf").write_bytes(content)


@cache
def _font(name: str) -> bytes:
    found = finders.find(f"vendor/fonts/{name}.woff")
    return unpacked(Path(str(found)).read_bytes()) if found else b""


def unpacked(packed: bytes) -> bytes:
    """A font out of WOFF 1.0 (W3C recommendation of 13 December 2012, chapters 3 to 5)."""
    signature, flavour, _length, many = struct.unpack(">4s4sIH", packed[:14])
    if signature != _WOFF:
        raise ValueError("not a WOFF font")
    entries = []
    for at in range(many):
        start = _HEADER + _ENTRY * at
        tag, offset, length, whole, check = struct.unpack(">4sIIII", packed[start : start + _ENTRY])
        table = packed[offset : offset + length]
        entries.append((tag, zlib.decompress(table) if length < whole else table, check))
    power = many.bit_length() - 1
    search = 16 << power
    head = struct.pack(">4sHHHH", flavour, many, search, power, 16 * many - search)
    place = len(head) + 16 * many
    index, body = b"", b""
    for tag, table, check in entries:
        index += struct.pack(">4sIII", tag, check, place + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return head + index + body
