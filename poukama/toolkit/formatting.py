"""Numbers, money, days and times, in the form that the reader's language gives them.

For sentences made in Python; templates have the same as filters (`{% load toolkit %}`).
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import get_language, gettext, ngettext

from poukama.toolkit.periods import Period

Number = int | float | Decimal

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_DAY_AND_MONTH = {"fi": "j. E", "sv": "j F", "en": "j F"}
_SHORT = {"fi": "j.n.Y", "sv": "j.n.Y", "en": "j M Y"}
_SHORT_NO_YEAR = {"fi": "j.n.", "sv": "j.n.", "en": "j M"}
_CLOCK = {"fi": ".", "sv": ".", "en": ":"}
_AT = {"fi": "klo ", "sv": "kl. ", "en": ""}


def _language() -> str:
    language = (get_language() or "fi")[:2]
    return language if language in _SHORT else "en"


def number(value: Number | None, places: int = 0) -> str:
    """1 300 or 1 300,5; an en dash when there is none. The grouping space does not break over lines."""
    if value is None:
        return "\N{EN DASH}"
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    group, point = (",", ".") if _language() == "en" else (NBSP, ",")
    whole, _, part = f"{abs(exact):,.{places}f}".partition(".")
    sign = MINUS if exact < 0 else ""
    return sign + whole.replace(",", group) + (point + part if part else "")


def euros(value: Number | None, places: int = 0) -> str:
    """3 686 171 € in Finnish and Swedish, €3,686,171 in English."""
    if value is None:
        return "\N{EN DASH}"
    said = number(value, places)
    if _language() != "en":
        return f"{said}{NBSP}€"
    return f"{MINUS}€{said[1:]}" if said.startswith(MINUS) else f"€{said}"


def percent(share: Number | None, places: int = 0) -> str:
    """A share of one as 24 % (24% in English)."""
    if share is None:
        return "\N{EN DASH}"
    said = number(Decimal(str(share)) * 100, places)
    return f"{said}%" if _language() == "en" else f"{said}{NBSP}%"


def day(value: date | None) -> str:
    """12.9.2024."""
    return _day(_date(value), _language()) if value else "\N{EN DASH}"


def day_and_month(value: date) -> str:
    """12.9., for a day whose year is plain from its place."""
    return _day_and_month(_date(value), _language())


def long_day(value: date) -> str:
    """Torstai 12. syyskuuta: the name of a day's page."""
    weekday, rest = written(value, "l"), written(value, _DAY_AND_MONTH[_language()])
    said = f"{weekday} {rest}"
    return said[:1].upper() + said[1:]


def clock_time(value: datetime) -> str:
    """10.42 (10:42 in English), on the association's clocks."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return time_of_day(local.time())


def time_of_day(value: time) -> str:
    """9.30 (9:30 in English)."""
    return f"{value.hour}{_CLOCK[_language()]}{value.minute:02}"


def moment(value: datetime) -> str:
    """12.9.2024 klo 10.42."""
    return f"{day(value)} {_AT[_language()]}{clock_time(value)}"


def day_near(value: date, today: date) -> str:
    """Today, yesterday, tomorrow; another day with its weekday: ma 16.9., with the year if it is another."""
    near = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}.get((value - today).days)
    if near:
        return near
    rest = day_and_month(value) if value.year == today.year else day(value)
    return f"{_weekday(_date(value), _language())} {rest}"


def moment_near(value: datetime, today: date) -> str:
    """Tänään 10.42; eilen 20.40; pe 13.9. 9.00."""
    return f"{day_near(timezone.localtime(value).date(), today)} {clock_time(value)}"


def period(value: Period) -> str:
    """1.1.–12.9.2024; a single year or month or day by its name."""
    starts, ends = value.starts_on, value.ends_on
    if value == Period.year(starts.year):
        return str(starts.year)
    if starts == ends:
        return day(starts)
    if value == Period.month(starts.year, starts.month):
        said = written(starts, "F Y")
        return said if _language() == "en" else said.lower()
    first = day_and_month(starts) if starts.year == ends.year else day(starts)
    return f"{first}\N{EN DASH}{day(ends)}"


def minutes(value: int) -> str:
    """45 min; 1 h 30 min; 2 h."""
    hours, rest = divmod(int(value), 60)
    said = []
    hour = gettext("h")
    if hours:
        said.append(f"{hours}{NBSP}{hour}")
    if rest or not hours:
        said.append(f"{rest}{NBSP}min")
    return " ".join(said)


def late_by(due: date, today: date) -> str:
    """How a due day stands: two days late, today, tomorrow, on Monday."""
    days = (today - due).days
    if days > 0:
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": number(days)}
    said = day_near(due, today)
    return said[:1].upper() + said[1:]


def ended(text: str) -> str:
    """What somebody typed as a sentence, with one full stop at its end."""
    typed = text.rstrip()
    return typed if not typed or typed[-1] in ".!?…" else f"{typed}."


def joined(parts: list[str]) -> str:
    """One, two and three: a list as a sentence says it."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def month_names(*, short: bool = True) -> tuple[str, ...]:
    """The twelve months, as the columns of a chart are labelled."""
    return _months(_language(), short)


@cache
def _months(language: str, short: bool) -> tuple[str, ...]:
    names = [written(date(2024, month, 1), "F") for month in range(1, 13)]
    return tuple(_SHORTEN[language](name.lower()) if short else name for name in names)


def _finnish(name: str) -> str:
    return name.removesuffix("kuu")


def _three(name: str) -> str:
    return name[:3].capitalize()


def _three_small(name: str) -> str:
    return name[:3]


_SHORTEN: dict[str, Callable[[str], str]] = {"fi": _finnish, "sv": _three_small, "en": _three}


def _date(value: date) -> date:
    if not isinstance(value, datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


# Lists say the same days over and over.


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    return written(value, _SHORT[language])


@lru_cache(maxsize=4096)
def _day_and_month(value: date, language: str) -> str:
    return written(value, _SHORT_NO_YEAR[language])


@lru_cache(maxsize=4096)
def _weekday(value: date, language: str) -> str:
    said = written(value, "D")
    return said if language == "en" else said.lower()


def week_starts(value: date) -> date:
    """The Monday of the week of `value`."""
    return value - timedelta(days=value.weekday())


def file_size(many: int) -> str:
    """How large a file is, as devices say it: 340 kt, 2,4 Mt."""
    small, large = ("kt", "Mt") if _language() == "fi" else ("kB", "MB")
    if many < 1_000_000:
        return f"{number(max(1, round(many / 1000)))}{NBSP}{small}"
    return f"{number(many / 1_000_000, 1)}{NBSP}{large}"
