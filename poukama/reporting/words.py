"""Figures in words: units, how a target stands, and where it is going."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from poukama.governance.facts import Direction, TargetUnit
from poukama.reporting.choices import Status
from poukama.reporting.counting.asks import WORK_FORM
from poukama.reporting.figures.figure import Figure, TargetFigure, Withheld
from poukama.reporting.figures.release import SMALL
from poukama.reporting.measures import Measure
from poukama.toolkit import formatting
from poukama.toolkit.facts import Text

_UNITS: Mapping[str, Any] = {
    TargetUnit.PERSON: ngettext_lazy("%(said)s person", "%(said)s people", "n"),
    TargetUnit.FAMILY: ngettext_lazy("%(said)s family", "%(said)s families", "n"),
    TargetUnit.VISIT: ngettext_lazy("%(said)s visit", "%(said)s visits", "n"),
    TargetUnit.CONTACT: ngettext_lazy("%(said)s contact", "%(said)s contacts", "n"),
    TargetUnit.PARTICIPATION: ngettext_lazy("%(said)s participation", "%(said)s participations", "n"),
    TargetUnit.VOLUNTEER: ngettext_lazy("%(said)s volunteer", "%(said)s volunteers", "n"),
    TargetUnit.EVENT: ngettext_lazy("%(said)s occasion", "%(said)s occasions", "n"),
    TargetUnit.GROUP: ngettext_lazy("%(said)s group", "%(said)s groups", "n"),
    TargetUnit.MATCH: ngettext_lazy("%(said)s match", "%(said)s matches", "n"),
    TargetUnit.RESPONSE: ngettext_lazy("%(said)s answer", "%(said)s answers", "n"),
    TargetUnit.REACHED: ngettext_lazy("%(said)s person reached", "%(said)s people reached", "n"),
    TargetUnit.PARTNER: ngettext_lazy("%(said)s partner", "%(said)s partners", "n"),
    TargetUnit.STEP: ngettext_lazy("%(said)s step", "%(said)s steps", "n"),
    TargetUnit.PROCESS: ngettext_lazy("%(said)s process", "%(said)s processes", "n"),
    TargetUnit.GOAL: ngettext_lazy("%(said)s goal", "%(said)s goals", "n"),
    TargetUnit.NOTE: ngettext_lazy("%(said)s note", "%(said)s notes", "n"),
    TargetUnit.REPORT: ngettext_lazy("%(said)s report", "%(said)s reports", "n"),
    TargetUnit.FOLLOW_UP: ngettext_lazy("%(said)s follow-up", "%(said)s follow-ups", "n"),
    TargetUnit.MEETING: ngettext_lazy("%(said)s contact with clients", "%(said)s contacts with clients", "n"),
    TargetUnit.REQUEST: ngettext_lazy("%(said)s request", "%(said)s requests", "n"),
}

LOOKS: Mapping[Status, str] = {
    Status.REACHED: "done",
    Status.KEPT: "done",
    Status.ON_COURSE: "ontrack",
    Status.AT_RISK: "short",
    Status.NOT_REACHED: "short",
    Status.MISSED: "short",
    Status.MAY_EXCEED: "short",
    Status.OVER: "over",
    Status.UNKNOWN: "unknown",
}
"""How a status looks: its icon and its colour have the same name."""

NEEDS_ATTENTION = (
    Status.AT_RISK,
    Status.NOT_REACHED,
    Status.MISSED,
    Status.OVER,
    Status.MAY_EXCEED,
    Status.UNKNOWN,
)

_ORDER = (
    Status.REACHED,
    Status.KEPT,
    Status.ON_COURSE,
    Status.AT_RISK,
    Status.NOT_REACHED,
    Status.MISSED,
    Status.MAY_EXCEED,
    Status.OVER,
    Status.UNKNOWN,
)


def many(number: int, unit: str) -> str:
    """36 people, 1 family; a number alone when the unit is not decided."""
    said = formatting.number(number)
    words = _UNITS.get(unit)
    return str(words % {"n": number, "said": said}) if words is not None else said


def unit_name(unit: str) -> str:
    """People, families, visits; empty when the unit is not decided."""
    return str(TargetUnit(unit).label) if unit in TargetUnit.values else ""


def said(figure: Figure | None) -> str:
    """The number as it is shown; what is withheld says so."""
    if figure is None:
        return formatting.number(None)
    return kept_back(figure.withheld) if figure.is_withheld else formatting.number(figure.value)


def kept_back(why: Withheld) -> str:
    """What stands in the place of a number that is withheld."""
    return _("fewer than %(n)s") % {"n": SMALL} if why is Withheld.SMALL else _("withheld")


def roughly(figure: Figure) -> str:
    """The number, to the nearest ten for those who may not read the records."""
    if figure.is_inside or not figure.value:
        return said(figure)
    return _("about %(n)s") % {"n": formatting.number(round(figure.value, -1))}


def dimension_title(measure: Measure, key: str) -> Text:
    """The name of a filter."""
    return _("Work form") if key == WORK_FORM else measure.facts[0].dimensions[key].title


def aim_of(target: TargetFigure) -> str:
    """Aim 36 people; limit 0 matches; exactly 4 occasions."""
    wanted = many(target.target.aim, target.target.unit)
    if not target.target.unit:
        wanted = _("%(n)s, unit not decided") % {"n": wanted}
    words = {
        Direction.AT_LEAST: _("aim %(wanted)s"),
        Direction.AT_MOST: _("at most %(wanted)s"),
        Direction.EXACTLY: _("exactly %(wanted)s"),
    }
    return words[target.target.direction] % {"wanted": wanted}


def stands(target: TargetFigure) -> str:
    """How it stands, in a word or two; what is kept back or not counted says so."""
    if target.figure is None:
        return _("Not counted")
    if _is_kept_back(target):
        return _("Not told")
    return str(target.status.label)


def _is_kept_back(target: TargetFigure) -> bool:
    """Whether nothing is said of how it stands since that would tell of the number kept back."""
    is_withheld = target.figure is not None and target.figure.is_withheld
    return is_withheld and target.status is Status.UNKNOWN


def goes_to(target: TargetFigure) -> str:
    """Where it is going, in a sentence or two; empty when the status says it all."""
    if target.problem:
        return problem(target.problem)
    figure = target.figure
    if figure is not None and figure.is_withheld:
        return _("The number is kept back to protect those whom it is about.")
    sentences = [ahead(target), short_of(target)]
    if target.status is Status.REACHED:
        sentences = [_("The aim is full.") if target.target.direction is Direction.AT_LEAST else ""]
    if target.status is Status.UNKNOWN:
        sentences = [_("It is too early in the year.")]
    if figure is not None and figure.is_earlier:
        day = formatting.day(figure.as_of)
        sentences.append(_("Shown up to %(day)s: later days would tell of single people.") % {"day": day})
    return " ".join(sentence for sentence in sentences if sentence)


def ahead(target: TargetFigure) -> str:
    """About 37 at the year's end (34–40)."""
    expected = None if target.status is Status.NOT_REACHED else target.forecast
    if expected is None or expected.value == expected.low == expected.high:
        return ""
    return _("About %(value)s at the year's end (%(low)s–%(high)s).") % {
        "value": formatting.number(expected.value),
        "low": formatting.number(expected.low),
        "high": formatting.number(expected.high),
    }


