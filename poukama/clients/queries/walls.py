"""The walls as their gatekeeper sees them: by code name, in the whole association."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from poukama.clients.choices import WallSide
from poukama.clients.code_names import as_code_name
from poukama.clients.models import BehindWall, Client, Family, KnownIn, PartyWall, SideWorker
from poukama.clients.queries.finding import Served
from poukama.clients.rules import GATEKEEPERS, STAFF
from poukama.organisation.models import Assignment, User
from poukama.organisation.queries import in_force

_LONGEST_NUMBER = 18


@dataclass(frozen=True)
class SideRow:
    """A side of a wall: who is behind it, and who goes on working with them."""

    side: WallSide
    served: Served
    workers: list[User]


@dataclass(frozen=True)
class WallRow:
    """A wall and its two sides."""

    wall: PartyWall
    sides: list[SideRow]


def wall_rows(walls: Sequence[PartyWall]) -> list[WallRow]:
    """The walls with their sides; two queries however many they are."""
    behind: dict[tuple[object, str], Served] = {}
    for row in BehindWall.objects.filter(wall__in=walls).select_related("client", "family").order_by("pk"):
        served = row.family or row.client
        if served is not None:
            behind[row.wall_id, row.side] = served
    workers: dict[tuple[object, str], list[User]] = {}
    named = SideWorker.objects.filter(wall__in=walls, voided_at=None).select_related("user")
    for worker in named.order_by("user__name", "pk"):
        workers.setdefault((worker.wall_id, worker.side), []).append(worker.user)
    return [
        WallRow(
            wall,
            [
                SideRow(side, behind[wall.pk, side], workers.get((wall.pk, side), []))
                for side in WallSide
                if (wall.pk, side) in behind
            ],
        )
        for wall in walls
    ]


def served_called(text: str) -> Served | None:
    """The family, or the person without one, that has just this code name."""
    code = as_code_name(text)
    if code is None:
        return None
    family = Family.objects.filter(code_name=code).first()
    return family or Client.objects.filter(code_name=code, family=None).first()


def served_from(key: str) -> Served | None:
    """The family or the person without one that a key (`f7`, `c12`) names."""
    kind, number = key[:1], key[1:]
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        return None
    if kind == "f":
        return Family.objects.filter(pk=int(number)).first()
    coded = Client.objects.filter(family=None, code_name__gt="")
    return coded.filter(pk=int(number)).first() if kind == "c" else None


def who_work_with(served: Served, day: date) -> list[User]:
    """Workers and leads, today, of the work forms that know them; no gatekeeper, who sees both sides. Two queries."""
    about = Q(family=served) | Q(client__family=served) if isinstance(served, Family) else Q(client=served)
    places = KnownIn.objects.filter(about).order_by().values("work_form")
    held = Assignment.objects.filter(in_force(day)).order_by()
    there = held.filter(Q(work_form__in=places) | Q(work_form=None), role__in=STAFF)
    gatekeepers = held.filter(role__in=GATEKEEPERS).values("user")
    found = User.objects.filter(pk__in=there.values("user"), is_active=True).exclude(pk__in=gatekeepers)
    return list(found.order_by("name", "pk"))
