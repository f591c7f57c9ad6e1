"""A small named cast for tests, and signing in as one of them.

Aino works in work form A and Bertta in B. Cecilia can sign in but holds no role. Each fixture is a user;
`cast` gives them all by name.
"""

import time
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from poukama.access.middleware import KEPT_AT
from poukama.access.second_factor import SECOND_FACTOR
from poukama.organisation.choices import Role
from poukama.organisation.models import User, WorkForm
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory


def sign_in(client: Client, user: User) -> Client:
    """Sign a user in with a password and a second factor, as a person who has both and is at work would be."""
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session[KEPT_AT] = int(time.time())  # sessions live by the machine's clock, which no test moves
    session.save()
    return client


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """`signed_in(aino)`: the client, signed in as Aino."""
    return lambda user: sign_in(client, user)


def _person(name: str, initials: str, role: Role | None = None, work_form: WorkForm | None = None) -> User:
    user = UserFactory(email=f"{name.split()[0].lower()}@example.org", name=name, initials=initials)
    if role is not None:
        AssignmentFactory(user=user, role=role, work_form=work_form)
    return user


@pytest.fixture
def work_form_a(db: None) -> WorkForm:
    """Aino's work form; the lead leads it."""
    return WorkFormFactory(key="work-form-a", name="Work form A")


@pytest.fixture
def work_form_b(db: None) -> WorkForm:
    """Bertta's work form."""
    return WorkFormFactory(key="work-form-b", name="Work form B")


@pytest.fixture
def aino(work_form_a: WorkForm) -> User:
    """A worker in work form A."""
    return _person("Aino Worker", "AW", Role.WORKER, work_form_a)


@pytest.fixture
def saara(work_form_a: WorkForm) -> User:
    """Another worker in work form A."""
    return _person("Saara Worker", "SW", Role.WORKER, work_form_a)


@pytest.fixture
def bertta(work_form_b: WorkForm) -> User:
    """A worker in work form B."""
    return _person("Bertta Worker", "BW", Role.WORKER, work_form_b)


@pytest.fixture
def cecilia(db: None) -> User:
    """A stranger: can sign in, holds no role."""
    return _person("Cecilia Stranger", "CS")


@pytest.fixture
def student(work_form_a: WorkForm, aino: User) -> User:
    """A student in work form A, beside Aino."""
    user = _person("Selma Student", "SS")
    AssignmentFactory(
        user=user, role=Role.STUDENT, work_form=work_form_a, supervisor=aino, ends_on=date(2030, 5, 31)
    )
    return user


@pytest.fixture
def lead(work_form_a: WorkForm) -> User:
    """The team lead of work form A."""
    return _person("Liisa Lead", "LL", Role.LEAD, work_form_a)


@pytest.fixture
def director(db: None) -> User:
    """The executive director."""
    return _person("Dagmar Director", "DD", Role.DIRECTOR)


@pytest.fixture
def board_member(db: None) -> User:
    """A member of the board."""
    return _person("Valma Board", "VB", Role.BOARD)


@pytest.fixture
def office(db: None) -> User:
    """Someone in the office."""
    return _person("Outi Office", "OO", Role.OFFICE)


@pytest.fixture
def administrator(db: None) -> User:
    """The administrator of the system, who sees no client."""
    return _person("Ylva Administrator", "YA", Role.ADMINISTRATOR)


@pytest.fixture
def gatekeeper(db: None) -> User:
    """Whoever sets the walls between parties, and works with nobody."""
    return _person("Gunnar Gatekeeper", "GG", Role.GATEKEEPER)


@pytest.fixture
def cast(
    aino: User,
    bertta: User,
    cecilia: User,
    lead: User,
    director: User,
    board_member: User,
    office: User,
    administrator: User,
    gatekeeper: User,
    student: User,
) -> dict[str, User]:
    """Everyone by name."""
    return {
        "aino": aino,
        "bertta": bertta,
        "cecilia": cecilia,
        "lead": lead,
        "director": director,
        "board_member": board_member,
        "office": office,
        "administrator": administrator,
        "gatekeeper": gatekeeper,
        "student": student,
    }
