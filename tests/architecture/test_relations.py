"""Every role that works with clients × how they stand to somebody served × every address × every way of asking.

Addresses come from the site, what each is about from its action's model, whether that is somebody served from what
the model belongs to: a new surface is tried without being named here. Roles that work with no clients stand in no
relation to them; they are tried among the side doors, as is every plain POST. A search is a POST with a text.
"""

from collections.abc import Callable
from typing import Any

import pytest

from poukama.casework.models import Appointment, Contact, Episode, Note, Promise
from poukama.clients.choices import WallSide
from poukama.clients.models import (
    Attachment,
    BehindWall,
    KnownIn,
    PartyWall,
    ProtectionReader,
    SideWorker,
)
from poukama.organisation.models import Assignment
from poukama.toolkit import clock
from tests.architecture.canaries import BEHIND_THE_WALL, WHERE_THEY_ARE, canaries_in, said_in
from tests.architecture.doors import given, named_by, ours
from tests.architecture.furnished import TODAY
from tests.architecture.house import Address
from tests.architecture.trying import SENT, answer, is_about_somebody, is_right, of_nothing, plain, weighed
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import SideWorkerFactory
from tests.factories.organisation import AssignmentFactory, WorkFormFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sessions_in_memory")]

ROLES = {"worker": "aino", "lead": "lead"}
"""Those who work with clients, by who of the cast holds the role where the canaries stand."""

Relation = Callable[[Any, dict[str, Any]], None]


def own(user: Any, world: dict[str, Any]) -> None:
    """Their own client: key worker, and named on their side of every wall and on every order."""
    Episode.objects.update(key_worker=user, pair_worker=None)


def a_colleagues(user: Any, world: dict[str, Any]) -> None:
    """A colleague's: works in the same work form, where no wall stands and no order leaves the user out."""
    PartyWall.objects.update(voided_at=clock.now(), voided_by=user)
    Episode.objects.update(key_worker=None, pair_worker=None)


def of_another_work_form(user: Any, world: dict[str, Any]) -> None:
    """Of another work form, where the same kinds of things stand."""
    _let_go(user)
    Assignment.objects.filter(user=user).update(work_form=world["elsewhere"])


def of_the_opposing_side(user: Any, world: dict[str, Any]) -> None:
    """Behind a wall: the user works with the other side."""
    _let_go(user)
    for wall in PartyWall.objects.order_by("pk"):
        SideWorkerFactory(wall=wall, side=WallSide.OTHER, user=user)


def of_neither_side(user: Any, world: dict[str, Any]) -> None:
    """Behind a wall: the user works in the same work form, and is named on no side."""
    _let_go(user)


def restricted(user: Any, world: dict[str, Any]) -> None:
    """Behind a wall with one side, on which the user is not named."""
    BehindWall.objects.filter(side=WallSide.OTHER).delete()
    _let_go(user)


def protected(user: Any, world: dict[str, Any]) -> None:
    """Under an order that does not name the user, who works in the same work form."""
    ProtectionReader.objects.filter(user=user).delete()
    for model in (Contact, Attachment):
        model.objects.filter(recorded_by=user).update(recorded_by=world["worker_elsewhere"])
    for met in (Contact, Appointment):
        met.workers.through.objects.filter(user=user).delete()
    other = world["worker_elsewhere"]
    Note.objects.filter(recorded_by=user).update(recorded_by=other, written_by=other)
    Promise.objects.filter(promised_by=user).update(promised_by=other)


def none_at_all(user: Any, world: dict[str, Any]) -> None:
    """None: the user works where nothing stands."""
    _let_go(user)
    Assignment.objects.filter(user=user).update(work_form=WorkFormFactory())


def _let_go(user: Any) -> None:
    SideWorker.objects.filter(user=user).delete()


OPEN: dict[str, Relation] = {"own": own, "a colleague's": a_colleagues}
HIDDEN: dict[str, Relation] = {
    "another work form's": of_another_work_form,
    "the opposing side's": of_the_opposing_side,
    "of neither side": of_neither_side,
    "restricted": restricted,
    "none": none_at_all,
}


@pytest.mark.parametrize("relation", OPEN)
@pytest.mark.parametrize("role", ROLES)
def test_whoever_works_with_them_gets_in_as_the_table_says(client, cast, world, role, relation):
    user = _related(client, cast, world, role, OPEN[relation])
    wrong = {}
    with clock.moved_to(TODAY):
        for address in ours():
            response = answer(client, address, given(address, world), "get")
            if not is_right(ROLES[role], address, response, "get"):
                wrong[address.name] = (response.status_code, user.pk)

    assert wrong == {}


