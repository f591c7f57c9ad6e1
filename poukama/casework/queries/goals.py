"""The goals of an episode: the tree of them, the week at hand, and how they went over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import GoalLevel, GoalSpan, Voice
from poukama.casework.models import (
    CareGoal,
    Episode,
    EpisodeMember,
    GoalMark,
    GoalRound,
    GoalWords,
    RoundGoal,
)
from poukama.casework.queries.goal_marks import Marks, marks_of, rolled_up
from poukama.casework.rules import Action
from poukama.clients.models import Parting
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit.facts import Text
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.sealing import opens


@dataclass(frozen=True)
class SaidRow:
    """What somebody said, and who it was, in words."""

    words: GoalWords
    who: Text


@dataclass(frozen=True)
class TurnRow:
    """A goal in its week or month: whose it is, how it went by each voice, and what was said of it."""

    turn: RoundGoal
    goal: CareGoal
    whose: str
    mark: str
    """The key of the family's mark, else of the worker's; empty while there is none."""
    family: str
    worker: str
    said: list[SaidRow]

    @property
    def shown(self) -> str:
        """The mark in words, the family's before the worker's."""
        return self.family or self.worker

    @property
    def differ(self) -> bool:
        """Whether the two see it differently; both stay in sight."""
        return bool(self.family and self.worker and self.family != self.worker)


@dataclass(frozen=True)
class RoundRow:
    """A week or a month with its goals, and what they come to, which nobody typed."""

    round: GoalRound
    turns: list[TurnRow]
    said: list[SaidRow]
    rolled: str

    @property
    def is_week(self) -> bool:
        """A week, not a month."""
        return self.round.span == GoalSpan.WEEK

    @property
    def number(self) -> int:
        """The number of the week."""
        return self.round.starts_on.isocalendar().week


@dataclass(frozen=True)
class GoalRow:
    """A main or an interim goal with those under it; `week` holds the goals of the week at hand."""

    goal: CareGoal
    whose: str
    under: list["GoalRow"]
    week: list[TurnRow]
    month: TurnRow | None = None
    rolled: str = ""


def goals(actor: Actor, episode: Episode) -> QuerySet[CareGoal]:
    """The goals on the page of an episode, unordered: none of somebody who has parted from the family since."""
    found = visible(actor, Action.READ_GOAL, CareGoal.objects.filter(episode=episode, voided_at=None))
    return found.filter(still_there())


def still_there(goal: str = "") -> Q:
    """Goals at a path, but those of a member who is of another family by now."""
    parted = Parting.objects.filter(
        voided_at=None,
        client=OuterRef(f"{goal}member__client"),
        former=OuterRef(f"{goal}episode__family"),
        family=F("client__family"),
    )
    return ~Q(Exists(parted))


def main_goals(actor: Actor, episode: Episode) -> list[CareGoal]:
    """Main goals that go on and open, in their order. One query."""
    found = goals(actor, episode).filter(level=GoalLevel.MAIN, ends_on=None)
    return [goal for goal in found.order_by("starts_on", "recorded_at", "pk") if opens(goal)]


def member_names(actor: Actor, episode: Episode) -> dict[int, str]:
    """How those who take or took part are called beside a goal: by role, with the code where two have the same."""
    rows = EpisodeMember.objects.filter(episode=episode, voided_at=None).select_related("client")
    members = list(visible(actor, Action.READ_MEMBER, rows).order_by("starts_on", "pk"))
    roles = term_labels(TermList.MEMBER_ROLE)
    of = [member.role for member in members]
    return {
        member.pk: " ".join(
            filter(
                None,
                (
                    str(roles.get(member.role, member.role)),
                    member.client.code_name if of.count(member.role) > 1 else "",
                ),
            )
        )
        for member in members
    }


def turns(actor: Actor, episode: Episode) -> QuerySet[RoundGoal]:
    """Goals of weeks and months, unordered, with their marks and what was said of them."""
    found = RoundGoal.objects.filter(round__episode=episode, voided_at=None, round__voided_at=None)
    of_page = visible(actor, Action.READ_ROUND_GOAL, found).filter(still_there("goal__"))
    said = visible(actor, Action.READ_GOAL_WORDS, GoalWords.objects.filter(voided_at=None))
    marks = GoalMark.objects.filter(voided_at=None).order_by("pk")
    return of_page.select_related("goal", "round").prefetch_related(
        Prefetch("marks", queryset=marks, to_attr="standing"),
        Prefetch("words", queryset=said.order_by("recorded_at", "pk"), to_attr="told"),
    )


def turn_rows(found: Sequence[RoundGoal], marks: Marks, names: Mapping[int, str]) -> list[TurnRow]:
    """The goals that open, with their marks in words. Asks nothing."""
    return [_turn_row(turn, marks, names) for turn in found if opens(turn.goal)]


def week_at(
    actor: Actor, episode: Episode, day: date, marks: Marks, names: Mapping[int, str]
) -> list[TurnRow]:
    """The goals of the week of a day, in the order in which they were taken."""
    monday = week_starts(day)
    found = turns(actor, episode).filter(round__span=GoalSpan.WEEK, round__starts_on=monday)
    return turn_rows(list(found.order_by("recorded_at", "pk")), marks, names)


def goal_tree(
    actor: Actor,
    episode: Episode,
    today: date,
    *,
    ended: bool = False,
    lens: int | None = None,
) -> list[GoalRow]:
    """Main goals with their interim goals, and under those the goals of this week. A few queries in all.

    With `ended` also those that have ended, with what their weeks come to; with `lens` those of one member only.
    """
    found = goals(actor, episode).exclude(level=GoalLevel.WEEK)
    if not ended:
        found = found.filter(ends_on=None)
    rows = [goal for goal in found.order_by("starts_on", "recorded_at", "pk") if opens(goal)]
    marks, names = marks_of(episode.work_form), member_names(actor, episode)
    here = turns(actor, episode).filter(
        Q(round__span=GoalSpan.WEEK, round__starts_on=week_starts(today))
        | Q(round__span=GoalSpan.MONTH, round__starts_on=today.replace(day=1))
    )
    at_hand = turn_rows(list(here.order_by("recorded_at", "pk")), marks, names)
    said = rolled_by_goal(actor, episode, marks) if ended else {}
    return _tree(rows, at_hand, names, said, lens)


def rolled_by_goal(
    actor: Actor, episode: Episode, marks: Marks, month: GoalRound | None = None
) -> dict[object, str]:
    """For each interim goal, what the marks of the weeks under it come to, of one month or all. One query.

    A week belongs to the month in which its Monday is.
    """
    of_weeks = GoalMark.objects.filter(
        turn__round__episode=episode,
        turn__round__span=GoalSpan.WEEK,
        turn__voided_at=None,
        voided_at=None,
        voice=Voice.FAMILY,
        turn__goal__under__isnull=False,
    )
    if month is not None:
        of_weeks = of_weeks.filter(turn__round__starts_on__range=(month.starts_on, month.ends_on))
    counted = visible(actor, Action.READ_GOAL_MARK, of_weeks).values("turn__goal__under", "mark")
    found: dict[object, dict[str, int]] = {}
    for row in counted.annotate(n=Count("pk")).order_by("turn__goal__under", "mark"):
        found.setdefault(row["turn__goal__under"], {})[row["mark"]] = row["n"]
    return {goal: rolled_up(counts, marks) for goal, counts in found.items()}


def rounds(actor: Actor, episode: Episode) -> QuerySet[GoalRound]:
    """The weeks and months of an episode, unordered."""
    return visible(actor, Action.READ_GOAL_ROUND, GoalRound.objects.filter(episode=episode, voided_at=None))


def said_of_whole(
    actor: Actor, found: Sequence[GoalRound], names: Mapping[int, str]
) -> dict[object, list[SaidRow]]:
    """What was said of whole weeks and months, by the week or month. One query."""
    whole = GoalWords.objects.filter(round__in=found, turn=None, voided_at=None)
    said: dict[object, list[SaidRow]] = {}
    for words in visible(actor, Action.READ_GOAL_WORDS, whole).order_by("recorded_at", "pk"):
        if opens(words):
            said.setdefault(words.round_id, []).append(SaidRow(words, _who(words, names)))
    return said


def round_rows(
    actor: Actor, episode: Episode, found: Sequence[GoalRound], lens: int | None = None
) -> list[RoundRow]:
    """Weeks and months with their goals; the same number of queries however many. With `lens` of one member only."""
    marks, names = marks_of(episode.work_form), member_names(actor, episode)
    those = turns(actor, episode).filter(round__in=found)
    if lens is not None:
        those = those.filter(goal__member=lens)
    of: dict[object, list[RoundGoal]] = {}
    for turn in those.order_by("recorded_at", "pk"):
        of.setdefault(turn.round_id, []).append(turn)
    said = said_of_whole(actor, found, names) if lens is None else {}
    rows = [(each, turn_rows(of.get(each.pk, []), marks, names), said.get(each.pk, [])) for each in found]
    return [
        RoundRow(each, goals_of, told, rolled_up(_counts(goals_of), marks, len(goals_of)))
        for each, goals_of, told in rows
        if goals_of or told
    ]


def suggestions(
    actor: Actor, episode: Episode, day: date, whose: Sequence[int | None], *, at_most: int = 6
) -> list[CareGoal]:
    """Goals of the eight weeks before, that could be taken again: the latest first, each sentence once."""
    monday = week_starts(day)
    earlier = RoundGoal.objects.filter(
        goal=OuterRef("pk"),
        voided_at=None,
        round__starts_on__lt=monday,
        round__starts_on__gte=monday - timedelta(weeks=8),
    )
    taken = RoundGoal.objects.filter(goal=OuterRef("pk"), voided_at=None, round__starts_on=monday)
    found = goals(actor, episode).filter(Exists(earlier), ~Exists(taken), level=GoalLevel.WEEK, ends_on=None)
    mine = [
        goal
        for goal in found.order_by("-recorded_at", "pk")[: 8 * at_most]
        if goal.member_id in whose and opens(goal)
    ]
    once = {goal.text.casefold(): goal for goal in reversed(mine)}
    return [goal for goal in mine if once[goal.text.casefold()] is goal][:at_most]


def _counts(found: Sequence[TurnRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in found:
        if row.mark:
            counts[row.mark] = counts.get(row.mark, 0) + 1
    return counts


def _turn_row(turn: RoundGoal, marks: Marks, names: Mapping[int, str]) -> TurnRow:
    by = {mark.voice: mark.mark for mark in turn.standing}  # type: ignore[attr-defined]  # prefetched in `turns`
    told: list[GoalWords] = turn.told  # type: ignore[attr-defined]
    family, worker = by.get(Voice.FAMILY, ""), by.get(Voice.WORKER, "")
    return TurnRow(
        turn=turn,
        goal=turn.goal,
        whose=names.get(turn.goal.member_id or 0, ""),
        mark=family or worker,
        family=marks.label(family),
        worker=marks.label(worker),
        said=[SaidRow(words, _who(words, names)) for words in told if opens(words)],
    )


def _who(words: GoalWords, names: Mapping[int, str]) -> Text:
    return names.get(words.member_id or 0, "") or Voice(words.voice).label


def _tree(
    rows: Sequence[CareGoal],
    at_hand: Sequence[TurnRow],
    names: Mapping[int, str],
    said: Mapping[object, str],
    lens: int | None,
) -> list[GoalRow]:
    week = [row for row in at_hand if row.turn.round.span == GoalSpan.WEEK]
    month = {row.goal.pk: row for row in at_hand if row.turn.round.span == GoalSpan.MONTH}

    def interims(main: CareGoal) -> list[GoalRow]:
        return [
            GoalRow(
                goal,
                names.get(goal.member_id or 0, ""),
                [],
                [row for row in week if row.goal.under_id == goal.pk],
                month.get(goal.pk),
                said.get(goal.pk, ""),
            )
            for goal in rows
            if goal.under_id == main.pk and (lens is None or lens in (goal.member_id, main.member_id))
        ]

    mains = [
        GoalRow(goal, names.get(goal.member_id or 0, ""), interims(goal), [])
        for goal in rows
        if goal.level == GoalLevel.MAIN
    ]
    return [row for row in mains if lens is None or row.goal.member_id == lens or row.under]


def members_by_key(actor: Actor, episode: Episode, keys: Sequence[int]) -> list[EpisodeMember]:
    """Those of the keys who take or took part, as far as the actor may see them. One query."""
    rows = EpisodeMember.objects.filter(episode=episode, voided_at=None, pk__in=keys)
    return list(visible(actor, Action.READ_MEMBER, rows).order_by("pk"))
