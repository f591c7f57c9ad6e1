"""Goals of the week: set on Monday, looked at on Friday."""

from poukama.casework.choices import GoalLevel, Voice
from poukama.casework.services.goals import GoalIn
from poukama.casework.services.weeks import mark_goal, say_of_goal, set_week_goal
from poukama.setup.demo import sayings
from poukama.setup.demo.along import Along
from poukama.toolkit import clock

MARKS = {"succeeded": 4.0, "partly": 3.0, "begun": 2.0, "not_yet": 1.0}


def set_week(along: Along) -> None:
    """Last week's goal again, a new one, or both."""
    chance, today = along.aside, clock.today()
    interim = along.going_on(GoalLevel.INTERIM)
    former = along.turns[0].goal if along.turns and chance.happens(0.5) else None
    along.turns = []
    if not interim:
        return
    if former is not None:
        along.turns.append(set_week_goal(episode=along.episode, day=today, again=former, by=along.by))
    if former is None or chance.happens(0.3):
        new = GoalIn(chance.one_of(sayings.OF_WEEK), under=chance.one_of(interim))
        along.turns.append(set_week_goal(episode=along.episode, day=today, new=new, by=along.by))


def mark_week(along: Along) -> None:
    """How each went, as the family sees it; the worker now and then sees it otherwise."""
    chance = along.aside
    for turn in along.turns:
        mark_goal(turn=turn, mark=mark(along), by=along.by, by_own_hand=chance.happens(0.5))
    if along.turns and chance.happens(0.15):
        mark_goal(turn=along.turns[0], mark=mark(along), voice=Voice.WORKER, by=along.by)
    if along.turns and chance.happens(0.3):
        say_of_goal(turn=along.turns[0], text=chance.one_of(sayings.SAID), voice=Voice.PARENT, by=along.by)


def mark(along: Along) -> str:
    """A word of the scale."""
    return along.aside.weighted(MARKS)
