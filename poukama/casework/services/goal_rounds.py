"""The weeks and months that goals are taken for: parts that several services share, within their transactions."""

from datetime import date, timedelta

from poukama.casework.choices import GoalSpan
from poukama.casework.models import CareGoal, Episode, EpisodeMember, GoalRound, RoundGoal
from poukama.casework.services.refusals import DayNotYetCome, DayOutsideEpisode, NotAMember
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.periods import Period


def period_of(span: GoalSpan, day: date) -> Period:
    """The week or the month of a day."""
    if span == GoalSpan.MONTH:
        return Period.month(day.year, day.month)
    monday = week_starts(day)
    return Period(monday, monday + timedelta(days=6))


def round_of(
    episode: Episode, span: GoalSpan, day: date, by: User, *, may_be_ahead: bool = False
) -> GoalRound:
    """The week or month of the day, begun unless there is one. The episode is locked by whoever asks.

    Refuses a time in which the episode does not run, and one that has not come unless it `may_be_ahead`.
    """
    period = period_of(span, day)
    if period.starts_on > clock.today() and not may_be_ahead:
        raise DayNotYetCome
    if period.ends_on < episode.starts_on or (
        episode.ends_on is not None and period.starts_on > episode.ends_on
    ):
        raise DayOutsideEpisode
    found = GoalRound.objects.filter(
        episode=episode, span=span, starts_on=period.starts_on, voided_at=None
    ).first()
    return found or GoalRound.objects.create(
        episode=episode,
        span=span,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def take(
    turns_of: GoalRound, goal: CareGoal, *, set_on: date, by: User, by_own_hand: bool = False
) -> RoundGoal:
    """Take a goal for a week or month, unless it has been."""
    found = RoundGoal.objects.filter(round=turns_of, goal=goal, voided_at=None).first()
    return found or RoundGoal.objects.create(
        round=turns_of,
        goal=goal,
        set_on=set_on,
        by_own_hand=by_own_hand,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def refuse_stranger(member: EpisodeMember | None, episode: Episode) -> None:
    """Refuse somebody who takes no part in the episode."""
    if member is not None and (member.episode_id != episode.pk or member.voided_at is not None):
        raise NotAMember
