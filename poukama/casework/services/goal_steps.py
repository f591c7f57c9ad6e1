"""Steps of processes that are done by what a family does with its goals: a week set or evaluated, a month evaluated."""

from datetime import date, timedelta

from django.db.models import Q

from poukama.casework.choices import GoalStep
from poukama.casework.models import Episode
from poukama.casework.services.met_steps import meet
from poukama.organisation.models import User
from poukama.toolkit.periods import Period

_WEEK = timedelta(days=6)


def week_goals_set(episode: Episode, week: date, by: User) -> None:
    """The week that begins on the day has a goal."""
    _meet(episode, GoalStep.WEEK_SET, week, week + _WEEK, by)


def week_goals_evaluated(episode: Episode, week: date, by: User) -> None:
    """The family has looked at every goal of the week."""
    _meet(episode, GoalStep.WEEK_EVALUATED, week, week + _WEEK, by)


def month_evaluated(episode: Episode, month: date, by: User) -> None:
    """The goals of the month have been evaluated together."""
    period = Period.month(month.year, month.month)
    _meet(episode, GoalStep.MONTH_EVALUATED, period.starts_on, period.ends_on, by)


def _meet(episode: Episode, what: GoalStep, first: date, last: date, by: User) -> None:
    """Finish what such steps fell due in the days. Two queries and one."""
    meet(episode, what.value, Q(duty__due_on__range=(first, last)), by)
