"""Agreeing main and interim goals, and ending them."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.choices import OF_GOALS, GoalEnding, GoalLevel, GoalSpan, Voice
from poukama.casework.models import CareGoal, Episode, EpisodeMember, RoundGoal
from poukama.casework.rules import Action
from poukama.casework.services.goal_rounds import refuse_stranger, round_of, take
from poukama.casework.services.refusals import (
    DaysDoNotFit,
    EpisodeClosed,
    NothingRuns,
    SomethingHangsOnIt,
    locked,
    refuse_day,
    refuse_old,
)
from poukama.organisation.models import User
from poukama.toolkit import clock


class GoalSaysNothing(Exception):
    """The goal has no words."""


class NoGoalAbove(Exception):
    """An interim goal stands under a main goal of the same episode that goes on."""


@dataclass(frozen=True)
class GoalIn:
    """A goal as it was said: the words, whose they are, whose goal it is, under which it stands, agreed with whom."""

    text: str
    voice: Voice = Voice.PARENT
    member: EpisodeMember | None = None
    under: CareGoal | None = None
    with_family: bool = True
    with_referrer: bool = False


@transaction.atomic
def agree_goal(*, episode: Episode, level: GoalLevel, goal: GoalIn, agreed_on: date, by: User) -> CareGoal:
    """Agree a main goal, or an interim goal under one, which is taken for the month of the day at once.

    The words are kept as they were said. Goals of a week are set with `weeks.set_week_goal`.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    refuse_day(agreed_on, episode)
    agreed = new_goal(episode=episode, level=level, goal=goal, on=agreed_on, by=by)
    if level == GoalLevel.INTERIM:
        take(round_of(episode, GoalSpan.MONTH, agreed_on, by), agreed, set_on=agreed_on, by=by)
    _audit(Action.AGREE_GOAL, agreed, by)
    return agreed


@transaction.atomic
def end_goal(*, goal: CareGoal, ending: GoalEnding, ends_on: date, by: User) -> CareGoal:
    """End a goal; how it went in its weeks and months stays as it was."""
    episode = locked(goal.episode)
    goal = CareGoal.objects.get(pk=goal.pk)
    if goal.voided_at is not None or not goal.goes_on:
        raise NothingRuns
    refuse_day(ends_on, episode)
    if ends_on < goal.starts_on:
        raise DaysDoNotFit
    finish(goal, ending, ends_on, by)
    _audit(Action.END_GOAL, goal, by, what="ended")
    return goal


@transaction.atomic
def void_goal(*, goal: CareGoal, by: User) -> None:
    """Take back, on the same day, a main or an interim goal that nothing hangs on yet."""
    locked(goal.episode)
    goal = CareGoal.objects.select_related("episode__work_form").get(pk=goal.pk)
    refuse_old(goal)
    turns = RoundGoal.objects.filter(goal=goal, voided_at=None)
    under = CareGoal.objects.filter(under=goal, voided_at=None)
    is_marked = turns.filter(marks__voided_at=None, marks__isnull=False).exists()
    if under.exists() or is_marked or goal.plan_versions.exists():
        raise SomethingHangsOnIt
    goal.voided_at, goal.voided_by = clock.now(), by
    goal.save(update_fields=["voided_at", "voided_by"])
    turns.order_by().update(voided_at=clock.now(), voided_by=by)
    _audit(Action.END_GOAL, goal, by, what="taken_back")


def new_goal(*, episode: Episode, level: GoalLevel, goal: GoalIn, on: date, by: User) -> CareGoal:
    """Write a goal down, as a part of other use cases; the event is theirs."""
    text = goal.text.strip()
    if not text or goal.voice not in OF_GOALS:
        raise GoalSaysNothing
    refuse_stranger(goal.member, episode)
    _refuse_place(goal.under, level, episode)
    return CareGoal.objects.create(
        episode=episode,
        level=level,
        under=goal.under,
        member=goal.member,
        voice=goal.voice,
        text=text,
        starts_on=on,
        with_family=goal.with_family,
        with_referrer=goal.with_referrer,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _refuse_place(under: CareGoal | None, level: GoalLevel, episode: Episode) -> None:
    """Refuse a goal that would stand under one of another level or episode, or one that has ended."""
    above = {GoalLevel.INTERIM: GoalLevel.MAIN, GoalLevel.WEEK: GoalLevel.INTERIM}.get(level)
    if under is None:
        if level == GoalLevel.INTERIM:
            raise NoGoalAbove
        return
    if under.episode_id != episode.pk or under.voided_at or not under.goes_on or under.level != above:
        raise NoGoalAbove


def finish(goal: CareGoal, ending: GoalEnding, on: date, by: User) -> None:
    """Write a goal's last day, as a part of other use cases."""
    goal.ends_on, goal.ending, goal.ended_at, goal.ended_by = on, ending, clock.now(), by
    goal.save(update_fields=["ends_on", "ending", "ended_at", "ended_by"])


def _audit(action: Action, goal: CareGoal, by: User, **detail: str) -> None:
    of = {"episode": goal.episode_id, "level": str(goal.level)}
    audit.record(action, by=by, about=goal, work_form=goal.episode.work_form.key, detail=of | detail)
