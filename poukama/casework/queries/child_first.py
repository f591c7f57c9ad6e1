"""Of which children something of their own has been written lately, and of whom not."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from poukama.access.actor import Actor
from poukama.casework.models import Episode
from poukama.casework.queries.called import Called, members_called
from poukama.casework.queries.notes import parts_in_file

DAYS = 14
_STEP, _WIDE = 100 / DAYS, 5.2


@dataclass(frozen=True)
class Square:
    """A day on the line; places are ready strings, since a template would write commas."""

    x: str
    is_seen: bool


@dataclass(frozen=True)
class ChildRow:
    """A child with the last two weeks: on which days something was written that tells of them."""

    called: Called
    squares: list[Square]
    days: int
    """On how many days."""
    of_days: int
    """Of how many days: fewer than two weeks for somebody new."""
    last_on: date | None
    without: int
    """For how many days nothing has been written of them."""
    is_unseen: bool
    """Whether that is longer than the work form says."""


def children_first(actor: Actor, episode: Episode, today: date) -> list[ChildRow]:
    """The children who take part now. Counts what the actor may read. The same queries however many."""
    there = [each for each in members_called(actor, episode, since=today) if each.is_child]
    first = today - timedelta(days=DAYS - 1)
    whose = {row.pk: each.member.client_id for each in there for row in each.rows}
    parts = parts_in_file(actor, episode).filter(note__voided_at=None, tells_of__in=list(whose)).order_by()
    lately = (
        parts.filter(note__happened_on__gte=first).values_list("tells_of", "note__happened_on").distinct()
    )
    days: dict[int, set[date]] = {}
    for member, day in lately:
        days.setdefault(whose[member], set()).add(day)
    last: dict[int, date] = {}
    for member, day in parts.values_list("tells_of").annotate(last=Max("note__happened_on")):
        last[whose[member]] = max(day, last.get(whose[member], day))
    limit = episode.work_form.child_unseen_days
    return [
        _row(each, days.get(each.member.client_id, set()), last.get(each.member.client_id), today, limit)
        for each in there
    ]


def _row(called: Called, seen: set[date], last_on: date | None, today: date, limit: int) -> ChildRow:
    begins = max(called.rows[0].starts_on, today - timedelta(days=DAYS - 1))
    line = [today - timedelta(days=DAYS - 1 - place) for place in range(DAYS)]
    without = (today - (last_on or called.rows[0].starts_on)).days
    return ChildRow(
        called=called,
        squares=[
            Square(f"{place * _STEP + (_STEP - _WIDE) / 2:.2f}%", day in seen)
            for place, day in enumerate(line)
            if day >= begins
        ],
        days=len(seen),
        of_days=(today - begins).days + 1,
        last_on=last_on,
        without=without,
        is_unseen=without >= limit,
    )
