"""A protection order reaches the children and the family by itself, and each code name of whoever is one person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.rules import Action as Casework
from poukama.clients.choices import Kinship, OrderKind
from poukama.clients.models import (
    KnownIn,
)
from poukama.clients.queries import is_told, protections_of, reached_by
from poukama.clients.rules import Action
from poukama.clients.services import protection as services
from poukama.clients.services.parting import part
from poukama.clients.services.same import take_apart
from poukama.clients.services.ties import add_tie, end_tie
from tests.cast import sign_in
from tests.clients.orders import opens, record
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import (
    ClientFactory,
    FamilyFactory,
    FamilyTieFactory,
    PartyWallFactory,
    SamePersonFactory,
)

TODAY = date(2024, 9, 12)
YEAR = date(2025, 9, 12)
pytestmark = pytest.mark.django_db


def test_a_child_who_is_tied_later_is_reached_at_once_and_only_while_it_is_so(aino, saara, people):
    record(people["mother"], aino)
    tie = add_tie(
        known=people["mother"],
        other=people["elsewhere"].client,
        kind=Kinship.GUARDIAN,
        starts_on=None,
        by=saara,
    )
    assert not opens(saara, people["elsewhere"])
    end_tie(tie=tie, ends_on=TODAY, by=aino)
    assert not opens(saara, people["elsewhere"])
    assert opens(saara, people["elsewhere"], TODAY + timedelta(days=1))


@pytest.mark.parametrize("kind", [Kinship.PARTNER, Kinship.SIBLING, Kinship.MUST_NOT_CONTACT])
def test_another_tie_reaches_nobody(aino, saara, people, kind):
    record(people["mother"], aino)
    FamilyTieFactory(
        work_form=people["mother"].work_form,
        client=people["mother"].client,
        other=people["elsewhere"].client,
        kind=kind,
    )
    assert opens(saara, people["elsewhere"])


def test_whoever_is_not_named_cannot_take_back_the_tie_by_which_it_reaches(client, aino, saara, people):
    tie = FamilyTieFactory(
        work_form=people["mother"].work_form,
        client=people["mother"].client,
        other=people["elsewhere"].client,
    )
    record(people["mother"], aino)
    assert [may(Actor(user, TODAY), Action.CHANGE_TIE, tie) for user in (aino, saara)] == [True, False]
    sign_in(client, saara)
    page = client.get(url("clients:ties", people["elsewhere"])).content.decode()
    assert ("Lumme M" in page, url("clients:end_tie", tie) in page) == (True, False)
    assert client.post(url("clients:take_tie_back", tie)).status_code == 404


def test_whoever_came_with_a_person_without_a_family_is_reached(aino, saara, work_form_a):
    person = ClientFactory(code_name="Pihlaja", known_in=work_form_a)
    along = ClientFactory(code_name="Pihlaja 2", known_in=work_form_a, came_with=person)
    record(KnownIn.objects.get(client=person), aino)
    assert not opens(saara, KnownIn.objects.get(client=along))


def test_with_two_orders_both_must_name(aino, saara, people):
    record(people["mother"], aino)
    record(people["child"], saara)
    assert [opens(user, people["child"]) for user in (aino, saara)] == [False, False]
    record(people["mother"], aino, kind=OrderKind.CARE, readers=[saara])
    assert not opens(saara, people["mother"])


def test_whoever_parts_from_the_family_is_still_reached_and_only_those_named_part_it(
    aino, saara, people, work_form_a
):
    episode = EpisodeFactory(work_form=work_form_a, family=people["mother"].client.family)
    before = part(
        family=episode.family,
        members=[ClientFactory(family=episode.family, code_name="Lumme V", known_in=work_form_a)],
        work_form=work_form_a,
        parted_on=TODAY - timedelta(days=1),
        by=aino,
    )
    order = record(people["mother"], aino)
    for user, may_part in ((aino, True), (saara, False)):
        assert may(Actor(user, TODAY), Casework.PART_FAMILY, episode) is may_part
    own = part(
        family=episode.family,
        members=[people["child"].client],
        work_form=work_form_a,
        parted_on=TODAY,
        by=aino,
    )
    visit = ContactFactory(episode=EpisodeFactory(work_form=work_form_a, family=own), recorded_by=aino)
    assert [opens(user, people["child"]) for user in (aino, saara)] == [True, False]
    assert opens(saara, KnownIn.objects.get(client__family=before))
    assert not may(Actor(saara, TODAY), Casework.READ_CONTACT, visit)
    child = KnownIn.objects.select_related("client").get(pk=people["child"].pk)
    (said,) = protections_of(Actor(saara, TODAY), [child], TODAY)
    reached = [str(row.why) for row in reached_by(Actor(saara, TODAY), said.order, TODAY)]
    assert reached == ["Suojattu itse", "Samaa perhettä eroon asti"]
    services.renew_order(order=order, ends_on=YEAR, by=aino)
    assert not opens(saara, people["child"])


def test_another_client_who_is_the_same_person_is_reached(aino, saara, people):
    order = record(people["mother"], aino)
    SamePersonFactory(kept=people["elsewhere"].client, other=people["mother"].client)
    assert [opens(user, people["elsewhere"]) for user in (aino, saara)] == [True, False]
    (said,) = protections_of(Actor(saara, TODAY), [people["elsewhere"]], TODAY)
    reached = {str(row.client): str(row.why) for row in reached_by(Actor(saara, TODAY), order, TODAY)}
    assert (said.order, reached["Kaisla K"]) == (order, "Sama ihminen")


def test_another_work_form_is_told_nothing_and_is_not_reached(aino, bertta, people, work_form_b):
    there = KnownIn.objects.create(client=people["mother"].client, work_form=work_form_b, since_on=TODAY)
    order = record(people["mother"], aino)
    actor = Actor(bertta, TODAY)
    assert (opens(bertta, there), protections_of(actor, [there], TODAY)) == (True, [])
    assert not may(actor, Action.READ_ORDER, order)


def test_somebody_can_be_left_out_with_a_reason_and_reached_again(aino, saara, people):
    order = record(people["mother"], aino)
    for client, reason, refusal in (
        (people["child"].client, "  ", services.NoReason),
        (people["mother"].client, "Reason", services.NotReached),
    ):
        with pytest.raises(refusal):
            services.exempt(order=order, client=client, reason=reason, by=aino)
    exemption = services.exempt(order=order, client=people["child"].client, reason="Moved", by=aino)
    assert [opens(saara, people[name]) for name in ("mother", "child")] == [False, True]
    assert protections_of(Actor(saara, TODAY), [people["child"]], TODAY) == []
    with pytest.raises(services.ExemptAlready):
        services.exempt(order=order, client=people["child"].client, reason="Moved", by=aino)
    services.take_exemption_back(exemption=exemption, by=aino)
    assert not opens(saara, people["child"])
    with pytest.raises(services.NotExempt):
        services.take_exemption_back(exemption=exemption, by=aino)


def test_the_page_says_whom_it_reaches_and_why_as_far_as_one_sees_them(
    aino, saara, gatekeeper, people, work_form_a
):
    FamilyTieFactory(work_form=work_form_a, client=people["mother"].client, other=people["elsewhere"].client)
    order = record(people["mother"], aino)
    said = [(str(row.client), str(row.why)) for row in reached_by(Actor(saara, TODAY), order, TODAY)]
    assert said == [
        ("Lumme M", "Suojattu itse"),
        ("Kaisla K", "Lapsi, perhesuhteiden mukaan"),
        ("Lumme K", "Samaa perhettä"),
    ]
    walled = people["elsewhere"].client.family
    PartyWallFactory(one=(walled, [aino]))
    assert [str(row.client) for row in reached_by(Actor(saara, TODAY), order, TODAY)] == [
        "Lumme M",
        "Lumme K",
    ]


def test_an_order_of_somebody_behind_a_wall_tells_only_that_it_reaches(aino, saara, people, work_form_a):
    FamilyTieFactory(work_form=work_form_a, client=people["mother"].client, other=people["elsewhere"].client)
    record(people["mother"], aino, action="Kanaria action")
    PartyWallFactory(one=(people["mother"].client.family, [aino]))
    (said,) = protections_of(Actor(saara, TODAY), [people["elsewhere"]], TODAY)
    assert (said.may_read, said.who) == (False, [people["elsewhere"].client])
    assert not opens(saara, people["elsewhere"])


@pytest.fixture
def by_another_name(people, work_form_a):
    """Who is reached only by another code name, theirs or the mother's; links them when it is called."""
    alone = ClientFactory(code_name="Pihlaja", known_in=work_form_a)
    house = FamilyFactory(code_name="Tammi", search_key="tammi", known_in=work_form_a)
    mother_there = ClientFactory(family=house, code_name="Tammi M", known_in=work_form_a)
    child_there = ClientFactory(family=house, code_name="Tammi K", known_in=work_form_a)
    tied = ClientFactory(code_name="Haapa", known_in=work_form_a)
    FamilyTieFactory(work_form=work_form_a, client=mother_there, other=tied, kind=Kinship.PARENT)
    tied_again = ClientFactory(code_name="Leppä", known_in=work_form_a)

    def link():
        SamePersonFactory(kept=people["child"].client, other=alone)
        SamePersonFactory(kept=tied, other=tied_again)
        return SamePersonFactory(kept=people["mother"].client, other=mother_there)

    known = {
        each.code_name: KnownIn.objects.select_related("client").get(client=each)
        for each in (alone, child_there, tied, tied_again)
    }
    return known, link


