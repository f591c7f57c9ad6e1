"""The smallest valid rows of forms and answers."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from poukama.outcomes.choices import Channel, Respondent
from poukama.outcomes.models import Form, ReceivedAnswer
from tests.factories.organisation import UserFactory, WorkFormFactory


class FormFactory(DjangoModelFactory[Form]):
    """A form in use; `work_forms` says where."""

    class Meta:
        model = Form
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"form-{n}")
    name = factory.LazyAttribute(lambda form: form.key.title())
    respondent = Respondent.CHILD

    @factory.post_generation
    def work_forms(self, create: bool, extracted: Any, **_: Any) -> None:  # noqa: FBT001
        if create and extracted:
            self.work_forms.set(extracted)


class ReceivedAnswerFactory(DjangoModelFactory[ReceivedAnswer]):
    """An answer that came on paper in May 2024."""

    class Meta:
        model = ReceivedAnswer

    form = factory.SubFactory(FormFactory)
    work_form = factory.SubFactory(WorkFormFactory)
    happened_on = date(2024, 5, 6)
    channel = Channel.PAPER
    recorded_at = datetime(2024, 5, 6, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)
