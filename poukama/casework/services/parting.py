"""A member becomes a family of their own, and their support goes on in an episode of their own."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import Episode, EpisodeMember, EpisodePhase
from poukama.casework.rules import Action
from poukama.casework.services.members import end_member
from poukama.casework.services.opening import MemberIn, open_episode
from poukama.casework.services.refusals import EpisodeClosed, NotAMember, locked
from poukama.clients.services.parting import NobodyParts, part
from poukama.organisation.models import User


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

    Each goes on in the role and the phase that they had. What was recorded until then stays with the former family.
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
    own = open_episode(
        work_form=episode.work_form,
        starts_on=parted_on,
        family=family,
        members=[MemberIn(each.client, each.role) for each in _anew(members)],
        phase=running.phase if running else "",
        key_worker=episode.key_worker,
        by=by,
    )
    audit.record(
        Action.PART_FAMILY,
        by=by,
        about=episode,
        work_form=episode.work_form.key,
        detail={"family": family.pk, "members": [each.client_id for each in members]},
    )
    return own


def _anew(members: Sequence[EpisodeMember]) -> list[EpisodeMember]:
    """The members with their clients as they are called now."""
    rows = EpisodeMember.objects.filter(pk__in=[each.pk for each in members])
    return list(rows.select_related("client").order_by("pk"))
