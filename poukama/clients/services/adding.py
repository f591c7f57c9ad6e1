"""Adding families and clients, and making them known in a work form."""

import random
from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from poukama.access import audit
from poukama.clients.choices import ClientIdentification
from poukama.clients.code_names import as_code_name, folded, of_member
from poukama.clients.models import Client, Family, KnownIn
from poukama.clients.queries import is_taken, proposed_code_name
from poukama.clients.rules import Action
from poukama.clients.services.disclosing import Ground, tell_across
from poukama.organisation.choices import Identification
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

OLDEST = 120


class NotACodeName(Exception):
    """The text is not a word of the list, alone or with a number: it could be somebody's name."""


class CodeNameTaken(Exception):
    """Another family or client has the code name."""


class AnonymousCannotBeFound(Exception):
    """Someone anonymous has no code name, no family and no way of being found again."""


class BirthYearNotPossible(Exception):
    """Nobody alive was born in the year, or it is further ahead than a baby that is expected."""


class DayNotYetCome(Exception):
    """The day is in the future."""


class WorkFormOnlyCounts(Exception):
    """The work form knows nobody: its people are only counted."""


@transaction.atomic
def create_family(*, work_form: WorkForm, since_on: date, by: User, code_name: str | None = None) -> Family:
    """Add a family, known in the work form. Without a code name the system gives one."""
    _check(work_form, since_on)
    code = own_code_name(code_name)
    try:
        with transaction.atomic():
            family = Family.objects.create(
                code_name=code, search_key=folded(code), created_at=clock.now(), created_by=by
            )
    except IntegrityError as error:
        raise CodeNameTaken from error
    KnownIn.objects.create(family=family, work_form=work_form, since_on=since_on)
    audit.record(Action.ADD_FAMILY, by=by, about=family, work_form=work_form.key)
    return family


@transaction.atomic
def create_client(  # noqa: PLR0913  # what is told of somebody at once
    *,
    work_form: WorkForm,
    since_on: date,
    by: User,
    family: Family | None = None,
    came_with: Client | None = None,
    code_name: str | None = None,
    birth_year: int | None = None,
    anonymous: bool = False,
    unborn: bool = False,
) -> Client:
    """Add a client, known in the work form; `came_with` says beside whom, of one without a family.

    In a family they get the family's code name and the next letter; alone a word of their own. Someone
    anonymous gets neither and is not known afterwards: the next time they are someone new.
    """
    _check(work_form, since_on)
    check_birth_year(birth_year)
    if anonymous and (family is not None or code_name):
        raise AnonymousCannotBeFound
    code = "" if anonymous else _code_of(family, code_name)
    try:
        with transaction.atomic():
            client = Client.objects.create(
                family=family,
                came_with=came_with,
                code_name=code,
                search_key=folded(code),
                birth_year=birth_year,
                is_unborn=unborn,
                identification=ClientIdentification.ANONYMOUS if anonymous else ClientIdentification.CODED,
                created_at=clock.now(),
                created_by=by,
            )
    except IntegrityError as error:
        raise CodeNameTaken from error
    if not anonymous:
        if family is not None:
            _make_family_known(family, work_form, since_on, None, by)
        KnownIn.objects.create(client=client, work_form=work_form, since_on=since_on)
    detail = {"family": family.pk} if family is not None else {}
    audit.record(Action.ADD_CLIENT, by=by, about=client, work_form=work_form.key, detail=detail)
    return client


@transaction.atomic(savepoint=False)
def make_known_in(
    *, client: Client, work_form: WorkForm, since_on: date, by: User, ground: Ground | None = None
) -> None:
    """Make a client, and their family with them, known in one more work form. Doing it again changes nothing.

    Under another controller it is told to others, and needs a ground: `GroundNeeded`, `NoConsent`.
    """
    _check(work_form, since_on)
    if client.is_anonymous:
        raise AnonymousCannotBeFound
    if _make_known(client, work_form, since_on, ground, by):
        audit.record(Action.MAKE_KNOWN, by=by, about=client, work_form=work_form.key)


