"""Trying an address as somebody, and weighing what it says and what it asks of the database."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.urls.converters import IntConverter

from poukama.clients.models import Client, Family
from tests.architecture.canaries import SEARCHED_FOR
from tests.architecture.doors import ELSEWHERE, LEAD, OWN, may_enter
from tests.architecture.house import Address

SENT: dict[str, dict[str, str]] = {
    "get": {},
    "fragment": {},
    "post": {"q": "Kanar", "confirmed": "yes", "next": "https://elsewhere.example/"},
    "search": {"q": SEARCHED_FOR},
}
"""What goes along: a part of a page is asked for as HTMX does, and a birth year is searched for."""


def answer(client: Any, address: Address, arguments: dict[str, Any], way: str) -> Any:
    """What the address says; whatever it did is taken back."""
    where = reverse(address.name, kwargs=arguments)
    headers = {"HX-Request": "true"} if way in ("fragment", "search") else {}
    with transaction.atomic():
        if way in ("get", "fragment"):
            response = client.get(where, SENT[way], headers=headers)
        else:
            response = client.post(where, SENT[way], headers=headers)
        transaction.set_rollback(True)
    return response


def is_right(who: str, address: Address, response: Any, way: str) -> bool:
    """Whether the answer is what the table says."""
    status, where = response.status_code, response.headers.get("Location", "")
    if who == "nobody":
        asked = (302, True) if way in ("get", "post") else (401, False)
        return (status, where.startswith(reverse(settings.LOGIN_URL))) == asked
    if where and not where.startswith("/"):
        return False
    if may_enter(who, address):
        return status in (200, 302, 400, 405, 422)
    # A method that the address never takes says so before it looks at what is asked for.
    return status == 404 or (status == 405 and who in ELSEWHERE | LEAD | OWN)


def of_nothing(address: Address) -> Any:
    """A key that nothing has."""
    return 987_654_321 if isinstance(address.converters["pk"], IntConverter) else UUID(int=987_654_321)


def is_about_somebody(model: type[Model]) -> bool:
    """Whether rows of the model belong to a family or a client, themselves or by what they belong to."""
    belongs_to: set[Any] = {each.related_model for each in model._meta.fields if isinstance(each, ForeignKey)}
    return model in (Family, Client) or any(map(is_about_somebody, belongs_to - {model}))


def weighed(client: Any, address: Address, arguments: dict[str, Any], way: str) -> tuple[Any, list[str]]:
    """What the address says, and what it asks of which tables: as many questions take as long."""
    with CaptureQueriesContext(connection) as asked:
        response = answer(client, address, arguments, way)
    return response, [" ".join(re.findall(r'(?:FROM|UPDATE|INTO) "(\w+)"', one["sql"])) for one in asked]


def plain(response: Any) -> str:
    """A page without what differs each time: the token, and the address that was asked for."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())
    return text.replace(response.wsgi_request.path, "").replace("987654321", "")
