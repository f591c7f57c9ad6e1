"""Every table says what it is, whom its columns speak of, and who did what when."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.apps import apps as installed
from django.db.models import DateField, DateTimeField, Model, OneToOneField, TimeField
from factory.base import FactoryMetaClass

from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Classified
from tests.architecture.house import ROOT, imports, layers, models, sources

RECORDED = {"id", *(field.name for field in Recorded._meta.local_fields)}
WITHOUT_BY = {
    "access.AuditEvent.happened_at",  # who did it is `actor`, which may be nobody
    "casework.OddReading.found_at",  # the weekly command finds it
    "clients.EmergencyAccess.ends_at",  # it ends by itself
    "toolkit.Round.begun_at",  # the house begins it by itself
    "outbox.Message.sent_at",  # it left by itself; who asked for it is `recorded_by`
}
NAMED_BY_THE_FRAMEWORK = {
    "organisation.User.date_joined",
    "organisation.User.last_login",
}
RANGES_OF_CONFIGURATION = {
    # When something of the organisation exists; to become starts_on and ends_on.
    "organisation.WorkForm.active_from",
    "organisation.WorkForm.active_until",
    "organisation.Unit.valid_from",
    "organisation.Unit.valid_until",
}
NEVER_TYPED = {"access.AuditEvent"}
"""Written by one function only, so their columns have no rules for what a form may leave empty."""


def fields(model: type[Model]) -> list[Any]:
    """The columns and many-to-many relations of a model."""
    return [*model._meta.concrete_fields, *model._meta.local_many_to_many]


def label(model: type[Model], field: Any) -> str:
    """A field's full name."""
    return f"{model._meta.label}.{field.name}"


def factories() -> dict[type[Model], Any]:
    """The factory of each model."""
    found = {}
    for app in layers():
        name = f"tests.factories.{app}"
        for thing in vars(import_module(name)).values() if find_spec(name) else ():
            if isinstance(thing, FactoryMetaClass) and f"{thing.__module__}.".startswith(f"{name}."):
                found |= {} if thing._meta.abstract else {thing._meta.model: thing}
    return found


def test_every_model_has_a_factory():
    assert {model._meta.label for model in models() if model not in factories()} == set()


@pytest.mark.django_db
def test_every_factory_makes_a_valid_row():
    for model, factory in factories().items():
        row = factory()
        if model in models() and model._meta.label not in NEVER_TYPED:
            row.full_clean()


def test_every_model_says_what_it_is():
    found = {
        model._meta.label
        for model in models()
        if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    }
    assert found == set()


def test_every_field_has_a_personal_data_class():
    without = {
        model._meta.label for model in models() if not isinstance(model.__dict__.get("privacy"), Classified)
    }
    assert without == set()
    missing, stale = set(), set()
    for model in models():
        known = model.__dict__["privacy"].fields
        names = {field.name for field in fields(model)}
        missing |= {f"{model._meta.label}.{name}" for name in names - set(known)}
        stale |= {f"{model._meta.label}.{name}" for name in set(known) - names - RECORDED}
    assert (missing, stale) == (set(), set())


def test_every_moment_says_who():
    found = set()
    for model in models():
        names = {field.name for field in fields(model)}
        found |= {
            label(model, field)
            for field in fields(model)
            if isinstance(field, DateTimeField)
            and field.name.endswith("_at")
            and f"{field.name.removesuffix('_at')}_by" not in names
        }
    assert found == WITHOUT_BY


def test_names_end_right():
    found = set()
    for model in models():
        for field in fields(model):
            if isinstance(field, DateTimeField):
                right = field.name.endswith("_at")
            elif isinstance(field, DateField):
                right = field.name.endswith("_on")
            else:
                right = not field.name.endswith("_at") or isinstance(field, TimeField)
            found |= set() if right else {label(model, field)}
    assert found == NAMED_BY_THE_FRAMEWORK | RANGES_OF_CONFIGURATION


def test_constraints_have_names_of_their_own():
    unnamed = {
        label(model, field)
        for model in models()
        for field in model._meta.local_fields
        if field.unique and not field.primary_key and not isinstance(field, OneToOneField)
    }
    unnamed |= {model._meta.label for model in models() if model._meta.unique_together}
    assert unnamed == set()
    misnamed = {
        thing.name
        for model in models()
        for thing in [*model._meta.constraints, *model._meta.indexes]
        if not thing.name.startswith(f"{model._meta.app_label}_")
    }
    assert misnamed == set()


def test_no_model_has_an_order_of_its_own():
    assert {model._meta.label for model in models() if model._meta.ordering} == set()


def test_no_model_does_more_than_hold_and_constrain():
    overrides = {"save", "delete", "clean", "asave", "adelete"}
    found = {f"{model._meta.label}.{name}" for model in models() for name in overrides & set(model.__dict__)}
    assert found == set()


def test_there_is_no_admin_site():
    assert not installed.is_installed("django.contrib.admin")
    found = {
        str(path.relative_to(ROOT))
        for path, tree in sources().items()
        if any(f"{module}.{name}".startswith("django.contrib.admin") for module, name in imports(tree))
    }
    assert found == set()
