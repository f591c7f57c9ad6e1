"""Dates and rhythms in running text: weekly, twice a year, Monday to Friday, at nine to three."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COUNTS = {
    "kerran": 1,
    "yhden": 1,
    "kaksi": 2,
    "kahtena": 2,
    "kolme": 3,
    "kolmena": 3,
    "neljä": 4,
    "neljänä": 4,
    "viisi": 5,
    "viitenä": 5,
    "kuusi": 6,
    "seitsemän": 7,
    "kahdeksan": 8,
    "yhdeksän": 9,
    "kymmenen": 10,
    "en": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
}
_COUNT = r"(?P<count>\d{1,3}(?:\s*[-–]\s*\d{1,3})?|" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_SPANS = {
    "day": r"päivässä|vuorokaudessa|om dagen|per dag",
    "week": r"viikossa|/\s?vko?|/\s?viikko|i veckan|per vecka",
    "month": r"kuukaudessa|/\s?kk|/\s?kuukausi|i månaden|per månad",
    "half_year": r"puolivuodessa|puolessa vuodessa|per halvår",
    "year": r"vuodessa|/\s?v(?:uosi)?\b|om året|per år",
}
_SPAN = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _SPANS.items()) + ")"
_EVERY = {
    "daily": r"päivittäin(?!en)|joka päivä|dagligen|varje dag",
    "weekdays": r"arkisin|arkipäivisin|arkiaamuisin|arki-iltaisin|vardagar|på vardagar",
    "weekly": r"viikoittain(?!en)|joka viikko|viikottain|varje vecka|veckovis",
    "monthly": r"kuukausittain(?!en)|joka kuukausi|kuukausittaisi\w*|varje månad|månatligen",
    "quarterly": r"neljännesvuosittain|kvartaaleittain|varje kvartal",
    "half_yearly": r"puolivuosittain|varje halvår|halvårsvis",
    "yearly": r"vuosittain(?!en)|vuosittais\w*|joka vuosi|årligen|varje år",
}
_DAYS = (
    r"maanantai\w*|måndag\w*",
    r"tiistai\w*|tisdag\w*",
    r"keskiviik\w*|onsdag\w*",
    r"torstai\w*|torsdag\w*",
    r"perjantai\w*|fredag\w*",
    r"lauantai\w*|lördag\w*",
    r"sunnuntai\w*|söndag\w*",
)
_DAY = "(?:" + "|".join(_DAYS) + "|ma|ti|ke|to|pe|la|su)"
_CLOCK = r"(?:klo|kl\.?)\s*(?P<from>\d{1,2}(?:[.:]\d\d)?)(?:\s*[-–]\s*(?P<to>\d{1,2}(?:[.:]\d\d)?))?"
_MONTHS = (
    "tammi",
    "helmi",
    "maalis",
    "huhti",
    "touko",
    "kesä",
    "heinä",
    "elo",
    "syys",
    "loka",
    "marras",
    "joulu",
)
_MONTH = "(?:" + "|".join(_MONTHS) + r")kuu(?:n|ssa|hun|sta)?(?:\s+(?:alussa|lopussa|puolivälissä))?"
_SEASON = r"(?:keväällä|kevään|syksyllä|syksyn|syyskaudella|kevätkaudella|kesällä|talvella|alkuvuodesta|loppuvuodesta|våren|hösten)"

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("some_times", re.compile(rf"\bmuutaman\s+kerran\s+{_SPAN}", re.I)),
    ("times", re.compile(rf"\b{_COUNT}\s*(?:kertaa|krt|kerran|gånger|gång|päivänä|dagar)?\s*{_SPAN}", re.I)),
    (
        "hours",
        re.compile(rf"\b(?:n\.|noin|ca|cirka)?\s*(?P<count>\d{{1,3}})\s*(?:tuntia|h|timmar)\s*{_SPAN}", re.I),
    ),
    (
        "interval",
        re.compile(
            r"\b(?P<count>\d{1,2}(?:\s*[-–]\s*\d{1,2})?)\s+(?:päivän|viikon|kuukauden|vuoden)\s+välein", re.I
        ),
    ),
    *((kind, re.compile(rf"\b(?:{words})", re.I)) for kind, words in _EVERY.items()),
    ("opening", re.compile(rf"\b(?P<first>{_DAY})(?:\s+|\s*[-–]\s*)(?P<last>{_DAY})(?:\s+{_CLOCK})", re.I)),
    ("clock", re.compile(rf"\b{_CLOCK}", re.I)),
    (
        "weekday",
        re.compile(
            r"\b(?:(?:maanantai|tiistai|torstai|perjantai|lauantai|sunnuntai)sin|keskiviikkoisin)\b", re.I
        ),
    ),
    ("times_only", re.compile(rf"\b{_COUNT}\s+(?:kertaa|gånger)\b", re.I)),
    ("date", re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b")),
    ("month", re.compile(rf"\b{_MONTH}\b", re.I)),
    ("season", re.compile(rf"\b{_SEASON}(?:\s+20\d\d)?\b", re.I)),
)
LONGEST_PASSAGE = 20_000


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rhythm or date found in a text, at a place in it."""

    kind: str
    text: str
    start: int
    times: int | float | None = None
    weekdays: tuple[int, ...] = ()
    starts_at: str = ""
    ends_at: str = ""
    on_date: str = ""


