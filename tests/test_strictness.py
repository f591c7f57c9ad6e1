"""The strictness of the tests is itself tested: each of these would otherwise pass unseen."""

import socket
import warnings
from datetime import datetime

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.template import engines

from poukama.access import audit
from poukama.access.models import AuditEvent
from poukama.clients.models import Family
from tests.strictness.forms import FormWithoutToken, check_forms
from tests.strictness.network import ReachesOut
from tests.strictness.queries import UnorderedSlice
from tests.strictness.templates import POUKAMA, UndefinedTemplateVariable, UndefinedVariable


def test_an_undefined_variable_of_our_own_template_fails(monkeypatch):
    monkeypatch.setattr("tests.strictness.templates.POUKAMA", "<unknown source>")
    template = engines["django"].from_string("{{ nobody_gave_this }}")
    with pytest.raises(UndefinedTemplateVariable):
        template.render({})


def test_an_undefined_variable_of_a_library_shows_nothing():
    assert engines["django"].from_string("({{ nobody_gave_this }})").render({}) == "()"
    assert POUKAMA.endswith("/poukama")
    assert UndefinedVariable() == "%s"


def test_a_posting_form_without_its_token_fails():
    with pytest.raises(FormWithoutToken):
        check_forms(HttpResponse('<form method="post"><input name="a"></form>'))
    check_forms(HttpResponse('<form method="post"><input name="csrfmiddlewaretoken"></form>'))
    check_forms(HttpResponse("<form><input></form>"))


def test_slicing_rows_without_an_order_fails():
    with pytest.raises(UnorderedSlice):
        Family.objects.all()[:5]
    assert Family.objects.order_by("pk")[:5].query.high_mark == 5


def test_connecting_to_another_machine_fails():
    with socket.socket() as away, pytest.raises(ReachesOut):
        away.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.django_db
def test_a_naive_moment_is_refused(django_user_model):
    with pytest.raises(RuntimeWarning, match="naive"):
        list(django_user_model.objects.filter(date_joined=datetime(2026, 1, 1)))  # noqa: DTZ001


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", [1, 2])
def test_tests_that_commit_leave_an_empty_trail_and_keep_its_guards(_turn):
    assert AuditEvent.objects.count() == 0
    event = audit.record("test.do_something", by=None)
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEvent.objects.filter(pk=event.pk).delete()
