"""Who takes part in an episode, and until when."""

from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import Episode, EpisodeMember, Process
from poukama.casework.rules import Action
from poukama.casework.services.following import follow
from poukama.casework.services.opening import MemberIn, join
from poukama.casework.services.processes import begin_by_themselves, void_processes
from poukama.casework.services.refusals import (
    AlreadyMember,
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    SomethingHangsOnIt,
    UndoTooLate,
    locked,
    refuse_day,
    refuse_old,
)
from poukama.clients.models import Client
from poukama.clients.services import Ground, create_client
from poukama.organisation.models import User
from poukama.toolkit import clock


@transaction.atomic
def add_member(  # noqa: PLR0913  # who, as what, from when, on which ground
    *,
    episode: Episode,
    client: Client,
    role: str,
    starts_on: date,
    by: User,
    ground: Ground | None = None,
) -> EpisodeMember:
    """Let a client take part from a day on; one known under another controller only, on a ground."""
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    member = join(episode, MemberIn(client, role, starts_on), by=by, ground=ground)
    if not begin_by_themselves(episode=episode, members=[member], by=by):
        follow(episode=episode, by=by)
    _audit(member, by, "added")
    return member


@transaction.atomic
def begin_new_member(  # noqa: PLR0913  # who, as what, from when, on which ground
    *,
    episode: Episode,
    role: str,
    starts_on: date,
    by: User,
    client: Client | None = None,
    birth_year: int | None = None,
    ground: Ground | None = None,
) -> EpisodeMember:
    """Let a client take part, or add someone new who does; in an anonymous episode someone anonymous."""
    if client is None:
        is_nameless = episode.family_id is None and episode.client_id is None
        client = create_client(
            work_form=episode.work_form,
            since_on=starts_on,
            by=by,
            family=episode.family,
            came_with=episode.client,
            birth_year=birth_year,
            anonymous=is_nameless,
        )
    return add_member(episode=episode, client=client, role=role, starts_on=starts_on, by=by, ground=ground)


@transaction.atomic
def end_member(*, member: EpisodeMember, ends_on: date, by: User) -> EpisodeMember:
    """End a client's part; the day is the last on which they took part. The episode goes on."""
    episode = locked(member.episode)
    member = EpisodeMember.objects.get(pk=member.pk)
    if member.voided_at is not None or member.ends_on is not None:
        raise NothingRuns
    refuse_day(ends_on, episode)
    if ends_on < member.starts_on:
        raise DaysDoNotFit
    member.ends_on, member.ended_at, member.ended_by = ends_on, clock.now(), by
    member.save(update_fields=["ends_on", "ended_at", "ended_by"])
    follow(episode=episode, by=by)
    _audit(member, by, "ended")
    return member


@transaction.atomic
def resume_member(*, member: EpisodeMember, by: User) -> EpisodeMember:
    """Take back, on the same day, that a client's part ended; refused once the episode has ended or they came anew."""
    episode = locked(member.episode)
    member = EpisodeMember.objects.select_related("episode__work_form").get(pk=member.pk)
    if member.voided_at is not None or member.ended_at is None:
        raise NothingRuns
    if not episode.is_open:
        raise EpisodeClosed
    if not clock.is_today(member.ended_at):
        raise UndoTooLate
    again = EpisodeMember.objects.filter(episode=episode, client=member.client, voided_at=None)
    if again.filter(starts_on__gte=member.starts_on).exclude(pk=member.pk).exists():
        raise AlreadyMember
    member.ends_on, member.ended_at, member.ended_by = None, None, None
    member.save(update_fields=["ends_on", "ended_at", "ended_by"])
    follow(episode=episode, by=by)
    _audit(member, by, "goes_on")
    return member


@transaction.atomic
def void_member(*, member: EpisodeMember, by: User) -> EpisodeMember:
    """Take back, on the same day, that a client was added by mistake; refused once something is recorded of them."""
    locked(member.episode)
    member = EpisodeMember.objects.select_related("episode__work_form").get(pk=member.pk)
    refuse_old(member)
    recorded = (
        member.contacts.filter(voided_at=None),
        member.goals.filter(voided_at=None),
        member.note_parts,
    )
    if any(rows.exists() for rows in recorded):
        raise SomethingHangsOnIt
    member.voided_at, member.voided_by = clock.now(), by
    member.save(update_fields=["voided_at", "voided_by"])
    void_processes(Process.objects.filter(member=member, voided_at=None), by=by)
    _audit(member, by, "taken_back")
    return member


def _audit(member: EpisodeMember, by: User, what: str) -> None:
    audit.record(
        Action.CHANGE_MEMBERS,
        by=by,
        about=member.episode,
        work_form=member.episode.work_form.key,
        detail={"what": what, "client": member.client_id, "member": member.pk},
    )
