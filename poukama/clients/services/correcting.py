"""Putting right what was kept wrong of somebody: in which year they were born, and of which family they are."""

from datetime import date

from django.db import IntegrityError, transaction

from poukama.access import audit
from poukama.clients.code_names import folded
from poukama.clients.models import Client, CorrectedYear, Expecting, Family, KnownIn, Parting
from poukama.clients.own_data import let_go_of_copies
from poukama.clients.rules import Action
from poukama.clients.services.adding import (
    BirthYearNotPossible,
    CodeNameTaken,
    check_birth_year,
    member_code,
    own_code_name,
)
from poukama.clients.services.carrying import carry_walls
from poukama.clients.services.homes import NotKnownHere
from poukama.clients.services.kinship import refuse_birth_year, refuse_too_young, refuse_year_after_a_tie
from poukama.clients.services.parting import NobodyStays
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens


class NotBorn(Exception):
    """Whoever is not born has a due day, and no birth year."""


class AsItWas(Exception):
    """It is so already."""


class CorrectedMeanwhile(Exception):
    """Somebody else has corrected it since it was looked at."""


class OfNoFamily(Exception):
    """They are of no family, or are not born: whoever expects them says of which they are."""


@transaction.atomic
def correct_birth_year(*, known: KnownIn, year: int | None, former: int | None, by: User) -> CorrectedYear:
    """Say in which year somebody was born, or that nobody knows; `former` is the year as it was looked at.

    What it was is kept. Refused where a tie that `by` may see makes it impossible: `TooYoungToBeParent`, `BornAfterATie`.
    """
    known, client = _locked(known)
    if client.is_unborn:
        raise NotBorn
    if client.birth_year != former:
        raise CorrectedMeanwhile
    if year == former:
        raise AsItWas
    if year is not None:
        _refuse_impossible(known, client, year, by)
    client.birth_year = year
    client.save(update_fields=["birth_year"])
    corrected = CorrectedYear.objects.create(
        work_form=known.work_form,
        client=client,
        former=former,
        year=year,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    detail = {"what": "birth_year", "corrected": corrected.pk}
    audit.record(Action.CORRECT_CLIENT, by=by, about=client, work_form=known.work_form.key, detail=detail)
    return corrected


@transaction.atomic
def leave_family(*, known: KnownIn, family: Family | None, by: User, code_name: str | None = None) -> Client:
    """Say that somebody was of a family by mistake: they are of another, or of none, and never were of the former.

    Whom they expect goes along. The walls of the former family stand around them too, and the orders that other work
    forms were told go on reaching them: neither is opened by somebody's having been mistaken.
    """
    known, client = _locked(known)
    former = client.family
    if former is None or client.is_unborn:
        raise OfNoFamily
    if family is not None and family.pk == former.pk:
        raise AsItWas
    if family is not None and not KnownIn.objects.filter(family=family, work_form=known.work_form).exists():
        raise NotKnownHere
    for each in sorted(filter(None, (former, family)), key=lambda each: each.pk):
        Family.objects.select_for_update().get(pk=each.pk)
    along = _expected_by(client)
    if not Client.objects.filter(family=former, is_unborn=False).exclude(pk=client.pk).exists():
        raise NobodyStays
    let_go_of_copies([client.pk], by)
    _move(client, former, family, code_name, known, by)
    carry_walls(former, client, by)
    for child in along:
        child.came_with = None if family is not None else client
        _move(child, former, family, None, known, by)
        if family is not None:
            carry_walls(former, child, by)
    detail = {"what": "family", "former": former.pk, "family": family.pk if family else None}
    audit.record(Action.CORRECT_CLIENT, by=by, about=client, work_form=known.work_form.key, detail=detail)
    return client


def _locked(known: KnownIn) -> tuple[KnownIn, Client]:
    rows = KnownIn.objects.select_for_update(of=("self",)).select_related("work_form")
    known = rows.get(pk=known.pk)
    clients = Client.objects.select_for_update(of=("self",)).select_related("family")
    return known, clients.get(pk=known.client_id or 0)


def _refuse_impossible(known: KnownIn, client: Client, year: int, by: User) -> None:
    check_birth_year(year)
    if year > clock.today().year:
        raise BirthYearNotPossible
    refuse_birth_year(client, year, known.work_form, by)
    refuse_year_after_a_tie(client, year, known.work_form, by)
    expected = Expecting.objects.filter(
        mother=client, work_form=known.work_form, voided_at=None, ended_at=None
    )
    for each in expected.order_by("pk"):
        if opens(each) and each.due_on:
            refuse_too_young(year, date.fromisoformat(each.due_on).year)


def _expected_by(client: Client) -> list[Client]:
    expected = Expecting.objects.filter(mother=client, voided_at=None, client__is_unborn=True)
    rows = Client.objects.filter(pk__in=expected.order_by().values("client"), family=client.family)
    return list(rows.order_by("pk"))


def _move(
    client: Client, former: Family, family: Family | None, code_name: str | None, known: KnownIn, by: User
) -> None:
    Parting.objects.create(
        work_form=known.work_form,
        client=client,
        former=former,
        family=family,
        former_code_name=client.code_name,
        parted_on=clock.today(),
        by_mistake=True,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    client.family = family
    client.code_name = member_code(family) if family is not None else own_code_name(code_name)
    client.search_key = folded(client.code_name)
    try:
        with transaction.atomic():
            client.save(update_fields=["family", "came_with", "code_name", "search_key"])
    except IntegrityError as error:
        raise CodeNameTaken from error
