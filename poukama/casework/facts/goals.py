"""Goals that were set, how they went and which were attained, and weeks and months evaluated."""

from collections.abc import Iterable
from functools import partial

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import GoalEnding, GoalLevel, GoalSpan, Voice
from poukama.casework.facts.shared import EPISODES_CHANGE
from poukama.casework.models import (
    CareGoal,
    GoalMark,
    GoalRound,
    RoundGoal,
)
from poukama.casework.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Counting, Dimension, Fact, LeftOut, Record, Source


def _goals_page(episode_id: int) -> str:
    return reverse("casework:goals", args=[episode_id])


def _turns(rows: Iterable[RoundGoal]) -> list[Record]:
    return [
        Record(
            row.set_on,
            row.round.episode.code,
            str(GoalSpan(row.round.span).label),
            _goals_page(row.round.episode_id),
        )
        for row in rows
    ]


def _marks(rows: Iterable[GoalMark]) -> list[Record]:
    labels = term_labels(TermList.GOAL_MARK)
    return [
        Record(
            row.marked_on,
            row.turn.round.episode.code,
            labels.get(row.mark, row.mark),
            _goals_page(row.turn.round.episode_id),
        )
        for row in rows
    ]


def _rounds(rows: Iterable[GoalRound]) -> list[Record]:
    return [
        Record(row.starts_on, row.episode.code, str(GoalSpan(row.span).label), _goals_page(row.episode_id))
        for row in rows
    ]


def _ended(rows: Iterable[CareGoal]) -> list[Record]:
    return [
        Record(
            row.ends_on or row.starts_on,
            row.episode.code,
            str(GoalLevel(row.level).label),
            _goals_page(row.episode_id),
        )
        for row in rows
    ]


_SPAN = Dimension(_("For a week or a month"), "round__span", lambda: dict(GoalSpan.choices))
_ROUND = Source("casework_goalround", "starts_on")
_FAMILIES = Counting(_("families"), distinct="round__episode__family_id")

GOALS_SET = Fact(
    key="casework.goals_set",
    title=_("Goals set"),
    model=RoundGoal,
    work_form="round__episode__work_form__key",
    day="set_on",
    lives=("", "round__", "round__episode__"),
    counts={"rows": Counting(_("goals")), "families": _FAMILIES},
    dimensions={"span": _SPAN},
    about_people=True,
    sources=(Source("casework_roundgoal", "set_on"), _ROUND, EPISODES_CHANGE),
    read_action=Action.READ_ROUND_GOAL,
    describe=_turns,
    related=("round__episode__family", "round__episode__client"),
)

GOAL_MARKS = Fact(
    key="casework.goal_marks",
    title=_("How goals went, as the family sees it"),
    model=GoalMark,
    work_form="turn__round__episode__work_form__key",
    day="marked_on",
    lives=("", "turn__", "turn__round__", "turn__round__episode__"),
    counts={
        "rows": Counting(_("goals")),
        "families": Counting(_("families"), distinct="turn__round__episode__family_id"),
    },
    dimensions={
        "span": Dimension(_SPAN.title, "turn__round__span", _SPAN.labels),
        "mark": Dimension(_("How it went"), "mark", partial(term_labels, TermList.GOAL_MARK)),
    },
    counted=Q(voice=Voice.FAMILY),
    about_people=True,
    sources=(
        Source("casework_goalmark", "marked_on"),
        Source("casework_roundgoal", "set_on"),
        _ROUND,
        EPISODES_CHANGE,
    ),
    read_action=Action.READ_GOAL_MARK,
    describe=_marks,
    related=("turn__round__episode__family", "turn__round__episode__client"),
)

WEEKS_OF_GOALS = Fact(
    key="casework.weeks_of_goals",
    title=_("Weeks whose goals were set and evaluated"),
    model=GoalRound,
    work_form="episode__work_form__key",
    day="starts_on",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("weeks")),
        "families": Counting(_("families"), distinct="episode__family_id"),
    },
    counted=Q(span=GoalSpan.WEEK, evaluated_on__isnull=False, evaluated_on__lte=F("ends_on")),
    left_out=(
        LeftOut(_("Set, but not evaluated"), Q(span=GoalSpan.WEEK, evaluated_on=None)),
        LeftOut(_("Evaluated after the week"), Q(span=GoalSpan.WEEK, evaluated_on__gt=F("ends_on"))),
    ),
    about_people=True,
    sources=(_ROUND, EPISODES_CHANGE),
    read_action=Action.READ_GOAL_ROUND,
    describe=_rounds,
    related=("episode__family", "episode__client"),
)

MONTHS_EVALUATED = Fact(
    key="casework.months_evaluated",
    title=_("Months evaluated together"),
    model=GoalRound,
    work_form="episode__work_form__key",
    day="starts_on",
    lives=("", "episode__"),
    counts={**WEEKS_OF_GOALS.counts, "rows": Counting(_("months"))},
    counted=Q(span=GoalSpan.MONTH, evaluated_on__isnull=False),
    left_out=(LeftOut(_("Goals were agreed, but not evaluated"), Q(span=GoalSpan.MONTH, evaluated_on=None)),),
    about_people=True,
    sources=(_ROUND, EPISODES_CHANGE),
    read_action=Action.READ_GOAL_ROUND,
    describe=_rounds,
    related=("episode__family", "episode__client"),
)

GOALS_ATTAINED = Fact(
    key="casework.goals_attained",
    title=_("Goals attained"),
    model=CareGoal,
    work_form="episode__work_form__key",
    day="ends_on",
    ended="ended_at",
    lives=("", "episode__"),
    counts={
        "rows": Counting(_("goals")),
        "families": Counting(_("families"), distinct="episode__family_id"),
    },
    dimensions={"level": Dimension(_("Level of the goal"), "level", lambda: dict(GoalLevel.choices))},
    counted=Q(ending=GoalEnding.ATTAINED),
    left_out=(
        LeftOut(_("Another goal came in their place"), Q(ending=GoalEnding.CHANGED)),
        LeftOut(_("No longer needed"), Q(ending=GoalEnding.DROPPED)),
    ),
    about_people=True,
    sources=(Source("casework_caregoal", "starts_on"), EPISODES_CHANGE),
    read_action=Action.READ_GOAL,
    describe=_ended,
    related=("episode__family", "episode__client"),
)
