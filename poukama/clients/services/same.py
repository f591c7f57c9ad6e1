"""Saying that two clients are one person, and taking them apart again."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from poukama.access import audit
from poukama.clients.choices import WallSide
from poukama.clients.models import BehindWall, Client, CountedAs, Family, OtherHome, SamePerson
from poukama.clients.queries import MAY_BE_TAKEN_APART_FOR
from poukama.clients.rules import Action
from poukama.clients.services.adding import AnonymousCannotBeFound
from poukama.organisation.models import User
from poukama.toolkit import clock

_SLIP_OF_YEARS = 2
"""So much a birth year that was heard or guessed may differ of one person."""


class SameAlready(Exception):
    """The two are known to be one person, or are one and the same to begin with."""


class NotOnePerson(Exception):
    """Their birth years cannot be of one person: `years`."""

    def __init__(self, years: tuple[int, int]) -> None:
        super().__init__(*years)
        self.years = years


class WallBetween(Exception):
    """A wall stands between the two or their families. Whoever asks is told what is told of nobody."""


class ApartAlready(Exception):
    """Somebody else has taken them apart meanwhile."""


class ApartTooLate(Exception):
    """They have been one person for so long that both are written into it."""


@transaction.atomic
def say_same(*, kept: Client, other: Client, by: User) -> SamePerson:
    """Say that two are one person; `kept` is the one whose code name is used from now on. Moves nothing."""
    if kept.is_anonymous or other.is_anonymous:
        raise AnonymousCannotBeFound
    _lock(kept, other)
    one, two = _group_of(kept.pk), _group_of(other.pk)
    if one & two:
        raise SameAlready
    if _walled(one, two):
        raise WallBetween
    _refuse_other_years(one | two)
    same = SamePerson.objects.create(kept=kept, other=other, recorded_at=clock.now(), recorded_by=by)
    _count_anew(one | two, by)
    audit.record(Action.SAY_SAME, by=by, about=kept, detail={"other": other.pk, "same": same.pk})
    return same


@transaction.atomic
def take_apart(*, same: SamePerson, by: User) -> None:
    """Take back that two are one person. What was recorded of each has stood with each all the time."""
    _lock(same.kept, same.other)
    same = SamePerson.objects.select_for_update(of=("self",)).get(pk=same.pk)
    if same.voided_at is not None:
        raise ApartAlready
    if clock.now() - same.recorded_at > MAY_BE_TAKEN_APART_FOR:
        raise ApartTooLate
    _void(same, by)


@transaction.atomic
def say_same_at_home(*, client: Client, there: Client, by: User) -> SamePerson | None:
    """Say that a child is one person in both homes; None when a wall stands around either: each home stays by itself."""
    _lock(client, there)
    if _sides_of(_group_of(client.pk) | _group_of(there.pk)):
        return None
    return say_same(kept=client, other=there, by=by)


def part_homes(people: Collection[int], by: User) -> None:
    """Take apart the children of two homes who are of these: a wall around one home leaves the other as it was.

    However long ago they were linked, since nobody decided it: it followed from the two homes.
    """
    homes = OtherHome.objects.filter(voided_at=None, there__isnull=False).order_by()
    ours = homes.filter(Q(client__in=people) | Q(there__in=people))
    pairs = {frozenset(pair) for pair in ours.values_list("client", "there")}
    links = SamePerson.objects.select_for_update(of=("self",)).filter(
        Q(kept__in=people) | Q(other__in=people), voided_at=None
    )
    for same in links.order_by("pk"):
        if frozenset((same.kept_id, same.other_id)) in pairs:
            _lock(same.kept, same.other)
            _void(same, by)


def are_linked(ones: Iterable[int], others: Iterable[int]) -> bool:
    """Whether somebody of these and somebody of those are known to be one person."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    kept = in_force.filter(client__in=list(ones)).values("kept")
    return in_force.filter(kept__in=kept, client__in=list(others)).exists()


