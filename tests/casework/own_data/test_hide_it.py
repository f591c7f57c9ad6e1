"""Walls, orders and partings hold for what somebody is given of themselves, also while it waits."""

from datetime import date

import pytest

from poukama.casework.services import own_data as services
from poukama.clients.choices import WallSide
from poukama.clients.models import KnownIn
from poukama.clients.services.correcting import leave_family
from poukama.clients.services.parting import part
from poukama.clients.services.walls import change_workers, set_wall, state_of
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import (
    OwnDataFactory,
    OwnPassageFactory,
)
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    FamilyTieFactory,
    PartyWallFactory,
    ProtectionOrderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "who", ["bertta", "cecilia", "director", "office", "administrator", "gatekeeper", "student"]
)
def test_nobody_else_learns_that_somebody_asked(client, cast, known, who):
    copy = OwnDataFactory(known=known)
    passage = OwnPassageFactory(own_data=copy)
    browser = sign_in(client, cast[who])
    assert browser.get(url("casework:ask_own_data", known)).status_code == 404
    assert browser.get(url("casework:own_data", copy)).status_code == 404
    assert browser.get(url("casework:withhold_passage", passage)).status_code == 404


def test_a_wall_and_an_order_hide_it(client, aino, saara, known, family):
    copy = OwnDataFactory(known=known)
    ProtectionOrderFactory(known=known, ends_on=date(2025, 1, 1))
    assert sign_in(client, aino).get(url("casework:own_data", copy)).status_code == 404
    PartyWallFactory(one=(family, [saara]), other=(FamilyFactory(code_name="Tyrni", search_key="tyrni"), []))
    assert sign_in(client, aino).get(url("casework:ask_own_data", known)).status_code == 404


def test_that_an_order_holds_is_said_before_it_is_put_together(client, aino, known):
    browser, address = sign_in(client, aino), url("casework:ask_own_data", known)
    ordered = browser.get(address).context["order_holds"]
    ProtectionOrderFactory(known=known, ends_on=date(2025, 1, 1), readers=[aino])
    page = browser.get(address)
    assert (ordered, page.context["order_holds"]) == (False, True)


def test_whom_a_wall_hides_something_from_does_not_read_what_another_put_together(
    client, aino, lead, bertta, episode, people, family, work_form_a, today
):
    """Around the mother stands a wall of one side: who is named there sees more than who is not."""
    father = KnownIn.objects.get(client=people["father"], work_form=work_form_a)
    PartyWallFactory(one=(people["mother"], [lead]))
    more = services.ask_own_data(known=father, asked_on=today, by=lead)
    browser = sign_in(client, aino)
    assert browser.get(url("casework:own_data", more)).status_code == 404
    assert browser.post(url("casework:check_own_data", more), {"is_read": "on"}).status_code == 404
    passage = OwnPassageFactory(own_data=more, number=9000)
    assert browser.get(url("casework:withhold_passage", passage)).status_code == 404
    page = browser.get(url("casework:ask_own_data", father)).content.decode()
    assert url("casework:own_data", more) not in page.replace(url("casework:give_up_own_data", more), "")
    assert url("casework:give_up_own_data", more) in page
    browser.post(url("casework:give_up_own_data", more))
    less = services.ask_own_data(known=father, asked_on=today, by=aino)
    assert sign_in(client, lead).get(url("casework:own_data", less)).status_code == 200


def test_those_of_one_side_check_each_others(client, aino, lead, walled, episode, people, work_form_a, today):
    father = KnownIn.objects.get(client=people["father"], work_form=work_form_a)
    copy = services.ask_own_data(known=father, asked_on=today, by=aino)
    browser = sign_in(client, lead)
    assert browser.post(url("casework:check_own_data", copy), {"is_read": "on"}).status_code == 302
    assert browser.get(url("casework:own_data_file", copy)).status_code == 200


@pytest.mark.parametrize("how", ["wall", "parting", "mistake"])
def test_what_waits_is_given_up_when_a_wall_is_set_or_a_family_parts(
    aino, lead, gatekeeper, episode, people, family, work_form_a, today, how
):
    father = KnownIn.objects.get(client=people["father"], work_form=work_form_a)
    stranger = OwnDataFactory()
    copy = services.ask_own_data(known=father, asked_on=today, by=aino)
    if how == "wall":
        set_wall(
            sides={WallSide.ONE: people["mother"]},
            workers={WallSide.ONE: [lead]},
            reason="A trial",
            by=gatekeeper,
        )
    elif how == "mistake":
        mother = KnownIn.objects.get(client=people["mother"], work_form=work_form_a)
        leave_family(known=mother, family=None, by=lead)
    else:
        part(family=family, members=[people["mother"]], work_form=work_form_a, parted_on=today, by=lead)
    copy.refresh_from_db()
    assert copy.voided_at is not None
    assert not copy.passages.exists()
    stranger.refresh_from_db()
    assert stranger.waits


def test_what_waits_is_given_up_when_somebody_no_longer_goes_on_with_a_side(
    aino, lead, gatekeeper, episode, people, work_form_a, today
):
    father = KnownIn.objects.get(client=people["father"], work_form=work_form_a)
    sides = {WallSide.ONE: people["mother"]}
    wall = set_wall(sides=sides, workers={WallSide.ONE: [aino, lead]}, reason="A trial", by=gatekeeper)
    copy = services.ask_own_data(known=father, asked_on=today, by=aino)
    change_workers(
        wall=wall, sides=sides, workers={WallSide.ONE: [lead]}, former=state_of(wall), by=gatekeeper
    )
    copy.refresh_from_db()
    assert copy.voided_at is not None


def test_under_an_order_of_their_company_only_who_is_named_reads_what_another_put_together(
    client, aino, lead, people, work_form_a, today
):
    alone = ClientFactory(family=None, code_name="Yksin", known_in=work_form_a)
    known, mother = KnownIn.objects.get(client=alone), KnownIn.objects.get(client=people["mother"])
    FamilyTieFactory(work_form=work_form_a, client=alone, other=people["mother"])
    copy = services.ask_own_data(known=known, asked_on=today, by=aino)
    browser = sign_in(client, lead)
    assert browser.get(url("casework:own_data", copy)).status_code == 200
    ProtectionOrderFactory(known=mother, ends_on=date(2025, 1, 1), readers=[aino])
    assert browser.get(url("casework:own_data", copy)).status_code == 404
    assert sign_in(client, aino).get(url("casework:own_data", copy)).status_code == 200
