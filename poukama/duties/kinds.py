"""The kinds of duty. Each is named by the app that opens duties of it; it alone knows what one is about.

An app calls `add_kind` when it starts. Lists of duties ask every kind whose duties the actor may see, and what
each is about in the words of that app, so that a wall or an order holds here without this app knowing of either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from poukama.access.actor import Actor
from poukama.duties.models import Duty
from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class About:
    """What a duty is about, as the actor may read it: what to do, of whom (a code), and where it is done."""

    title: str
    code: str = ""
    url: str = ""
    note: str = ""
    done_url: str = ""
    """Where a press says that it is done today; empty where more must be said."""


Seen = Callable[[Actor], Q]
"""The duties of the kind that the actor may see, as a condition over `Duty`."""
Told = Callable[[Actor, Sequence[Duty]], Mapping[UUID, About]]
"""What each of these is about; a few queries for all. One that is left out is not shown."""


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty: its key, what it is called in figures and lists, who sees it and what is told of it."""

    key: str
    title: Text
    seen: Seen
    told: Told


_kinds: dict[str, DutyKind] = {}


def add_kind(kind: DutyKind) -> None:
    """Have duties of this kind shown."""
    _kinds[kind.key] = kind


def kinds() -> Mapping[str, DutyKind]:
    """Every kind by its key."""
    return dict(_kinds)
