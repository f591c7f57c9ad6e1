"""What was promised to a family and is not done yet, and the goals that a note may be about."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import GoalLevel, GoalSpan
from poukama.casework.models import CareGoal, Episode, NotePart, Promise, RoundGoal
from poukama.casework.queries.goals import goals
from poukama.casework.queries.notes import members_elsewhere
from poukama.casework.queries.parting import is_settled, shared_until
from poukama.casework.rules import Action
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.sealing import opens

MOST = 20
"""How many are shown: what is promised beyond these is of no use to anybody."""


def promised(actor: Actor, episode: Episode) -> list[Promise]:
    """What is promised in an episode and not done, the next first: nothing that tells, or may tell, of one who has parted.

    Three queries.
    """
    found = Promise.objects.filter(
        part__note__episode=episode, duty__done_on=None, duty__voided_at=None
    ).select_related("duty__owner")
    parted = NotePart.tells_of.through.objects.filter(
        notepart=OuterRef("part"), episodemember__in=members_elsewhere(episode, None)
    )
    found = found.exclude(Exists(parted)).filter(is_settled(shared_until(episode), "part"))
    rows = visible(actor, Action.KEEP_PROMISE, found).order_by("due_on", "pk")[:MOST]
    return [promise for promise in rows if opens(promise)]


def goals_to_write_of(actor: Actor, episode: Episode, today: date) -> list[CareGoal]:
    """Interim goals that go on, and the goals of the week at hand, of those who take part now. One query."""
    this_week = RoundGoal.objects.filter(
        goal=OuterRef("pk"),
        voided_at=None,
        round__voided_at=None,
        round__span=GoalSpan.WEEK,
        round__starts_on=week_starts(today),
    )
    at_hand = Q(level=GoalLevel.INTERIM) | Q(Exists(this_week), level=GoalLevel.WEEK)
    found = goals(actor, episode).filter(at_hand, Q(member=None) | Q(member__ends_on=None), ends_on=None)
    return [goal for goal in found.order_by("level", "starts_on", "recorded_at", "pk") if opens(goal)]
