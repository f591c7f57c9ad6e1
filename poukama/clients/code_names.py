"""Code names: words of nature that say nothing of the person, with a number when a word is taken.

No word that is in use as a first name or a family name is on the list: what looks like a name is a name.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence

WORDS = tuple(
    "Aallokko Ahven Aamukaste Apila Hanki Harakankello Hattara Hauki Hiekka Hilla Huurre Iltarusko Joutsen "
    "Juolukka Jäkälä Jääpuikko Kaarna Kaisla Kaislikko Kalliokukka Kanto Karikko Karpalo Kaste Katajikko "
    "Keto Ketokukka Kissankello Koivikko Korento Kuikka Kulleri Kuukivi Kuunsäde Kuura Kuusama Käpy Kääpä "
    "Laguuni Lahna Lehmus Leinikki Leppäkerttu Lokki Lumihiutale Lumikko Lumme Maininki Maitohorsma Mansikka "
    "Mesimarja Metsätähti Muikku Mustikka Mätäs Neulanen Nietos Niittykukka Norppa Nuotio Ohra Omena "
    "Pajunkissa Pihka Pilvenhattara Poiju Poro Pouta Puolukka Purje Päivänkakkara Päivänsäde Pääskynen Rae "
    "Rantakivi Raparperi Rentukka Revontuli Riite Rosmariini Ruiskukka Ruoko Ruusunmarja Saniainen Sarastus "
    "Sateenkaari Seitti Siimes Simpukka Sinivuokko Sudenkorento Suopursu Suovilla Syreeni Taivaanvuohi Tatti "
    "Tiira Tulppaani Tuohi Tyrni Tyrsky Tyven Ulappa Untuva Vaahtera Vaahto Vadelma Vehka Vehnä Verso "
    "Vesipisara Vuono Västäräkki Äyriäinen".split()
)

MAX_LENGTH = 40
_CODE = re.compile(r"(?P<word>\S+)( (?P<number>[1-9][0-9]{0,5}))?")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def folded(text: str) -> str:
    """The text as it is searched: small letters without accents, single spaces ("Särkkä  2" is "sarkka 2")."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_BY_KEY = {folded(word): word for word in WORDS}


def as_code_name(text: str) -> str | None:
    """The text as a code name is written, or None when it is not one: a listed word, alone or with a number.

    Nothing else gets near the database, so that no plain name does.
    """
    match = _CODE.fullmatch(" ".join(text.split()))
    word = _BY_KEY.get(folded(match["word"])) if match else None
    if match is None or word is None:
        return None
    return f"{word} {match['number']}" if match["number"] else word


def is_code_name(text: str) -> bool:
    """Whether the text is a word of the list, alone or with a number."""
    return as_code_name(text) is not None


def free_code_name(taken_of: Callable[[Collection[str]], Collection[str]], choose: random.Random) -> str:
    """A code name that is not taken: a free word, else a word with a number.

    `taken_of` says which of some code names are taken; it is asked a few times, however many there are.
    """
    free = sorted(set(WORDS) - set(taken_of(WORDS)))
    numbers = 9
    while not free:
        candidates = {f"{choose.choice(WORDS)} {choose.randint(2, numbers)}" for _ in range(20)}
        free = sorted(candidates - set(taken_of(candidates)))
        numbers = min(numbers * 10, 999_999)
    return choose.choice(free)


def of_member(family_code_name: str, taken: Collection[str], choose: random.Random) -> str:
    """A code name for a new member of the family, with a letter that is free: "Lumme K".

    The letters come by chance: in order they would tell how many members other work forms know.
    """
    letters: Sequence[str] = _LETTERS
    free = [code for letter in letters if (code := f"{family_code_name} {letter}") not in taken]
    while not free:
        letters = [first + second for first in letters for second in _LETTERS]
        free = [code for letter in letters if (code := f"{family_code_name} {letter}") not in taken]
    return choose.choice(free)
