"""The week of a family: up to three goals on Monday, a mark for each on Friday, and what they said of it."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from poukama.access import audit
from poukama.casework.choices import OF_GOALS, OF_MARKS, GoalLevel, GoalSpan, HandedFor, Voice
from poukama.casework.models import (
    CareGoal,
    Episode,
    EpisodeMember,
    GoalMark,
    GoalRound,
    GoalWords,
    RoundGoal,
)
from poukama.casework.rules import Action
from poukama.casework.services.goal_rounds import refuse_stranger, round_of, take
from poukama.casework.services.goal_steps import week_goals_evaluated, week_goals_set
from poukama.casework.services.goals import GoalIn, GoalSaysNothing, new_goal
from poukama.casework.services.refusals import (
    AlreadyVoided,
    DayNotYetCome,
    EpisodeClosed,
    SomethingHangsOnIt,
    locked,
    refuse_old,
    word,
)
from poukama.organisation.choices import TermList
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

MOST_IN_A_WEEK = 3
"""Of the family, and besides of each who takes part: more than three nobody remembers on Wednesday."""


class GoalsEnough(Exception):
    """The week has three goals of theirs already."""


class UnknownGoal(Exception):
    """The goal is not one that could be taken again: of another episode, ended or taken back."""


class NotSetYet(Exception):
    """The goal was set later than the day on which it is said to have been looked at."""


class NothingWasSaid(Exception):
    """There are no words."""


def note_handing_over(*, episode: Episode, what: HandedFor, by: User) -> None:
    """Write down that the device was handed to the family; whatever they do on it is then the worker's event."""
    key = episode.work_form.key
    audit.record(Action.LEND_DEVICE, by=by, about=episode, work_form=key, detail={"what": str(what)})


@transaction.atomic
def set_week_goal(
    *,
    episode: Episode,
    day: date,
    by: User,
    new: GoalIn | None = None,
    again: CareGoal | None = None,
    by_own_hand: bool = False,
) -> RoundGoal:
    """Take a goal for the week of the day: a `new` one in words, or one of an earlier week `again`.

    Pressed twice it is taken once. A new goal stands under the interim goal that goes on, unless another is given.
    """
    episode = locked(episode)
    if not episode.is_open:
        raise EpisodeClosed
    week = round_of(episode, GoalSpan.WEEK, day, by)
    former = _of_an_earlier_week(again, episode)
    taken = [turn for turn in _turns(week) if opens(turn.goal)]
    same = next((turn for turn in taken if _is_same(turn.goal, former, new)), None)
    if same is not None:
        return same
    _refuse_a_fourth(taken, former, new)
    set_on = min(max(clock.today(), week.starts_on), week.ends_on)
    goal = former or _new(new, episode, set_on, by)
    turn = take(week, goal, set_on=set_on, by=by, by_own_hand=by_own_hand)
    if week.evaluated_on is not None:
        _reopen(week)
    _audit(Action.SET_WEEK, turn, episode, by, by_own_hand=by_own_hand)
    week_goals_set(episode, week.starts_on, by)
    return turn


@transaction.atomic
def drop_week_goal(*, turn: RoundGoal, by: User) -> None:
    """Leave a goal out of its week again, on the day it was taken and before it has a mark."""
    episode = locked(turn.goal.episode)
    turn = RoundGoal.objects.select_related("round", "goal").get(pk=turn.pk)
    refuse_old(turn)
    if _marks(turn).exists() or GoalWords.objects.filter(turn=turn, voided_at=None).exists():
        raise SomethingHangsOnIt
    now = clock.now()
    turn.voided_at, turn.voided_by = now, by
    turn.save(update_fields=["voided_at", "voided_by"])
    if not RoundGoal.objects.filter(goal=turn.goal, voided_at=None).exists():
        CareGoal.objects.filter(pk=turn.goal_id).update(voided_at=now, voided_by=by)
    if not _turns(turn.round):
        GoalRound.objects.filter(pk=turn.round_id).update(voided_at=now, voided_by=by)
    _audit(Action.SET_WEEK, turn, episode, by, what="left_out")
    _settle(turn.round, episode, clock.today(), by)


