"""What can be a name: the letters of all the world, written in one way, and nothing that cannot be seen."""

import re
import unicodedata

from poukama.clients.models import NAME_LENGTH
from poukama.toolkit.sealing.blind import APOSTROPHES

_TOO_LONG_TO_LOOK_AT = 4 * NAME_LENGTH
"""Letters as they were sent: what is longer is refused before any work is done on it."""
_APOSTROPHE_MEANT = str.maketrans(dict.fromkeys("`\N{ACUTE ACCENT}", "'"))
_HYPHEN_MEANT = str.maketrans(dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-"))
_HYPHENS = "-\N{HEBREW PUNCTUATION MAQAF}"
_DOTS = ".\N{MIDDLE DOT}"
_JOINING = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_UNSEEN = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180c", "\u180d", "\u180f"}
"""Letters and marks by Unicode that nobody sees: fillers, joiners of graphemes, choosers of a variant."""
_SHAPE = re.compile(r"(?:a?(?:lm{0,4}j?[ad]?)+)(?:(?: ?h ?| )a?(?:lm{0,4}j?[ad]?)+)*")
"""Words of letters with at most four marks each; between them one space or hyphen, in them apostrophes and dots."""
_EASTERN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
_JOINED = {
    "ARABIC",
    "SYRIAC",
    "DEVANAGARI",
    "BENGALI",
    "GUJARATI",
    "GURMUKHI",
    "KANNADA",
    "MALAYALAM",
    "ORIYA",
    "SINHALA",
    "TAMIL",
    "TELUGU",
    "MONGOLIAN",
}
"""Scripts in which an unseen joiner changes how letters are drawn."""


class NameTooLong(Exception):
    """A name is longer than any that is believed."""


class NotLetters(Exception):
    """A name holds a control character, a mark that turns the direction of writing, or something else unseen."""


class LettersMixed(Exception):
    """A word of a name mixes letters of different scripts, so that it only looks like another name."""


def checked(text: str) -> str:
    """A name as it is kept: in one form of letters, with single spaces; refuses what is no name.

    Wide, small and mathematical letters become the plain ones that they look like.
    """
    if len(text) > _TOO_LONG_TO_LOOK_AT:
        raise NameTooLong
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHE_MEANT)).translate(_HYPHEN_MEANT)
    name = " ".join(plain.split())
    if len(name) > NAME_LENGTH:
        raise NameTooLong
    if name and not _SHAPE.fullmatch("".join(map(_kind, name))):
        raise NotLetters
    for word in re.split(f"[ {re.escape(_HYPHENS)}]", name):
        scripts = {
            _script(each) for each in word if _kind(each) == "l" and unicodedata.category(each) != "Lm"
        }
        if len(scripts) > 1:
            raise LettersMixed
        if not scripts <= _JOINED and any(each in _JOINING for each in word):
            raise NotLetters
    return name


def _kind(each: str) -> str:
    """A letter, a mark, an apostrophe, a dot, a hyphen, a joiner or a space; anything else is no part of a name."""
    if each in _UNSEEN or "\ufe00" <= each <= "\ufe0f" or "\U000e0100" <= each <= "\U000e01ef":
        return "?"
    for kind, those in (("a", APOSTROPHES), ("h", _HYPHENS), ("d", _DOTS), ("j", _JOINING)):
        if each in those:
            return kind
    if each == " ":
        return each
    return {"L": "l", "M": "m"}.get(unicodedata.category(each)[0], "?")


def _script(letter: str) -> str:
    """The script of a letter, as its name in Unicode begins: LATIN, CYRILLIC, ARABIC …; one for all of East Asia."""
    script = unicodedata.name(letter, "?").split()[0]
    return "EASTERN" if script in _EASTERN else script
