"""Goals are agreed in the family's own words, taken for a week on Monday and looked at on Friday."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.access.models import AuditEvent
from poukama.casework.choices import GoalEnding, GoalLevel, GoalStep, Voice
from poukama.casework.models import CareGoal, GoalMark, GoalRound, GoalWords, RoundGoal
from poukama.casework.queries.goal_marks import marks_of, rolled_up
from poukama.casework.queries.goals import member_names, suggestions, turns, week_at
from poukama.casework.services import (
    DayNotYetCome,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    NotAMember,
    NothingRuns,
    SomethingHangsOnIt,
    UndoTooLate,
    UnknownWord,
    close_episode,
    goal_steps,
    void_episode,
    void_member,
)
from poukama.casework.services.goals import (
    GoalIn,
    GoalSaysNothing,
    NoGoalAbove,
    agree_goal,
    end_goal,
    void_goal,
)
from poukama.casework.services.weeks import (
    GoalsEnough,
    NothingWasSaid,
    NotSetYet,
    UnknownGoal,
    drop_week_goal,
    mark_goal,
    say_of_goal,
    set_week_goal,
)
from poukama.toolkit import clock
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    RoundGoalFactory,
)

MONDAY, FRIDAY, NEXT_MONDAY = date(2024, 9, 9), date(2024, 9, 13), date(2024, 9, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(work_form_a, scale):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 5, 20))


@pytest.fixture
def main(episode, aino):
    return _agreed(episode, aino, GoalLevel.MAIN, "The baby's days are calm.")


@pytest.fixture
def interim(episode, main, aino):
    return _agreed(episode, aino, GoalLevel.INTERIM, "Naps come at the same time.", under=main)


@pytest.fixture
def heard(monkeypatch):
    """Which steps of processes are met, from which day."""
    told = []
    monkeypatch.setattr(
        goal_steps, "_meet", lambda episode, what, first, last, by: told.append((what, first))
    )
    return told


def _agreed(episode, by, level, text, **said):
    return agree_goal(
        episode=episode, level=level, goal=GoalIn(text, **said), agreed_on=date(2024, 9, 2), by=by
    )


def _set(episode, by, text, day=MONDAY, **said):
    with clock.moved_to(day):
        return set_week_goal(episode=episode, day=day, by=by, new=GoalIn(text, **said))


def _marked(turn, mark, by, day=FRIDAY, **kwargs):
    with clock.moved_to(day):
        return mark_goal(turn=turn, mark=mark, by=by, **kwargs)


def test_a_week_from_monday_to_friday(episode, interim, aino, heard):
    one, two, three = [
        _set(episode, aino, text) for text in ("Nap at ten.", "A bedtime story.", "I ask for help.")
    ]
    assert {turn.goal.under for turn in (one, two, three)} == {interim}
    assert {turn.set_on for turn in (one, two, three)} == {MONDAY}
    assert set(heard) == {(GoalStep.WEEK_SET, MONDAY)}

    _marked(one, "succeeded", aino)
    _marked(two, "succeeded", aino)
    week = GoalRound.objects.get(span="week")
    assert (week.evaluated_on, heard[-1][0]) == (None, GoalStep.WEEK_SET)
    _marked(three, "partly", aino)

    week.refresh_from_db()
    assert (week.evaluated_on, week.evaluated_by) == (FRIDAY, aino)
    assert heard[-1] == (GoalStep.WEEK_EVALUATED, MONDAY)
    actor = Actor(aino, FRIDAY)
    marks = marks_of(episode.work_form)
    rows = week_at(actor, episode, FRIDAY, marks, member_names(actor, episode))
    assert {(row.goal.text, row.family) for row in rows} == {
        ("Nap at ten.", "Succeeded"),
        ("A bedtime story.", "Succeeded"),
        ("I ask for help.", "Partly"),
    }


def test_what_marks_come_to_is_counted_from_the_best_down(work_form_a, scale):
    marks = marks_of(work_form_a)

    assert rolled_up({}, marks) == ""
    assert rolled_up({"partly": 1, "succeeded": 2}, marks, 4) == (
        "Neljä tavoitetta: kaksi succeeded, yksi partly, yksi ilman arviota."
    )
    assert rolled_up({"succeeded": 1}, marks) == "Yksi tavoite: succeeded."
    assert marks.best == "succeeded"


def test_a_goal_that_goes_on_is_taken_again_and_keeps_its_history(episode, interim, aino):
    first = _set(episode, aino, "Nap at ten.")
    actor = Actor(aino, NEXT_MONDAY)
    assert suggestions(actor, episode, MONDAY, [None]) == []
    with clock.moved_to(NEXT_MONDAY):
        (goal,) = suggestions(actor, episode, NEXT_MONDAY, [None])
        again = set_week_goal(episode=episode, day=NEXT_MONDAY, by=aino, again=goal)
        assert suggestions(actor, episode, NEXT_MONDAY, [None]) == []

    assert again.goal == first.goal
    assert CareGoal.objects.filter(level="week").count() == 1
    assert [turn.round.starts_on for turn in RoundGoal.objects.filter(goal=goal).order_by("set_on")] == [
        MONDAY,
        NEXT_MONDAY,
    ]


def test_pressed_twice_it_is_taken_once(episode, interim, aino):
    one = _set(episode, aino, "Nap at ten.")

    assert _set(episode, aino, " nap at TEN. ") == one
    assert _marked(one, "partly", aino) == _marked(one, "partly", aino)
    assert (RoundGoal.objects.filter(round__span="week").count(), GoalMark.objects.count()) == (1, 1)


def test_three_goals_are_enough_for_the_family_and_for_each_of_them(episode, interim, aino):
    member = EpisodeMemberFactory(episode=episode)
    for text in "abc":
        _set(episode, aino, text)
        _set(episode, aino, text, member=member)
    for whose in (None, member):
        with pytest.raises(GoalsEnough):
            _set(episode, aino, "d", member=whose)

    assert RoundGoal.objects.filter(round__span="week").count() == 6


@pytest.mark.parametrize(
    "day, refused",
    [(date(2024, 5, 13), DayOutsideEpisode), (NEXT_MONDAY, DayNotYetCome)],
    ids=["before the episode", "ahead"],
)
def test_a_week_in_which_the_episode_does_not_run_takes_no_goals(episode, interim, aino, day, refused):
    with pytest.raises(refused):
        set_week_goal(episode=episode, day=day, by=aino, new=GoalIn("Nap at ten."))

    assert not RoundGoal.objects.filter(round__span="week").exists()


def test_an_episode_that_has_ended_takes_no_goals_and_its_week_may_still_be_marked(episode, interim, aino):
    turn = _set(episode, aino, "Nap at ten.")
    with clock.moved_to(FRIDAY):
        close_episode(episode=episode, ends_on=FRIDAY, reason="goals_met", by=aino)
        with pytest.raises(EpisodeClosed):
            set_week_goal(episode=episode, day=FRIDAY, by=aino, new=GoalIn("Another."))
        with pytest.raises(EpisodeClosed):
            _agreed(episode, aino, GoalLevel.MAIN, "Another.")
        mark_goal(turn=turn, mark="succeeded", by=aino)

    assert GoalRound.objects.get(span="week").evaluated_on == FRIDAY


def test_a_mark_before_the_goal_was_set_or_ahead_is_refused(episode, interim, aino):
    turn = _set(episode, aino, "Nap at ten.", day=date(2024, 9, 11))
    with pytest.raises(NotSetYet):
        mark_goal(turn=turn, mark="partly", by=aino, marked_on=MONDAY)
    with pytest.raises(DayNotYetCome):
        mark_goal(turn=turn, mark="partly", by=aino, marked_on=FRIDAY)
    with pytest.raises(UnknownWord):
        mark_goal(turn=turn, mark="wonderful", by=aino)
    with pytest.raises(NothingWasSaid):
        mark_goal(turn=turn, mark="partly", voice=Voice.CHILD, by=aino)

    assert not GoalMark.objects.exists()


def test_another_mark_takes_the_place_of_the_former_which_is_kept(episode, interim, aino):
    turn = _set(episode, aino, "Nap at ten.")
    former = _marked(turn, "not_yet", aino)
    newer = _marked(turn, "partly", aino)

    former.refresh_from_db()
    assert (newer.corrects, former.voided_by) == (former, aino)


def test_the_family_and_the_worker_may_see_it_differently_and_both_stay(episode, interim, aino):
    turn = _set(episode, aino, "I ask for help.")
    _marked(turn, "succeeded", aino)
    _marked(turn, "partly", aino, voice=Voice.WORKER)

    actor = Actor(aino, FRIDAY)
    (row,) = week_at(actor, episode, FRIDAY, marks_of(episode.work_form), {})
    assert (row.family, row.worker, row.differ, row.mark) == ("Succeeded", "Partly", True, "succeeded")


def test_words_are_kept_and_said_better_the_former_are_kept_too(episode, interim, aino):
    child = EpisodeMemberFactory(episode=episode, role="child")
    turn = _set(episode, aino, "A bedtime story.")
    said = {"turn": turn, "by": aino}
    first = say_of_goal(text="Nice.", voice=Voice.CHILD, member=child, **said)
    say_of_goal(text="I was tired.", voice=Voice.PARENT, **said)
    again = say_of_goal(text="Nice when baby listens.", voice=Voice.CHILD, member=child, **said)
    assert say_of_goal(text="Nice when baby listens.", voice=Voice.CHILD, member=child, **said) == again
    with pytest.raises(NothingWasSaid):
        say_of_goal(text="  ", voice=Voice.PARENT, **said)
    with pytest.raises(NotAMember):
        say_of_goal(text="Hm.", voice=Voice.PARENT, member=EpisodeMemberFactory(), **said)

    first.refresh_from_db()
    standing = GoalWords.objects.filter(voided_at=None).order_by("recorded_at", "pk")
    assert (again.corrects, first.voided_by, standing.count()) == (first, aino, 2)


def test_a_goal_taken_by_mistake_is_left_out_on_the_same_day_with_what_it_left_behind(episode, interim, aino):
    turn = _set(episode, aino, "Nap at ten.")
    with clock.moved_to(FRIDAY), pytest.raises(UndoTooLate):
        drop_week_goal(turn=turn, by=aino)
    with clock.moved_to(MONDAY):
        mark_goal(turn=turn, mark="partly", by=aino)
        with pytest.raises(SomethingHangsOnIt):
            drop_week_goal(turn=turn, by=aino)
        other = set_week_goal(episode=episode, day=MONDAY, by=aino, new=GoalIn("A walk."))
        drop_week_goal(turn=other, by=aino)

    other.goal.refresh_from_db()
    assert other.goal.voided_by == aino
    week = GoalRound.objects.get(span="week")
    assert (week.voided_at, week.evaluated_on) == (None, MONDAY)


def test_a_week_that_has_no_goal_left_is_as_if_it_had_not_been(episode, interim, aino):
    with clock.moved_to(MONDAY):
        turn = set_week_goal(episode=episode, day=MONDAY, by=aino, new=GoalIn("A walk."))
        drop_week_goal(turn=turn, by=aino)

    assert GoalRound.objects.get(span="week").voided_by == aino


def test_a_new_goal_opens_a_week_that_was_evaluated(episode, interim, aino):
    _marked(_set(episode, aino, "Nap at ten."), "partly", aino, day=MONDAY)
    assert GoalRound.objects.get(span="week").evaluated_on == MONDAY

    _set(episode, aino, "A walk.", day=date(2024, 9, 10))

    assert GoalRound.objects.get(span="week").evaluated_on is None


def test_an_interim_goal_stands_under_a_main_goal_that_goes_on(episode, main, aino):
    for under in (
        None,
        CareGoalFactory(),
        CareGoalFactory(episode=episode, ends_on=MONDAY, ending="changed"),
    ):
        with pytest.raises(NoGoalAbove):
            _agreed(episode, aino, GoalLevel.INTERIM, "Naps.", under=under)
    with pytest.raises(GoalSaysNothing):
        _agreed(episode, aino, GoalLevel.MAIN, "  ")
    with pytest.raises(NotAMember):
        _agreed(episode, aino, GoalLevel.MAIN, "Naps.", member=EpisodeMemberFactory())
    with pytest.raises(DayOutsideEpisode):
        agree_goal(
            episode=episode, level=GoalLevel.MAIN, goal=GoalIn("x"), agreed_on=date(2024, 5, 1), by=aino
        )

    goal = _agreed(episode, aino, GoalLevel.INTERIM, "Naps.", under=main)
    (turn,) = RoundGoal.objects.filter(goal=goal)
    assert (turn.round.span, turn.round.starts_on, turn.round.ends_on) == (
        "month",
        date(2024, 9, 1),
        date(2024, 9, 30),
    )


def test_a_goal_ends_once_and_its_weeks_stay(episode, interim, aino):
    with pytest.raises(DaysDoNotFit):
        end_goal(goal=interim, ending=GoalEnding.ATTAINED, ends_on=date(2024, 9, 1), by=aino)
    end_goal(goal=interim, ending=GoalEnding.ATTAINED, ends_on=date(2024, 9, 12), by=aino)
    with pytest.raises(NothingRuns):
        end_goal(goal=interim, ending=GoalEnding.DROPPED, ends_on=date(2024, 9, 12), by=aino)

    interim.refresh_from_db()
    assert (interim.ending, interim.ended_by) == ("attained", aino)
    assert turns(Actor(aino, FRIDAY), episode).filter(goal=interim).count() == 1


def test_a_goal_agreed_by_mistake_is_taken_back_today_unless_something_hangs_on_it(episode, main, aino):
    with clock.moved_to(NEXT_MONDAY), pytest.raises(UndoTooLate):
        void_goal(goal=main, by=aino)
    under = _agreed(episode, aino, GoalLevel.INTERIM, "Naps.", under=main)
    with pytest.raises(SomethingHangsOnIt):
        void_goal(goal=main, by=aino)
    void_goal(goal=under, by=aino)
    void_goal(goal=main, by=aino)

    main.refresh_from_db()
    assert (main.voided_by, RoundGoal.objects.filter(voided_at=None).count()) == (aino, 0)


def test_a_goal_of_another_family_or_level_is_not_taken_again(episode, interim, aino):
    turn = RoundGoalFactory(round__episode=EpisodeFactory(work_form=episode.work_form))
    for goal in (turn.goal, interim):
        with pytest.raises(UnknownGoal):
            set_week_goal(episode=episode, day=MONDAY, by=aino, again=goal)
    month = RoundGoal.objects.get(goal=interim)
    with pytest.raises(UnknownGoal):
        mark_goal(turn=month, mark="partly", by=aino)
    with pytest.raises(GoalSaysNothing):
        set_week_goal(episode=episode, day=MONDAY, by=aino)


def test_a_member_and_an_episode_with_goals_are_not_taken_back(work_form_a, scale, aino):
    with clock.moved_to(MONDAY):
        episode = EpisodeFactory(work_form=work_form_a, starts_on=MONDAY, recorded_at=clock.now())
        member = EpisodeMemberFactory(episode=episode, recorded_at=clock.now())
        goal = GoalIn("Calm days.", member=member)
        agree_goal(episode=episode, level=GoalLevel.MAIN, goal=goal, agreed_on=MONDAY, by=aino)
        with pytest.raises(SomethingHangsOnIt):
            void_member(member=member, by=aino)
        with pytest.raises(SomethingHangsOnIt):
            void_episode(episode=episode, by=aino)


def test_the_trail_holds_no_word_of_it(episode, interim, aino):
    turn = _set(episode, aino, "Nap at ten.")
    _marked(turn, "partly", aino)
    say_of_goal(turn=turn, text="It was easy.", voice=Voice.PARENT, by=aino)

    trail = [(event.action, str(event.detail)) for event in AuditEvent.objects.order_by("id")]
    assert [action for action, _detail in trail][-3:] == [
        "casework.set_week",
        "casework.mark_goal",
        "casework.mark_goal",
    ]
    assert not any("Nap" in detail or "easy" in detail for _action, detail in trail)
