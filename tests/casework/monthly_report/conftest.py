"""A month of which there is something to report."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.casework.choices import PartKind, Voice
from poukama.casework.models import EpisodeMember
from poukama.casework.services import (
    Meeting,
    PartIn,
    Written,
    write_note,
)
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from tests.casework.monthly_report.september import END, gathered
from tests.factories.casework import (
    CareGoalFactory,
    GoalMarkFactory,
    GoalRoundFactory,
    GoalWordsFactory,
    RoundGoalFactory,
)
from tests.factories.organisation import TermFactory


@pytest.fixture
def members(episode):
    return {each.client.code_name[-1]: each for each in EpisodeMember.objects.filter(episode=episode)}


@pytest.fixture
def month(episode, members, scale, headings, aino):
    """A month with goals, a note of three parts, and what the family thinks."""
    interim = CareGoalFactory(
        episode=episode, level="interim", under=CareGoalFactory(episode=episode), text="Naps."
    )
    september = GoalRoundFactory(
        episode=episode, span="month", starts_on=date(2024, 9, 1), ends_on=date(2024, 9, 30)
    )
    turn = RoundGoalFactory(round=september, goal=interim)
    GoalMarkFactory(turn=turn, voice=Voice.WORKER, mark="partly")
    week = RoundGoalFactory(
        round=GoalRoundFactory(episode=episode, starts_on=date(2024, 9, 9), ends_on=date(2024, 9, 15)),
        goal__under=interim,
        goal__text="A nap at ten.",
    )
    GoalMarkFactory(turn=week, mark="succeeded")
    GoalWordsFactory(round=september, turn=None, voice=Voice.FAMILY, text="A better month.", said_on=END)
    with clock.moved_to(date(2024, 9, 12)):
        return write_note(
            episode=episode,
            written=Written(
                happened_on=date(2024, 9, 11),
                parts=[
                    PartIn("seen", "Slept well.", observations=("plays",), tells_of=(members["C"],)),
                    PartIn("work", "Of the mother alone.", tells_of=(members["A"],)),
                    PartIn("own", "I can do this.", PartKind.OWN_WORDS, whose=members["A"]),
                ],
                about=Meeting("meeting", 60, (members["A"], members["C"])),
            ),
            by=aino,
        )


@pytest.fixture
def law(db):
    TermFactory(list=TermList.DISCLOSURE_GROUND, key="child_welfare", name="Child welfare")


@pytest.fixture
def sent(episode, month, aino):
    """What the form sends as it is proposed."""
    found = gathered(Actor(aino, END), episode)
    return {block.name: block.text for block in found.blocks} | {"gathered": found.mark}
