"""A child of two homes: each home's page says that they live elsewhere too, and not where."""

from datetime import date

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.clients.choices import AlertKind, OrderKind, WallSide
from poukama.clients.models import Client, CountedAs, KnownIn, OtherHome, SamePerson
from poukama.clients.queries import alerts_of, find, homes_on, known_clients, known_here, reached_by
from poukama.clients.rules import Action
from poukama.clients.services import homes as services
from poukama.clients.services.protection import add_order
from poukama.clients.services.safety import add_alert
from poukama.clients.services.walls import set_wall
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, FamilyFactory, PartyWallFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def child(work_form_a, family):
    """A child of the mother's family, as work form A knows them."""
    client = ClientFactory(
        family=family, code_name="Lumme C", search_key="lumme c", known_in=work_form_a, birth_year=2019
    )
    return KnownIn.objects.select_related("client").get(client=client)


def _said(user, known, day=TODAY):
    return [str(row.there) if row.there else "elsewhere" for row in homes_on(Actor(user, TODAY), known, day)]


def _there(child):
    return KnownIn.objects.select_related("client").get(
        client=OtherHome.objects.get(client=child.client).there
    )


def _wall(one, hers, other, his, by):
    return set_wall(
        sides={WallSide.ONE: one, WallSide.OTHER: other},
        workers={WallSide.ONE: [hers], WallSide.OTHER: [his]},
        reason="Synthetic reason",
        by=by,
    )


def _linked():
    return dict(CountedAs.objects.filter(voided_at=None).values_list("client", "kept"))


def test_a_home_that_is_no_family_of_ours_is_said_without_more(aino, child):
    services.live_also(known=child, family=None, starts_on=date(2024, 3, 14), by=aino)
    assert _said(aino, child) == ["elsewhere"]
    assert (_said(aino, child, date(2024, 3, 13)), Client.objects.count()) == ([], 1)


def test_in_a_family_of_ours_they_are_a_client_too_by_its_code_name(aino, child, other_home):
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child)
    assert (there.client.family, there.client.birth_year) == (other_home, 2019)
    assert _said(aino, child) == [str(there.client)]
    assert _said(aino, there) == ["Lumme C"]


def test_in_both_homes_they_are_one_person_and_an_order_of_either_reaches_both(aino, child, other_home):
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child)
    assert _linked() == {child.client.pk: child.client.pk, there.client.pk: child.client.pk}
    given = {"kind": OrderKind.NON_DISCLOSURE, "starts_on": TODAY, "ends_on": date(2025, 9, 12), "by": aino}
    order = add_order(known=child, **given)
    assert there.client in [each.client for each in reached_by(Actor(aino, TODAY), order, TODAY)]


def test_a_wall_takes_them_apart_however_long_ago_they_were_linked(
    aino, saara, gatekeeper, child, other_home
):
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    with clock.moved_to(date(2026, 9, 12)):
        _wall(child.client.family, aino, other_home, saara, gatekeeper)
    assert _linked() == {}


@pytest.mark.parametrize("restricted", ["own", "other"])
def test_a_wall_around_one_home_takes_nobody_out_of_the_other(
    aino, saara, gatekeeper, child, other_home, restricted
):
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child)
    served, left = (child.client.family, there) if restricted == "own" else (other_home, child)
    given = {"sides": {WallSide.ONE: served}, "workers": {WallSide.ONE: [aino]}}
    set_wall(reason="Synthetic reason", by=gatekeeper, **given)
    assert _linked() == {}
    assert left.client in known_clients(Actor(saara, TODAY))


def test_where_a_wall_stands_each_home_stays_by_itself(aino, child, other_home):
    PartyWallFactory(one=(other_home, [aino]))
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    assert (_linked(), SamePerson.objects.count()) == ({}, 0)


def test_past_a_wall_each_home_says_elsewhere_and_nothing_of_the_other(
    aino, saara, gatekeeper, child, other_home
):
    add_alert(
        known=child, kind=AlertKind.SAFETY, what="Synthetic", action="Act", ends_on=date(2024, 12, 1), by=aino
    )
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child)
    _wall(child.client.family, aino, other_home, saara, gatekeeper)
    assert (_said(aino, child), _said(saara, there)) == (["elsewhere"], ["elsewhere"])
    assert (_said(saara, child), _said(aino, there)) == ([], [])
    actor = Actor(saara, TODAY)
    assert (bool(find(actor, "lumme")), [str(each) for each in find(actor, "2019").families]) == (
        False,
        ["Kaisla"],
    )
    known = known_here(actor, child.work_form, other_home, [there.client])
    assert alerts_of(actor, known, TODAY) == ([], [])


