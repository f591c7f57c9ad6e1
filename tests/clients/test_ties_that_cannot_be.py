"""Ties that cannot be so are refused at their field, and nothing changes; a mother of sixteen is welcome."""

from datetime import date

import pytest

from poukama.clients.choices import Kinship
from poukama.clients.models import FamilyTie, Identity, KnownIn
from poukama.clients.services import name_client, ties
from poukama.clients.services.expecting import born, expect
from poukama.clients.services.kinship import BeforeTheBirth, OwnAncestor, TooYoungToBeParent
from poukama.organisation.choices import Identification
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory, FamilyTieFactory, PartyWallFactory
from tests.factories.organisation import AssignmentFactory, UserFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(work_form_a):
    """Makes people whom work form A knows, by birth year."""
    made = iter(("Lumme", "Kaisla", "Tiira", "Ahven", "Hauki", "Lahna"))

    def make(born=None):
        code = next(made)
        return ClientFactory(code_name=code, search_key=code.lower(), birth_year=born, known_in=work_form_a)

    return make


def _add(who, kind, whom, by, since=None, until=None):
    known = KnownIn.objects.get(client=who)
    return ties.add_tie(known=known, other=whom, kind=kind, starts_on=since, ends_on=until, by=by)


@pytest.mark.parametrize("parent, child", [(2008, 2024), (2012, 2024), (None, 2024), (1990, None)])
def test_a_young_mother_is_welcome_and_what_is_not_known_stops_nobody(aino, somebody, parent, child):
    _add(somebody(parent), Kinship.PARENT, somebody(child), aino)
    assert FamilyTie.objects.count() == 1


@pytest.mark.parametrize("parent, child", [(2024, 1990), (1990, 1990), (2015, 2024)])
def test_a_baby_older_than_its_mother_is_refused(aino, somebody, parent, child):
    with pytest.raises(TooYoungToBeParent):
        _add(somebody(parent), Kinship.PARENT, somebody(child), aino)
    assert FamilyTie.objects.count() == 0


def test_nobody_is_their_own_ancestor_however_far(aino, somebody):
    line = [somebody() for _ in range(4)]
    for parent, child in zip(line, line[1:], strict=False):
        _add(parent, Kinship.PARENT, child, aino)
    for ancestor in line[:3]:
        with pytest.raises(OwnAncestor):
            _add(line[3], Kinship.PARENT, ancestor, aino)
    _add(line[0], Kinship.PARENT, line[3], aino)


def test_a_circle_that_was_recorded_somehow_does_not_hold_the_search(aino, somebody, work_form_a):
    one, other, third = somebody(), somebody(), somebody()
    for parent, child in ((one, other), (other, one)):
        FamilyTieFactory(work_form=work_form_a, client=parent, other=child)
    _add(one, Kinship.PARENT, third, aino)


def test_the_refusal_tells_nothing_of_ties_past_a_wall(aino, lead, somebody, work_form_a):
    one, hidden, other = somebody(), somebody(), somebody()
    _add(one, Kinship.PARENT, hidden, aino)
    _add(hidden, Kinship.PARENT, other, aino)
    PartyWallFactory(one=(hidden, [lead]), other=(somebody(), [worker_of(work_form_a)]))
    _add(other, Kinship.PARENT, one, aino)


def test_a_birthday_that_a_tie_past_a_wall_rules_out_is_taken(aino, lead, somebody, work_form_a):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    father, child = somebody(1990), somebody()
    _add(father, Kinship.PARENT, child, aino)
    PartyWallFactory(one=(father, [lead]), other=(somebody(), [worker_of(work_form_a)]))
    told = {"known": KnownIn.objects.get(client=child), "first_names": "Helka", "born_on": date(1985, 1, 1)}
    with pytest.raises(TooYoungToBeParent):
        name_client(by=lead, **told)
    assert name_client(by=aino, **told).born_on == "1985-01-01"


def test_a_birth_that_a_tie_past_a_wall_rules_out_is_recorded(aino, lead, somebody, work_form_a):
    mother, father = somebody(1990), somebody(2016)
    expecting = expect(known=KnownIn.objects.get(client=mother), due_on=date(2024, 9, 10), by=aino)
    _add(father, Kinship.PARENT, expecting.client, aino)
    PartyWallFactory(one=(father, [lead]), other=(somebody(), [worker_of(work_form_a)]))
    with pytest.raises(TooYoungToBeParent):
        born(expecting=expecting, born_on=date(2024, 9, 11), by=lead)
    assert born(expecting=expecting, born_on=date(2024, 9, 11), by=aino).birth_year == 2024


def worker_of(work_form):
    """A worker of a work form."""
    user = UserFactory()
    AssignmentFactory(user=user, work_form=work_form)
    return user


