"""What was written of a whole family is gone through after it parted: somebody says of whom each part tells (ADR 34)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.duty_kinds import SHARED_PAST_DUTY
from poukama.casework.models import Episode, EpisodeMember, NotePart
from poukama.casework.queries.parting import shared_until, waiting_parts
from poukama.casework.rules import Action
from poukama.casework.services.note_parts import count_children
from poukama.casework.services.refusals import NotAMember, NothingRuns, locked
from poukama.clients.models import Family
from poukama.duties.models import Duty
from poukama.duties.services import drop_duty, finish_duty, open_duty, reopen_duty
from poukama.organisation.models import User
from poukama.toolkit import clock

GONE_THROUGH_WITHIN = timedelta(days=7)


@transaction.atomic
def go_through(*, episode: Episode, said: Mapping[UUID, Sequence[EpisodeMember]], by: User) -> int:
    """Say of whom parts tell that were tagged to nobody; returns of how many it was said.

    What tells of both sides is tagged to both, and so is in nobody's page. What somebody else was quicker with stays as
    they said.
    """
    episode = locked(episode)
    waiting = waiting_parts(episode).filter(pk__in=list(said)).select_for_update(of=("self",))
    done = 0
    for part in waiting.select_related("note").order_by("pk"):
        members = said[part.pk]
        if any(each.episode_id != episode.pk or each.voided_at is not None for each in members):
            raise NotAMember
        if members:
            part.tells_of.set(members)
            part.gone_through_at, part.gone_through_by = clock.now(), by
            part.save(update_fields=["gone_through_at", "gone_through_by"])
            count_children(part.note)
            _audit(part, episode, by, [each.client_id for each in members])
            done += 1
    if not done:
        raise NothingRuns
    follow_episode(episode=episode, by=by)
    return done


@transaction.atomic
def let_wait(*, part: NotePart, by: User) -> Episode:
    """Take back of whom a part was said to tell: nobody is shown it until it is said anew."""
    episode = locked(part.note.episode)
    part = NotePart.objects.select_for_update(of=("self",)).select_related("note").get(pk=part.pk)
    if part.gone_through_at is None or part.note.voided_at is not None:
        raise NothingRuns
    part.tells_of.clear()
    part.gone_through_at, part.gone_through_by = None, None
    part.save(update_fields=["gone_through_at", "gone_through_by"])
    count_children(part.note)
    _audit(part, episode, by, [])
    follow_episode(episode=episode, by=by)
    return episode


def follow_shared_past(*, family: Family, by: User) -> None:
    """Have gone through what waits in each episode of a family that parted, or is one again, in every work form."""
    episodes = Episode.objects.filter(family=family, voided_at=None, destroyed_at=None)
    for episode in episodes.select_related("work_form", "key_worker").order_by("pk"):
        follow_episode(episode=episode, by=by)


def follow_episode(*, episode: Episode, by: User) -> None:
    """Open, finish or drop the duty of going through what waits in an episode."""
    key = str(episode.pk)
    until = shared_until(episode)
    if until is None:
        drop_duty(kind=SHARED_PAST_DUTY, key=key, by=by)
    elif not waiting_parts(episode).exists():
        finish_duty(kind=SHARED_PAST_DUTY, key=key, done_on=clock.today(), by=by)
    elif not Duty.objects.filter(kind=SHARED_PAST_DUTY, key=key, voided_at=None, done_on=None).exists():
        reopen_duty(kind=SHARED_PAST_DUTY, key=key)
        open_duty(
            kind=SHARED_PAST_DUTY,
            key=key,
            work_form=episode.work_form,
            due_on=clock.today() + GONE_THROUGH_WITHIN,
            owner=_owner(episode),
            by=by,
        )


def _owner(episode: Episode) -> User | None:
    """The key worker of the family, when nothing on either side is hidden from them."""
    worker = episode.key_worker
    sees = worker is not None and may(Actor(worker, clock.today()), Action.READ_SHARED_PAST, episode)
    return worker if sees else None


def _audit(part: NotePart, episode: Episode, by: User, clients: list[int]) -> None:
    audit.record(
        Action.GO_THROUGH_PAST,
        by=by,
        about=part.note,
        work_form=episode.work_form.key,
        detail={"episode": episode.pk, "part": str(part.pk), "clients": clients},
    )
