"""The month evaluated together: how each interim goal went, what everybody thinks, and the goals of the next month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from poukama.access import audit
from poukama.casework.choices import GoalEnding, GoalLevel, GoalSpan, Voice
from poukama.casework.models import Episode, EpisodeMember, GoalRound, RoundGoal
from poukama.casework.rules import Action
from poukama.casework.services.goal_rounds import refuse_stranger, round_of, take
from poukama.casework.services.goal_steps import month_evaluated
from poukama.casework.services.goals import GoalIn, finish, new_goal
from poukama.casework.services.refusals import DaysDoNotFit, EpisodeClosed, locked, refuse_day
from poukama.casework.services.weeks import put_mark, put_words
from poukama.organisation.models import User
from poukama.toolkit import clock


class NothingToEvaluate(Exception):
    """No goals were agreed for the month."""


class NotAllEvaluated(Exception):
    """A goal that is evaluated has no mark, or is not one of the month."""


@dataclass(frozen=True)
class GoalSeen:
    """How a goal of the month went: the mark agreed on, the family's own where it differs, and what each says of it.

    With `ending` the goal ends; without, it is taken for the next month as it is.
    """

    turn: RoundGoal
    mark: str
    family_mark: str = ""
    assessment: str = ""
    family_words: str = ""
    ending: GoalEnding | None = None


@dataclass(frozen=True)
class MonthTalk:
    """What was talked of a month, when and with whom; `ahead` are new interim goals for the month that follows."""

    held_on: date
    goals: Sequence[GoalSeen]
    present: Sequence[EpisodeMember] = ()
    assessment: str = ""
    family_view: str = ""
    ahead: Sequence[GoalIn] = ()


@transaction.atomic
def evaluate_month(*, episode: Episode, month: date, talk: MonthTalk, by: User) -> GoalRound:
    """Evaluate together the goals of a month; what was marked in its weeks is not written again.

    Whoever is kept by a wall from one of the family evaluates the goals of the others.
    Evaluated anew, what is said and marked takes the place of the former, and the day of the first talk stays.
    """
    episode = locked(episode)
    this = _round(episode, month)
    _refuse(talk, this, episode)
    for seen in talk.goals:
        _see(seen, this, episode, talk.held_on, by)
    for text, voice in ((talk.assessment, Voice.WORKER), (talk.family_view, Voice.FAMILY)):
        if text.strip():
            put_words(this, text, voice=voice, by=by)
    for goal in talk.ahead:
        agreed = new_goal(episode=episode, level=GoalLevel.INTERIM, goal=goal, on=talk.held_on, by=by)
        take(_next(this, episode, by), agreed, set_on=talk.held_on, by=by)
    if this.evaluated_on is None:
        this.evaluated_on, this.evaluated_at, this.evaluated_by = talk.held_on, clock.now(), by
        this.save(update_fields=["evaluated_on", "evaluated_at", "evaluated_by"])
    this.present.set(talk.present)
    audit.record(
        Action.EVALUATE_MONTH,
        by=by,
        about=this,
        work_form=episode.work_form.key,
        detail={"episode": episode.pk, "goals": len(talk.goals), "ahead": len(talk.ahead)},
    )
    month_evaluated(episode, this.starts_on, by)
    return this


def _refuse(talk: MonthTalk, this: GoalRound, episode: Episode) -> None:
    turns = RoundGoal.objects.filter(round=this, voided_at=None).order_by().values_list("pk", flat=True)
    evaluated = {seen.turn.pk for seen in talk.goals}
    if not evaluated or not evaluated <= set(turns) or not all(seen.mark for seen in talk.goals):
        raise NotAllEvaluated
    refuse_day(talk.held_on, episode)
    if talk.held_on < this.starts_on:
        raise DaysDoNotFit
    for member in talk.present:
        refuse_stranger(member, episode)
    goes_on = talk.ahead or not all(seen.ending for seen in talk.goals)
    if goes_on and not episode.is_open:
        raise EpisodeClosed


def _round(episode: Episode, month: date) -> GoalRound:
    found = GoalRound.objects.filter(
        episode=episode, span=GoalSpan.MONTH, starts_on=month.replace(day=1), voided_at=None
    ).first()
    if found is None or not RoundGoal.objects.filter(round=found, voided_at=None).exists():
        raise NothingToEvaluate
    return found


def _see(seen: GoalSeen, this: GoalRound, episode: Episode, on: date, by: User) -> None:
    turn = RoundGoal.objects.select_related("goal").get(pk=seen.turn.pk)
    put_mark(turn, seen.mark, voice=Voice.WORKER, on=on, episode=episode, by=by)
    put_mark(turn, seen.family_mark or seen.mark, voice=Voice.FAMILY, on=on, episode=episode, by=by)
    for text, voice in ((seen.assessment, Voice.WORKER), (seen.family_words, Voice.FAMILY)):
        if text.strip():
            put_words(this, text, turn=turn, voice=voice, by=by)
    if seen.ending is not None:
        if turn.goal.goes_on:
            finish(turn.goal, seen.ending, on, by)
    elif turn.goal.goes_on:
        take(_next(this, episode, by), turn.goal, set_on=on, by=by)


def _next(this: GoalRound, episode: Episode, by: User) -> GoalRound:
    """The month that follows: it may not have come when it is agreed on."""
    day = this.ends_on + timedelta(days=1)
    return round_of(episode, GoalSpan.MONTH, day, by, may_be_ahead=True)
