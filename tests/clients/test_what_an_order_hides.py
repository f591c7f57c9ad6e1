"""A protection order hides where they are, when they come and what tells of places from whom it does not name."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import may, visible
from poukama.activities.models import Attendance
from poukama.activities.rules import Action as Activities
from poukama.casework.models import Contact
from poukama.casework.rules import Action as Casework
from poukama.clients.choices import OrderKind
from poukama.clients.queries import protections_of
from poukama.clients.rules import Action
from poukama.clients.standing import STILL_HIDDEN
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.clients.orders import opens, record
from tests.conftest import url
from tests.factories.activities import AttendanceFactory
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory, ReceiptLinkFactory
from tests.factories.clients import (
    AttachmentFactory,
    ConsentFactory,
    DisclosureFactory,
    SafeContactFactory,
    WhereaboutsFactory,
)

TODAY = date(2024, 9, 12)
YEAR = date(2025, 9, 12)
pytestmark = pytest.mark.django_db


def test_it_hides_where_they_are_from_everybody_whom_it_does_not_name(aino, saara, lead, people):
    assert [opens(user, people["child"]) for user in (aino, saara, lead)] == [True, True, True]
    record(people["mother"], aino)
    for name in ("mother", "child"):
        assert [opens(user, people[name]) for user in (aino, saara, lead)] == [True, False, False]
        assert not may(Actor(saara, TODAY), Action.READ_SAFE_CONTACT, people[name])
        assert not may(Actor(saara, TODAY), Action.AGREE_SAFE_CONTACT, people[name])
        assert may(Actor(saara, TODAY), Action.READ_NAME, people[name])
    assert opens(saara, people["elsewhere"])


def test_a_restraining_order_hides_nothing_and_says_what_to_do(aino, saara, people):
    record(people["mother"], aino, kind=OrderKind.RESTRAINING, against="Keksitty Mies, punainen takki")
    assert opens(saara, people["mother"])
    (said,) = protections_of(Actor(saara, TODAY), [people["child"]], TODAY)
    assert (said.order.against, said.is_in_force, said.hides) == (
        "Keksitty Mies, punainen takki",
        True,
        False,
    )


def test_when_they_come_is_hidden_too(aino, saara, lead, people, work_form_a):
    family = people["mother"].client.family
    episode = EpisodeFactory(work_form=work_form_a, family=family)
    seen, mine = (
        ContactFactory(episode=episode, recorded_by=aino),
        ContactFactory(episode=episode, recorded_by=saara),
    )
    came = AttendanceFactory(
        client=people["child"].client, family=family, occasion__work_form=work_form_a, recorded_by=aino
    )
    record(people["mother"], aino)
    contacts = {
        user.name: set(visible(Actor(user, TODAY), Casework.READ_CONTACT, Contact.objects.all()))
        for user in (aino, saara, lead)
    }
    assert contacts == {aino.name: {seen, mine}, saara.name: {mine}, lead.name: set()}
    assert not may(Actor(lead, TODAY), Casework.VOID_CONTACT, seen)
    marks = [
        list(visible(Actor(user, TODAY), Activities.READ_ATTENDANCE, Attendance.objects.all()))
        for user in (aino, saara)
    ]
    assert marks == [[came], []]


def test_it_goes_on_hiding_for_a_month_after_it_has_run_out(aino, saara, people):
    record(people["mother"], aino, ends_on=TODAY)
    last = TODAY + STILL_HIDDEN
    assert [opens(saara, people["child"], day) for day in (TODAY, last, last + timedelta(days=1))] == [
        False,
        False,
        True,
    ]
    with clock.moved_to(TODAY + timedelta(days=1)):
        (said,) = protections_of(Actor(saara, clock.today()), [people["child"]], clock.today())
    assert (said.is_in_force, said.ended_on, said.hides_until, said.may_change) == (False, TODAY, last, False)
    after = last + timedelta(days=1)
    assert protections_of(Actor(saara, after), [people["child"]], after) == []


def test_a_colleague_sees_the_banner_and_neither_place_nor_visits(client, aino, saara, people, work_form_a):
    family = people["mother"].client.family
    episode = EpisodeFactory(
        work_form=work_form_a, family=family, starts_on=date(2024, 9, 1), key_worker=aino
    )
    for known in (people["mother"], people["child"]):
        EpisodeMemberFactory(episode=episode, client=known.client)
    WhereaboutsFactory(known=people["child"], municipality="Kanariala", school="Kanariakoulu")
    SafeContactFactory(known=people["mother"], phone="000 1234")
    ContactFactory(episode=episode, recorded_by=aino, happened_on=date(2024, 9, 10), minutes=73)
    record(people["mother"], aino, action="Kysy vastaavalta")
    pages = {}
    for user in (aino, saara):
        sign_in(client, user)
        pages[user] = client.get(url("casework:episode", episode)).content.decode()
        pages[user] += client.get(url("clients:card", people["child"].client)).content.decode()
    for user, sees in ((aino, True), (saara, False)):
        assert "Turvakielto." in pages[user]
        assert "Kysy vastaavalta" in pages[user]
        assert (url("clients:whereabouts", people["child"]) in pages[user]) is sees
        assert ("10.9." in pages[user]) is sees
        assert ("Olinpaikka kerrotaan vain nimetyille." in pages[user]) is not sees
    sign_in(client, saara)
    listed = client.get(url("casework:episodes")).content.decode()
    assert ("Lumme" in listed, "10.9." in listed) == (True, False)
    for name in ("whereabouts", "record_whereabouts", "safe_contact", "agree_safe_contact"):
        assert client.get(url(f"clients:{name}", people["child"])).status_code == 404


def test_what_tells_of_places_is_told_to_those_named_only(client, aino, saara, people, work_form_a):
    """A consent names the school, a decision the address; and whoever was told what, where one is known."""
    known = people["child"]
    kept = {
        Action.READ_CONSENT: ConsentFactory(known=known, given_by=known, what="Koulu Metsola tietää"),
        Action.READ_DISCLOSURE: DisclosureFactory(known=known, what="Koti Rannassa"),
        Action.READ_ATTACHMENT: AttachmentFactory(known=known, title="Muuttoilmoitus", recorded_by=aino),
        Casework.READ_EARLIER: ReceiptLinkFactory(known=known),
    }
    record(people["mother"], aino)
    for action, row in kept.items():
        assert [may(Actor(user, TODAY), action, row) for user in (aino, saara)] == [True, False], action
    episode = EpisodeFactory(work_form=work_form_a, family=known.client.family, recorded_by=aino)
    EpisodeMemberFactory(episode=episode, client=known.client)
    asked = {
        "consents": url("clients:consents", known),
        "give": url("clients:give_consent", known),
        "disclose": url("clients:disclose", known),
        "earlier": url("casework:earlier", known),
        "open": url("clients:open_attachment", kept[Action.READ_ATTACHMENT]),
    }
    sign_in(client, saara)
    assert {name: client.get(where).status_code for name, where in asked.items()} == dict.fromkeys(asked, 404)
    for where in (
        url("clients:attachments", known),
        url("casework:episode", episode),
        url("clients:card", known.client),
    ):
        page = client.get(where).content.decode()
        for hidden in ("Metsola", "Rannassa", "Muuttoilmoitus", asked["consents"], asked["earlier"]):
            assert hidden not in page, where
    sign_in(client, aino)
    page = client.get(url("casework:episode", episode)).content.decode()
    assert ("Metsola" in page, "Rannassa" in page, "Muuttoilmoitus" in page) == (True, True, True)


def test_whoever_added_an_attachment_goes_on_opening_it(aino, saara, people):
    row = AttachmentFactory(known=people["child"], recorded_by=saara)
    record(people["mother"], aino)
    assert may(Actor(saara, TODAY), Action.READ_ATTACHMENT, row)
