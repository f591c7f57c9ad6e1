"""Process templates with their steps, processes, and what falls due of them."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from poukama.casework.choices import Trigger
from poukama.casework.duty_kinds import STEP_DUTY
from poukama.casework.models import DueStep, Process, ProcessStep, ProcessTemplate
from tests.factories.casework.episodes import RECORDED_AT, EpisodeFactory
from tests.factories.duties import DutyFactory
from tests.factories.organisation import UserFactory, WorkFormFactory


class ProcessTemplateFactory(DjangoModelFactory[ProcessTemplate]):
    """A template of the family that a worker begins. `steps` are the columns of each step; `does` is its key."""

    class Meta:
        model = ProcessTemplate
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"process-{n}")
    name = factory.LazyAttribute(lambda template: template.key.title())
    work_form = factory.SubFactory(WorkFormFactory)

    @factory.post_generation
    def steps(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        for order, columns in enumerate(extracted or () if create else (), start=1):
            key = columns.get("key", columns["does"])
            said = {"key": key, "name": key.replace("_", " "), "order": order, "version": self.version}
            ProcessStep.objects.create(template=self, **said | columns)


class ProcessStepFactory(DjangoModelFactory[ProcessStep]):
    """Something done on the day on which the process begins."""

    class Meta:
        model = ProcessStep

    key = factory.Sequence(lambda n: f"step-{n}")
    name = factory.LazyAttribute(lambda step: step.key.title())
    template = factory.SubFactory(ProcessTemplateFactory)
    does = factory.SelfAttribute("key")
    trigger = Trigger.AT_START
    number = 0


class ProcessFactory(DjangoModelFactory[Process]):
    """A process of a family, from the episode's first day."""

    class Meta:
        model = Process
        skip_postgeneration_save = True

    episode = factory.SubFactory(EpisodeFactory)
    template = factory.SubFactory(
        ProcessTemplateFactory, work_form=factory.SelfAttribute("..episode.work_form")
    )
    starts_on = factory.SelfAttribute("episode.starts_on")
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class DueStepFactory(DjangoModelFactory[DueStep]):
    """A step that is due in March; nobody's by name."""

    class Meta:
        model = DueStep

    process = factory.SubFactory(ProcessFactory)
    step = factory.SubFactory(ProcessStepFactory, template=factory.SelfAttribute("..process.template"))
    key = factory.SelfAttribute("step.key")
    occasion = "start"
    duty = factory.SubFactory(
        DutyFactory,
        kind=STEP_DUTY,
        work_form=factory.SelfAttribute("..process.episode.work_form"),
        due_on=date(2024, 3, 14),
    )
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
