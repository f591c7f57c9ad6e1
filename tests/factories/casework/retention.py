"""The smallest valid holds and destructions."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from poukama.casework.models import Destruction, DestructionLine, LegalHold
from tests.factories.casework.episodes import RECORDED_AT
from tests.factories.clients import FamilyFactory, KnownInFactory
from tests.factories.organisation import UserFactory, WorkFormFactory


class LegalHoldFactory(DjangoModelFactory[LegalHold]):
    """A family's record that is held back for years."""

    class Meta:
        model = LegalHold

    known = factory.SubFactory(KnownInFactory)
    reason = "A reason"
    ends_on = date(2030, 12, 31)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class DestructionFactory(DjangoModelFactory[Destruction]):
    """A proposal that waits for somebody else."""

    class Meta:
        model = Destruction

    code = factory.Sequence(lambda n: f"H-{n:06}")
    work_form = factory.SubFactory(WorkFormFactory)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class DestructionLineFactory(DjangoModelFactory[DestructionLine]):
    """A family whose record ended in 2013."""

    class Meta:
        model = DestructionLine

    destruction = factory.SubFactory(DestructionFactory)
    family = factory.SubFactory(FamilyFactory)
    rule = "own_schedule"
    last_on = date(2013, 5, 31)
    kept_until_on = date(2023, 5, 31)
