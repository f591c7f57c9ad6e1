"""Whether a family has just parted; what was written of all of them until then, and agreed with those who parted."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import may, visible
from poukama.casework.choices import GoalLevel
from poukama.casework.models import CareGoal, Episode, EpisodeMember, NotePart, PlanParagraph
from poukama.casework.rules import Action
from poukama.clients.models import Parting
from poukama.toolkit import clock
from poukama.toolkit.reading import asked_once
from poukama.toolkit.sealing import opens


def parted_today(episode: Episode) -> bool:
    """Whether it is the episode of a family that parted today, which may be taken back. One query at most."""
    if not episode.family_id or not episode.is_open or not clock.is_today(episode.recorded_at):
        return False
    partings = Parting.objects.filter(family=episode.family_id, work_form=episode.work_form_id)
    return partings.filter(by_mistake=False, voided_at=None).exists()


@dataclass(frozen=True)
class Gone:
    """Somebody who parted from a family, and to which one; whether they did, or were recorded there by mistake."""

    client_id: int
    family_id: int
    is_meant: bool


def partings_from(episode: Episode) -> tuple[Gone, ...]:
    """Those who have parted from the family of an episode, in any work form. One query at most."""
    if not episode.family_id:
        return ()
    return asked_once(("partings", episode.family_id), partial(_partings_from, episode.family_id))


def _partings_from(family_id: int) -> tuple[Gone, ...]:
    rows = Parting.objects.filter(former=family_id, voided_at=None).order_by("pk")
    return tuple(Gone(*row[:2], not row[2]) for row in rows.values_list("client", "family", "by_mistake"))


def shared_until(episode: Episode) -> date | None:
    """Until when what was written of nobody in particular may tell of somebody who took part and has parted since.

    None where nobody has. Two queries at most.
    """
    if not any(each.is_meant for each in partings_from(episode)):
        return None
    along = EpisodeMember.objects.filter(episode=episode, client=OuterRef("client"), voided_at=None)
    partings = Parting.objects.filter(
        Exists(along), former=episode.family_id, by_mistake=False, voided_at=None
    )
    last: date | None = partings.aggregate(day=Max("parted_on"))["day"]
    return last


def is_settled(until: date | None, part: str = "") -> Q:
    """Parts, at a path, that say of whom they tell, or are of a day after everybody who has parted did."""
    if until is None:
        return EVERYTHING
    tags = NotePart.tells_of.through.objects.filter(notepart=OuterRef(part or "pk"))
    note = f"{part}__note" if part else "note"
    return Q(Exists(tags)) | Q(**{f"{note}__happened_on__gt": until})


def waiting_parts(episode: Episode) -> QuerySet[NotePart]:
    """Parts in force that nobody is shown until somebody has said of whom they tell; unordered. One query now."""
    until = shared_until(episode)
    parts = NotePart.objects.filter(note__episode=episode, note__voided_at=None)
    return parts.exclude(is_settled(until)) if until else parts.none()


def waiting_for(actor: Actor, episode: Episode) -> int:
    """How many parts wait for somebody to say of whom they tell: told to whoever may, and to nobody else."""
    waiting = waiting_parts(episode)
    if waiting.query.is_empty() or not may(actor, Action.READ_SHARED_PAST, episode):
        return 0
    return waiting.count()


def gone_through(episode: Episode) -> QuerySet[NotePart]:
    """Parts in force of which it was said afterwards of whom they tell; unordered."""
    return NotePart.objects.filter(note__episode=episode, note__voided_at=None, gone_through_at__isnull=False)


def goals_before(actor: Actor, episode: Episode) -> list[CareGoal]:
    """Main and interim goals of those who parted, that went on with the former family's episode. One query at most."""
    if not episode.family_id:
        return []
    levels = (GoalLevel.MAIN, GoalLevel.INTERIM)
    found = CareGoal.objects.filter(_of_theirs(episode), voided_at=None, ends_on=None, level__in=levels)
    rows = visible(actor, Action.READ_GOAL, found).order_by("level", "starts_on", "recorded_at", "pk")
    return [goal for goal in rows if opens(goal)]


def paragraphs_before(actor: Actor, episode: Episode) -> list[PlanParagraph]:
    """What the former family's plan said of those who parted alone. One query at most."""
    if not episode.family_id:
        return []
    found = PlanParagraph.objects.filter(_of_theirs(episode), voided_at=None)
    rows = visible(actor, Action.READ_PLAN_PARAGRAPH, found).order_by("recorded_at", "pk")
    return [paragraph for paragraph in rows if opens(paragraph)]


def _of_theirs(episode: Episode) -> Q:
    """What concerns a member who parted to the episode's family, and stands in the former one's of the same work form."""
    parted = Parting.objects.filter(
        voided_at=None,
        family=episode.family_id,
        client=OuterRef("member__client"),
        former=OuterRef("episode__family"),
        client__family=F("family"),
    )
    return Q(Exists(parted), episode__work_form=episode.work_form_id, episode__voided_at=None)
