"""Matches begin, gain and lose volunteers, and end."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from poukama.access import audit
from poukama.clients.models import Client, Family
from poukama.clients.queries import is_known_in
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.organisation.queries import terms
from poukama.toolkit import clock
from poukama.workforce.models import Match, MatchVolunteer, Volunteer, VolunteerRole
from poukama.workforce.rules import Action
from poukama.workforce.services.volunteers import (
    AlreadyEnded,
    EndsBeforeStart,
    NotEnded,
    StartsInFuture,
    refuse_old_end,
)


class NobodyToMatch(Exception):
    """A match needs at least one volunteer, and a family or a child."""


class NotAVolunteerThen(Exception):
    """Somebody is not a volunteer of this work form on that day."""


class NotKnownHere(Exception):
    """The family or child is not known in this work form."""


class AlreadyMatched(Exception):
    """The family or child has a running match with the same volunteer."""


class UnknownReason(Exception):
    """The work form has no such reason for ending."""


@transaction.atomic
def start_match(
    *,
    work_form: WorkForm,
    starts_on: date,
    volunteers: Iterable[Volunteer],
    by: User,
    family: Family | None = None,
    client: Client | None = None,
) -> Match:
    """Begin a match of one or more volunteers with a family or a child that the work form knows."""
    volunteers = list(volunteers)
    if not volunteers or (family is None and client is None):
        raise NobodyToMatch
    if starts_on > clock.today():
        raise StartsInFuture
    if not is_known_in(work_form, client=client, family=None if client else family):
        raise NotKnownHere
    for volunteer in volunteers:
        _must_volunteer(volunteer, work_form, starts_on)
    about = Q(client=client) if client else Q(client=None, family=family)
    running = Match.objects.filter(about, work_form=work_form, ends_on=None)
    if running.filter(voided_at=None, volunteers__volunteer__in=volunteers).exists():
        raise AlreadyMatched
    match = Match.objects.create(
        work_form=work_form,
        family=family or (client.family if client else None),
        client=client,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    for volunteer in volunteers:
        _add(match, volunteer, starts_on, by)
    audit.record(Action.MAKE_MATCH, by=by, about=match, work_form=work_form.key)
    return match


@transaction.atomic
def join_match(*, match: Match, volunteer: Volunteer, starts_on: date, by: User) -> MatchVolunteer:
    """Let another volunteer join a running match."""
    match = _running(match)
    if starts_on < match.starts_on:
        raise EndsBeforeStart
    _must_volunteer(volunteer, match.work_form, starts_on)
    if match.volunteers.filter(volunteer=volunteer, voided_at=None).exists():
        raise AlreadyMatched
    joined = _add(match, volunteer, starts_on, by)
    audit.record(
        Action.CHANGE_MATCH, by=by, about=match, work_form=match.work_form.key, detail={"join": joined.pk}
    )
    return joined


@transaction.atomic
def end_match(*, match: Match, ends_on: date, reason: str, by: User) -> Match:
    """End a match and say why, in a word of the pack. Its volunteers keep their roles."""
    match = _running(match)
    if ends_on < match.starts_on:
        raise EndsBeforeStart
    if ends_on > clock.today():
        raise StartsInFuture
    if not terms(TermList.END_REASON, match.work_form).filter(key=reason).exists():
        raise UnknownReason
    match.ends_on, match.end_reason = ends_on, reason
    match.ended_at, match.ended_by = clock.now(), by
    match.save(update_fields=["ends_on", "end_reason", "ended_at", "ended_by"])
    match.volunteers.filter(ends_on=None, voided_at=None).update(ends_on=ends_on)
    audit.record(Action.CHANGE_MATCH, by=by, about=match, work_form=match.work_form.key, detail={"end": True})
    return match


@transaction.atomic
def resume_match(*, match: Match, by: User) -> Match:
    """Take the end of a match back, on the same day; its volunteers stand beside as before."""
    match = Match.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=match.pk)
    if match.voided_at is not None or match.ended_at is None:
        raise NotEnded
    refuse_old_end(match.ended_at)
    beside = match.volunteers.filter(voided_at=None, ends_on=match.ends_on)
    running = _running_of(match).filter(volunteers__volunteer__in=beside.order_by().values("volunteer"))
    if running.exclude(pk=match.pk).exists():
        raise AlreadyMatched
    beside.update(ends_on=None)
    match.ends_on, match.end_reason, match.ended_at, match.ended_by = None, "", None, None
    match.save(update_fields=["ends_on", "end_reason", "ended_at", "ended_by"])
    audit.record(
        Action.CHANGE_MATCH, by=by, about=match, work_form=match.work_form.key, detail={"end": False}
    )
    return match


@transaction.atomic
def void_match(*, match: Match, by: User) -> Match:
    """Undo the recording of a match."""
    match = Match.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=match.pk)
    if match.voided_at is None:
        match.voided_at, match.voided_by = clock.now(), by
        match.save(update_fields=["voided_at", "voided_by"])
        audit.record(
            Action.CHANGE_MATCH, by=by, about=match, work_form=match.work_form.key, detail={"void": True}
        )
    return match


def _running_of(match: Match) -> QuerySet[Match]:
    about = Q(client=match.client) if match.client_id else Q(client=None, family=match.family)
    return Match.objects.filter(about, work_form=match.work_form, ends_on=None, voided_at=None)


def _running(match: Match) -> Match:
    match = Match.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=match.pk)
    if match.ends_on or match.voided_at:
        raise AlreadyEnded
    return match


def _must_volunteer(volunteer: Volunteer, work_form: WorkForm, on: date) -> None:
    held = VolunteerRole.objects.filter(volunteer=volunteer, work_form=work_form, voided_at=None)
    if not held.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on).exists():
        raise NotAVolunteerThen


def _add(match: Match, volunteer: Volunteer, starts_on: date, by: User) -> MatchVolunteer:
    return MatchVolunteer.objects.create(
        match=match, volunteer=volunteer, starts_on=starts_on, recorded_at=clock.now(), recorded_by=by
    )
