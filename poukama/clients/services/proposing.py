"""Proposing a wall when an opposing side is recorded, and deciding on what was proposed."""

from django.db import transaction

from poukama.access import audit
from poukama.clients.choices import Kinship, WhyWall
from poukama.clients.models import BehindWall, Client, PartyWall, WallProposal
from poukama.clients.queries.walls import side_of
from poukama.clients.rules import Action
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


class DecidedMeanwhile(Exception):
    """Somebody has set the wall or dismissed the proposal already."""


class NoReasonGiven(Exception):
    """It was not said why."""


def why_of(kind: Kinship) -> WhyWall | None:
    """Why a tie of this kind proposes a wall; None for one that tells of no opposing sides."""
    return {
        Kinship.MUST_NOT_CONTACT: WhyWall.MUST_NOT_CONTACT,
        Kinship.USED_VIOLENCE: WhyWall.VIOLENCE,
    }.get(kind)


@transaction.atomic
def propose_wall(
    *, client: Client, other: Client, why: WhyWall, work_form: WorkForm, by: User
) -> WallProposal | None:
    """Propose a wall between two to the gatekeeper; None when one stands, or waits, or was dismissed for the same."""
    first, second = sorted((client, other), key=lambda each: each.pk)
    for pk in (first.pk, second.pk):
        Client.objects.select_for_update(of=("self",)).get(pk=pk)
    if first == second or first.is_anonymous or second.is_anonymous or _stands(first, second):
        return None
    before = WallProposal.objects.filter(client=first, other=second, voided_at=None)
    if before.filter(decided_at=None).exists() or before.filter(why=why, wall=None).exists():
        return None
    return WallProposal.objects.create(
        work_form=work_form, client=first, other=second, why=why, recorded_at=clock.now(), recorded_by=by
    )


@transaction.atomic
def dismiss(*, proposal: WallProposal, because: str, by: User) -> None:
    """Say that no wall is needed, and why. It is not proposed again for the same reason."""
    if not because.strip():
        raise NoReasonGiven
    found = _waiting(proposal)
    found.dismissed_because = because.strip()
    _decide(found, by, "dismissed")


def answered_by(wall: PartyWall, by: User) -> None:
    """Whatever proposed just this wall has been answered by it."""
    sides = {(row.family_id, row.client_id) for row in BehindWall.objects.filter(wall=wall).order_by("pk")}
    waiting = WallProposal.objects.filter(voided_at=None, decided_at=None)
    for proposal in waiting.select_related("client__family", "other__family").order_by("pk"):
        if {_ids(proposal.client), _ids(proposal.other)} == sides:
            proposal.wall = wall
            _decide(proposal, by, "set")


def _ids(client: Client) -> tuple[int | None, int | None]:
    return (client.family_id, None) if client.family_id else (None, client.pk)


def _decide(proposal: WallProposal, by: User, what: str) -> None:
    proposal.decided_at, proposal.decided_by = clock.now(), by
    proposal.save(update_fields=["decided_at", "decided_by", "wall", "dismissed_because"])
    audit.record(Action.DECIDE_PROPOSAL, by=by, about=proposal, detail={"what": what})


def _waiting(proposal: WallProposal) -> WallProposal:
    rows = WallProposal.objects.select_for_update(of=("self",))
    found = rows.filter(pk=proposal.pk, voided_at=None, decided_at=None).first()
    if found is None:
        raise DecidedMeanwhile
    return found


def _stands(one: Client, other: Client) -> bool:
    """Whether a wall stands between the two, or between their families."""
    standing = BehindWall.objects.filter(wall__voided_at=None).order_by()
    walls_of = [set(standing.filter(**side_of(each)).values_list("wall_id", "side")) for each in (one, other)]
    there = dict(walls_of[0])
    return any(there.get(wall, side) != side for wall, side in walls_of[1])
