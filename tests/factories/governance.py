"""The smallest valid rows of governance, past the services."""

from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from poukama.governance.choices import ProposalKind, TargetUnit
from poukama.governance.models import (
    BudgetLine,
    FindingAcceptance,
    FocusArea,
    FocusIndicator,
    Goal,
    Plan,
    PlanChange,
    Proposal,
    Reading,
    Rhythm,
    StaffLine,
    Target,
)
from tests.factories.organisation import UserFactory, WorkFormFactory

MOMENT = datetime(2023, 11, 20, 9, tzinfo=UTC)


class PlanFactory(DjangoModelFactory[Plan]):
    """A draft of the plan of a year; every further one is of the year after."""

    class Meta:
        model = Plan

    year = factory.Sequence(lambda n: 2024 + n % 5000)
    title = factory.LazyAttribute(lambda plan: f"Plan {plan.year}")
    created_at = MOMENT
    created_by = factory.SubFactory(UserFactory)


class FocusAreaFactory(DjangoModelFactory[FocusArea]):
    """A focus area of a plan."""

    class Meta:
        model = FocusArea

    plan = factory.SubFactory(PlanFactory)
    key = factory.Sequence(lambda n: f"focus-{n}")
    title = "Somebody is there"


class FocusIndicatorFactory(DjangoModelFactory[FocusIndicator]):
    """What a focus area is followed by, in words only."""

    class Meta:
        model = FocusIndicator

    focus_area = factory.SubFactory(FocusAreaFactory)
    order = factory.Sequence(lambda n: n % 30_000)
    title = "How often somebody was there"


class GoalFactory(DjangoModelFactory[Goal]):
    """A goal of a work form, not yet assessed."""

    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    code = factory.Sequence(lambda n: f"GOAL-{n}")
    goal = "Families find their way here"


class TargetFactory(DjangoModelFactory[Target]):
    """At least ten families, counted by no measure yet."""

    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    code = factory.Sequence(lambda n: f"TAR-{n}")
    label = "Families"
    aim = 10
    unit = TargetUnit.FAMILY


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    """A thousand euros of income."""

    class Meta:
        model = BudgetLine

    plan = factory.SubFactory(PlanFactory)
    key = factory.Sequence(lambda n: f"line-{n}")
    label = "Grant"
    amount = Decimal(1000)


class StaffLineFactory(DjangoModelFactory[StaffLine]):
    """Three posts."""

    class Meta:
        model = StaffLine

    plan = factory.SubFactory(PlanFactory)
    key = factory.Sequence(lambda n: f"staff-{n}")
    label = "Family workers"
    stated_count = 3


class PlanChangeFactory(DjangoModelFactory[PlanChange]):
    """An aim lowered after the board approved the plan."""

    class Meta:
        model = PlanChange

    plan = factory.SubFactory(PlanFactory)
    about = "target"
    about_code = "TAR-1"
    field = "aim"
    before = "10"
    after = "8"
    reason = "Two months of repairs"
    changed_at = MOMENT
    changed_by = factory.SubFactory(UserFactory)


class FindingAcceptanceFactory(DjangoModelFactory[FindingAcceptance]):
    """A sum that does not add up, accepted as it is."""

    class Meta:
        model = FindingAcceptance

    plan = factory.SubFactory(PlanFactory)
    code = "sum"
    place = factory.Sequence(lambda n: f"place {n}")
    reason = "The plan is printed already"
    accepted_at = MOMENT
    accepted_by = factory.SubFactory(UserFactory)


class ReadingFactory(DjangoModelFactory[Reading]):
    """A text document that was read."""

    class Meta:
        model = Reading

    year = 2024
    file_type = "txt"
    size = 1000
    sha256 = "0" * 64
    read_at = MOMENT
    read_by = factory.SubFactory(UserFactory)


class ProposalFactory(DjangoModelFactory[Proposal]):
    """An open proposal of a target."""

    class Meta:
        model = Proposal

    reading = factory.SubFactory(ReadingFactory)
    order = factory.Sequence(int)
    kind = ProposalKind.TARGET
    payload = factory.LazyFunction(lambda: {"label": "Families", "value": 10})
    place = "line 12"
    source_text = "10 families"


class RhythmFactory(DjangoModelFactory[Rhythm]):
    """Something that comes round every month."""

    class Meta:
        model = Rhythm

    key = factory.Sequence(lambda n: f"rhythm-{n}")
    name = "Team meeting"
    every = "month"
