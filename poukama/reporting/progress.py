"""The progress page as data: areas, their work forms, and each target as a row in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.governance.facts import Direction
from poukama.organisation.models import Area, WorkForm
from poukama.reporting import words
from poukama.reporting.choices import SourceMark
from poukama.reporting.figures import TargetFigure, YearOfFigures
from poukama.reporting.figures.forecast import days_left
from poukama.reporting.queries import Mine, Place
from poukama.toolkit import clock, formatting

ALL, ATTENTION, MINE = "all", "attention", "mine"
_DAYS_COUNTED = 31
"""From this many days left on they are counted, no longer in hundredths of the year."""


@dataclass(frozen=True)
class Row:
    """One target as it stands on a page."""

    url: str
    label: str
    said: str
    aim: str
    actual: int | None
    aim_value: int
    forecast: int | None
    is_ceiling: bool
    read_aloud: str
    looks: str
    status: str
    goes_to: str
    is_withheld: bool
    is_estimate: bool
    is_ambiguous: bool
    note: str


@dataclass(frozen=True)
class WorkFormRows:
    """A work form with its targets; `elsewhere` names the area where it stands too."""

    work_form: WorkForm
    rows: tuple[Row, ...]
    sentence: str
    elsewhere: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is said of units that can be read in two ways, each note once."""
        notes = (row.note or _("The plan does not say the unit.") for row in self.rows if row.is_ambiguous)
        return tuple(dict.fromkeys(notes))


@dataclass(frozen=True)
class AreaRows:
    """An area with its work forms; `again` are those whose targets another area shows."""

    area: Area | None
    work_forms: tuple[WorkFormRows, ...]
    again: tuple[WorkForm, ...]


@dataclass(frozen=True)
class Wanted:
    """What of the plan somebody wants to see."""

    show: str = ALL
    area: str = ""
    owner: int | None = None
    funder: str = ""


def row_of(target: TargetFigure, query: str = "") -> Row:
    """A target in words."""
    figure = target.figure
    url = reverse("reporting:figure", args=[target.target.id])
    return Row(
        url=f"{url}?{query}" if query else url,
        label=target.target.label,
        said=words.said(figure),
        aim=words.aim_of(target),
        actual=figure.value if figure else None,
        aim_value=target.target.aim,
        forecast=target.forecast.value if target.forecast else None,
        is_ceiling=target.target.direction is not Direction.AT_LEAST,
        read_aloud=words.read_aloud(target),
        looks=words.LOOKS[target.status],
        status=words.stands(target),
        goes_to=words.goes_to(target),
        is_withheld=bool(figure and figure.is_withheld),
        is_estimate=bool(figure and figure.mark is SourceMark.ESTIMATE),
        is_ambiguous=target.target.is_ambiguous,
        note=target.target.note,
    )


def chosen(
    figures: Sequence[TargetFigure],
    wanted: Wanted,
    mine: Mine,
    forms: Mapping[int, WorkForm],
    places: Sequence[Place],
) -> list[TargetFigure]:
    """The targets that pass what somebody wants to see."""
    in_area: Collection[int] | None = None
    if wanted.area:
        in_area = {
            form.pk
            for place in places
            if place.area.key == wanted.area
            for form in (*place.work_forms, *place.again)
        }
    return [each for each in figures if _passes(each, wanted, mine, forms, in_area)]


def _passes(
    each: TargetFigure,
    wanted: Wanted,
    mine: Mine,
    forms: Mapping[int, WorkForm],
    in_area: Collection[int] | None,
) -> bool:
    target = each.target
    form = forms.get(target.work_form_id)
    checks = (
        in_area is None or target.work_form_id in in_area,
        wanted.owner is None or target.owner_id == wanted.owner,
        not wanted.funder or bool(form and form.funding.get(wanted.funder)),
        wanted.show != ATTENTION or needs_attention(each),
        wanted.show != MINE or is_mine(each, mine),
    )
    return all(checks)


def needs_attention(each: TargetFigure) -> bool:
    """Whether somebody should look at it: it goes wrong, or nothing can be said of it."""
    is_kept_back = each.figure is not None and each.figure.is_withheld
    return each.status in words.NEEDS_ATTENTION and not is_kept_back


def is_mine(each: TargetFigure, mine: Mine) -> bool:
    """Whether it is somebody's own: their position owns it, or nobody does and they work there."""
    if each.target.owner_id is not None:
        return each.target.owner_id in mine.positions
    return each.target.work_form_id in mine.work_forms


def areas_of(
    shown: Sequence[TargetFigure], places: Sequence[Place], *, area: str = "", query: str = ""
) -> list[AreaRows]:
    """Areas with the work forms that have something to show, in the order of the plan."""
    by_form: dict[int, list[TargetFigure]] = {}
    for each in shown:
        by_form.setdefault(each.target.work_form_id, []).append(each)
    names = {form.pk: place.area.label() for place in places for form in place.again}
    found: list[AreaRows] = []
    for place in places:
        own = place.work_forms
        again = tuple(form for form in place.again if form.pk in by_form)
        if area and area == place.area.key:  # alone on the page, it shows also what another area has first
            own, again = (*own, *again), ()
        elif area:
            continue
        blocks = tuple(_block(form, by_form[form.pk], names, query) for form in own if form.pk in by_form)
        if blocks or again:
            found.append(AreaRows(place.area, blocks, again))
    placed = {form.pk for place in places for form in (*place.work_forms, *place.again)}
    loose = [pk for pk in by_form if pk not in placed]
    if loose and not area:
        forms = WorkForm.objects.in_bulk(loose)
        blocks = tuple(_block(forms[pk], by_form[pk], names, query) for pk in loose)
        found.append(AreaRows(None, blocks, ()))
    return found


def _block(
    form: WorkForm, figures: Sequence[TargetFigure], names: Mapping[int, str], query: str
) -> WorkFormRows:
    return WorkFormRows(
        work_form=form,
        rows=tuple(row_of(each, query) for each in figures),
        sentence=_sentence(figures),
        elsewhere=names.get(form.pk, ""),
    )


def _sentence(figures: Sequence[TargetFigure]) -> str:
    number = len(figures)
    whole = ngettext("Of one target %(standing)s.", "Of %(n)s targets %(standing)s.", number)
    return whole % {"n": formatting.number(number), "standing": words.standing(figures)}


def lead_of(year: YearOfFigures) -> str:
    """What is the case, in a sentence or two."""
    number = len(year.targets)
    if not number:
        return _("The plan has no targets.")
    return f"{_gone(year)} {_sentence(year.targets)}"


def _gone(year: YearOfFigures) -> str:
    """How much of the year has passed, and near its end how much is left."""
    if year.as_of < date(year.plan.year, 1, 1):
        return _("The year has not begun.")
    left = days_left(year.as_of, clock.today())
    if not left:
        return _("The year is over.")
    if year.is_over:
        return _("This is the last day of the year.")
    if left <= _DAYS_COUNTED:
        return ngettext("One day of the year is left.", "%(n)s days of the year are left.", left) % {
            "n": left
        }
    if round(year.share_gone * 100) < 1:
        return _("The year has just begun.")
    return _("%(share)s of the year has passed.") % {"share": formatting.percent(year.share_gone)}
