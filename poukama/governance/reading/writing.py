"""Broken lines back into running text, and how wide a text stands on paper."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poukama.governance.reading.vocabulary import ABBREVIATIONS, JOINING_WORDS

VOWELS = "aeiouyäöå"
LETTERS = "A-Za-zÅÄÖåäöÉéÜüŠšŽž"
WORD = re.compile(f"[{LETTERS}0-9]+(?:[-–][{LETTERS}0-9]+)*")
BULLET = re.compile(r"^\s*(?:[•●▪■◦‣∙·*–—-]|o(?=\s))\s+")
NARROW, WIDE = frozenset("iljftrI.,;:'!|()[]/-\" "), frozenset("mwMWÄÖÅOQGCDHNUABKVXYRSEPTZ&%@®€")


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Whole words of a document, unbroken: they tell how its broken ones are spelled."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    hyphen_heads: frozenset[str] = frozenset()


NOTHING_KNOWN = KnownWords()


def known_words(texts: Iterable[str]) -> KnownWords:
    """Collect the words that are not broken over lines, and those written with a capital inside a sentence."""
    words: set[str] = set()
    names: set[str] = set()
    lower: set[str] = set()
    broken = False
    for text in texts:
        found = list(WORD.finditer(text))
        last = len(found) - 1 if text.endswith("-") else len(found)
        for index, match in enumerate(found[:last]):
            word = match.group()
            if index == 0 and broken:
                continue
            words.add(word.lower())
            if word[0].islower():
                lower.add(word)
            elif word[0].isupper() and index and text[: match.start()].rstrip()[-1:].islower():
                names.add(word.split("-")[0])
        broken = text.endswith("-")
    heads = {word.rsplit("-", 1)[0] for word in words if "-" in word}
    return KnownWords(
        frozenset(words), frozenset(names - {word.capitalize() for word in lower}), frozenset(heads)
    )


def join(lines: Sequence[str], known: KnownWords = NOTHING_KNOWN) -> str:
    """One running text. A word broken at a line's end is mended; a hyphen that belongs to the word stays."""
    return join_with_places(lines, known)[0]


def join_with_places(lines: Sequence[str], known: KnownWords = NOTHING_KNOWN) -> tuple[str, list[int]]:
    """One running text, and where in it each line begins, to about a letter."""
    text = ""
    places: list[int] = []
    for line in lines:
        bare = BULLET.sub("", line) if BULLET.match(line) and not text.endswith("-") else line
        piece = " ".join(bare.split())
        places.append(len(text))
        if piece:
            text = _attach(text, piece, known) if text else piece
    return text, places


def _attach(text: str, piece: str, known: KnownWords) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + piece
    if not text.endswith("-"):
        return f"{text}{piece}" if text.endswith("/") and piece[:1].islower() else f"{text} {piece}"
    first_word = re.split(r"[\s/,;]", piece, maxsplit=1)[0]
    if piece.startswith(("/", "&", "(")):
        return f"{text} {piece}"
    if first_word.lower() in JOINING_WORDS and not _ends_a_word(text, piece, first_word, known):
        return f"{text} {piece}"
    if _keeps_hyphen(text, piece, known):
        return text + piece
    return text[:-1] + piece


def _ends_a_word(text: str, piece: str, head: str, known: KnownWords) -> bool:
    """Whether "ja" is the end of a broken word and not the word "and"."""
    tail = re.search(f"[{LETTERS}-]*$", text[:-1])
    if tail is None or not tail.group():
        return False
    before_comma = piece[len(head) : len(head) + 1] in {",", ".", ";", ":"}
    return before_comma or (tail.group() + head).lower() in known.words


def _keeps_hyphen(text: str, piece: str, known: KnownWords) -> bool:
    before = text[-2:-1]
    if before in {"", " ", "(", "/", '"'} or not piece[0].isalpha() or piece[0].isupper():
        return True
    if before.isdigit():
        return True
    tail, head = (
        re.search(f"[{LETTERS}0-9-]*$", text[:-1]),
        re.match(f"[{LETTERS}0-9]+(?:-[{LETTERS}0-9]+)*", piece),
    )
    if tail is None or head is None:
        return False
    whole = {(tail.group() + head.group()).lower(), (tail.group() + "-" + head.group()).lower()}
    spelled = whole & known.words
    if len(spelled) == 1:
        return (tail.group() + "-" + head.group()).lower() in spelled
    last = tail.group().rsplit("-", 1)[-1]
    if len(last) > 1 and last.isupper():
        return True
    if tail.group()[:1].isupper() and tail.group().lower() in known.hyphen_heads:
        return True
    return before.lower() == piece[0].lower() and before.lower() in VOWELS


def continues(before: str, after: str) -> bool:
    """Whether `after` certainly goes on with the word or sentence of `before`."""
    head = BULLET.sub("", after)
    if BULLET.match(after) and not before.endswith("-"):
        return False
    return bool(head) and (head[0].islower() or (before.endswith("-") and not before.endswith(" -")))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a full stop that is not an abbreviation's."""
    stripped = text.rstrip(" \"”')")
    return stripped.endswith((".", "!", "?")) and not ABBREVIATIONS.search(stripped)


def width(text: str) -> float:
    """How wide a text is in a proportional typeface, in average letters."""
    return sum(0.55 if char in NARROW else 1.35 if char in WIDE else 1.0 for char in text)