def test_whoever_is_one_person_with_the_protected_or_with_a_child_opens_nothing_under_the_other_name(
    aino, saara, people, by_another_name
):
    """A tie and a family told under one code name count for the other."""
    known, link = by_another_name
    of_house = KnownIn.objects.get(family__code_name="Tammi")
    order = record(people["mother"], aino)
    assert all(opens(saara, each) for each in known.values())
    same = link()
    assert not any(opens(saara, each) for each in known.values())
    assert all(opens(aino, each) for each in known.values())
    assert [is_told(Actor(user, TODAY), of_house) for user in (aino, saara)] == [True, False]
    reached = {str(row.client): str(row.why) for row in reached_by(Actor(aino, TODAY), order, TODAY)}
    assert set(known) | {"Tammi M"} <= set(reached)
    assert [may(Actor(user, TODAY), Action.TAKE_APART, same) for user in (aino, saara)] == [True, False]
    take_apart(same=same, by=aino)
    assert [opens(saara, known[each]) for each in ("Tammi K", "Haapa")] == [True, True]


def test_the_banner_stands_under_each_code_name_by_which_somebody_is_reached(
    client, aino, saara, people, by_another_name, work_form_a
):
    known, link = by_another_name
    order = record(people["mother"], aino)
    actor = Actor(saara, TODAY)
    assert [protections_of(actor, [each], TODAY) for each in known.values()] == [[]] * 4
    link()
    for each in known.values():
        (said,) = protections_of(actor, [each], TODAY)
        assert (said.order, said.who, said.is_in_force) == (order, [each.client], True)
    episode = EpisodeFactory(work_form=work_form_a, family=known["Tammi K"].client.family)
    EpisodeMemberFactory(episode=episode, client=known["Tammi K"].client)
    sign_in(client, saara)
    for page in (url("casework:episode", episode), url("clients:card", known["Tammi K"].client)):
        assert "Turvakielto." in client.get(page).content.decode()


