"""Rows of the audit trail, made by the one way there is."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from poukama.access import audit
from poukama.access.models import AuditEvent, ChainHead


class AuditEventFactory(DjangoModelFactory[AuditEvent]):
    """An event at the end of the chain."""

    class Meta:
        model = AuditEvent

    action = "test.do_something"
    by = None

    @classmethod
    def _create(cls, model_class: type[AuditEvent], *args: Any, **values: Any) -> AuditEvent:
        return audit.record(values.pop("action"), **values)


class ChainHeadFactory(DjangoModelFactory[ChainHead]):
    """The head of the chain of the database."""

    class Meta:
        model = ChainHead
        django_get_or_create = ("id",)

    id = factory.LazyFunction(lambda: 1)
