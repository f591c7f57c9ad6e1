"""Finding sealed words by their beginning: the database compares keyed marks and sees no letters.

Whoever has the database without the keys learns how many rows share the beginning of some word, not which one.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable

from poukama.toolkit.sealing import keys

SHORTEST, LONGEST = 3, 12
"""How many letters of a word's beginning have marks: with fewer, marks would be so common as to tell which they are."""
APOSTROPHES = "'\u2018\u2019\u02bb\u02bc\u05f3"
"""Written inside a word, and left out by many who write it again."""
_BYTES = 8
_FILLED = 8
_APART = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}


def words(text: str) -> list[str]:
    """The words of a text as they are searched: small letters without accents or dots (Mäki-Åsen is maki and asen).

    An apostrophe is left out (O'Neill is oneill). Vowel signs, which are letters where they are used, stay.
    """
    return [word for word, _parts in _words(text)]


def marks_of(index: str, text: str, *, also: Iterable[bytes] = ()) -> set[bytes]:
    """The marks under which a text is found: each word, each part between apostrophes, and their beginnings.

    Filled up to a multiple of eight with marks drawn by lot, so that their number does not tell how long a name is,
    nor whether there are others `also`.
    """
    found = set(also)
    for word in {each for whole, parts in _words(text) for each in (whole, *parts)}:
        found.add(mark(index, f"{word}$"))
        found |= {mark(index, word[:end]) for end in range(SHORTEST, min(len(word), LONGEST) + 1)}
    while len(found) % _FILLED:
        found.add(secrets.token_bytes(_BYTES))
    return found


def marks_asked(index: str, text: str) -> list[bytes]:
    """The marks of what is searched for, in the order of its words: all of them must be found.

    A word of one or two letters is taken for a whole word; of a long one the first twelve letters are compared.
    """
    asked = (word[:LONGEST] if len(word) >= SHORTEST else f"{word}$" for word in words(text))
    return list(dict.fromkeys(mark(index, word) for word in asked))


def mark(index: str, text: str) -> bytes:
    """The mark of a text in an index; the same text has another one in another index."""
    return hmac.new(keys.ring().searches, f"{index}\0{text}".encode(), hashlib.sha256).digest()[:_BYTES]


def _words(text: str) -> list[tuple[str, list[str]]]:
    """Each word without its apostrophes, and what stands between them."""
    found = []
    for word in re.split(r"[\0]+", "".join(_letter(each) for each in unicodedata.normalize("NFKD", text))):
        parts = [part for part in word.split("'") if part]
        if parts:
            found.append(("".join(parts), parts if len(parts) > 1 else []))
    return found


def _letter(each: str) -> str:
    """What is compared of a letter; an apostrophe as one, nothing of an accent, a zero of what parts words."""
    if each in APOSTROPHES:
        return "'"
    if unicodedata.combining(each) or each in "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}":
        return ""
    if unicodedata.category(each)[0] not in "LMN":
        return "\0"
    small = each.casefold()
    return _APART.get(small, small)
