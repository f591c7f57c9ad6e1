"""What a figure's page shows, made ready for its template."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from poukama.reporting import words
from poukama.reporting.choices import Method
from poukama.reporting.counting import Ask, CannotBeAsked, count
from poukama.reporting.figures import Circle, Figure, TargetFigure
from poukama.reporting.figures.board import told_so_far
from poukama.reporting.figures.release import is_small
from poukama.reporting.models import Snapshot
from poukama.reporting.services import Rerun, rerun
from poukama.toolkit import formatting
from poukama.toolkit.drawing import Column
from poukama.toolkit.periods import Period


def sentence_of(found: TargetFigure) -> str:
    """What the number is, in words: its unit, what it counts and over which days."""
    figure = found.figure
    if figure is None:
        return ""
    said = formatting.period(figure.period)
    unit = words.unit_name(found.target.unit or figure.unit)
    return _("%(unit)s, %(period)s") % {"unit": unit, "period": said}


def months_of(found: TargetFigure) -> list[Column]:
    """What was new month by month, and what is expected of the months to come."""
    figure = found.figure
    if figure is None:
        return []
    names = formatting.month_names()
    by_then = figure.as_of.month
    columns = [Column(names[at], figure.months[at]) for at in range(by_then)]
    ahead = found.forecast
    if ahead is None or ahead.method is Method.NONE or figure.value is None:
        return columns
    rest = ahead.value - figure.value
    left = 12 - by_then
    share = _shares(figure.earlier, by_then) or [1 / left] * left if left else []
    return columns + [
        Column(names[by_then + at], round(rest * part), is_forecast=True) for at, part in enumerate(share)
    ]


def _shares(earlier: Sequence[Sequence[int]], by_then: int) -> list[float]:
    """How the rest of a year has been spread over its months."""
    sums = [sum(max(year[at], 0) for year in earlier) for at in range(by_then, 12)]
    whole = sum(sums)
    return [part / whole for part in sums] if whole else []


@dataclass(frozen=True)
class FrozenRow:
    """A snapshot as a reader may see it."""

    snapshot: Snapshot
    said: str
    period: str
    purpose: str
    is_withheld: bool


def frozen_rows(
    snapshots: Sequence[Snapshot], figure: Figure | None, *, circle: Circle | None = None
) -> list[FrozenRow]:
    """Snapshots of one target. Outside the circle one is shown only if no small count follows from it.

    It may be compared with the figure of today, with every past day of it and with the other snapshots, so
    any two that are shown differ by nothing or by at least five: give all of a target's together, and the
    figure. It may also be compared with what the same days give now, which tells how much was recorded late;
    that too, and how two of them differ in it, is nothing or at least five. What is withheld of the figure
    itself is withheld of what was frozen of it too.
    """
    sees_all = figure.is_inside if figure is not None else _are_inside(snapshots, circle)
    kept = [] if sees_all else _told_elsewhere(figure)
    now = {} if sees_all else _counted_now(snapshots)
    late = [0]
    keeps_back = figure is not None and (figure.is_withheld or figure.is_whole_only)
    rows = []
    for snapshot in sorted(snapshots, key=lambda each: (each.ends_on, each.pk), reverse=True):
        since = now.get(snapshot.pk, snapshot.value) - snapshot.value
        gives_away = (
            is_small(snapshot.value)
            or any(is_small(abs(snapshot.value - each)) for each in kept)
            or any(is_small(abs(since - each)) for each in late)
        )
        is_withheld = (gives_away or keeps_back) and not sees_all
        if not is_withheld:
            kept.append(snapshot.value)
            late.append(since)
        rows.append(
            FrozenRow(
                snapshot=snapshot,
                said=_("withheld") if is_withheld else words.many(snapshot.value, snapshot.unit),
                period=formatting.period(Period(snapshot.starts_on, snapshot.ends_on)),
                purpose=str(snapshot.get_purpose_display()),
                is_withheld=is_withheld,
            )
        )
    return rows


def _told_elsewhere(figure: Figure | None) -> list[int]:
    """The numbers of a figure that somebody outside the circle sees beside what was frozen of it."""
    if figure is None:
        return []
    shown = [figure.value] if figure.value is not None else []
    return shown + told_so_far(figure.ask, figure.period.starts_on.year)


def _counted_now(snapshots: Sequence[Snapshot]) -> dict[int, int]:
    """What the questions of snapshots give today, by their keys; one query for each stretch of days."""
    asks: dict[Period, dict[int, Ask]] = {}
    for snapshot in snapshots:
        try:
            ask = Ask.of(snapshot.measure, snapshot.filters)
        except CannotBeAsked:
            continue
        asks.setdefault(Period(snapshot.starts_on, snapshot.ends_on), {})[snapshot.pk] = ask
    found: dict[int, int] = {}
    for period, by_key in asks.items():
        counted = count(list(by_key.values()), period)
        found |= {pk: counted[ask].value for pk, ask in by_key.items()}
    return found


def told_again(row: FrozenRow, circle: Circle) -> tuple[FrozenRow, Rerun | None]:
    """A snapshot with its number counted again; outside the circle one that is withheld is not."""
    if row.is_withheld:
        return row, None
    again = rerun(row.snapshot)
    if is_inside(row.snapshot, circle):
        return row, again
    shown = replace(
        again,
        recorded_since=0 if is_small(again.recorded_since) else again.recorded_since,
        voided_since=0 if is_small(again.voided_since) else again.voided_since,
    )
    return row, shown


def is_inside(snapshot: Snapshot, circle: Circle) -> bool:
    """Whether the reader may see the records of what was frozen."""
    try:
        return circle.is_inside(Ask.of(snapshot.measure, snapshot.filters))
    except CannotBeAsked:
        return False


def _are_inside(snapshots: Sequence[Snapshot], circle: Circle | None) -> bool:
    return circle is not None and all(is_inside(snapshot, circle) for snapshot in snapshots)
