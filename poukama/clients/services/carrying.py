"""Carrying the walls around somebody to whoever they become: another family, or a client of another home."""

from django.db.models import QuerySet

from poukama.access import audit
from poukama.clients.models import BehindWall, Client, Family, PartyWall, SideWorker
from poukama.clients.rules import Action
from poukama.organisation.models import User
from poukama.toolkit import clock


def carry_walls(former: Family | Client, new: Family | Client, by: User) -> None:
    """What stood between them and others, or around them, stands for the new one too, with the same workers."""
    for behind in _standing(former).order_by("pk"):
        wall = PartyWall.objects.create(
            reason=behind.wall.reason, recorded_at=clock.now(), recorded_by=behind.wall.recorded_by
        )
        for each in BehindWall.objects.filter(wall=behind.wall_id).order_by("pk"):
            served = _whom(new) if each.pk == behind.pk else {"family": each.family, "client": each.client}
            BehindWall.objects.create(wall=wall, side=each.side, **served)
        SideWorker.objects.bulk_create(
            SideWorker(
                wall=wall,
                side=each.side,
                user=each.user,
                recorded_at=clock.now(),
                recorded_by=each.recorded_by,
            )
            for each in SideWorker.objects.filter(wall=behind.wall_id, voided_at=None).order_by("pk")
        )
        audit.record(Action.SET_WALL, by=by, about=wall, detail={"carried_from": str(behind.wall_id)})


def _standing(served: Family | Client) -> QuerySet[BehindWall]:
    return BehindWall.objects.filter(wall__voided_at=None, **_whom(served)).select_related("wall")


def _whom(served: Family | Client) -> dict[str, Family | Client]:
    return {"family" if isinstance(served, Family) else "client": served}
