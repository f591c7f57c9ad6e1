"""Where both sides of a wall come, as other apps know it: each app names the question that it answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from poukama.clients.models import PartyWall

Asked = Callable[[Sequence[PartyWall], date], Mapping[UUID, Sequence[str]]]
"""By the key of each wall the names of what both of its sides come to; nothing of who comes, how often or when."""

_known_to: dict[str, Asked] = {}


def knows_of_meetings(app: str, asked: Asked) -> None:
    """Have the app asked, too, where both sides of a wall come."""
    _known_to[app] = asked


def where_both_come(walls: Sequence[PartyWall], day: date) -> dict[UUID, list[str]]:
    """By the key of each wall what both of its sides come to. It is told to nobody but a gatekeeper."""
    found: dict[UUID, list[str]] = {}
    for asked in _known_to.values():
        for wall, names in asked(walls, day).items():
            found.setdefault(wall, []).extend(names)
    return found
