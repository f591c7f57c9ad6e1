"""Every address × everyone who might try it: the side doors, held shut.

The table says, per action, who gets in. An address whose action is not in the table fails, and so does an
action that no address asks for. Everything stands in work form A; Bertta works in B and has the same kinds of
things there, so that whatever is not narrowed to one's own work forms would show.
"""

import re
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.urls.converters import IntConverter

from poukama.access.actor import Actor
from poukama.access.policy import rules, visible
from poukama.casework.models import Contact
from poukama.clients.choices import WallSide
from poukama.clients.models import (
    BehindWall,
    Client,
    Family,
    PartyWall,
    ProtectionReader,
    SideWorker,
)
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.architecture.canaries import (
    BEHIND_THE_WALL,
    CANARIES,
    FOUND_BY_ONLY,
    SEARCHED_FOR,
    WHERE_THEY_ARE,
    canaries_in,
    overheard,
    said_in,
)
from tests.architecture.doors import ELSEWHERE, LEAD, OWN, TABLE, WHO, given, may_enter, named_by, ours
from tests.architecture.furnished import TODAY
from tests.architecture.house import Address
from tests.cast import sign_in
from tests.factories.clients import SideWorkerFactory

OF_WHAT_EVERYBODY_READS = {"reporting:records"}
"""Addresses about a part of the plan, which everybody reads: that it exists is no secret."""


