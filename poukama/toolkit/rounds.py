"""What the house does by itself every night or week: each thing is named by the app whose command does it.

An app calls `comes_round` when it starts. Days are those of the night before: a night ends at two.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from poukama.toolkit import clock
from poukama.toolkit.facts import Text
from poukama.toolkit.models import KeyCheck, Round

NIGHT_ENDS = timedelta(hours=2)
AGAIN_AFTER = timedelta(hours=1)


class Often(TextChoices):
    """How often the house does something by itself."""

    NIGHTLY = "nightly", _("Every night")
    ON_MONDAYS = "on_mondays", _("Every Monday")

    def last_due(self, day: date) -> date:
        """The last day on or before this one on which it is to be done."""
        return day if self is Often.NIGHTLY else day - timedelta(days=day.weekday())

    def next_due(self, day: date) -> date:
        """The first day after this one on which it is to be done."""
        return self.last_due(day) + timedelta(days=1 if self is Often.NIGHTLY else 7)


@dataclass(frozen=True)
class ComesRound:
    """Something done by itself: the words of its command, how often, and for whoever reads that it is late, why."""

    name: str
    often: Often
    title: Text
    undone: Text
    """What is not as it should be while it is not done, in the words of the work."""


@dataclass(frozen=True)
class Standing:
    """Something that comes round, when it was done last, and whether it is due."""

    of: ComesRound
    done_on: date | None
    is_due: bool


@dataclass(frozen=True)
class Late:
    """Something that should have been done a day ago or earlier. `begun_at`: when it was tried last and not finished."""

    of: ComesRound
    done_on: date | None
    due_on: date
    begun_at: datetime | None

    @property
    def is_tried(self) -> bool:
        """Whether a process goes its rounds and fails, and not that none does."""
        return self.begun_at is not None and clock.now() - self.begun_at < 2 * AGAIN_AFTER


_rounds: dict[str, ComesRound] = {}


def comes_round(what: ComesRound) -> None:
    """Have the house do this by itself."""
    _rounds[what.name] = what


def night() -> date:
    """The day whose night it is: until two o'clock the day before."""
    return timezone.localdate(clock.now() - NIGHT_ENDS)


def standings() -> list[Standing]:
    """All that comes round, in the order in which it is done."""
    done_on = dict(Round.objects.order_by("pk").values_list("name", "done_on"))
    return [_standing(what, done_on.get(name)) for name, what in _rounds.items()]


def late() -> list[Late]:
    """What is late by a day or more, the latest last. What was never done is late from when the house has stood a day."""
    rows = {row.name: row for row in Round.objects.order_by("pk")}
    began_on = KeyCheck.objects.aggregate(day=Min("since_on"))["day"] or night()
    found = [_late(what, rows.get(name), began_on) for name, what in _rounds.items()]
    return sorted((one for one in found if one.due_on < night()), key=lambda one: (one.due_on, one.of.name))


def _standing(what: ComesRound, last: date | None) -> Standing:
    return Standing(what, last, is_due=last is None or last < what.often.last_due(night()))


def _late(what: ComesRound, row: Round | None, began_on: date) -> Late:
    done_on = row.done_on if row else None
    due_on = what.often.next_due(done_on) if done_on else began_on
    return Late(what, done_on, due_on, row.begun_at if row else None)