@transaction.atomic
def mark_goal(
    *,
    turn: RoundGoal,
    mark: str,
    by: User,
    voice: Voice = Voice.FAMILY,
    marked_on: date | None = None,
    by_own_hand: bool = False,
) -> GoalMark:
    """Write how a goal went in its week, as the family or as the worker sees it. Another mark takes its place.

    Once the family has looked at every goal of the week, the week is evaluated.
    """
    episode = locked(turn.goal.episode)
    turn = _of_a_week(turn)
    on = marked_on or clock.today()
    given = put_mark(turn, mark, voice=voice, on=on, episode=episode, by=by, by_own_hand=by_own_hand)
    _audit(Action.MARK_GOAL, turn, episode, by, by_own_hand=by_own_hand)
    _settle(turn.round, episode, on, by)
    return given


@transaction.atomic
def say_of_goal(
    *,
    turn: RoundGoal,
    text: str,
    voice: Voice,
    by: User,
    member: EpisodeMember | None = None,
    by_own_hand: bool = False,
) -> GoalWords:
    """Keep what somebody said of a goal of the week. The same voice saying it better puts it in the former's place."""
    episode = locked(turn.goal.episode)
    turn = _of_a_week(turn)
    refuse_stranger(member, episode)
    said = put_words(turn.round, text, turn=turn, voice=voice, member=member, by=by, by_own_hand=by_own_hand)
    _audit(Action.MARK_GOAL, turn, episode, by, what="said", by_own_hand=by_own_hand)
    return said


