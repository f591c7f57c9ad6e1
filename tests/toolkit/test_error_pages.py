import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from poukama.toolkit import error_views
from poukama.toolkit.frame import BARE

CODES = ["400", "403", "403_csrf", "404", "413", "429", "500", "503"]


@pytest.mark.parametrize("code", CODES)
def test_each_page_says_what_to_do_and_needs_nothing(code):
    html = render_to_string(f"{code}.html", BARE)

    assert html.count("<h1>") == 1
    assert '<a class="ds-button" href="/">' in html
    assert 'style="' not in html
    assert "<form" not in html


@pytest.mark.parametrize(
    "view, status",
    [
        (lambda r: error_views.not_understood(r, SuspiciousOperation("inside")), 400),
        (lambda r: error_views.not_understood(r, RequestDataTooBig("inside")), 413),
        (lambda r: error_views.not_accepted(r, PermissionError("inside")), 403),
        (error_views.form_too_old, 403),
        (lambda r: error_views.absent(r, LookupError("inside")), 404),
        (error_views.too_many, 429),
        (error_views.broken, 500),
        (error_views.closed_for_maintenance(lambda r: HttpResponse()), 503),
    ],
)
def test_each_answer_has_its_status_and_nothing_of_our_insides(view, status):
    response = view(RequestFactory().get("/somewhere/"))

    assert response.status_code == status
    assert "inside" not in response.content.decode()


def test_an_absent_page_does_not_repeat_its_address(client, db):
    response = client.get("/casework/episodes/secret-code/")

    assert response.status_code == 404
    assert "secret-code" not in response.content.decode()


def test_maintenance_says_when_to_come_back():
    response = error_views.closed_for_maintenance(lambda r: HttpResponse())(RequestFactory().get("/"))

    assert response["Retry-After"] == "300"
