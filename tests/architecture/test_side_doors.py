"""Every address × everyone who might try it: the side doors, held shut.

The table says, per action, who gets in. An address whose action is not in the table fails, and so does an
action that no address asks for. Everything stands in work form A; Bertta works in B and has the same kinds of
things there, so that whatever is not narrowed to one's own work forms would show.
"""

from typing import Any

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import rules, visible
from poukama.clients import hidden
from poukama.drafts.kinds import Of, kinds, place_of
from poukama.drafts.models import Draft
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.architecture.canaries import (
    CANARIES,
    FOUND_BY_ONLY,
    HALF_WRITTEN,
    canaries_in,
    overheard,
    said_in,
)
from tests.architecture.doors import TABLE, WHO, given, may_enter, ours
from tests.architecture.furnished import TODAY
from tests.architecture.half_written import NOTED
from tests.architecture.trying import answer, is_about_somebody, is_right, of_nothing, plain, weighed
from tests.cast import sign_in

OF_WHAT_EVERYBODY_READS = {"reporting:records"}
"""Addresses about a part of the plan, which everybody reads: that it exists is no secret."""


pytestmark = pytest.mark.usefixtures("sessions_in_memory")


def test_the_table_names_every_action_that_an_address_asks_for():
    assert set(TABLE) == {address.action for address in ours()}


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


@pytest.mark.django_db
def test_their_own_people_do_see_the_canaries(client, cast, world):
    sign_in(client, cast["lead"])
    seen: set[str] = set()
    with clock.moved_to(TODAY):
        for address in ours():
            seen |= canaries_in(said_in(answer(client, address, given(address, world), "get")))

    assert set(CANARIES) - seen == {FOUND_BY_ONLY, HALF_WRITTEN}


@pytest.mark.django_db
def test_a_canary_is_half_written_into_every_kind_of_form_that_is_kept(cast, world):
    actor = Actor(cast["aino"], TODAY)
    rows = [row for row in Draft.objects.order_by("kind") if HALF_WRITTEN in row.typed]
    with clock.moved_to(TODAY):
        gone_on = {row.kind for row in rows if place_of(actor, Of(row.kind, row.key)) is not None}

    assert {row.kind for row in rows} == set(kinds())
    assert gone_on == set(kinds()) - {NOTED}


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


@pytest.mark.django_db
def test_no_rule_about_somebody_served_forgets_the_walls(lead, monkeypatch):
    monkeypatch.setattr(hidden, "MOST", -1)  # the rules ask for walls in the database themselves
    actor = Actor(lead, TODAY)
    asked = {
        rule.action: str(visible(actor, rule.action, rule.model._default_manager.order_by("pk")).query)
        for rule in rules().values()
        if set(rule.to) & {Role.WORKER, Role.LEAD} and is_about_somebody(rule.model)
    }

    assert {"clients.read_family", "casework.void_contact", "workforce.change_match"} < set(asked)
    assert [action for action, sql in asked.items() if "clients_behindwall" not in sql] == []
