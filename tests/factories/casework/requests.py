"""The smallest valid requests and handovers."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from poukama.casework.choices import Risk, SafePlace, StepKind, Urgency
from poukama.casework.models import Handover, Request, RequestStep
from tests.factories.casework.episodes import RECORDED_AT, EpisodeFactory
from tests.factories.organisation import UserFactory, WorkFormFactory

CAME_ON = date(2024, 9, 10)


class RequestFactory(DjangoModelFactory[Request]):
    """A request that is not decided, of somebody without a name; `waiting=True` is one on the waiting list."""

    class Meta:
        model = Request

    class Params:
        waiting = factory.Trait(
            state="waiting",
            decided_on=factory.SelfAttribute("came_on"),
            timing="in_time",
            wait_began_on=factory.SelfAttribute("came_on"),
            next_check_on=factory.LazyAttribute(lambda asked: asked.came_on + timedelta(days=7)),
        )

    code = factory.Sequence(lambda n: f"Y-{n:06}")
    work_form = factory.SubFactory(WorkFormFactory)
    came_on = CAME_ON
    risk = Risk.ORDINARY
    place = SafePlace.YES
    urgency = Urgency.ORDINARY
    need = "support"
    due_on = factory.LazyAttribute(lambda asked: asked.came_on + timedelta(days=7))
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class RequestStepFactory(DjangoModelFactory[RequestStep]):
    """A request was put on the waiting list."""

    class Meta:
        model = RequestStep

    request = factory.SubFactory(RequestFactory, waiting=True)
    number = 1
    what = StepKind.WAITING
    happened_on = CAME_ON
    reason = "no_time"
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class HandoverFactory(DjangoModelFactory[Handover]):
    """A handover that waits for an answer, of nobody in particular; `members` are set by whoever needs them."""

    class Meta:
        model = Handover
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"S-{n:06}")
    episode = factory.SubFactory(EpisodeFactory)
    to_work_form = factory.SubFactory(WorkFormFactory)
    need = "support"
    sent_on = CAME_ON
    summary = "What goes along"
    answer_by_on = factory.LazyAttribute(lambda handover: handover.sent_on + timedelta(days=7))
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def members(self, create, extracted, **_):  # noqa: FBT001
        if create and extracted:
            self.members.set(extracted)