def put_mark(
    turn: RoundGoal,
    mark: str,
    *,
    voice: Voice,
    on: date,
    episode: Episode,
    by: User,
    by_own_hand: bool = False,
) -> GoalMark:
    """A mark in the place of the former one of the same voice, as a part of other use cases."""
    if turn.voided_at is not None:
        raise AlreadyVoided
    if voice not in OF_MARKS:
        raise NothingWasSaid
    word(TermList.GOAL_MARK, mark, episode.work_form)
    if on > clock.today():
        raise DayNotYetCome
    if on < turn.set_on:
        raise NotSetYet
    former = _marks(turn).filter(voice=voice).first()
    if former is not None:
        if former.mark == mark:
            return former
        former.voided_at, former.voided_by = clock.now(), by
        former.save(update_fields=["voided_at", "voided_by"])
    return GoalMark.objects.create(
        turn=turn,
        voice=voice,
        mark=mark,
        marked_on=on,
        by_own_hand=by_own_hand,
        corrects=former,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def put_words(
    of: GoalRound,
    text: str,
    *,
    voice: Voice,
    by: User,
    turn: RoundGoal | None = None,
    member: EpisodeMember | None = None,
    by_own_hand: bool = False,
) -> GoalWords:
    """Words in the place of the former ones of the same voice, as a part of other use cases."""
    text = text.strip()
    if not text or voice not in {*OF_GOALS, *OF_MARKS}:
        raise NothingWasSaid
    standing = GoalWords.objects.filter(round=of, turn=turn, voice=voice, member=member, voided_at=None)
    former = standing.order_by("pk").first()
    if former is not None:
        if opens(former) and former.text == text:
            return former
        GoalWords.objects.filter(pk=former.pk).update(voided_at=clock.now(), voided_by=by)
    return GoalWords.objects.create(
        round=of,
        turn=turn,
        voice=voice,
        member=member,
        text=text,
        said_on=clock.today(),
        by_own_hand=by_own_hand,
        corrects=former,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _of_a_week(turn: RoundGoal) -> RoundGoal:
    """The goal as it stands in its week; those of a month are evaluated together, with `months.evaluate_month`."""
    now = RoundGoal.objects.select_related("round").get(pk=turn.pk)
    if now.voided_at is not None:
        raise AlreadyVoided
    if now.round.span != GoalSpan.WEEK:
        raise UnknownGoal
    return now


def _turns(week: GoalRound) -> list[RoundGoal]:
    rows = RoundGoal.objects.filter(round=week, voided_at=None).select_related("goal")
    return list(rows.order_by("recorded_at", "pk"))


def _of_an_earlier_week(again: CareGoal | None, episode: Episode) -> CareGoal | None:
    """The goal to be taken again, as it stands now."""
    if again is None:
        return None
    now = CareGoal.objects.get(pk=again.pk)
    if (now.episode_id, now.level) != (episode.pk, GoalLevel.WEEK) or now.voided_at or not now.goes_on:
        raise UnknownGoal
    return now


def _is_same(taken: CareGoal, former: CareGoal | None, new: GoalIn | None) -> bool:
    """Whether a goal of the week is the very one that is to be taken."""
    if former is not None or new is None:
        return taken.pk == (former.pk if former else None)
    return taken.member_id == _pk(new.member) and taken.text.casefold() == new.text.strip().casefold()


def _refuse_a_fourth(taken: list[RoundGoal], former: CareGoal | None, new: GoalIn | None) -> None:
    whose = former.member_id if former is not None else _pk(new.member if new else None)
    if sum(turn.goal.member_id == whose for turn in taken) >= MOST_IN_A_WEEK:
        raise GoalsEnough


def _new(new: GoalIn | None, episode: Episode, on: date, by: User) -> CareGoal:
    if new is None:
        raise GoalSaysNothing
    placed = new if new.under else replace(new, under=_interim(episode, new.member))
    return new_goal(episode=episode, level=GoalLevel.WEEK, goal=placed, on=on, by=by)


def _pk(member: EpisodeMember | None) -> int | None:
    return member.pk if member is not None else None


def _interim(episode: Episode, member: EpisodeMember | None) -> CareGoal | None:
    """The interim goal that goes on, of the same member rather than of the family; the latest."""
    running = CareGoal.objects.filter(
        episode=episode, level=GoalLevel.INTERIM, voided_at=None, ends_on=None
    ).order_by("-starts_on", "-recorded_at", "pk")
    of_theirs = [goal for goal in running if goal.member_id in (None, _pk(member))]
    return max(of_theirs, key=lambda goal: goal.member_id is not None, default=None)


def _marks(turn: RoundGoal) -> QuerySet[GoalMark]:
    return GoalMark.objects.filter(turn=turn, voided_at=None).order_by("pk")


def _settle(week: GoalRound, episode: Episode, on: date, by: User) -> None:
    """Say that the week is evaluated, once the family has looked at all of it."""
    turns = _turns(week)
    marked = GoalMark.objects.filter(turn__in=turns, voice=Voice.FAMILY, voided_at=None)
    is_done = bool(turns) and len(set(marked.order_by().values_list("turn", flat=True))) == len(turns)
    if not is_done or week.evaluated_on is not None:
        return
    week.evaluated_on, week.evaluated_at, week.evaluated_by = on, clock.now(), by
    week.save(update_fields=["evaluated_on", "evaluated_at", "evaluated_by"])
    week_goals_evaluated(episode, week.starts_on, by)


def _reopen(week: GoalRound) -> None:
    week.evaluated_on = week.evaluated_at = week.evaluated_by = None
    week.save(update_fields=["evaluated_on", "evaluated_at", "evaluated_by"])


def _audit(action: Action, turn: RoundGoal, episode: Episode, by: User, **detail: object) -> None:
    """One event of the turn; `by_own_hand` says that the worker had handed the device over."""
    of = {"episode": episode.pk} | detail
    audit.record(action, by=by, about=turn, work_form=episode.work_form.key, detail=of)
