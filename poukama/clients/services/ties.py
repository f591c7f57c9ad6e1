"""Recording who is what to whom, until when, and what was recorded by mistake."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.clients.choices import Kinship, WhyWall
from poukama.clients.models import Client, FamilyTie, KnownIn
from poukama.clients.opposing import has_used_violence
from poukama.clients.rules import Action
from poukama.clients.services.kinship import refuse_impossible
from poukama.clients.services.proposing import propose_wall, why_of
from poukama.organisation.models import User
from poukama.toolkit import clock

SAME_FROM_BOTH = (Kinship.PARTNER, Kinship.FORMER_PARTNER, Kinship.SIBLING, Kinship.OTHER_KIN)
"""Said once, it is said of both."""
PARTNERS = (Kinship.PARTNER, Kinship.FORMER_PARTNER)
"""On opposing sides, when one of them has used violence."""


class TiedToOneself(Exception):
    """A tie is between two."""


class NotKnownHere(Exception):
    """The work form does not know one of the two."""


class TiedAlready(Exception):
    """Just this tie goes on already."""


class TiedThen(Exception):
    """Just this tie is recorded for some of these days already."""


class DayAhead(Exception):
    """That day has not come."""


class EndsBeforeItBegins(Exception):
    """Its last day would be before its first."""


class EndedOrTakenBack(Exception):
    """Somebody has ended it or taken it back meanwhile."""


@transaction.atomic
def add_tie(
    *,
    known: KnownIn,
    other: Client,
    kind: Kinship,
    starts_on: date | None,
    by: User,
    ends_on: date | None = None,
) -> FamilyTie:
    """Record what somebody is, or was, to somebody; without a first day, for as long as anybody knows.

    One that tells of two opposing sides proposes a wall to the gatekeeper; so does, unsaid to anybody else, a partner
    or former partner when one of the two is known to have used violence.
    """
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    client, work_form = known.client, known.work_form
    if client is None or not KnownIn.objects.filter(client=other, work_form=work_form).exists():
        raise NotKnownHere
    if other == client:
        raise TiedToOneself
    _check_days(starts_on, ends_on)
    _refuse_same(known, other, kind, starts_on, ends_on)
    refuse_impossible(work_form=work_form, client=client, other=other, kind=kind, starts_on=starts_on, by=by)
    now = clock.now()
    ended = {"ended_at": now, "ended_by": by} if ends_on is not None else {}
    tie = FamilyTie.objects.create(
        work_form=work_form,
        client=client,
        other=other,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=now,
        recorded_by=by,
        **ended,
    )
    audit.record(Action.ADD_TIE, by=by, about=client, work_form=work_form.key, detail={"tie": tie.pk})
    why = why_of(kind) if ends_on is None else None
    if kind in PARTNERS and has_used_violence({client.pk, other.pk}):
        why = WhyWall.VIOLENCE
    if why is not None:
        propose_wall(client=client, other=other, why=why, work_form=work_form, by=by)
    return tie


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if any(day is not None and day > clock.today() for day in (starts_on, ends_on)):
        raise DayAhead
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise EndsBeforeItBegins


def _refuse_same(
    known: KnownIn, other: Client, kind: Kinship, starts_on: date | None, ends_on: date | None
) -> None:
    """Refuse just this tie on days on which it is recorded already."""
    same = Q(client=known.client, other=other)
    if kind in SAME_FROM_BOTH:
        same |= Q(client=other, other=known.client)
    rows = FamilyTie.objects.filter(same, work_form=known.work_form, kind=kind, voided_at=None)
    if ends_on is None and rows.filter(ends_on=None).exists():
        raise TiedAlready
    if starts_on is not None:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        rows = rows.filter(Q(starts_on=None) | Q(starts_on__lte=ends_on))
    if rows.exists():
        raise TiedThen


@transaction.atomic
def end_tie(*, tie: FamilyTie, ends_on: date, by: User) -> None:
    """Say until when it was so; `ends_on` is the last day."""
    tie = _standing(tie)
    if tie.ends_on is not None:
        raise EndedOrTakenBack
    if ends_on > clock.today():
        raise DayAhead
    if tie.starts_on is not None and ends_on < tie.starts_on:
        raise EndsBeforeItBegins
    tie.ends_on, tie.ended_at, tie.ended_by = ends_on, clock.now(), by
    tie.save(update_fields=["ends_on", "ended_at", "ended_by"])
    _told(tie, by)


@transaction.atomic
def take_tie_back(*, tie: FamilyTie, by: User) -> None:
    """Say that it was recorded by mistake: it has never been so. What was recorded is kept."""
    tie = _standing(tie)
    tie.voided_at, tie.voided_by = clock.now(), by
    tie.save(update_fields=["voided_at", "voided_by"])
    _told(tie, by)


def _standing(tie: FamilyTie) -> FamilyTie:
    rows = FamilyTie.objects.select_for_update(of=("self",)).select_related("client", "work_form")
    found = rows.filter(pk=tie.pk, voided_at=None).first()
    if found is None:
        raise EndedOrTakenBack
    return found


def _told(tie: FamilyTie, by: User) -> None:
    detail = {"tie": tie.pk}
    audit.record(Action.CHANGE_TIE, by=by, about=tie.client, work_form=tie.work_form.key, detail=detail)
