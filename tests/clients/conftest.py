"""The day on which the tests about those served happen, and families that several of them are about."""

from datetime import date

import pytest

from poukama.clients.models import KnownIn
from poukama.toolkit import clock
from tests.factories.clients import ClientFactory, FamilyFactory


@pytest.fixture(autouse=True)
def today():
    """Thursday 12 September 2024."""
    with clock.moved_to(date(2024, 9, 12)):
        yield


@pytest.fixture
def family(work_form_a):
    """The one who fled, with a child; a family."""
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def other_home(work_form_a):
    """Another family: of a child of two homes, the other home."""
    return FamilyFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)


@pytest.fixture
def people(work_form_a, family, other_home):
    """A mother and her child in one family, and her child who lives in another; by how work form A knows them."""
    made = {
        "mother": ClientFactory(family=family, code_name="Lumme M", known_in=work_form_a, birth_year=1990),
        "child": ClientFactory(family=family, code_name="Lumme K", known_in=work_form_a, birth_year=2019),
        "elsewhere": ClientFactory(
            family=other_home, code_name="Kaisla K", known_in=work_form_a, birth_year=2012
        ),
    }
    return {name: KnownIn.objects.get(client=client) for name, client in made.items()}
