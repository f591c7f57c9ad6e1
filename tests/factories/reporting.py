"""The smallest valid rows of reporting."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from poukama.governance.facts import Direction, TargetUnit
from poukama.reporting.choices import Purpose, ReportState, SourceMark
from poukama.reporting.models import AnnualReport, FigureCache, ReportAnswer, Snapshot
from tests.factories.organisation import UserFactory, WorkFormFactory


class FigureCacheFactory(DjangoModelFactory[FigureCache]):
    """A year counted once."""

    class Meta:
        model = FigureCache

    key = factory.Sequence(lambda n: f"key-{n}")
    kind = "months"
    starts_on = date(2024, 1, 1)
    ends_on = date(2024, 12, 31)
    version = "1"
    payload = factory.LazyFunction(lambda: {"new": [0] * 12, "estimated": 0})
    kept_on = date(2024, 12, 31)


class SnapshotFactory(DjangoModelFactory[Snapshot]):
    """A figure given to the board in the middle of 2024."""

    class Meta:
        model = Snapshot

    target_code = factory.Sequence(lambda n: f"T-{n}")
    plan_year = 2024
    work_form = factory.SubFactory(WorkFormFactory)
    label = "Visits"
    measure = "door_visits"
    measure_title = "Visits"
    measure_text = "Visits counted at the door."
    definition_version = 1
    unit = TargetUnit.VISIT
    direction = Direction.AT_LEAST
    aim = 100
    starts_on = date(2024, 1, 1)
    ends_on = date(2024, 6, 30)
    value = 40
    mark = SourceMark.COLLECTED
    stamp_version = "activities_doorcount:40"
    purpose = Purpose.BOARD
    taken_at = datetime(2024, 7, 1, 9, tzinfo=UTC)
    taken_by = factory.SubFactory(UserFactory)


class AnnualReportFactory(DjangoModelFactory[AnnualReport]):
    """A draft of a report that says nothing yet."""

    class Meta:
        model = AnnualReport

    plan_year = factory.Sequence(lambda n: 2024 + n % 5000)
    version = 1
    state = ReportState.DRAFT
    ends_on = date(2024, 12, 31)
    content = factory.LazyFunction(lambda: {"title": "Toimintakertomus 2024"})
    figures = factory.LazyFunction(lambda: {"title": "2024", "headings": [], "rows": []})
    made_at = datetime(2025, 1, 20, 9, tzinfo=UTC)
    made_by = factory.SubFactory(UserFactory)


class ReportAnswerFactory(DjangoModelFactory[ReportAnswer]):
    """An answer about the income of a year."""

    class Meta:
        model = ReportAnswer

    plan_year = 2024
    question = factory.Sequence(lambda n: f"goal:GOAL-{n}")
    text = "Income came in as planned."
    is_left_out = False
    written_at = datetime(2025, 1, 20, 9, tzinfo=UTC)
    written_by = factory.SubFactory(UserFactory)
