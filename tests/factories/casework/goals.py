"""The smallest valid rows of goals and plans."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from poukama.casework.choices import GoalLevel, GoalSpan, Voice
from poukama.casework.models import (
    CareGoal,
    GoalMark,
    GoalRound,
    GoalWords,
    PlanApproval,
    PlanParagraph,
    PlanVersion,
    RoundGoal,
)
from tests.factories.casework.episodes import EpisodeFactory
from tests.factories.organisation import UserFactory

RECORDED_AT = datetime(2024, 1, 2, 9, tzinfo=UTC)


class CareGoalFactory(DjangoModelFactory[CareGoal]):
    """A main goal of the family, agreed on the episode's first day."""

    class Meta:
        model = CareGoal

    episode = factory.SubFactory(EpisodeFactory)
    level = GoalLevel.MAIN
    voice = Voice.PARENT
    text = "Days are calm."
    starts_on = factory.SelfAttribute("episode.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class GoalRoundFactory(DjangoModelFactory[GoalRound]):
    """The second week of 2024; nobody has evaluated it."""

    class Meta:
        model = GoalRound
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    span = GoalSpan.WEEK
    starts_on = date(2024, 1, 8)
    ends_on = date(2024, 1, 14)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class RoundGoalFactory(DjangoModelFactory[RoundGoal]):
    """A goal of a week, taken on its Monday."""

    class Meta:
        model = RoundGoal

    round = factory.SubFactory(GoalRoundFactory)
    goal = factory.SubFactory(
        CareGoalFactory,
        level=GoalLevel.WEEK,
        text="A walk every day.",
        episode=factory.SelfAttribute("..round.episode"),
    )
    set_on = factory.SelfAttribute("round.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class GoalMarkFactory(DjangoModelFactory[GoalMark]):
    """The family says that it went well."""

    class Meta:
        model = GoalMark

    turn = factory.SubFactory(RoundGoalFactory)
    voice = Voice.FAMILY
    mark = "succeeded"
    marked_on = factory.LazyAttribute(lambda made: made.turn.round.starts_on)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class GoalWordsFactory(DjangoModelFactory[GoalWords]):
    """A parent says something of a goal."""

    class Meta:
        model = GoalWords

    turn = factory.SubFactory(RoundGoalFactory)
    round = factory.SelfAttribute("turn.round")
    voice = Voice.PARENT
    text = "It was easier than we thought."
    said_on = factory.LazyAttribute(lambda made: made.round.starts_on)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class PlanParagraphFactory(DjangoModelFactory[PlanParagraph]):
    """What the family needs, in its own words."""

    class Meta:
        model = PlanParagraph

    episode = factory.SubFactory(EpisodeFactory)
    section = "need"
    voice = Voice.FAMILY
    text = "We need sleep."
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class PlanVersionFactory(DjangoModelFactory[PlanVersion]):
    """A first version, looked at again in three months; of no paragraphs."""

    class Meta:
        model = PlanVersion
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    number = 1
    published_on = factory.SelfAttribute("episode.starts_on")
    next_review_on = date(2024, 12, 2)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class PlanApprovalFactory(DjangoModelFactory[PlanApproval]):
    """The family accepts a version."""

    class Meta:
        model = PlanApproval

    version = factory.SubFactory(PlanVersionFactory)
    voice = Voice.FAMILY
    approved_on = factory.LazyAttribute(lambda made: made.version.published_on)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
