from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.clients.queries import find, known_clients, known_families
from poukama.organisation.choices import Role
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import AssignmentFactory

TODAY = date(2024, 9, 12)


def _actor(user):
    return Actor(user, TODAY)


def test_a_family_is_found_by_the_beginning_of_its_code_name(aino, work_form_a):
    lumme = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    FamilyFactory(code_name="Ruoko", known_in=work_form_a)

    assert find(_actor(aino), "lum").families == [lumme]


@pytest.mark.parametrize("typed", ["särkkä", "SARKKA", "  säRk ", "sarkka 2"])
def test_letters_with_dots_are_found_with_and_without_them(aino, work_form_a, typed):
    family = FamilyFactory(code_name="Särkkä 2", known_in=work_form_a)
    FamilyFactory(code_name="Kaisla", known_in=work_form_a)

    assert find(_actor(aino), typed).families == [family]


def test_a_family_is_found_by_the_birth_year_of_a_member(aino, work_form_a):
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    ClientFactory(family=family, birth_year=2015, known_in=work_form_a)
    other = FamilyFactory(code_name="Lumikko", known_in=work_form_a)
    ClientFactory(family=other, birth_year=2016, known_in=work_form_a)

    assert find(_actor(aino), "2015").families == [family]
    assert find(_actor(aino), "lum 2015").families == [family]


def test_a_birth_year_known_only_elsewhere_does_not_lead_to_the_family(aino, work_form_a, work_form_b):
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    ClientFactory(family=family, birth_year=1980, known_in=work_form_b)

    assert find(_actor(aino), "1980").families == []


def test_a_person_without_a_family_is_found_and_a_member_is_not_listed_twice(aino, work_form_a):
    alone = ClientFactory(code_name="Lumikko", known_in=work_form_a)
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    ClientFactory(code_name="Lumme A", family=family, known_in=work_form_a)

    found = find(_actor(aino), "lum")

    assert (found.families, found.clients) == ([family], [alone])


def test_nobody_is_found_by_an_empty_search(aino, work_form_a):
    FamilyFactory(known_in=work_form_a)

    assert not find(_actor(aino), "  ")


def test_families_of_another_work_form_are_as_if_they_were_not(aino, bertta, work_form_a, work_form_b):
    own = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    others = FamilyFactory(code_name="Lumikko", known_in=work_form_b)

    assert find(_actor(aino), "lum").families == [own]
    assert find(_actor(bertta), "lum").families == [others]


def test_a_family_known_in_two_work_forms_is_found_once_by_whoever_works_in_both(
    aino, work_form_a, work_form_b
):
    family = FamilyFactory(code_name="Lumme", known_in=[work_form_a, work_form_b])
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)

    assert find(_actor(aino), "lum").families == [family]


@pytest.mark.parametrize("who", ["cecilia", "director", "board_member", "office", "administrator"])
def test_those_who_do_no_client_work_find_nobody(cast, work_form_a, who):
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    ClientFactory(family=family, known_in=work_form_a)
    actor = _actor(cast[who])

    assert not find(actor, "lumme")
    assert list(known_families(actor, work_form_a)) == []
    assert list(known_clients(actor, work_form_a)) == []


def test_the_known_of_a_work_form_are_given_to_those_who_work_there(aino, bertta, work_form_a, work_form_b):
    family = FamilyFactory(code_name="Lumme", known_in=[work_form_a, work_form_b])
    child = ClientFactory(family=family, known_in=work_form_a)
    ClientFactory(family=family, known_in=work_form_b)
    ClientFactory(anonymous=True)

    assert list(known_clients(_actor(aino), work_form_a)) == [child]
    assert list(known_families(_actor(bertta), work_form_b)) == [family]
    assert list(known_clients(_actor(bertta), work_form_a)) == []


def test_a_search_costs_the_same_for_one_and_for_three(aino, work_form_a, django_assert_num_queries):
    actor = _actor(aino)
    len(actor.held)
    FamilyFactory(code_name="Lumme", known_in=work_form_a)
    with CaptureQueriesContext(connection) as one:
        find(actor, "lum")
    FamilyFactory(code_name="Lumme 2", known_in=work_form_a)
    FamilyFactory(code_name="Lumme 3", known_in=work_form_a)

    with django_assert_num_queries(len(one)):
        assert len(find(actor, "lum").families) == 3
