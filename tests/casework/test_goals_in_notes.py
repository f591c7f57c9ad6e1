"""Under a heading that asks for goals one taps which of them a note is about; each file gets its own."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.casework.choices import GoalLevel, GoalSpan, PartKind
from poukama.casework.models import Note
from poukama.casework.queries import narrative_of
from poukama.casework.services import NotTheirGoal, PartIn, Written, correct_note, write_note
from poukama.organisation.choices import TermList
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import (
    CareGoalFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    GoalRoundFactory,
    RoundGoalFactory,
)
from tests.factories.clients import FamilyFactory
from tests.factories.organisation import TermFactory

TODAY, MONDAY = date(2024, 9, 12), date(2024, 9, 9)
WHEN = {"about": "none", "happened_on": "2024-09-12"}


@pytest.fixture
def episode(work_form_a, headings):
    TermFactory(list=TermList.NOTE_HEADING, key="goals", name="Goals", order=4, attributes={"kind": "goals"})
    family = FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)
    return EpisodeFactory(work_form=work_form_a, family=family, starts_on=date(2024, 3, 4))


@pytest.fixture
def mother(episode):
    return EpisodeMemberFactory(episode=episode, role="parent")


@pytest.fixture
def baby(episode):
    return EpisodeMemberFactory(episode=episode, role="baby")


@pytest.fixture
def goals(episode, mother, baby):
    """A main goal, an interim goal of the mother under it, and goals of this week and of the one before."""
    main = CareGoalFactory(episode=episode, text="Days are calm.")
    ours = {
        "interim": CareGoalFactory(
            episode=episode, level=GoalLevel.INTERIM, under=main, member=mother, text="Nights."
        )
    }
    weeks = {
        monday: GoalRoundFactory(
            episode=episode, span=GoalSpan.WEEK, starts_on=monday, ends_on=monday + timedelta(days=6)
        )
        for monday in (MONDAY, MONDAY - timedelta(days=7))
    }
    for name, monday, member in (
        ("ours", MONDAY, None),
        ("mine", MONDAY, mother),
        ("past", MONDAY - timedelta(days=7), mother),
    ):
        turn = RoundGoalFactory(round=weeks[monday], goal__text=name, goal__member=member)
        ours[name] = turn.goal
    return ours


def test_goals_at_hand_are_tapped_and_nothing_is_typed(client, aino, episode, goals, mother):
    sign_in(client, aino)
    form = client.get(url("casework:write_note", episode)).context["form"]

    assert {label for _pk, label in form.fields["goals_goals"].choices} == {"Nights.", "ours", "mine"}
    assert "text_goals" not in form.fields

    tapped = [str(goals[name].pk) for name in ("interim", "ours", "mine")]
    client.post(url("casework:write_note", episode), WHEN | {"goals_goals": tapped})

    parts = Note.objects.get().parts.order_by("order")
    told = [({goal.text for goal in part.goals.all()}, list(part.tells_of.all())) for part in parts]
    ours, mine = sorted(told, key=lambda part: len(part[1]))
    assert (ours, mine) == (({"ours"}, []), ({"Nights.", "mine"}, [mother]))
    page = client.get(url("casework:notes", episode)).content.decode()
    assert ("Nights." in page, "ours" in page) == (True, True)


def test_a_file_of_ones_own_has_ones_own_goals_only(aino, episode, goals, mother, baby):
    part = PartIn("goals", goals=(goals["interim"], goals["ours"]))
    write_note(episode=episode, written=Written(happened_on=TODAY, parts=[part]), by=aino)

    said = {
        who.role: [
            goal.text
            for row in narrative_of(Actor(aino, TODAY), who).rows
            for each in row.parts
            for goal in each.goals
        ]
        for who in (mother, baby)
    }
    assert said == {"parent": ["Nights."], "baby": []}


def test_without_goals_there_is_a_text_as_before(client, aino, episode, mother):
    sign_in(client, aino)
    form = client.get(url("casework:write_note", episode)).context["form"]
    assert ("text_goals" in form.fields, "goals_goals" in form.fields) == (True, False)


def test_a_correction_keeps_the_goals_of_its_week(client, aino, episode, goals, mother):
    part = PartIn("goals", kind=PartKind.GOALS, goals=(goals["past"], goals["ours"]))
    note = write_note(episode=episode, written=Written(happened_on=TODAY, parts=[part]), by=aino)
    sign_in(client, aino)

    form = client.get(url("casework:correct_note", note)).context["form"]
    asked = {"goals_goals": form["goals_goals"].value(), "reason": "It was earlier.", "text_work": "We met."}
    client.post(url("casework:correct_note", note), WHEN | asked)

    version = Note.objects.get(voided_at=None)
    assert {goal.text for part in version.parts.all() for goal in part.goals.all()} == {"past", "ours"}


def test_a_goal_of_another_episode_is_refused(aino, episode, mother):
    with pytest.raises(NotTheirGoal):
        write_note(
            episode=episode,
            written=Written(happened_on=TODAY, parts=[PartIn("goals", goals=(CareGoalFactory(),))]),
            by=aino,
        )
    note = write_note(
        episode=episode, written=Written(happened_on=TODAY, parts=[PartIn("work", "We met.")]), by=aino
    )
    with pytest.raises(NotTheirGoal):
        correct_note(
            note=note,
            written=Written(happened_on=TODAY, parts=[PartIn("goals", goals=(CareGoalFactory(),))]),
            reason="More.",
            by=aino,
        )