def test_who_does_not_see_the_other_code_name_is_told_nothing_of_it_and_opens_no_place(
    aino, saara, people, by_another_name
):
    known, link = by_another_name
    record(people["mother"], aino)
    link()
    PartyWallFactory(one=(people["mother"].client.family, [aino]))
    child = known["Tammi K"]
    assert [len(protections_of(Actor(user, TODAY), [child], TODAY)) for user in (aino, saara)] == [1, 0]
    assert [opens(user, child) for user in (aino, saara)] == [True, False]


def test_the_banner_costs_as_much_however_many_are_linked(aino, people, by_another_name, work_form_a):
    known, link = by_another_name
    record(people["mother"], aino)
    link()
    actor, rows = Actor(aino, TODAY), list(known.values())
    protections_of(actor, rows, TODAY)  # the actor remembers where they work
    asked = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            protections_of(actor, rows, TODAY)
        asked.append(len(queries))
        for _ in range(2):
            SamePersonFactory(
                kept=ClientFactory(known_in=work_form_a), other=ClientFactory(known_in=work_form_a)
            )
            another = ClientFactory(family=known["Tammi K"].client.family, known_in=work_form_a)
            SamePersonFactory(kept=ClientFactory(known_in=work_form_a), other=another)
    assert asked[2] == asked[1] <= asked[0] + 1
