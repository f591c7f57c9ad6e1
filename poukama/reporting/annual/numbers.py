"""Every number of an annual report, as anybody may see it: those of the targets, and those of the whole house."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from poukama.governance.facts import PlanOfYear
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.reporting.choices import Status
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.figures import Circle, Figure, TargetFigure, YearOfFigures, ask_of, figures_of_year
from poukama.reporting.figures.board import figures_of, readable
from poukama.reporting.figures.kept import kept_passports
from poukama.toolkit import clock


@dataclass(frozen=True)
class Extra:
    """A number of the whole association that no target promises."""

    code: str
    label: str
    ask: Ask


@dataclass(frozen=True)
class Numbers:
    """All numbers of a report by their codes; what is withheld from the public is withheld here."""

    year: YearOfFigures
    extras: Mapping[str, tuple[Extra, Figure]]


def indicator_code(area: int, indicator: int) -> str:
    """The code of a focus area's indicator, both counted from 1."""
    return f"PA{area}.{indicator}"


def extras_of(plan: PlanOfYear) -> tuple[Extra, ...]:
    """The focus areas' indicators that a measure counts, the volunteers by role, and the partners."""
    found: list[Extra] = []
    for area_at, area in enumerate(plan.focus_areas, start=1):
        for at, indicator in enumerate(area.indicators, start=1):
            if indicator.measure:
                found += _extra(
                    indicator_code(area_at, at), indicator.title, indicator.measure, indicator.filters
                )
    found += _extra("VAP", _("Volunteers in all"), "volunteers_active", {})
    found += _extra("VAP-U", _("New volunteers"), "volunteers_started", {})
    roles = term_labels(TermList.VOLUNTEER_ROLE)
    for at, (key, label) in enumerate(roles.items(), start=1):
        found += _extra(f"VAP-{at}", label, "volunteers_active", {"volunteer_role": key})
    found += _extra("KUM", _("Partners working with us"), "partners_active", {})
    return tuple(found)


def _extra(code: str, label: str, measure: str, filters: Mapping[str, str | list[str]]) -> list[Extra]:
    try:
        return [Extra(code, label, Ask.of(measure, filters))]
    except CannotBeAsked:
        return []


def numbers_of(plan: PlanOfYear, *, circle: Circle) -> Numbers:
    """Count them. What the whole set gives away together is withheld, also when each alone would not."""
    year = figures_of_year(plan.year, circle=circle, plan=plan, with_passports=True)
    if year is None:
        raise LookupError(plan.year)
    extras = extras_of(plan)
    asks = {-at: extra.ask for at, extra in enumerate(extras, start=1)}
    for each in plan.targets:
        try:
            asks[each.id] = ask_of(each)
        except CannotBeAsked:
            continue
    today = min(clock.today(), date(plan.year, 12, 31))
    together = figures_of(asks, plan.year, circle=circle, as_of=year.as_of, today=today)
    targets = tuple(_as_withheld(each, together.get(each.target.id)) for each in year.targets)
    counted = {extra.code: (extra, _with_passport(together[-at])) for at, extra in enumerate(extras, start=1)}
    return Numbers(replace(year, targets=targets), counted)


def _as_withheld(each: TargetFigure, together: Figure | None) -> TargetFigure:
    figure = each.figure
    if figure is None or together is None or not together.is_withheld or figure.is_withheld:
        return each
    return TargetFigure(each.target, together, None, Status.UNKNOWN)


def _with_passport(figure: Figure) -> Figure:
    passport = kept_passports([figure.ask], figure.period)[figure.ask]
    return replace(figure, passport=readable(figure, passport))
