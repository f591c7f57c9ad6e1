"""Groups and occasions to which both sides of a wall come; asked when the gatekeeper looks at the walls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from poukama.activities.choices import OccasionState
from poukama.activities.models import Attendance
from poukama.activities.queries.people import CAME_LATELY
from poukama.clients.meeting import knows_of_meetings
from poukama.clients.models import BehindWall, CountedAs, PartyWall
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels

Side = tuple[UUID, str]


def connect() -> None:
    """Have the gatekeeper's page ask here; called once, when the app starts."""
    knows_of_meetings("activities", both_come_to)


@dataclass
class _Behind:
    """Which sides stand around a family and around a person, by their ids."""

    families: dict[int, set[Side]] = field(default_factory=dict)
    clients: dict[int, set[Side]] = field(default_factory=dict)

    def sides(
        self, *, family: int | None, client: int | None = None, came_with: int | None = None
    ) -> set[Side]:
        """The sides that stand around somebody: around them, their family or whoever they came with."""
        of_clients = (self.clients.get(each or 0, set()) for each in (client, came_with))
        return self.families.get(family or 0, set()).union(*of_clients)


def both_come_to(walls: Sequence[PartyWall], day: date) -> Mapping[UUID, list[str]]:
    """The names of the groups, and of occasions without one, at which both sides were lately. Four queries."""
    behind = _behind(walls)
    theirs = Q(client__in=behind.clients) | Q(client__came_with__in=behind.clients)
    theirs |= Q(family__in=behind.families) | Q(client__family__in=behind.families)
    marks = Attendance.objects.filter(
        theirs, voided_at=None, occasion__voided_at=None, occasion__happened_on__gte=day - CAME_LATELY
    )
    marks = marks.exclude(occasion__state=OccasionState.CANCELLED)
    kinds = term_labels(TermList.OCCASION_KIND)
    came: dict[Side, dict[str, str]] = {}
    rows = marks.order_by("occasion__happened_on", "pk").values_list(
        "family", "client", "client__family", "client__came_with", *_WHERE
    )
    for family, client, of_family, came_with, group, name, occasion, title, kind in rows:
        sides = behind.sides(family=family) | behind.sides(
            family=of_family, client=client, came_with=came_with
        )
        where = f"g{group}" if group else f"o{occasion}"
        for side in sides:
            came.setdefault(side, {})[where] = name or title or kinds.get(kind, kind)
    return _met(came)


_WHERE = (
    "occasion__group",
    "occasion__group__name",
    "occasion",
    "occasion__title",
    "occasion__kind",
)


def _behind(walls: Iterable[PartyWall]) -> _Behind:
    found = _Behind()
    for row in BehindWall.objects.filter(wall__in=list(walls)).order_by("pk"):
        kept = found.families if row.family_id else found.clients
        kept.setdefault(row.family_id or row.client_id or 0, set()).add((row.wall_id, row.side))
    _add_other_names(found)
    return found


def _add_other_names(behind: _Behind) -> None:
    """A wall around somebody stands around each of their code names."""
    counted = CountedAs.objects.filter(voided_at=None).order_by()
    about = Q(client__in=behind.clients) | Q(client__family__in=behind.families)
    about |= Q(client__came_with__in=behind.clients)
    rows = list(
        counted.filter(kept__in=counted.filter(about).values("kept")).values_list(
            "client", "kept", "client__family", "client__came_with"
        )
    )
    sides: dict[int, set[Side]] = {}
    for client, kept, family, came_with in rows:
        around = behind.sides(family=family, client=client, came_with=came_with)
        sides.setdefault(kept, set()).update(around)
    for client, kept, _family, _came_with in rows:
        behind.clients.setdefault(client, set()).update(sides[kept])


def _met(came: Mapping[Side, Mapping[str, str]]) -> dict[UUID, list[str]]:
    """What each wall's two sides have in common."""
    walls: dict[UUID, list[Mapping[str, str]]] = {}
    for (wall, _side), where in sorted(came.items()):
        walls.setdefault(wall, []).append(where)
    both = {wall: sides for wall, sides in walls.items() if len(sides) > 1}
    return {
        wall: [one[key] for key in sorted(one) if key in other]
        for wall, (one, other) in both.items()
        if one.keys() & other.keys()
    }
