"""Who and how many took part: what comes in, and how it is checked and written."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from poukama.activities.models import Attendance, Headcount, Occasion
from poukama.activities.services import checks
from poukama.activities.services.refusals import (
    CountedTwice,
    EstimateWithoutGround,
    GroundWithoutEstimate,
    MustBeEstimate,
    NobodyCounted,
    NotKnownHere,
    TooMany,
)
from poukama.clients.models import Client, Family, KnownIn
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, User, WorkForm
from poukama.toolkit import clock

MOST_PEOPLE = 100_000
"""More than any occasion here can reach; a typing mistake otherwise."""


@dataclass(frozen=True)
class AttendanceIn:
    """Someone known by code who took part: a client, a family, or a client with the family they came with."""

    client: Client | None = None
    family: Family | None = None
    role: str = ""


@dataclass(frozen=True)
class HeadcountIn:
    """How many of a category took part without being known. An estimate names its ground."""

    category: str
    people: int = 0
    families: int = 0
    is_estimate: bool = False
    basis: str = ""
    basis_text: str = ""


def check_attendances(work_form: WorkForm, attendances: Iterable[AttendanceIn]) -> list[AttendanceIn]:
    """The attendances without repeats; refuses someone whom the work form does not know.

    Someone anonymous is known nowhere, and may come all the same.
    """
    wanted = list(dict.fromkeys(attendances))
    if any(each.client is None and each.family is None for each in wanted):
        raise NobodyCounted
    checks.words_of(TermList.MEMBER_ROLE, work_form, [each.role for each in wanted if each.role])
    clients = {each.client.pk for each in wanted if each.client}
    families = {each.family.pk for each in wanted if each.family}
    if len(clients) != sum(1 for each in wanted if each.client) or len(
        {each.family.pk for each in wanted if each.family and not each.client}
    ) != sum(1 for each in wanted if each.family and not each.client):
        raise CountedTwice
    if not wanted:
        return wanted
    coded = {each.client.pk for each in wanted if each.client and not each.client.is_anonymous}
    known = KnownIn.objects.filter(work_form=work_form).filter(
        Q(client__in=coded, client__is_unborn=False) | Q(family__in=families)
    )
    known_clients: set[int | None] = set()
    known_families: set[int | None] = set()
    for client_id, family_id in known.order_by("pk").values_list("client_id", "family_id"):
        known_clients.add(client_id)
        known_families.add(family_id)
    if coded - known_clients or families - known_families:
        raise NotKnownHere
    return wanted


def check_headcounts(work_form: WorkForm, headcounts: Iterable[HeadcountIn]) -> list[HeadcountIn]:
    """The headcounts; refuses nobody, too many, a category twice, and an estimate that does not say its ground."""
    wanted = list(headcounts)
    categories = [each.category for each in wanted]
    if len(set(categories)) != len(categories):
        raise CountedTwice
    words = checks.words_of(TermList.PEOPLE_CATEGORY, work_form, categories)
    for each in wanted:
        _check_headcount(each, words[each.category])
    checks.words_of(
        TermList.ESTIMATE_BASIS,
        work_form,
        [each.basis for each in wanted if each.basis],
    )
    return wanted


def _check_headcount(given: HeadcountIn, category: Term) -> None:
    if given.people < 0 or given.families < 0 or given.people + given.families == 0:
        raise NobodyCounted
    if max(given.people, given.families) > MOST_PEOPLE:
        raise TooMany
    if category.attributes.get("estimate") and not given.is_estimate:
        raise MustBeEstimate
    if given.is_estimate and not given.basis:
        raise EstimateWithoutGround
    if not given.is_estimate and (given.basis or given.basis_text):
        raise GroundWithoutEstimate


def write_attendances(occasion: Occasion, attendances: Iterable[AttendanceIn], by: User) -> None:
    """Add checked attendances, leaving out whoever is marked present already."""
    wanted = list(attendances)
    if not wanted:
        return
    present: set[tuple[int | None, int | None]] = set(
        Attendance.objects.filter(occasion=occasion, voided_at=None)
        .order_by("pk")
        .values_list("client_id", "family_id")
    )
    clients = {client for client, family in present if client}
    families = {family for client, family in present if client is None}
    now = clock.now()
    Attendance.objects.bulk_create(
        Attendance(
            occasion=occasion,
            client=each.client,
            family=each.family or (each.client.family if each.client else None),
            role=each.role,
            recorded_at=now,
            recorded_by=by,
        )
        for each in wanted
        if (each.client.pk not in clients if each.client else each.family and each.family.pk not in families)
    )


def write_headcounts(occasion: Occasion, headcounts: Iterable[HeadcountIn], by: User) -> None:
    """Add checked headcounts."""
    now = clock.now()
    Headcount.objects.bulk_create(
        Headcount(
            occasion=occasion,
            category=each.category,
            people=each.people,
            families=each.families,
            is_estimate=each.is_estimate,
            basis=each.basis,
            basis_text=" ".join(each.basis_text.split())[:200],
            recorded_at=now,
            recorded_by=by,
        )
        for each in headcounts
    )


def is_counted(occasion: Occasion) -> bool:
    """Whether anybody has been marked or counted."""
    return (
        Attendance.objects.filter(occasion=occasion, voided_at=None).exists()
        or Headcount.objects.filter(occasion=occasion, voided_at=None).exists()
    )