def _lock(*clients: Client) -> None:
    """Let nobody set a wall, or change who these two are, meanwhile: the two, their families, whoever is one with them."""
    ids = sorted(client.pk for client in clients)
    list(Client.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    list(Family.objects.select_for_update(of=("self",)).filter(clients__in=clients).order_by("pk"))
    in_force = CountedAs.objects.filter(voided_at=None)
    kept = in_force.filter(client__in=ids).values("kept")
    list(in_force.select_for_update(of=("self",)).filter(kept__in=kept).order_by("client_id"))


def _void(same: SamePerson, by: User) -> None:
    before = _group_of(same.kept_id)
    same.voided_at, same.voided_by = clock.now(), by
    same.save(update_fields=["voided_at", "voided_by"])
    _count_anew(before, by)
    audit.record(Action.TAKE_APART, by=by, about=same.kept, detail={"other": same.other_id, "same": same.pk})


def _group_of(client: int) -> set[int]:
    """Everybody who is one person with a client, themselves too."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    kept = in_force.filter(client=client).values("kept")
    return {client, *in_force.filter(kept__in=kept).values_list("client_id", flat=True)}


def _walled(ones: set[int], others: set[int]) -> bool:
    """Whether one wall has somebody of these on one side and somebody of those on the other."""
    there = _sides_of(others)
    return any((wall, WallSide(side).opposite) in there for wall, side in _sides_of(ones))


def _sides_of(group: set[int]) -> set[tuple[object, str]]:
    """The walls that stand around somebody of these, and on which side they are."""
    about = Client.objects.filter(pk__in=group)
    met = (
        Q(client__in=group)
        | Q(family__in=about.filter(family__isnull=False).values("family"))
        | Q(client__in=about.filter(came_with__isnull=False).values("came_with"))
    )
    standing = BehindWall.objects.filter(met, wall__voided_at=None).order_by()
    return set(standing.values_list("wall_id", "side"))


def _refuse_other_years(group: set[int]) -> None:
    known = Client.objects.filter(pk__in=group).order_by("birth_year", "pk")
    years = [year for year in known.values_list("birth_year", flat=True) if year is not None]
    years.sort()
    if years and years[-1] - years[0] > _SLIP_OF_YEARS:
        raise NotOnePerson((years[0], years[-1]))


def _count_anew(group: set[int], by: User) -> None:
    """Write as whom each of these is counted, as follows from the links in force."""
    links = list(
        SamePerson.objects.filter(Q(kept__in=group) | Q(other__in=group), voided_at=None).order_by("pk")
    )
    wanted: dict[int, int] = {}
    for persons in _persons(group, links):
        if len(persons) > 1:
            kept = _kept_of(persons, links)
            wanted |= dict.fromkeys(persons, kept)
    now = clock.now()
    for row in CountedAs.objects.filter(client__in=group, voided_at=None).order_by("pk"):
        if wanted.get(row.client_id) == row.kept_id:
            del wanted[row.client_id]
            continue
        row.voided_at, row.voided_by = now, by
        row.save(update_fields=["voided_at", "voided_by"])
    CountedAs.objects.bulk_create(
        CountedAs(client_id=client, kept_id=kept, recorded_at=now, recorded_by=by)
        for client, kept in sorted(wanted.items())
    )


def _persons(group: set[int], links: list[SamePerson]) -> list[set[int]]:
    """The clients as the links put them together."""
    found = [{client} for client in sorted(group)]
    for link in links:
        joined = [persons for persons in found if persons & {link.kept_id, link.other_id}]
        found = [persons for persons in found if persons not in joined] + [set().union(*joined)]
    return found


def _kept_of(persons: set[int], links: list[SamePerson]) -> int:
    """Whose code name is used: of those whom no link gave up for another, the one that was kept last."""
    given_up = {link.other_id for link in links}
    kept = [link.kept_id for link in links if link.kept_id in persons and link.kept_id not in given_up]
    return kept[-1]
