"""Setting walls between people on opposing sides, or around one; and taking them down."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from poukama.access import audit
from poukama.clients.choices import WallSide
from poukama.clients.models import BehindWall, Client, Family, PartyWall, SideWorker
from poukama.clients.own_data import let_go_of_copies
from poukama.clients.queries import Served, served_from, who_work_with
from poukama.clients.queries.finding import key_of
from poukama.clients.rules import Action
from poukama.clients.services.proposing import answered_by
from poukama.clients.services.same import are_linked, part_homes
from poukama.organisation.models import User
from poukama.toolkit import clock

Sides = Mapping[WallSide, Served]
Workers = Mapping[WallSide, Sequence[User]]


class SameOnBothSides(Exception):
    """A wall stands between two, not around one."""


class SideMissing(Exception):
    """A wall has one side or two; the first is always there."""


class WalledAlready(Exception):
    """A wall stands between these two, or around this one, already."""


class NobodyGoesOn(Exception):
    """Nobody would go on working with a side: those served would be left alone."""

    def __init__(self, side: WallSide) -> None:
        self.side = side
        super().__init__(side)


class WorksWithBoth(Exception):
    """Somebody was named on both sides."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(user.pk)


class WorkedWithTheOther(Exception):
    """Somebody was once named for the opposing side of a wall between these two: nothing can be unread."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(user.pk)


class ChangedMeanwhile(Exception):
    """Somebody else has said anew who works with whom since it was looked at."""


class DoesNotWorkWithThem(Exception):
    """Somebody was named who works in no work form that knows the side, or who looks after walls."""


class NoReason(Exception):
    """It was not said why."""


class WallIsDown(Exception):
    """The wall was taken down meanwhile."""


class OneOnBothSides(Exception):
    """Somebody of one side was said to be one person with somebody of the other: they are taken apart first."""


@transaction.atomic
def set_wall(*, sides: Sides, workers: Workers, reason: str, by: User) -> PartyWall:
    """Set a wall: from now on each side is seen only by those named to go on with it.

    With one side only, it stands around them: their records are restricted to those named. A child of two homes of
    whom one is behind it is from now on a client of each, not linked.
    """
    if not reason.strip():
        raise NoReason
    if set(sides) not in ({WallSide.ONE}, set(WallSide)):
        raise SideMissing
    sides = _locked(sides)
    if len(sides) > 1 and sides[WallSide.ONE] == sides[WallSide.OTHER]:
        raise SameOnBothSides
    if _stands_between(*sides.values()) if len(sides) > 1 else _stands_around(sides[WallSide.ONE]):
        raise WalledAlready
    people = [_people_of(served) for served in sides.values()]
    let_go_of_copies(set().union(*people), by)
    part_homes(set().union(*people), by)
    if len(sides) > 1 and are_linked(*people):
        raise OneOnBothSides
    named = _checked(sides, workers)
    wall = PartyWall.objects.create(reason=reason.strip(), recorded_at=clock.now(), recorded_by=by)
    for side, served in sides.items():
        BehindWall.objects.create(wall=wall, side=side, **_whom(served))
    _name(wall, named, by)
    if len(sides) > 1:
        answered_by(wall, by)
    audit.record(Action.SET_WALL, by=by, about=wall)
    return wall


def state_of(wall: PartyWall) -> str:
    """Who works with whom now, as a form remembers it: what somebody else has changed is not undone unseen."""
    rows = SideWorker.objects.filter(wall=wall, voided_at=None).order_by("pk")
    return "-".join(str(pk) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def change_workers(*, wall: PartyWall, sides: Sides, workers: Workers, former: str, by: User) -> int:
    """Say anew who goes on with each side; how many were added or left out. `former` is what `state_of` said."""
    sides = _locked(sides)
    wall = _standing(wall)
    if state_of(wall) != former:
        raise ChangedMeanwhile
    named = _checked(sides, workers, wall)
    wanted = {(user.pk, side) for side, users in named.items() for user in users}
    now = {
        (row.user_id, row.side): row
        for row in SideWorker.objects.filter(wall=wall, voided_at=None).order_by("pk")
    }
    gone = [row for key, row in now.items() if key not in wanted]
    for row in gone:
        row.voided_at, row.voided_by = clock.now(), by
        row.save(update_fields=["voided_at", "voided_by"])
    new = {side: [user for user in users if (user.pk, side) not in now] for side, users in named.items()}
    _name(wall, new, by)
    changed = len(gone) + sum(map(len, new.values()))
    if gone:
        let_go_of_copies(set().union(*(_people_of(served) for served in sides.values())), by)
    if changed:
        audit.record(Action.CHANGE_WALL, by=by, about=wall)
    return changed


@transaction.atomic
def take_down(*, wall: PartyWall, because: str, by: User) -> None:
    """Take a wall down: whoever works where both are known sees both again."""
    if not because.strip():
        raise NoReason
    wall = _standing(wall)
    wall.voided_at, wall.voided_by, wall.taken_down_because = clock.now(), by, because.strip()
    wall.save(update_fields=["voided_at", "voided_by", "taken_down_because"])
    audit.record(Action.CHANGE_WALL, by=by, about=wall, detail={"taken_down": True})


def _locked(sides: Sides) -> dict[WallSide, Served]:
    """The two, locked in one order, so that two gatekeepers at once do not set the same wall twice."""
    for served in sorted(sides.values(), key=key_of):
        type(served)._default_manager.select_for_update().get(pk=served.pk)
    return {side: served_from(key_of(served)) or served for side, served in sides.items()}


def _standing(wall: PartyWall) -> PartyWall:
    found = PartyWall.objects.select_for_update().filter(pk=wall.pk, voided_at=None).first()
    if found is None:
        raise WallIsDown
    return found


def _stands_between(one: Served, other: Served) -> bool:
    standing = BehindWall.objects.filter(wall__voided_at=None).order_by()
    walls_of = [set(standing.filter(**_whom(each)).values_list("wall_id")) for each in (one, other)]
    return bool(walls_of[0] & walls_of[1])


def _stands_around(served: Served) -> bool:
    """Whether a wall stands around them that has no other side."""
    there = BehindWall.objects.filter(wall__voided_at=None, **_whom(served))
    other = BehindWall.objects.filter(wall=OuterRef("wall")).exclude(pk=OuterRef("pk"))
    return there.exclude(Exists(other)).exists()


def _people_of(served: Served) -> set[int]:
    of_served = Q(family=served) if isinstance(served, Family) else Q(pk=served.pk) | Q(came_with=served)
    return set(Client.objects.filter(of_served).order_by().values_list("pk", flat=True))


def _whom(served: Served) -> dict[str, Any]:
    return {"family" if isinstance(served, Family) else "client": served}


def _checked(sides: Sides, workers: Workers, wall: PartyWall | None = None) -> dict[WallSide, list[User]]:
    named = {side: list(dict.fromkeys(workers[side])) for side in sides}
    for user in named[WallSide.ONE]:
        if user in named.get(WallSide.OTHER, ()):
            raise WorksWithBoth(user)
    for side, users in named.items():
        if not set(users) <= set(who_work_with(sides[side], clock.today())):
            raise DoesNotWorkWithThem
        if not _left_by_other_walls(sides[side], users, wall):
            raise NobodyGoesOn(side)
        opposite = sides.get(side.opposite)
        was_there = _who_worked_with(opposite, sides[side], users) if opposite else None
        if was_there:
            raise WorkedWithTheOther(was_there)
    return named


def _who_worked_with(other: Served, served: Served, users: Sequence[User]) -> User | None:
    """One of the workers who was once named for the other side of a wall between these two, this one or an earlier."""
    walls = BehindWall.objects.filter(**_whom(served)).order_by().values("wall")
    for there in BehindWall.objects.filter(wall__in=walls, **_whom(other)).order_by("pk"):
        named = SideWorker.objects.filter(wall=there.wall_id, side=there.side, user__in=users).order_by("pk")
        if found := named.select_related("user").first():
            return found.user
    return None


def _left_by_other_walls(served: Served, users: Sequence[User], wall: PartyWall | None) -> set[User]:
    """Of the workers, those who stand on their side of every other wall too."""
    standing = BehindWall.objects.filter(wall__voided_at=None, **_whom(served)).order_by("pk")
    left = set(users)
    for other in standing.exclude(wall=wall) if wall else standing:
        on_side = SideWorker.objects.filter(wall=other.wall_id, side=other.side, voided_at=None)
        left &= set(User.objects.filter(pk__in=on_side.order_by().values("user")))
    return left


def _name(wall: PartyWall, named: Workers, by: User) -> None:
    SideWorker.objects.bulk_create(
        SideWorker(wall=wall, side=side, user=user, recorded_at=clock.now(), recorded_by=by)
        for side, users in named.items()
        for user in users
    )
