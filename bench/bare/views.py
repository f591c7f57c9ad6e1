"""One view: fifty rows of a table with one query and one plain template."""

from functools import cache

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ROWS = 50


@cache
def _heads(label: str) -> tuple[str, ...]:
    return tuple(field.attname for field in apps.get_model(label)._meta.concrete_fields)


def newest(request: HttpRequest, label: str) -> HttpResponse:
    """The newest rows, every column of them."""
    model = apps.get_model(label)
    rows = model._default_manager.order_by("-pk")[:ROWS]
    return render(request, _template(label), {"rows": rows, "title": model._meta.verbose_name})


@cache
def _template(label: str) -> str:
    return f"{label}.html"
