"""Recording who is what to whom, until when, and what was recorded by mistake."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.clients.choices import Kinship
from poukama.clients.models import Client, FamilyTie, KnownIn
from poukama.clients.rules import Action
from poukama.organisation.models import User
from poukama.toolkit import clock

SAME_FROM_BOTH = (Kinship.PARTNER, Kinship.FORMER_PARTNER, Kinship.SIBLING, Kinship.OTHER_KIN)
"""Said once, it is said of both."""


class TiedToOneself(Exception):
    """A tie is between two."""


class NotKnownHere(Exception):
    """The work form does not know one of the two."""


class TiedAlready(Exception):
    """Just this tie goes on already."""


class DayAhead(Exception):
    """That day has not come."""


class EndsBeforeItBegins(Exception):
    """Its last day would be before its first."""


class EndedOrTakenBack(Exception):
    """Somebody has ended it or taken it back meanwhile."""


@transaction.atomic
def add_tie(*, known: KnownIn, other: Client, kind: Kinship, starts_on: date | None, by: User) -> FamilyTie:
    """Record what somebody is to somebody; without a day, for as long as anybody knows."""
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    if known.client is None or not KnownIn.objects.filter(client=other, work_form=known.work_form).exists():
        raise NotKnownHere
    if other == known.client:
        raise TiedToOneself
    if starts_on is not None and starts_on > clock.today():
        raise DayAhead
    going_on = FamilyTie.objects.filter(work_form=known.work_form, kind=kind, voided_at=None, ends_on=None)
    same = Q(client=known.client, other=other)
    if kind in SAME_FROM_BOTH:
        same |= Q(client=other, other=known.client)
    if going_on.filter(same).exists():
        raise TiedAlready
    tie = FamilyTie.objects.create(
        work_form=known.work_form,
        client=known.client,
        other=other,
        kind=kind,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(
        Action.ADD_TIE, by=by, about=known.client, work_form=known.work_form.key, detail={"tie": tie.pk}
    )
    return tie


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
