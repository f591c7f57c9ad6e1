"""Somebody was put into a family by mistake: they never were of it, figures follow, and what it was is kept."""

from datetime import date, timedelta

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.casework.facts import MEMBERS
from poukama.casework.models import EpisodeMember
from poukama.casework.rules import Action
from poukama.casework.services import SomethingHangsOnIt
from poukama.casework.services.putting_right import correct_family
from poukama.clients.choices import OrderKind
from poukama.clients.models import Client, KnownIn, Parting, ProtectionReader
from poukama.clients.queries import corrections_of, family_on, find, known_clients
from poukama.clients.rules import Action as Of
from poukama.clients.services.correcting import AsItWas, OfNoFamily
from poukama.clients.services.expecting import expect
from poukama.clients.services.homes import NotKnownHere
from poukama.clients.services.parting import NobodyStays
from poukama.clients.services.protection import add_order
from poukama.toolkit.periods import Period
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory, KnownInFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, UserFactory
from tests.oracle.records import all_records
from tests.oracle.recount import recount

TODAY = date(2024, 9, 12)
START = date(2024, 9, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def family(work_form_a):
    """The family in which the child was put."""
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def right(work_form_a):
    """The family of which the child is."""
    family = FamilyFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    ClientFactory(family=family, code_name="Kaisla A", search_key="kaisla a", known_in=work_form_a)
    return family


@pytest.fixture
def child(family, work_form_a):
    """The child, beside a mother of the wrong family."""
    ClientFactory(family=family, code_name="Lumme A", search_key="lumme a", known_in=work_form_a)
    return ClientFactory(family=family, code_name="Lumme C", search_key="lumme c", known_in=work_form_a)


@pytest.fixture
def part(family, child, work_form_a, aino):
    """The child's part in the wrong family's episode."""
    episode = EpisodeFactory(work_form=work_form_a, family=family, starts_on=START)
    return EpisodeMemberFactory(episode=episode, client=child, role="child", starts_on=START)


def _known(client, work_form=None):
    rows = KnownIn.objects.select_related("client__family", "work_form").filter(client=client)
    return rows.get(work_form=work_form) if work_form else rows.get()


def test_they_are_of_the_right_family_and_never_were_of_the_other(aino, child, family, right):
    moved = correct_family(known=_known(child), family=right, by=aino)
    assert (moved.family, moved.code_name.split()[0]) == (right, "Kaisla")
    parting = Parting.objects.get()
    assert (parting.former, parting.former_code_name, parting.by_mistake, parting.recorded_by) == (
        family,
        "Lumme C",
        True,
        aino,
    )
    home = family_on(Actor(aino, TODAY), _known(child), TODAY - timedelta(days=100))
    assert (home.family, [str(each) for each in home.members]) == (right, ["Kaisla A"])
    mother = Client.objects.get(code_name="Lumme A")
    left = family_on(Actor(aino, TODAY), _known(mother), TODAY - timedelta(days=100))
    assert left.members == []


def test_of_no_family_they_are_a_person_by_a_code_name_of_their_own(aino, child):
    moved = correct_family(known=_known(child), family=None, code_name="Tiira", by=aino)
    assert (moved.family, moved.code_name) == (None, "Tiira")
    assert [str(each) for each in find(Actor(aino, TODAY), "tiira").clients] == ["Tiira"]


def test_their_part_in_the_episode_goes_and_the_figures_follow(aino, child, part, right):
    year = Period.year(2024)
    asked = {"work_form": part.episode.work_form.key}

    def counted():
        people = recount(all_records(), "people_in_care", asked, date(2024, 1, 1), date(2024, 12, 31))
        return people, MEMBERS.during(year).values("client").distinct().count()

    assert counted() == (1, 1)
    correct_family(known=_known(child), family=right, by=aino)
    assert counted() == (0, 0)
    gone = EpisodeMember.objects.get(pk=part.pk)
    assert (gone.voided_by, gone.starts_on) == (aino, START)


def test_a_contact_at_which_they_were_is_taken_back_first(aino, child, part, right):
    contact = ContactFactory(episode=part.episode, happened_on=START, recorded_by=aino)
    contact.present.add(part)
    with pytest.raises(SomethingHangsOnIt):
        correct_family(known=_known(child), family=right, by=aino)
    assert (Parting.objects.count(), Client.objects.get(pk=child.pk).code_name) == (0, "Lumme C")
    contact.voided_at, contact.voided_by = "2024-09-12T09:00Z", aino
    contact.save()
    correct_family(known=_known(child), family=right, by=aino)


def test_what_another_work_form_recorded_of_them_stays(aino, child, part, right, work_form_b):
    KnownInFactory(client=child, family=None, work_form=work_form_b)
    there = EpisodeFactory(work_form=work_form_b, family=child.family, starts_on=START)
    theirs = EpisodeMemberFactory(episode=there, client=child, role="child", starts_on=START)
    correct_family(known=_known(child, part.episode.work_form), family=right, by=aino)
    assert EpisodeMember.objects.get(pk=theirs.pk).voided_at is None


def test_whom_she_expects_goes_along(aino, family, child, right):
    mother = Client.objects.get(code_name="Lumme A")
    unborn = expect(known=_known(mother), due_on=TODAY + timedelta(days=90), by=aino).client
    correct_family(known=_known(mother), family=None, code_name="Tiira", by=aino)
    unborn.refresh_from_db()
    assert (unborn.family, unborn.came_with) == (None, mother)


def test_what_cannot_be_is_refused(aino, child, family, right, work_form_a, work_form_b):
    known = _known(child)
    with pytest.raises(AsItWas):
        correct_family(known=known, family=family, by=aino)
    with pytest.raises(NotKnownHere):
        correct_family(known=known, family=FamilyFactory(known_in=work_form_b), by=aino)
    only = Client.objects.get(code_name="Kaisla A")
    with pytest.raises(NobodyStays):
        correct_family(known=_known(only), family=None, by=aino)
    with pytest.raises(OfNoFamily):
        correct_family(known=_known(ClientFactory(known_in=work_form_a)), family=right, by=aino)
    assert Parting.objects.count() == 0


def test_the_walls_of_the_wrong_family_stand_around_them_too(aino, lead, child, family, right, work_form_a):
    opposing = FamilyFactory(known_in=work_form_a)
    PartyWallFactory(one=(family, [aino]), other=(opposing, [UserFactory()]))
    correct_family(known=_known(child), family=right, by=aino)
    assert [child in known_clients(Actor(user, TODAY)) for user in (aino, lead)] == [True, False]
    assert [right in find(Actor(user, TODAY), "kaisla").families for user in (aino, lead)] == [True, True]


def _hides(child, user, work_form):
    return not may(Actor(user, TODAY), Of.READ_WHEREABOUTS, _known(child, work_form))


def test_an_order_lets_them_go_here_and_holds_where_another_work_form_was_told_of_it(
    aino, lead, bertta, child, right, work_form_a, work_form_b
):
    mother = Client.objects.get(code_name="Lumme A")
    leads = UserFactory()
    AssignmentFactory(user=leads, work_form=work_form_b)
    for each in (mother, child):
        KnownInFactory(client=each, family=None, work_form=work_form_b)
    given = {"kind": OrderKind.NON_DISCLOSURE, "starts_on": TODAY, "ends_on": date(2025, 9, 12)}
    add_order(known=_known(mother, work_form_a), by=aino, **given)
    add_order(known=_known(mother, work_form_b), by=bertta, **given)
    assert [_hides(child, lead, work_form_a), _hides(child, leads, work_form_b)] == [True, True]
    correct_family(known=_known(child, work_form_a), family=right, by=aino)
    assert [_hides(child, lead, work_form_a), _hides(child, leads, work_form_b)] == [False, True]


def test_under_an_order_only_those_whom_it_names_correct_it(aino, lead, child, work_form_a):
    mother = Client.objects.get(code_name="Lumme A")
    given = {"kind": OrderKind.NON_DISCLOSURE, "starts_on": TODAY, "ends_on": date(2025, 9, 12)}
    add_order(known=_known(mother), by=aino, **given)
    assert ProtectionReader.objects.count() == 1
    assert [may(Actor(user, TODAY), Action.CORRECT_FAMILY, _known(child)) for user in (aino, lead)] == [
        True,
        False,
    ]


def test_what_it_was_is_told_to_whoever_may_see_that_family(aino, lead, child, family, right, work_form_a):
    correct_family(known=_known(child), family=right, by=aino)
    told = {user: corrections_of(Actor(user, TODAY), _known(child))[0] for user in (aino, lead)}
    assert [(each.former, each.is_of_family, each.by) for each in told.values()] == [
        ("Lumme C", True, aino)
    ] * 2
    PartyWallFactory(one=(family, [aino]), other=(FamilyFactory(), [UserFactory()]))
    assert [corrections_of(Actor(user, TODAY), _known(child))[0].former for user in (aino, lead)] == [
        "Lumme C",
        "",
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "whose"),
        ({"whose": "another"}, "family"),
        ({"whose": "another", "family": "Lumme"}, "family"),
        ({"whose": "another", "family": "Hauki"}, "family"),
        ({"whose": "none", "code_name": ""}, "code_name"),
        ({"whose": "none", "code_name": "Matti"}, "code_name"),
        ({"whose": "none", "code_name": "Kaisla"}, "code_name"),
    ],
)
def test_bad_input_is_said_at_its_field_and_kept(client, aino, child, right, sent, field):
    sign_in(client, aino)
    page = client.post(url("casework:correct_family", _known(child)), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["family"].value() == sent.get("family")
    assert Client.objects.get(pk=child.pk).code_name == "Lumme C"


def test_it_is_done_on_screen_and_read_afterwards(client, aino, child, part, right):
    sign_in(client, aino)
    page = client.get(url("clients:correct", _known(child))).content.decode()
    there = url("casework:correct_family", _known(child))
    assert there in page
    done = client.post(there, {"whose": "another", "family": "kaisla", "code_name": "no such word"})
    assert done.url == url("clients:card", child)
    assert "Lumme C" in client.get(url("clients:correct", _known(child))).content.decode()


def test_a_contact_is_said_on_screen(client, aino, child, part, right):
    ContactFactory(episode=part.episode, happened_on=START, recorded_by=aino).present.add(part)
    sign_in(client, aino)
    page = client.post(
        url("casework:correct_family", _known(child)), {"whose": "another", "family": "Kaisla"}
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["__all__"])


@pytest.mark.parametrize("who", ["bertta", "cecilia", "director"])
def test_whoever_does_not_work_where_they_are_known_gets_nothing(client, cast, who, child):
    sign_in(client, cast[who])
    assert client.get(url("casework:correct_family", _known(child))).status_code == 404
