"""A member becomes a family of their own, and their support goes on in an episode of their own."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.casework.choices import Begins
from poukama.casework.models import DueStep, Episode, EpisodeMember, EpisodePhase, EpisodeWorkers, Process
from poukama.casework.queries.workers import who_can_meet
from poukama.casework.rules import Action
from poukama.casework.services.closing import void_episode
from poukama.casework.services.following import follow, working_with
from poukama.casework.services.members import end_member, resume_member
from poukama.casework.services.opening import MemberIn, open_episode
from poukama.casework.services.refusals import (
    AlreadyMember,
    EpisodeClosed,
    NotAMember,
    NothingRuns,
    SomethingHangsOnIt,
    locked,
    refuse_old,
)
from poukama.casework.services.shared_past import follow_shared_past
from poukama.clients.models import BehindWall, Client, KnownIn, Parting
from poukama.clients.services.parting import CannotBeWhole, NobodyParts, part, take_back
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.hanging import hangs_on


@transaction.atomic
def part_family(
    *,
    episode: Episode,
    members: Sequence[EpisodeMember],
    parted_on: date,
    by: User,
    code_name: str | None = None,
) -> Episode:
    """Make members who take part a family of their own; returns the episode in which they go on from that day.

    Each goes on in the role and the phase that they had, with the same key worker and pair, and what begins with an
    episode begins anew. What was recorded and agreed until then stays with the former family; a process of theirs ends
    there with their part. What was written of all of them waits until somebody has said of whom it tells.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    if episode.family is None or not members:
        raise NobodyParts
    if any(each.episode_id != episode.pk or each.ends_on is not None for each in members):
        raise NotAMember
    phases = EpisodePhase.objects.filter(episode=episode, voided_at=None, ends_on=None)
    running = phases.order_by("-starts_on", "-pk").first()
    for member in members:
        end_member(member=member, ends_on=parted_on, by=by)
    family = part(
        family=episode.family,
        members=[each.client for each in members],
        work_form=episode.work_form,
        parted_on=parted_on,
        by=by,
        code_name=code_name,
    )
    here = who_can_meet(episode, clock.today())
    workers = [user for user in working_with(episode) if user in here]
    own = open_episode(
        work_form=episode.work_form,
        starts_on=parted_on,
        family=family,
        members=[MemberIn(each.client, each.role) for each in _anew(members)],
        phase=running.phase if running else "",
        service_task=episode.service_task,
        key_worker=workers[0] if workers else None,
        pair_worker=workers[1] if len(workers) > 1 else None,
        by=by,
    )
    follow(episode=episode, by=by)
    follow_shared_past(family=episode.family, by=by)
    audit.record(
        Action.PART_FAMILY,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"family": family.pk, "members": [each.client_id for each in members]},
    )
    return own


@transaction.atomic
def take_parting_back(*, episode: Episode, by: User) -> Episode:
    """Take back, on the same day, that members became a family of their own; returns the episode in which they go on.

    `episode` is their own. Their parts in the former one go on as if they had not ended, and who they were called is
    what they are called. Refused once anything hangs on the new family, its episode or a part in it.
    """
    episode = locked(episode)
    refuse_old(episode)
    partings = Parting.objects.filter(
        family=episode.family_id or 0, work_form=episode.work_form, by_mistake=False, voided_at=None
    )
    parting = partings.order_by("pk").first()
    if parting is None or episode.family is None:
        raise NothingRuns
    moved = list(partings.order_by("client").values_list("client", flat=True))
    ended = _ended_with(parting, moved)
    _refuse_hanging(episode, {member.client_id for member in ended})
    void_episode(episode=episode, by=by)
    try:
        family = take_back(family=episode.family, work_form=episode.work_form, by=by)
        for member in ended:
            resume_member(member=member, by=by)
    except (CannotBeWhole, EpisodeClosed, AlreadyMember) as error:
        raise SomethingHangsOnIt from error
    follow_shared_past(family=family, by=by)
    audit.record(
        Action.TAKE_PARTING_BACK,
        by=by,
        about=ended[0].episode,
        work_form=episode.work_form.key,
        detail={"family": family.pk, "members": moved},
    )
    return ended[0].episode


def _ended_with(parting: Parting, clients: Sequence[int]) -> list[EpisodeMember]:
    """The parts in the former family's episode that ended when these parted."""
    rows = EpisodeMember.objects.filter(
        client__in=clients,
        episode__family=parting.former_id,
        episode__work_form=parting.work_form_id,
        ends_on=parting.parted_on,
        ended_at__lte=parting.recorded_at,
        voided_at=None,
    )
    newest = {row.client_id: row for row in rows.select_related("episode").order_by("ended_at", "pk")}
    return list(newest.values())


def _refuse_hanging(episode: Episode, came: set[int]) -> None:
    """Refuse when the family has come to have more than the parting gave it."""
    members = EpisodeMember.objects.filter(episode=episode, voided_at=None).order_by("pk")
    phases = EpisodePhase.objects.filter(episode=episode, voided_at=None)
    workers = EpisodeWorkers.objects.filter(episode=episode, voided_at=None)
    others = Episode.objects.filter(family=episode.family, voided_at=None).exclude(pk=episode.pk)
    given = (BehindWall, Client, Episode, KnownIn, Parting)
    hangs = (
        not came
        or {member.client_id for member in members} != came
        or phases.exclude(recorded_at=episode.recorded_at, ended_at=None).exists()
        or workers.exclude(recorded_at=episode.recorded_at, ended_at=None).exists()
        or others.exists()
        or hangs_on(episode, but=(EpisodeMember, EpisodePhase, EpisodeWorkers, Process))
        or any(hangs_on(member, but=(Process,)) for member in members)
        or _has_worked_on(episode)
        or (episode.family is not None and hangs_on(episode.family, but=given))
    )
    if hangs:
        raise SomethingHangsOnIt


def _has_worked_on(episode: Episode) -> bool:
    """Whether a process was begun by hand or given workers, or a step of one is done or left out."""
    processes = Process.objects.filter(episode=episode, voided_at=None)
    steps = DueStep.objects.filter(process__in=processes, voided_at=None)
    by_hand = ~Q(template__begins=Begins.WITH_EPISODE) | Q(workers__isnull=False) | Q(ends_on__isnull=False)
    settled = Q(duty__done_on__isnull=False, by_itself=False) | Q(left_out_at__isnull=False)
    return processes.filter(by_hand).exists() or steps.filter(settled).exists()


def _anew(members: Sequence[EpisodeMember]) -> list[EpisodeMember]:
    """The members with their clients as they are called now."""
    rows = EpisodeMember.objects.filter(pk__in=[each.pk for each in members])
    return list(rows.select_related("client").order_by("pk"))
