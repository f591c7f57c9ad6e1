"""The smallest valid rows of duties."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from poukama.duties.models import Duty
from tests.factories.organisation import UserFactory, WorkFormFactory


class DutyFactory(DjangoModelFactory[Duty]):
    """Something of no kind that is shown, due in March."""

    class Meta:
        model = Duty

    kind = "nothing"
    key = factory.Sequence(str)
    work_form = factory.SubFactory(WorkFormFactory)
    due_on = date(2024, 3, 14)
    recorded_at = datetime(2024, 1, 2, 9, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)