def test_what_cannot_be_is_refused(aino, child, other_home, work_form_b):
    for family, since, refusal in (
        (child.client.family, None, services.LivesThereAlready),
        (FamilyFactory(code_name="Tiira 7", known_in=work_form_b), None, services.NotKnownHere),
        (other_home, date(2024, 9, 13), services.DayAhead),
    ):
        with pytest.raises(refusal):
            services.live_also(known=child, family=family, starts_on=since, by=aino)
    home = services.live_also(known=child, family=other_home, starts_on=date(2024, 9, 2), by=aino)
    with pytest.raises(services.LivesThereAlready):
        services.live_also(known=child, family=None, starts_on=None, by=aino)
    with pytest.raises(services.EndsBeforeItBegins):
        services.end_home(home=home, ends_on=date(2024, 9, 1), by=aino)
    with pytest.raises(services.DayAhead):
        services.end_home(home=home, ends_on=date(2024, 9, 13), by=aino)


def test_it_ends_on_both_pages_for_whoever_sees_both(aino, child, other_home):
    home = services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child)
    services.end_home(home=home, ends_on=date(2024, 9, 10), by=aino)
    assert (_said(aino, child), _said(aino, there)) == ([], [])
    assert _said(aino, there, date(2024, 9, 10)) == ["Lumme C"]
    with pytest.raises(services.EndedMeanwhile):
        services.end_home(home=home, ends_on=TODAY, by=aino)


def test_past_a_wall_it_ends_on_ones_own_page_only(aino, saara, gatekeeper, child, other_home):
    home = services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child)
    _wall(child.client.family, aino, other_home, saara, gatekeeper)
    services.end_home(home=home, ends_on=TODAY, by=aino)
    assert [row.ends_on for row in OtherHome.objects.order_by("pk")] == [TODAY, None]
    assert _said(saara, there) == ["elsewhere"]


def test_it_is_said_and_ended_on_screen(client, aino, child, other_home):
    sign_in(client, aino)
    there = url("clients:ties", child)
    for sent, field in (
        ({"code_name": "Nobody 7"}, "code_name"),
        ({"code_name": "Lumme"}, "code_name"),
        ({"code_name": "Kaisla", "starts_on": "2024-09-13"}, "starts_on"),
    ):
        page = client.post(url("clients:live_also", child), sent)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert page.context["form"]["code_name"].value() == sent["code_name"]
    assert OtherHome.objects.count() == 0
    assert client.post(url("clients:live_also", child), {"code_name": " kaisla "}).url == there
    assert "Asuu myös toisaalla" in client.get(there).content.decode()
    home = OtherHome.objects.get(client=child.client)
    assert client.post(url("clients:end_home", home), {"ends_on": "2024-09-11"}).url == there
    assert "Asuu myös toisaalla" not in client.get(there).content.decode()
    then = client.get(there, {"on": "2024-09-11"}).content.decode()
    assert "Asuu myös toisaalla" in then


def test_another_work_form_is_not_told(aino, bertta, child, work_form_b):
    services.live_also(known=child, family=None, starts_on=None, by=aino)
    theirs = KnownIn.objects.create(client=child.client, work_form=work_form_b, since_on=TODAY)
    assert _said(bertta, theirs) == []


def test_whoever_is_restricted_in_one_home_is_restricted_in_the_other(aino, saara, child, other_home):
    """A wall around the child alone stands around the code name of the other home too."""
    PartyWallFactory(one=(child.client, [aino]))
    services.live_also(known=child, family=other_home, starts_on=None, by=aino)
    there = _there(child).client
    seen = [may(Actor(user, TODAY), Action.READ_CLIENT, there) for user in (aino, saara)]
    assert seen == [True, False]
    assert may(Actor(saara, TODAY), Action.READ_FAMILY, other_home)
