"""Finding sealed words by their beginning: the database compares keyed marks and sees no letters.

Whoever has the database without the keys learns how many rows share the beginning of some word, not which one.
"""

import hashlib
import hmac
import re
import unicodedata

from poukama.toolkit.sealing import keys

SHORTEST, LONGEST = 3, 12
"""How many letters of a word's beginning have marks: with fewer, marks would be so common as to tell which they are."""
_BYTES = 8
_APART = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}


def words(text: str) -> list[str]:
    """The words of a text as they are searched: small letters without accents or dots (Mäki-Åsen is maki and asen)."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(_APART.get(each, each) for each in plain if not unicodedata.combining(each))
    return re.findall(r"\w+", letters)


def marks_of(index: str, text: str) -> set[bytes]:
    """The marks under which a text is found: each word, and each of its beginnings."""
    found = set()
    for word in words(text):
        found.add(mark(index, f"{word}$"))
        found |= {mark(index, word[:end]) for end in range(SHORTEST, min(len(word), LONGEST) + 1)}
    return found


def marks_asked(index: str, text: str) -> set[bytes]:
    """The marks of what is searched for: all of them must be found.

    A word of one or two letters is taken for a whole word; of a long one the first twelve letters are compared.
    """
    return {mark(index, word[:LONGEST] if len(word) >= SHORTEST else f"{word}$") for word in words(text)}


def mark(index: str, text: str) -> bytes:
    """The mark of a text in an index; the same text has another one in another index."""
    return hmac.new(keys.ring().searches, f"{index}\0{text}".encode(), hashlib.sha256).digest()[:_BYTES]
