"""The smallest valid rows of reports."""

from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from poukama.casework.choices import ReportBlock, ReportKind
from poukama.casework.models import Report, ReportPart, ReportSending
from tests.factories.casework.episodes import RECORDED_AT, EpisodeFactory
from tests.factories.organisation import UserFactory


class ReportFactory(DjangoModelFactory[Report]):
    """The report of the month in which the episode began, signed off when it was recorded."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    kind = ReportKind.MONTH
    entry = factory.LazyFunction(uuid4)
    starts_on = factory.SelfAttribute("episode.starts_on")
    ends_on = factory.SelfAttribute("starts_on")
    signed_on = factory.SelfAttribute("ends_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
    signed_at = factory.SelfAttribute("recorded_at")
    signed_by = factory.SelfAttribute("recorded_by")

    @factory.post_generation
    def about(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        """`about=[member, …]`: of whom it tells."""
        if create and extracted:
            self.about.set(extracted)


class ReportPartFactory(DjangoModelFactory[ReportPart]):
    """The family's own view."""

    class Meta:
        model = ReportPart

    report = factory.SubFactory(ReportFactory)
    block = ReportBlock.FAMILY
    order = factory.Sequence(lambda n: n % 30_000)
    text = "It went well."


class ReportSendingFactory(DjangoModelFactory[ReportSending]):
    """A report was sent on the day on which it was signed off; no disclosure is beside it."""

    class Meta:
        model = ReportSending

    report = factory.SubFactory(ReportFactory)
    sent_on = factory.SelfAttribute("report.signed_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
