"""A month is evaluated together: marks, both views, and the goals of the next month, with nothing written twice."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.casework.choices import GoalEnding, GoalLevel, GoalStep, Voice
from poukama.casework.models import CareGoal, GoalMark, GoalRound, GoalWords, RoundGoal
from poukama.casework.queries.goal_marks import marks_of
from poukama.casework.queries.goals import rolled_by_goal
from poukama.casework.services import (
    DayNotYetCome,
    DaysDoNotFit,
    EpisodeClosed,
    NotAMember,
    close_episode,
    goal_steps,
)
from poukama.casework.services.goals import GoalIn, agree_goal
from poukama.casework.services.months import (
    GoalSeen,
    MonthTalk,
    NotAllEvaluated,
    NothingToEvaluate,
    evaluate_month,
)
from poukama.casework.services.weeks import mark_goal, set_week_goal
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, EpisodeMemberFactory, RoundGoalFactory

SEPTEMBER, END, OCTOBER = date(2024, 9, 1), date(2024, 9, 30), date(2024, 10, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(work_form_a, scale):
    return EpisodeFactory(work_form=work_form_a, starts_on=date(2024, 5, 20))


@pytest.fixture
def main(episode, aino):
    goal = GoalIn("Calm days.", with_referrer=True)
    return agree_goal(episode=episode, level=GoalLevel.MAIN, goal=goal, agreed_on=date(2024, 9, 2), by=aino)


@pytest.fixture
def turn(episode, main, aino):
    """An interim goal in September."""
    goal = agree_goal(
        episode=episode,
        level=GoalLevel.INTERIM,
        goal=GoalIn("Naps come at the same time.", under=main),
        agreed_on=date(2024, 9, 2),
        by=aino,
    )
    return RoundGoal.objects.select_related("goal").get(goal=goal)


def _evaluate(episode, by, *seen, month=SEPTEMBER, on=END, **talk):
    with clock.moved_to(END):
        return evaluate_month(
            episode=episode, month=month, talk=MonthTalk(held_on=on, goals=seen, **talk), by=by
        )


def test_a_goal_that_goes_on_is_not_written_again_and_new_ones_are_agreed(
    monkeypatch, episode, main, turn, aino
):
    told = []
    monkeypatch.setattr(
        goal_steps, "_meet", lambda episode, what, first, last, by: told.append((what, first))
    )
    member = EpisodeMemberFactory(episode=episode)
    seen = GoalSeen(turn, "partly", assessment="It is coming.", family_words="Nights are hard.")
    _evaluate(
        episode,
        aino,
        seen,
        present=[member],
        family_view="A good month.",
        assessment="They try.",
        ahead=[GoalIn("Evenings are calm.", under=main)],
    )

    month = GoalRound.objects.get(starts_on=SEPTEMBER)
    assert (month.evaluated_on, list(month.present.all())) == (END, [member])
    following = RoundGoal.objects.filter(round__starts_on=OCTOBER).select_related("goal")
    assert {each.goal.text for each in following} == {"Naps come at the same time.", "Evenings are calm."}
    assert CareGoal.objects.filter(level="interim").count() == 2
    assert {(said.voice, said.text) for said in GoalWords.objects.all()} == {
        ("worker", "It is coming."),
        ("family", "Nights are hard."),
        ("family", "A good month."),
        ("worker", "They try."),
    }
    assert told[-1] == (GoalStep.MONTH_EVALUATED, SEPTEMBER)


def test_the_family_may_see_the_month_otherwise_and_both_marks_stay(episode, turn, aino):
    _evaluate(episode, aino, GoalSeen(turn, "partly", family_mark="succeeded"))

    assert set(GoalMark.objects.values_list("voice", "mark")) == {
        ("worker", "partly"),
        ("family", "succeeded"),
    }


def test_a_goal_ends_with_the_month(episode, turn, aino):
    _evaluate(episode, aino, GoalSeen(turn, "succeeded", ending=GoalEnding.ATTAINED))

    turn.goal.refresh_from_db()
    assert (turn.goal.ending, turn.goal.ends_on) == ("attained", END)
    assert not GoalRound.objects.filter(starts_on=OCTOBER).exists()


def test_evaluated_anew_the_former_is_kept_and_the_first_day_stays(episode, turn, aino):
    _evaluate(episode, aino, GoalSeen(turn, "partly"), on=date(2024, 9, 27), family_view="Hard.")
    _evaluate(episode, aino, GoalSeen(turn, "begun"), family_view="Very hard.")

    assert GoalRound.objects.get(starts_on=SEPTEMBER).evaluated_on == date(2024, 9, 27)
    assert GoalMark.objects.filter(voided_at=None).count() == 2
    assert set(GoalMark.objects.filter(voided_at=None).values_list("mark", flat=True)) == {"begun"}
    assert GoalWords.objects.get(voided_at=None).corrects.text == "Hard."
    assert RoundGoal.objects.filter(round__starts_on=OCTOBER).count() == 1


def test_what_cannot_be_is_refused_and_nothing_is_changed(episode, turn, aino):
    stranger = RoundGoalFactory()
    for refused, talk in (
        (NotAllEvaluated, {"seen": ()}),
        (NotAllEvaluated, {"seen": (GoalSeen(turn, ""),)}),
        (NotAllEvaluated, {"seen": (GoalSeen(stranger, "partly"),)}),
        (DayNotYetCome, {"on": OCTOBER}),
        (DaysDoNotFit, {"on": date(2024, 8, 30)}),
        (NotAMember, {"present": [EpisodeMemberFactory()]}),
        (NothingToEvaluate, {"month": date(2024, 8, 1)}),
    ):
        seen = talk.pop("seen", (GoalSeen(turn, "partly"),))
        with pytest.raises(refused):
            _evaluate(episode, aino, *seen, **talk)
    assert not GoalMark.objects.exists()


def test_the_last_month_of_an_episode_ends_its_goals(episode, main, turn, aino):
    with clock.moved_to(END):
        close_episode(episode=episode, ends_on=END, reason="goals_met", by=aino)
    with pytest.raises(EpisodeClosed):
        _evaluate(episode, aino, GoalSeen(turn, "partly"))
    _evaluate(episode, aino, GoalSeen(turn, "partly", ending=GoalEnding.DROPPED))

    assert GoalRound.objects.get(starts_on=SEPTEMBER).evaluated_on == END


def test_the_weeks_come_to_a_sentence_that_nobody_types(episode, turn, aino):
    for number, mark in enumerate(("succeeded", "succeeded", "partly")):
        with clock.moved_to(date(2024, 9, 9)):
            week = set_week_goal(episode=episode, day=date(2024, 9, 9), by=aino, new=GoalIn(f"Goal {number}"))
            mark_goal(turn=week, mark=mark, by=aino)
            mark_goal(turn=week, mark="not_yet", voice=Voice.WORKER, by=aino)

    said = rolled_by_goal(Actor(aino, END), episode, marks_of(episode.work_form))
    assert set(said) == {turn.goal.pk}
    assert "succeeded" in said[turn.goal.pk]
    assert "not yet" not in said[turn.goal.pk]
    october = GoalRound(starts_on=OCTOBER, ends_on=date(2024, 10, 31))
    assert rolled_by_goal(Actor(aino, END), episode, marks_of(episode.work_form), october) == {}


def test_the_form_asks_of_each_goal_and_keeps_what_was_typed(signed_in, aino, episode, turn):
    browser = signed_in(aino)
    of = turn.pk.hex
    sent = {
        f"mark_{of}": "partly",
        f"then_{of}": "goes_on",
        f"words_{of}": "Nights are hard.",
        "family_view": "A good month.",
        "new_1": "Evenings are calm.",
        "held_on": "2024-09-30",
    }
    with clock.moved_to(END):
        assert browser.get(url("casework:month", episode)).status_code == 200
        wrong = browser.post(url("casework:month", episode), sent | {f"mark_{of}": ""})
        assert wrong.status_code == 422
        assert "Nights are hard." in wrong.content.decode()
        early = browser.post(url("casework:month", episode), sent | {"held_on": "2024-08-01"})
        assert early.status_code == 422
        right = browser.post(url("casework:month", episode), sent)

    assert right.url == url("casework:goals", episode)
    assert GoalRound.objects.get(starts_on=SEPTEMBER).evaluated_on == END
    assert CareGoal.objects.filter(level="interim").count() == 2


def test_without_interim_goals_the_page_says_so(signed_in, aino, episode):
    assert "pk-empty" in signed_in(aino).get(url("casework:month", episode)).content.decode()