@pytest.mark.parametrize("way", ["get", "search"])
@pytest.mark.parametrize("relation", HIDDEN)
@pytest.mark.parametrize("role", ROLES)
def test_who_is_hidden_looks_like_who_does_not_exist(client, cast, world, role, relation, way):
    _related(client, cast, world, role, HIDDEN[relation])
    typed = SENT[way].get("q", "")
    wrong: dict[str, Any] = {}
    tried = 0
    with clock.moved_to(TODAY):
        for address in ours():
            theirs = given(address, world)
            one, asked = weighed(client, address, theirs, way)
            if told := (canaries_in(said_in(one)) & BEHIND_THE_WALL) - {typed}:
                wrong[f"{address.name} tells"] = told
            if _is_about_the_served(address, world):
                tried += 1
                other, asked_of_nothing = weighed(client, address, theirs | {"pk": of_nothing(address)}, way)
                wrong |= _differs(address, (one, asked), (other, asked_of_nothing))

    assert (wrong, tried > len(HIDDEN)) == ({}, True)


TELLS_WHERE = {
    *(
        "clients:whereabouts",
        "clients:record_whereabouts",
        "clients:safe_contact",
        "clients:agree_safe_contact",
    ),
    *("clients:end_tie", "clients:take_tie_back", "clients:take_apart", "casework:undo_contact"),
    *("clients:consents", "clients:give_consent", "clients:renew_consent", "clients:withdraw_consent"),
    *("casework:correct_family", "casework:undo_part"),
    *("clients:disclose", "clients:open_attachment", "clients:take_out_attachment"),
    *("casework:move_time", "casework:call_off_time", "casework:undo_time"),
    *("casework:record_time", "casework:held_time", "casework:nobody_came"),
    *("casework:earlier", "casework:link_earlier", "casework:unlink_earlier"),
    *("casework:plan", "casework:plan_section", "casework:publish_plan", "casework:plan_version"),
    *("casework:approve_plan", "casework:undo_approval", "casework:settle_disagreement"),
    *("casework:request", "casework:ask_rest", "casework:who_asks", "casework:undo_request"),
    *("casework:tie_family", "casework:tie_person", "casework:untie", "casework:check_safety"),
    *("casework:change_urgency", "casework:decide", "casework:undo_decision", "casework:accept"),
    *("casework:accept_new", "casework:accept_family", "casework:accept_person"),
    *("casework:hand_over", "casework:hand_over_to", "casework:withdraw_handover", "casework:hear_answer"),
    *("casework:note_versions", "casework:correct_note", "casework:take_out_note"),
    *("casework:narrative", "casework:narrative_file"),
    *("casework:report_month", "casework:report_child", "casework:letter"),
    *("casework:follow_ups", "casework:follow_up", "casework:undo_follow_up"),
    *("casework:report", "casework:report_file", "casework:correct_report", "casework:send_report"),
    *("casework:keep_promise", "casework:undo_promise", "casework:shared_past", "casework:let_wait"),
}
"""Addresses that tell where somebody is or when they come, or by which an order would cease to reach them."""


@pytest.mark.parametrize("way", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_no_address_tells_where_they_are_to_whom_their_order_does_not_name(client, cast, world, role, way):
    _related(client, cast, world, role, protected)
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
                wrong |= _differs(address, (one, asked), (other, asked_of_nothing))

    assert (wrong, tried) == ({}, TELLS_WHERE)


@pytest.mark.parametrize(("relation", "is_told"), [(own, True), (protected, False)])
@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_made_known_under_another_controller_by_whom_their_order_does_not_name(
    client, cast, world, role, relation, is_told
):
    user = _related(client, cast, world, role, relation)
    there = WorkFormFactory(controller="Another controller")
    AssignmentFactory(user=user, work_form=there)
    whom = {f"role_of_{world['client'].pk}": "parent", "starts_on": str(TODAY), "basis": "child_welfare"}
    with clock.moved_to(TODAY):
        client.post(url("casework:open_family", there, world["family"]), whom)

    assert KnownIn.objects.filter(work_form=there).exists() is is_told


def _related(client: Any, cast: dict[str, Any], world: dict[str, Any], role: str, relation: Relation) -> Any:
    """Somebody in the role, signed in, who stands so to everybody in the world."""
    user = cast[ROLES[role]]
    elsewhere = Assignment.objects.get(user=cast["bertta"]).work_form
    relation(user, world | {"elsewhere": elsewhere, "worker_elsewhere": cast["bertta"]})
    sign_in(client, user)
    return user


def _is_about_the_served(address: Address, world: dict[str, Any]) -> bool:
    """Not those who stayed anonymous: no wall can name them."""
    if "pk" not in address.converters:
        return False
    one = world[named_by(address)]
    is_anonymous = isinstance(one, Episode) and not (one.family_id or one.client_id)
    return is_about_somebody(type(one)) and not is_anonymous


def _differs(address: Address, one: Any, other: Any) -> dict[str, Any]:
    """In what an answer about them differs from one about nobody."""
    found: dict[str, Any] = {}
    if (one[0].status_code, plain(one[0])) != (other[0].status_code, plain(other[0])):
        found[address.name] = (one[0].status_code, other[0].status_code)
    if one[1] != other[1]:
        found[f"{address.name} asks the database"] = (one[1], other[1])
    return found
