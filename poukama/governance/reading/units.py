"""What a target counts, guessed from the words of its label: a proposal, never a decision."""

import re
from dataclasses import dataclass

_UNITS: tuple[tuple[str, str], ...] = (
    ("visit", r"käyntikerra\w*|käynnit|käyntejä|käyntiä|käyntikertaa|besök\w*"),
    ("participation", r"osallistumis\w+|osallistumiskert\w+|deltagand\w+"),
    ("response", r"vastau\w+|vastaust\w+|svar\w*"),
    ("match", r"\w*kaveripar\w+|\w*kaveruu\w+|tukisuhte\w+|tukisuhde\w*|pareja|paria|stödrelation\w*"),
    ("group", r"\w*ryhmä|\w*ryhmät|\w*ryhmiä|\w*ryhmää|\w*grupp\w*"),
    (
        "event",
        r"\w*illat|\w*iltaa|\w*iltoja|\w*retket|\w*retkeä|\w*tapaamiset|\w*tapaaminen|\w*tapaamista|\w*tilaisuu\w+"
        r"|\w*tapahtum\w+|\w*kokou\w+|\w*kurssi\w*|\w*leiri\w*|\w*träff\w*|\w*tillfäll\w+|\w*utflykt\w*|\w*kväll\w*",
    ),
    ("event", r"\w*koulutukset|\w*koulutusta|\w*koulutuksia|\w*utbildning\w*"),
    (
        "volunteer",
        r"vapaaehtoi\w+|\w*vapaaehtoi\w+|\w*vertaiset|\w*mieskaverit|\w*tukihenkilö\w*|kokemustoimija\w*|frivilliga",
    ),
    ("family", r"\w*perheet|\w*perhettä|\w*perheitä|\w*familj\w*"),
    ("contact", r"\w*kohtaami\w+|kontakti\w*|yhteydeno\w+|kontakter"),
    ("partner", r"\w*toimijat|\w*toimijaa|\w*kumppani\w*|\w*verkosto\w*|samarbetspart\w*|aktörer"),
    ("reached", r"yleisö|suuri yleisö|allmänhet\w*"),
    (
        "person",
        r"\w*vanhem\w+|\w*äidit|\w*äitiä|\w*isät|\w*naiset|naisia|\w*miehet|miehiä|\w*lapset|\w*lapsia|lasta|\w*vauvat"
        r"|\w*nuoret|\w*nuoria|\w*aikuiset|\w*aikuisia|\w*asiakkaat|\w*asiakasta|\w*asiakkaita|\w*jäsenet|henkilö\w*"
        r"|hlö\w*|ihmi\w+|\w*ammattilai\w+|osallistuj\w+|kävij\w+|\w*läheiset|opiskelija\w*|personer|person|barn|unga"
        r"|vuxna|kvinnor|män|föräldrar|klienter|deltagare",
    ),
)
_VISITS = re.compile(r"\b(?:käyntikerra|käyntikert|käynnit|käyntejä|käyntiä|besök)", re.I)
_PATTERNS = tuple((unit, re.compile(words, re.I)) for unit, words in _UNITS)


def unit_of(label: str) -> str:
    """The unit that a label names, or an empty text. The last telling word decides, as Finnish heads its phrases last."""
    if _VISITS.search(label[:400]):
        return "visit"
    found = ""
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", label[:400]):
        for unit, pattern in _PATTERNS:
            if pattern.fullmatch(word.split("-")[-1]) or pattern.fullmatch(word):
                found = (
                    found if found and word.lower().endswith(("lle", "iin", "ssa", "ssä", "lla")) else unit
                )
                break
    return found


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two things that a label might count."""

    one: str
    other: str


_PARTICIPLE = re.compile(r"\w+(?:neet|tut|dut|tyt|dyt|nut|nyt)", re.I)
_TRAINING = re.compile(r"\w*(?:koulutukset|koulutus|luennot|utbildningar)", re.I)
_PARTNERS = re.compile(r"\w*(?:kumppanit|toimijat|tahot|samarbetspartner|samarbetspartners|aktörer)", re.I)
_FAMILIES = re.compile(r"\w*perheet|familjer", re.I)
_PEOPLE = re.compile(
    r"\w*(?:läheiset|vanhemmat|lapset|nuoret|aikuiset|omaiset|anhöriga|föräldrar|barn)", re.I
)
_EXPERIENCED = re.compile(r"kokemustoimija\w*|erfarenhetsexpert\w*", re.I)
_FOR_WHOM = re.compile(r"\w+(?:lle|ille)", re.I)


def doubt_about(label: str) -> Doubt | None:
    """Whether a label can be read as two different counts, and which."""
    words = re.findall(r"[^\W\d_]+", label[:400])
    if not words:
        return None
    if any(_TRAINING.fullmatch(word) for word in words[:2]) and any(
        _FOR_WHOM.fullmatch(word) for word in words
    ):
        return Doubt("training", "person")
    if any(_FAMILIES.fullmatch(word) for word in words) and any(_PEOPLE.fullmatch(word) for word in words):
        return Doubt("family", "person")
    if _PARTICIPLE.fullmatch(words[-1]) and not any(_PEOPLE.fullmatch(word) for word in words):
        chat = any(word.lower().startswith("chat") for word in words)
        return Doubt("contact", "person") if chat else Doubt("family", "person")
    if _PARTNERS.fullmatch(words[-1]) and not any(_EXPERIENCED.fullmatch(word) for word in words):
        return Doubt("partner", "person")
    return None