def short_of(target: TargetFigure) -> str:
    """How much is or will be missing, or too much."""
    if target.figure is None or target.figure.value is None:
        return ""
    aim, value = target.target.aim, target.figure.value
    if target.status is Status.OVER:
        return _("The limit was %(n)s.") % {"n": formatting.number(aim)}
    expected = target.forecast.value if target.forecast and target.status is Status.AT_RISK else value
    if target.status in {Status.AT_RISK, Status.NOT_REACHED, Status.MISSED} and expected < aim:
        missing = aim - expected
        return ngettext("%(n)s is missing.", "%(n)s are missing.", missing) % {
            "n": formatting.number(missing)
        }
    return ""


def problem(code: str) -> str:
    """Why nothing is counted."""
    words = {
        "not_measured": _("Nothing counts this target yet."),
        "no_such_measure": _("The measure of this target does not exist."),
        "no_such_filter": _("The measure of this target does not know its filter."),
        "empty_filter": _("A filter of this target is empty."),
    }
    return words.get(code, code)


def read_aloud(target: TargetFigure) -> str:
    """The whole row in a sentence, for those who do not see the bar."""
    parts = [f"{target.target.label}: {said(target.figure)}", aim_of(target)]
    if target.forecast is not None and target.forecast.high > target.forecast.low:
        parts.append(_("forecast about %(n)s") % {"n": formatting.number(target.forecast.value)})
    return ", ".join(parts)


def standing(targets: Sequence[TargetFigure]) -> str:
    """5 have been reached, 33 are on course and 7 are at risk of falling short."""
    counts = dict.fromkeys(_ORDER, 0)
    kept_back, uncounted = 0, 0
    for target in targets:
        if target.figure is None:
            uncounted += 1
        elif _is_kept_back(target):
            kept_back += 1
        else:
            counts[target.status] += 1
    said = [_so_many(status, number) for status, number in counts.items() if number]
    if kept_back:
        words = ngettext("%(n)s is kept back", "%(n)s are kept back", kept_back)
        said.append(words % {"n": formatting.number(kept_back)})
    if uncounted:
        words = ngettext("%(n)s is counted by nothing", "%(n)s are counted by nothing", uncounted)
        said.append(words % {"n": formatting.number(uncounted)})
    return formatting.joined(said)


def _so_many(status: Status, number: int) -> str:
    words = {
        Status.REACHED: ngettext("%(n)s has been reached", "%(n)s have been reached", number),
        Status.KEPT: ngettext("%(n)s stayed within its limit", "%(n)s stayed within their limits", number),
        Status.ON_COURSE: ngettext("%(n)s is on course", "%(n)s are on course", number),
        Status.AT_RISK: ngettext(
            "%(n)s is at risk of falling short", "%(n)s are at risk of falling short", number
        ),
        Status.NOT_REACHED: ngettext("%(n)s has not been reached", "%(n)s have not been reached", number),
        Status.MISSED: ngettext("%(n)s fell short", "%(n)s fell short of their aims", number),
        Status.MAY_EXCEED: ngettext("%(n)s may exceed its limit", "%(n)s may exceed their limits", number),
        Status.OVER: ngettext("%(n)s is over its limit", "%(n)s are over their limits", number),
        Status.UNKNOWN: ngettext(
            "of %(n)s nothing can be said yet", "of %(n)s nothing can be said yet", number
        ),
    }
    return words[status] % {"n": formatting.number(number)}
