"""The services of a family side by side on the line of a year, a lane for each work form, and the days between them.

Everything here is counted from the episodes that the viewer may see: a day between services says nothing of others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, ngettext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.models import Contact, Episode
from poukama.casework.queries.episodes import episodes
from poukama.casework.rules import Action
from poukama.toolkit import formatting
from poukama.toolkit.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """A stretch drawn on the line; places are ready strings, since a template would write commas."""

    x: str
    width: str
    is_open: bool = False


@dataclass(frozen=True)
class Stay:
    """An episode in words: its days, and how many contacts there have been."""

    episode: Episode
    says: str
    is_this: bool
    bar: Bar | None
    """None when it does not touch the year that is shown."""


@dataclass(frozen=True)
class Lane:
    """The episodes of one work form that touch the year."""

    name: str
    stays: list[Stay]

    @property
    def says(self) -> str:
        """The lane as it is read aloud."""
        return f"{self.name}: {'; '.join(stay.says for stay in self.stays)}"


@dataclass(frozen=True)
class Gap:
    """The days between two services, both seen by whoever looks: from the day after the one to the day before the next."""

    days: int
    says: str
    bar: Bar | None


@dataclass(frozen=True)
class Timeline:
    """One year of a family's services. `told` says all of them in words, in their order, with the gaps between."""

    year: int
    lanes: list[Lane]
    gaps: list[Gap]
    told: list[Stay | Gap]
    before: int | None
    after: int | None
    """The years that can be looked at on either side; None where there is nothing to see."""
    now: str
    months: Sequence[tuple[str, str]]

    @property
    def gaps_say(self) -> str:
        """The gaps of the year as they are read aloud."""
        return "; ".join(gap.says for gap in self.gaps)


def timeline_of(actor: Actor, episode: Episode, today: date, year: int | None = None) -> Timeline:
    """The episodes of the same family or person, in the actor's work forms only. One query, whatever has been."""
    if episode.family_id is not None:
        same = Q(family=episode.family_id)
    elif episode.client_id is not None:
        same = Q(client=episode.client_id)
    else:
        same = Q(pk=episode.pk)
    found = list(episodes(actor).filter(same).annotate(visits=_visits(actor)).order_by("starts_on", "pk"))
    first = min((each.starts_on.year for each in found), default=today.year)
    shown = Period.year(min(max(year or today.year, first), today.year))
    stays = [_stay(each, episode, shown, today) for each in found]
    gaps = list(_gaps(found, shown, today))
    here = [stay for stay in stays if stay.bar]
    return Timeline(
        year=shown.starts_on.year,
        lanes=[
            Lane(name, [stay for stay in here if stay.episode.work_form.label() == name])
            for name in dict.fromkeys(stay.episode.work_form.label() for stay in here)
        ],
        gaps=[gap for _on, gap in gaps if gap.bar],
        told=_in_order(stays, gaps),
        before=shown.starts_on.year - 1 if shown.starts_on.year > first else None,
        after=shown.starts_on.year + 1 if shown.starts_on.year < today.year else None,
        now=_percent(today, shown) if today.year == shown.starts_on.year else "",
        months=[(_percent(month.starts_on, shown), str(month.starts_on.month)) for month in shown.months()],
    )


def _visits(actor: Actor) -> Coalesce:
    """How many contacts of an episode the actor sees: when somebody is met is where they are."""
    there = Contact.objects.filter(episode=OuterRef("pk"), voided_at=None, took_place=True)
    counted = visible(actor, Action.READ_CONTACT, there).order_by().values("episode")
    return Coalesce(Subquery(counted.annotate(number=Count("pk", distinct=True)).values("number")), 0)


def _stay(each: Episode, this: Episode, shown: Period, today: date) -> Stay:
    if each.ends_on is None:
        days = gettext("from %(day)s") % {"day": formatting.day(each.starts_on)}
    else:
        days = formatting.period(Period(each.starts_on, each.ends_on))
    visits: int = each.visits  # type: ignore[attr-defined]  # annotated in `timeline_of`
    visited = ngettext("%(count)s contact", "%(count)s contacts", visits) % {
        "count": formatting.number(visits)
    }
    last = max(each.ends_on or today, each.starts_on)
    return Stay(
        episode=each,
        says=f"{days}, {visited}",
        is_this=each.pk == this.pk,
        bar=_bar(each.starts_on, last, shown, is_open=each.is_open),
    )


def _gaps(found: Sequence[Episode], shown: Period, today: date) -> Iterator[tuple[date, Gap]]:
    """The gaps with the day on which each begins. Days on which any of the services ran are no gap."""
    for ended, begins in pairwise(_runs(found, today)):
        first, last = ended[1] + _DAY, begins[0] - _DAY
        days = (last - first).days + 1
        said = ngettext("%(count)s day between", "%(count)s days between", days)
        counted = said % {"count": formatting.number(days)}
        yield (
            first,
            Gap(days, f"{counted}, {formatting.period(Period(first, last))}", _bar(first, last, shown)),
        )


def _runs(found: Iterable[Episode], today: date) -> list[tuple[date, date]]:
    """Stretches without a day between, in their order; the episodes come in order of their first days."""
    runs: list[tuple[date, date]] = []
    for each in found:
        ends_on = max(each.ends_on or today, each.starts_on)
        if runs and each.starts_on <= runs[-1][1] + _DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], ends_on))
        else:
            runs.append((each.starts_on, ends_on))
    return runs


def _in_order(stays: Iterable[Stay], gaps: Iterable[tuple[date, Gap]]) -> list[Stay | Gap]:
    rows: list[tuple[date, Stay | Gap]] = [(stay.episode.starts_on, stay) for stay in stays]
    return [row for _on, row in sorted([*rows, *gaps], key=lambda row: row[0])]


def _bar(first: date, last: date, shown: Period, *, is_open: bool = False) -> Bar | None:
    if last < shown.starts_on or first > shown.ends_on:
        return None
    first, last = max(first, shown.starts_on), min(last, shown.ends_on)
    width = 100 * ((last - first).days + 1) / shown.days
    return Bar(_percent(first, shown), f"{max(width, 0.8):.2f}%", is_open)


def _percent(day: date, shown: Period) -> str:
    """Where a day stands on the line, in percent."""
    return f"{100 * (day - shown.starts_on).days / shown.days:.2f}%"