@transaction.atomic(savepoint=False)
def make_family_known_in(
    *, family: Family, work_form: WorkForm, since_on: date, by: User, ground: Ground | None = None
) -> None:
    """Make a family known in one more work form, without its members. Doing it again changes nothing.

    Under another controller it needs a ground, as for a client.
    """
    _check(work_form, since_on)
    if _make_family_known(family, work_form, since_on, ground, by):
        audit.record(Action.MAKE_KNOWN, by=by, about=family, work_form=work_form.key)


def make_family_known_with(*, family: Family, members: Collection[int], since_on: date) -> None:
    """Make a family known wherever these members are known already: it tells nobody of anybody new to them."""
    known = KnownIn.objects.filter(client__in=members).order_by().values_list("work_form", flat=True)
    for place in sorted(set(known)):
        KnownIn.objects.get_or_create(family=family, work_form_id=place, defaults={"since_on": since_on})


def _check(work_form: WorkForm, since_on: date) -> None:
    if work_form.identification == Identification.COUNTED:
        raise WorkFormOnlyCounts
    if since_on > clock.today():
        raise DayNotYetCome


def check_birth_year(birth_year: int | None) -> None:
    """Refuse a year in which nobody alive was born, or that is too far ahead."""
    this_year = clock.today().year
    if birth_year is not None and not this_year - OLDEST <= birth_year <= this_year + 1:
        raise BirthYearNotPossible


def own_code_name(typed: str | None) -> str:
    """A code name as it is written on the list; without a typed one, one that is free."""
    if typed is None:
        return proposed_code_name(_chance())
    code = as_code_name(typed)
    if code is None:
        raise NotACodeName
    if is_taken(code):
        raise CodeNameTaken
    return code


def member_code(family: Family) -> str:
    """A code name for one more member of a locked family."""
    taken = Client.objects.filter(family=family).order_by().values_list("code_name", flat=True)
    return of_member(family.code_name, set(taken), _chance())


def _code_of(family: Family | None, typed: str | None) -> str:
    if family is None or typed is not None:
        return own_code_name(typed)
    Family.objects.select_for_update().get(pk=family.pk)
    return member_code(family)


def _chance() -> random.Random:
    """Chance, but the same for the same rows, so that a synthetic year can be made again."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_ADDED)
        families, clients = (number or 0 for number in cursor.fetchone())
    return random.Random(f"{families} {clients}")  # noqa: S311 - hides nothing


_LAST_ADDED = "SELECT (SELECT MAX(id) FROM clients_family), (SELECT MAX(id) FROM clients_client)"


def _make_known(client: Client, work_form: WorkForm, since_on: date, ground: Ground | None, by: User) -> bool:
    same = Q(client=client.pk) | Q(family=client.family_id) if client.family_id else Q(client=client.pk)
    known = KnownIn.objects.filter(same, work_form=work_form).values_list("client_id", "family_id")
    clients, families = zip(*known, strict=True) if known else ((), ())
    if client.family is not None and client.family_id not in families:
        _make_family_known(client.family, work_form, since_on, ground, by)
    if client.pk in clients:
        return False
    tell_across(work_form, ground, by, client=client)
    _, is_new = KnownIn.objects.get_or_create(
        client=client, work_form=work_form, defaults={"since_on": since_on}
    )
    return is_new


def _make_family_known(
    family: Family, work_form: WorkForm, since_on: date, ground: Ground | None, by: User
) -> bool:
    if KnownIn.objects.filter(family=family, work_form=work_form).exists():
        return False
    tell_across(work_form, ground, by, family=family)
    _, is_new = KnownIn.objects.get_or_create(
        family=family, work_form=work_form, defaults={"since_on": since_on}
    )
    return is_new