def rhythms_in(text: str) -> list[Rhythm]:
    """Every rhythm and date in a text, in its order; a place is read once, by the most telling rule."""
    taken: list[tuple[int, int]] = []
    found: list[Rhythm] = []
    for kind, pattern in _RULES:
        for match in pattern.finditer(text[:LONGEST_PASSAGE]):
            if not match.group().strip() or any(
                match.start() < end and start < match.end() for start, end in taken
            ):
                continue
            rhythm = _rhythm(kind, match)
            if rhythm is not None:
                taken.append(match.span())
                found.append(rhythm)
    return sorted(found, key=lambda one: one.start)


def _rhythm(kind: str, match: re.Match[str]) -> Rhythm | None:
    groups = match.groupdict()
    span = next((name for name in _SPANS if groups.get(name)), "")
    count = _count(groups.get("count"))
    text = match.group().strip()
    if kind in {"times", "some_times", "hours"}:
        if not span:
            return None
        prefix = {"times": "times_a", "some_times": "some_times_a", "hours": "hours_a"}[kind]
        return Rhythm(f"{prefix}_{span}", text, match.start(), times=count)
    if kind in {"opening", "clock"}:
        starts, ends = _clock(groups.get("from")), _clock(groups.get("to"))
        days = _weekdays(groups.get("first"), groups.get("last"))
        return Rhythm(kind, text, match.start(), weekdays=days, starts_at=starts, ends_at=ends)
    if kind == "weekday":
        return Rhythm("weekly", text, match.start(), times=1, weekdays=_weekdays(text, None))
    if kind == "date":
        day, month = int(groups["day"]), int(groups["month"])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        return Rhythm(kind, text, match.start(), on_date=f"{groups['year']}-{month:02}-{day:02}")
    return Rhythm(kind, text, match.start(), times=count)


def _count(text: str | None) -> int | None:
    if not text:
        return None
    found = re.match(r"\d+", text)
    return int(found.group()) if found else _COUNTS.get(text.lower())


def _clock(text: str | None) -> str:
    if not text:
        return ""
    hours, _dot, minutes = text.replace(".", ":").partition(":")
    return f"{int(hours):02}:{minutes or '00'}" if int(hours) <= 24 else ""


def _weekdays(first: str | None, last: str | None) -> tuple[int, ...]:
    numbers = [one for text in (first, last) if text and (one := _weekday(text)) is not None]
    if len(numbers) == 2:
        return tuple(range(numbers[0], numbers[1] + 1))
    return tuple(numbers)


def _weekday(text: str) -> int | None:
    short = ("ma", "ti", "ke", "to", "pe", "la", "su")
    if text.lower() in short:
        return short.index(text.lower())
    matches: Iterator[int] = (index for index, words in enumerate(_DAYS) if re.match(words, text, re.I))
    return next(matches, None)