def test_nothing_begins_before_the_birth_of_either(aino, somebody):
    child, parent = somebody(2020), somebody(1990)
    with pytest.raises(BeforeTheBirth) as refused:
        _add(parent, Kinship.GUARDIAN, child, aino, since=date(2019, 12, 31))
    assert refused.value.year == 2020
    _add(parent, Kinship.GUARDIAN, child, aino, since=date(2020, 1, 1))


def test_the_same_tie_is_not_recorded_twice_for_the_same_days(aino, somebody):
    one, other = somebody(), somebody()
    _add(one, Kinship.PARTNER, other, aino, date(2010, 1, 1), date(2015, 1, 1))
    for since, until in (
        (date(2015, 1, 1), None),
        (None, None),
        (date(2009, 1, 1), date(2010, 1, 1)),
        (date(2012, 1, 1), date(2013, 1, 1)),
    ):
        with pytest.raises(ties.TiedThen):
            _add(other, Kinship.PARTNER, one, aino, since, until)
    _add(other, Kinship.PARTNER, one, aino, date(2015, 1, 2))
    assert FamilyTie.objects.count() == 2


def test_a_day_of_birth_that_breaks_a_tie_is_refused_where_the_name_is_told(
    client, aino, somebody, work_form_a
):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    mother, child = somebody(1990), somebody()
    _add(mother, Kinship.PARENT, child, aino)
    known = KnownIn.objects.get(client=child)
    with pytest.raises(TooYoungToBeParent):
        name_client(known=known, first_names="Helka", born_on=date(1991, 1, 1), by=aino)
    sign_in(client, aino)
    sent = {"first_names": "Helka", "born_on": "1991-01-01"}
    page = client.post(url("clients:name_client", known), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["born_on"])
    assert (page.context["form"]["first_names"].value(), Identity.objects.count()) == ("Helka", 0)
    name_client(known=known, first_names="Helka", born_on=date(2019, 3, 14), by=aino)


def test_birthdays_that_were_told_with_the_names_are_looked_at_too(client, aino, somebody, work_form_a):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    child, mother = somebody(), somebody()
    for who, born_on in ((child, date(1991, 1, 1)), (mother, date(1990, 1, 1))):
        name_client(known=KnownIn.objects.get(client=who), first_names="Helka", born_on=born_on, by=aino)
    sign_in(client, aino)
    page = client.post(
        url("clients:add_tie", KnownIn.objects.get(client=mother)), {"kind": "parent", "code_name": "Lumme"}
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["code_name"])
    assert FamilyTie.objects.count() == 0
    assert not {"1990", "1991"} & set(page.content.decode().split())


def test_a_told_birthday_of_one_is_held_against_that_of_the_other(aino, somebody, work_form_a):
    work_form_a.identification = Identification.NAMED
    work_form_a.save()
    child, mother = somebody(), somebody()
    _add(mother, Kinship.PARENT, child, aino)
    known = KnownIn.objects.get(client=mother)
    name_client(known=known, first_names="Helka", born_on=date(2000, 1, 1), by=aino)
    with pytest.raises(TooYoungToBeParent):
        name_client(
            known=KnownIn.objects.get(client=child), first_names="Pihla", born_on=date(1999, 1, 1), by=aino
        )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "parent", "code_name": "Kaisla"}, "code_name"),
        ({"kind": "guardian", "code_name": "Kaisla", "starts_on": "1975-01-01"}, "starts_on"),
        (
            {"kind": "sibling", "code_name": "Kaisla", "starts_on": "2020-01-02", "ends_on": "2020-01-01"},
            "ends_on",
        ),
        ({"kind": "parent", "code_name": "Lumme"}, "code_name"),
    ],
)
def test_each_refusal_is_said_at_its_field_and_keeps_what_was_typed(client, aino, somebody, sent, field):
    child, _parent = somebody(2010), somebody(1980)
    sign_in(client, aino)
    page = client.post(url("clients:add_tie", KnownIn.objects.get(client=child)), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["code_name"].value() == sent["code_name"]
    assert FamilyTie.objects.count() == 0


def test_what_was_and_is_over_is_recorded_at_once(client, aino, somebody):
    one, _other = somebody(), somebody()
    known = KnownIn.objects.get(client=one)
    sign_in(client, aino)
    sent = {"kind": "partner", "code_name": "Kaisla", "starts_on": "2010-01-01", "ends_on": "2015-01-01"}
    assert client.post(url("clients:add_tie", known), sent).status_code == 302
    tie = FamilyTie.objects.get()
    assert (tie.ends_on, tie.ended_by) == (date(2015, 1, 1), aino)
