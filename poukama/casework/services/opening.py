"""Opening an episode."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.casework.choices import USED_VIOLENCE
from poukama.casework.models import Episode, EpisodeMember, EpisodePhase
from poukama.casework.rules import Action
from poukama.casework.services.key_workers import Named, name_first, refuse_half_a_pair
from poukama.casework.services.processes import begin_by_themselves
from poukama.casework.services.refusals import (
    AlreadyMember,
    AnonymousIsNewEveryTime,
    DayNotYetCome,
    DayOutsideEpisode,
    EpisodeOverlaps,
    NotBornYet,
    WorkFormOnlyCounts,
    word,
)
from poukama.clients.choices import WhyWall
from poukama.clients.models import Client, Family, FamilyTie
from poukama.clients.services import Ground, make_family_known_in, make_known_in
from poukama.clients.services.proposing import propose_wall
from poukama.clients.services.ties import PARTNERS
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


@dataclass(frozen=True)
class MemberIn:
    """Who takes part, in which role, and from which day (the episode's first when not said)."""

    client: Client
    role: str
    starts_on: date | None = None


@transaction.atomic
def open_episode(  # noqa: PLR0913  # who comes, when, why and to whom
    *,
    work_form: WorkForm,
    starts_on: date,
    by: User,
    family: Family | None = None,
    members: Sequence[MemberIn] = (),
    phase: str = "",
    service_task: str = "",
    key_worker: User | None = None,
    pair_worker: User | None = None,
    ground: Ground | None = None,
) -> Episode:
    """Open an episode of a family, or of a person, or of people who stay anonymous.

    Whoever takes part becomes known in the work form. A family, or a person without one, has one episode at a
    time in a work form. Those known under another controller only need a ground (`clients.services.make_known_in`).
    """
    if work_form.identification == Identification.COUNTED:
        raise WorkFormOnlyCounts
    if starts_on > clock.today():
        raise DayNotYetCome
    refuse_half_a_pair(Named(key_worker, pair_worker))
    person = None if family else next((each.client for each in members if not each.client.is_anonymous), None)
    refuse_overlap(work_form, starts_on, family, person)
    if service_task:
        word(TermList.SERVICE_TASK, service_task, work_form)
    now = clock.now()
    episode = Episode.objects.create(
        work_form=work_form,
        family=family,
        client=person,
        starts_on=starts_on,
        service_task=service_task,
        key_worker=key_worker,
        pair_worker=pair_worker,
        recorded_at=now,
        recorded_by=by,
    )
    name_first(episode=episode, by=by)
    if family is not None:
        make_family_known_in(family=family, work_form=work_form, since_on=starts_on, by=by, ground=ground)
    joined = [join(episode, each, by=by, ground=ground) for each in members]
    if phase:
        word(TermList.PHASE, phase, work_form)
        EpisodePhase.objects.create(
            episode=episode, phase=phase, starts_on=starts_on, recorded_at=now, recorded_by=by
        )
    begin_by_themselves(episode=episode, members=joined, by=by)
    audit.record(
        Action.OPEN_EPISODE,
        by=by,
        about=episode,
        work_form=work_form.key,
        detail={"family": family.pk if family else None, "members": [each.client.pk for each in members]},
    )
    return episode


def join(episode: Episode, member: MemberIn, *, by: User, ground: Ground | None = None) -> EpisodeMember:
    """Add a member to a locked or new episode; refuses a wrong role, day or person."""
    work_form, client = episode.work_form, member.client
    role = word(TermList.MEMBER_ROLE, member.role, work_form)
    starts_on = member.starts_on or episode.starts_on
    if starts_on > clock.today():
        raise DayNotYetCome
    if starts_on < episode.starts_on:
        raise DayOutsideEpisode
    if client.is_unborn:
        raise NotBornYet
    earlier = EpisodeMember.objects.filter(client=client, voided_at=None)
    if client.is_anonymous:
        if earlier.exists():
            raise AnonymousIsNewEveryTime
    else:
        if earlier.filter(episode=episode).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).exists():
            raise AlreadyMember
        make_known_in(client=client, work_form=work_form, since_on=starts_on, by=by, ground=ground)
    if role.attributes.get(USED_VIOLENCE):
        _propose_walls(client, work_form, by)
    return EpisodeMember.objects.create(
        episode=episode,
        client=client,
        role=member.role,
        starts_on=starts_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _propose_walls(client: Client, work_form: WorkForm, by: User) -> None:
    """Whoever has used violence stands on another side than their partners, also former ones, whom we serve."""
    ties = FamilyTie.objects.filter(Q(client=client) | Q(other=client), voided_at=None, kind__in=PARTNERS)
    for tie in ties.select_related("client", "other").order_by("pk"):
        whom = tie.other if tie.client_id == client.pk else tie.client
        propose_wall(client=client, other=whom, why=WhyWall.VIOLENCE, work_form=work_form, by=by)


def refuse_overlap(
    work_form: WorkForm,
    starts_on: date,
    family: Family | None,
    person: Client | None,
    *,
    but: Episode | None = None,
) -> None:
    """Wait for whoever opens an episode of the same family or person at this moment, then look; at all `but` one."""
    others = Episode.objects.filter(work_form=work_form, voided_at=None)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if family is not None:
        Family.objects.select_for_update().get(pk=family.pk)
        others = others.filter(family=family)
    elif person is not None:
        Client.objects.select_for_update(of=("self",)).get(pk=person.pk)
        others = others.filter(client=person)
    else:
        return
    overlap = others.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on)).order_by("-starts_on", "-pk").first()
    if overlap is not None:
        raise EpisodeOverlaps(overlap)