@pytest.fixture(autouse=True)
def sessions_in_memory(settings: Any) -> None:
    """Thousands of requests, each by the same few sessions: none is looked up in the database."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"


def test_the_table_names_every_action_that_an_address_asks_for():
    assert set(TABLE) == {address.action for address in ours()}


SENT: dict[str, dict[str, str]] = {
    "get": {},
    "fragment": {},
    "post": {"q": "Kanar", "confirmed": "yes", "next": "https://elsewhere.example/"},
    "search": {"q": SEARCHED_FOR},
}
"""What goes along: a part of a page is asked for as HTMX does, and a birth year is searched for."""

TRIES = [
    *((who, way) for who in WHO for way in ("get", "post")),
    *((who, "fragment") for who in ("nobody", "bertta", "director")),
    ("bertta", "search"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("who, way", TRIES)
def test_every_door_opens_for_its_own_people_and_tells_nothing_to_others(client, cast, world, who, way):
    wrong: dict[str, Any] = {}
    with clock.moved_to(TODAY):
        if who != "nobody":
            sign_in(client, cast[who])
        for address in ours():
            response = answer(client, address, given(address, world), way)
            if not is_right(who, address, response, way):
                wrong[address.name] = response.status_code
            if told := overheard(who, response):
                wrong[f"{address.name} tells"] = told

    assert wrong == {}


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


@pytest.mark.django_db
def test_their_own_people_do_see_the_canaries(client, cast, world):
    sign_in(client, cast["lead"])
    seen: set[str] = set()
    with clock.moved_to(TODAY):
        for address in ours():
            seen |= canaries_in(said_in(answer(client, address, given(address, world), "get")))

    assert set(CANARIES) - seen == {FOUND_BY_ONLY}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["get", "post"])
def test_what_is_somebody_elses_looks_like_what_does_not_exist(client, cast, world, way):
    sign_in(client, cast["bertta"])
    differs = []
    with clock.moved_to(TODAY):
        for address in ours():
            if "pk" not in address.converters or may_enter("bertta", address):
                continue
            theirs = given(address, world)
            nothing = theirs | {"pk": of_nothing(address)}
            (one, asked), (other, asked_of_nothing) = (
                weighed(client, address, arguments, way) for arguments in (theirs, nothing)
            )
            if (one.status_code, plain(one)) != (other.status_code, plain(other)):
                differs.append(address.name)
            if address.name not in OF_WHAT_EVERYBODY_READS and asked != asked_of_nothing:
                differs.append(f"{address.name} asks the database {asked} and {asked_of_nothing}")

    assert differs == []


ABOUT_THE_SERVED = {
    "family",
    "client",
    "knownin",
    "person",
    "episode",
    "member",
    "phase",
    "contact",
    "match",
    "message",
    "familytie",
    "otherhome",
    "protectionorder",
    "sameperson",
    "receiptlink",
    "attachment",
    "emergencycheck",
    "oddreading",
}
"""What in the world is about somebody behind a wall."""


@pytest.mark.django_db
@pytest.mark.parametrize("who, side", [("aino", WallSide.OTHER), ("lead", None)])
@pytest.mark.parametrize("way", ["get", "post", "search"])
def test_what_is_behind_a_wall_looks_like_what_does_not_exist_also_in_ones_own_work_form(
    client, cast, world, who, side, way
):
    SideWorker.objects.filter(user=cast[who]).delete()
    for wall in PartyWall.objects.order_by("pk") if side else ():
        SideWorkerFactory(wall=wall, side=side, user=cast[who])
    assert told_of_what_is_hidden(client, cast[who], world, way) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["get", "post", "search"])
def test_who_is_restricted_looks_like_who_does_not_exist_to_whoever_is_not_named(client, cast, world, way):
    BehindWall.objects.filter(side=WallSide.OTHER).delete()
    SideWorker.objects.filter(user=cast["lead"]).delete()

    assert told_of_what_is_hidden(client, cast["lead"], world, way) == {}


def told_of_what_is_hidden(client: Any, user: Any, world: dict[str, Any], way: str) -> dict[str, Any]:
    """What any address tells somebody of those behind a wall, or does otherwise than with what does not exist."""
    sign_in(client, user)
    wrong: dict[str, Any] = {}
    with clock.moved_to(TODAY):
        for address in ours():
            theirs = given(address, world)
            one, asked = weighed(client, address, theirs, way)
            typed = SENT[way].get("q", "")
            if told := (canaries_in(said_in(one)) & BEHIND_THE_WALL) - {typed}:
                wrong[f"{address.name} tells"] = told
            if "pk" in address.converters and named_by(address) in ABOUT_THE_SERVED:
                other, asked_of_nothing = weighed(client, address, theirs | {"pk": of_nothing(address)}, way)
                if (one.status_code, plain(one)) != (other.status_code, plain(other)):
                    wrong[address.name] = (one.status_code, other.status_code)
                if asked != asked_of_nothing:
                    wrong[f"{address.name} asks the database"] = (asked, asked_of_nothing)
    return wrong


TELLS_WHERE = {
    *(
        "clients:whereabouts",
        "clients:record_whereabouts",
        "clients:safe_contact",
        "clients:agree_safe_contact",
    ),
    *("clients:end_tie", "clients:take_tie_back", "casework:undo_contact"),
}
"""Addresses that tell where somebody is or when they come, or by which an order would cease to reach them."""


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["aino", "lead"])
@pytest.mark.parametrize("way", ["get", "post", "fragment", "search"])
def test_no_address_tells_where_they_are_to_whom_their_order_does_not_name(client, cast, world, who, way):
    ProtectionReader.objects.filter(user=cast[who]).delete()
    Contact.objects.filter(recorded_by=cast[who]).update(recorded_by=cast["bertta"])
    sign_in(client, cast[who])
    wrong: dict[str, Any] = {}
    tried = set()
    with clock.moved_to(TODAY):
        for address in ours():
            theirs = given(address, world)
            one, asked = weighed(client, address, theirs, way)
            if told := canaries_in(said_in(one)) & WHERE_THEY_ARE:
                wrong[f"{address.name} tells"] = told
            if address.name in TELLS_WHERE:
                tried.add(address.name)
                other, asked_of_nothing = weighed(client, address, theirs | {"pk": of_nothing(address)}, way)
                if (one.status_code, plain(one)) != (other.status_code, plain(other)):
                    wrong[address.name] = (one.status_code, other.status_code)
                if asked != asked_of_nothing:
                    wrong[f"{address.name} asks the database"] = (asked, asked_of_nothing)

    assert (wrong, tried) == ({}, TELLS_WHERE)


def of_nothing(address: Address) -> Any:
    """A key that nothing has."""
    return 987_654_321 if isinstance(address.converters["pk"], IntConverter) else UUID(int=987_654_321)


@pytest.mark.django_db
def test_no_rule_about_somebody_served_forgets_the_walls(lead):
    actor = Actor(lead, TODAY)
    asked = {
        rule.action: str(visible(actor, rule.action, rule.model._default_manager.order_by("pk")).query)
        for rule in rules().values()
        if set(rule.to) & {Role.WORKER, Role.LEAD} and is_about_somebody(rule.model)
    }

    assert {"clients.read_family", "casework.void_contact", "workforce.change_match"} < set(asked)
    assert [action for action, sql in asked.items() if "clients_behindwall" not in sql] == []


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
