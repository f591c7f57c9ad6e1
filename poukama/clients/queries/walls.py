"""The walls as their gatekeeper sees them: by code name, in the whole association."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from poukama.clients.choices import WallSide, WhyWall
from poukama.clients.code_names import as_code_name
from poukama.clients.meeting import where_both_come
from poukama.clients.models import (
    BehindWall,
    Client,
    Family,
    KnownIn,
    PartyWall,
    SideWorker,
    WallProposal,
)
from poukama.clients.queries.finding import Served, parsed
from poukama.clients.rules import GATEKEEPERS, STAFF
from poukama.organisation.models import Assignment, User, WorkForm
from poukama.organisation.queries import in_force
from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class SideRow:
    """A side of a wall: who is behind it, and who goes on working with them."""

    side: WallSide
    served: Served
    workers: list[User]
    gone: list[User]
    """Those named who do not work with clients any more: an account closed, a role ended, or a gatekeeper now."""

    @property
    def is_alone(self) -> bool:
        """Whether nobody is left who sees them."""
        return len(self.gone) == len(self.workers)


@dataclass(frozen=True)
class WallRow:
    """A wall and its two sides."""

    wall: PartyWall
    sides: list[SideRow]
    meet_at: Sequence[str] = ()
    """The names of groups to which both sides come."""


def wall_rows(walls: Sequence[PartyWall], day: date) -> list[WallRow]:
    """The walls with their sides; three queries however many they are, and what other apps ask."""
    behind: dict[tuple[object, str], Served] = {}
    for row in BehindWall.objects.filter(wall__in=walls).select_related("client", "family").order_by("pk"):
        served = row.family or row.client
        if served is not None:
            behind[row.wall_id, row.side] = served
    workers: dict[tuple[object, str], list[User]] = {}
    named = SideWorker.objects.filter(wall__in=walls, voided_at=None).select_related("user")
    for worker in named.order_by("user__name", "pk"):
        workers.setdefault((worker.wall_id, worker.side), []).append(worker.user)
    meet_at = where_both_come(walls, day)
    named_at_all = {user.pk for users in workers.values() for user in users}
    still = set(_at_work(day).filter(pk__in=named_at_all).values_list("pk", flat=True))
    return [
        WallRow(
            wall,
            [
                SideRow(
                    side,
                    behind[wall.pk, side],
                    there := workers.get((wall.pk, side), []),
                    [user for user in there if user.pk not in still],
                )
                for side in WallSide
                if (wall.pk, side) in behind
            ],
            meet_at.get(wall.pk, ()),
        )
        for wall in walls
    ]


def sides_alone(day: date) -> int:
    """How many sides have nobody left who sees them. One query."""
    seen = SideWorker.objects.filter(
        wall=OuterRef("wall"), side=OuterRef("side"), voided_at=None, user__in=_at_work(day).values("pk")
    )
    return BehindWall.objects.filter(~Exists(seen), wall__voided_at=None).count()


def side_of(client: Client) -> dict[str, int | None]:
    """What stands behind a wall when somebody does: their family, or they themselves."""
    return {"family": client.family_id} if client.family_id else {"client": client.pk}


def proposals_waiting() -> QuerySet[WallProposal]:
    """What the gatekeeper has not decided on, the newest first."""
    rows = WallProposal.objects.filter(voided_at=None, decided_at=None)
    return rows.select_related("client__family", "other__family", "recorded_by").order_by(
        "-recorded_at", "pk"
    )


@dataclass(frozen=True)
class ProposalRow:
    """A wall that is proposed: its two sides by code name, and why in a word. Two of one family are parted first."""

    proposal: WallProposal
    sides: list[Served]
    why: Text

    @property
    def is_one_family(self) -> bool:
        """Whether no wall can stand yet."""
        return self.sides[0] == self.sides[1]


def proposal_rows(proposals: Sequence[WallProposal]) -> list[ProposalRow]:
    """The proposals as their gatekeeper sees them: families by code name, never a member of one. No query."""
    return [
        ProposalRow(
            each,
            [each.client.family or each.client, each.other.family or each.other],
            WhyWall(each.why).label,
        )
        for each in proposals
    ]


def _at_work(day: date) -> QuerySet[User]:
    """Those with an open account who work with clients on the day, and do not look after walls then or later."""
    held = Assignment.objects.filter(in_force(day), role__in=STAFF).order_by()
    later = Q(ends_on=None) | Q(ends_on__gte=day)
    gatekeepers = Assignment.objects.filter(later, role__in=GATEKEEPERS).order_by()
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return people.exclude(pk__in=gatekeepers.values("user")).order_by("name", "pk")


def works_there(day: date, *, user: str, work_form: str) -> Q:
    """Rows whose worker, at one path, works with clients on the day in the work form at the other; no gatekeeper."""
    held = Assignment.objects.filter(in_force(day), role__in=STAFF, user=OuterRef(user)).order_by()
    there = held.filter(Q(work_form=OuterRef(work_form)) | Q(work_form=None))
    return Q(Exists(there)) & Q(Exists(_at_work(day).order_by().filter(pk=OuterRef(user))))


def served_called(text: str) -> Served | None:
    """The family, or the person without one, that has just this code name."""
    code = as_code_name(text)
    if code is None:
        return None
    family = Family.objects.filter(code_name=code).first()
    return family or Client.objects.filter(code_name=code, family=None).first()


def served_from(key: str) -> Served | None:
    """The family or the person without one that a key (`f7`, `c12`) names."""
    kind, number = parsed(key)
    if number is None:
        return None
    if kind == "f":
        return Family.objects.filter(pk=number).first()
    return Client.objects.filter(family=None, code_name__gt="", pk=number).first()


def who_work_with(served: Served, day: date) -> list[User]:
    """Workers and leads, today, of the work forms that know them; no gatekeeper, who sees both sides. One query."""
    about = Q(family=served) | Q(client__family=served) if isinstance(served, Family) else Q(client=served)
    places = KnownIn.objects.filter(about).order_by().values("work_form")
    held = Assignment.objects.filter(in_force(day)).order_by()
    there = held.filter(Q(work_form__in=places) | Q(work_form=None), role__in=STAFF)
    return list(_at_work(day).filter(pk__in=there.values("user")))


def who_work_in(work_form: WorkForm, day: date) -> list[User]:
    """Workers and leads of the work form today; no gatekeeper. One query."""
    held = Assignment.objects.filter(in_force(day), role__in=STAFF).order_by()
    there = held.filter(Q(work_form=work_form) | Q(work_form=None))
    return list(_at_work(day).filter(pk__in=there.values("user")))
