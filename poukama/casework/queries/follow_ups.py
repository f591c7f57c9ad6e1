"""Follow-ups of those who have left: when, whom, by which way, and whether that way still holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import ngettext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import Trigger
from poukama.casework.models import Episode, FollowUp, Process, ProcessStep
from poukama.casework.queries.page import known_of
from poukama.casework.rules import Action
from poukama.clients.choices import Channel
from poukama.clients.queries import Reach, reaches_of
from poukama.toolkit import clock, formatting
from poukama.toolkit.sealing import opens

USUAL = (6, 12)
"""After how many months one asks, where no process says otherwise: half a year and a year (the plan, 4.4)."""


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up, by which way in words, and how it went."""

    follow_up: FollowUp
    channel: str
    words: str
    told: str
    cannot_be_opened: bool


def follow_ups(actor: Actor, episode: Episode) -> QuerySet[FollowUp]:
    """The follow-ups of an episode that the actor may make, unordered."""
    rows = visible(actor, Action.MEET_FOLLOW_UP, FollowUp.objects.filter(episode=episode, voided_at=None))
    return rows.select_related("known__client", "met_by", "episode")


def tries_of(actor: Actor, follow_up: FollowUp) -> list[FollowUp]:
    """When they were not reached, the first first. One query."""
    rows = follow_ups(actor, follow_up.episode).filter(try_of=follow_up)
    return list(rows.order_by("met_at", "pk"))


def follow_up_rows(found: Sequence[FollowUp]) -> list[FollowUpRow]:
    """Follow-ups in words. Asks nothing."""
    return [follow_up_row(each) for each in found]


def follow_up_row(follow_up: FollowUp) -> FollowUpRow:
    """A follow-up in words. Asks nothing."""
    is_open = opens(follow_up)
    return FollowUpRow(
        follow_up,
        str(Channel(follow_up.channel).label),
        (follow_up.words or "") if is_open else "",
        (follow_up.told or "") if is_open else "",
        cannot_be_opened=not is_open,
    )


def who_can_be_asked(actor: Actor, episode: Episode) -> list[Reach]:
    """Those with whom a safe way holds today. A few queries."""
    return [reach for reach in reaches_of(known_of(actor, episode), clock.today()) if reach.allowed]


def months_of(episode: Episode) -> list[tuple[str, str]]:
    """After how many months one may ask, as choices: those of the episode's processes and the usual ones. One query."""
    going_on = Process.objects.filter(episode=episode, voided_at=None, ends_on=None).order_by()
    steps = ProcessStep.objects.filter(template__in=going_on.values("template"), trigger=Trigger.AFTER_END)
    asked = {number for number in steps.order_by().values_list("number", flat=True) if number}
    return [(str(number), _after(number)) for number in sorted({*asked, *USUAL})]


def _after(months: int) -> str:
    said = ngettext("After %(months)s month", "After %(months)s months", months)
    return said % {"months": formatting.number(months)}
