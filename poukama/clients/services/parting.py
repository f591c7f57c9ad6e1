"""Making some members of a family a family of their own, from a day on."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from poukama.access import audit
from poukama.clients.code_names import folded
from poukama.clients.models import BehindWall, Client, Expecting, Family, KnownIn, Parting, PartyWall
from poukama.clients.own_data import let_go_of_copies
from poukama.clients.rules import Action
from poukama.clients.services.adding import (
    CodeNameTaken,
    create_family,
    make_family_known_with,
    member_code,
)
from poukama.clients.services.carrying import carry_walls
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.hanging import hangs_on


class NobodyParts(Exception):
    """Nobody was chosen, or somebody who is not of the family."""


class NobodyStays(Exception):
    """Everybody was chosen: then the family stays as it is."""


@transaction.atomic
def part(
    *,
    family: Family,
    members: Sequence[Client],
    work_form: WorkForm,
    parted_on: date,
    by: User,
    code_name: str | None = None,
) -> Family:
    """Make members a family of their own. Whom one of them expects goes along; the past stays with the former family.

    The new family is known wherever its members are, and stands behind the walls of the former one.
    """
    family = Family.objects.select_for_update().get(pk=family.pk)
    of_family = Client.objects.select_for_update(of=("self",)).filter(family=family)
    everybody = {client.pk: client for client in of_family.order_by("pk")}
    chosen = {member.pk for member in members}
    expected = Expecting.objects.filter(mother__in=chosen, voided_at=None, client__family=family).order_by()
    unborn = {pk for pk in expected.values_list("client", flat=True) if everybody[pk].is_unborn}
    if not chosen or not chosen <= set(everybody):
        raise NobodyParts
    leaving = chosen | unborn
    if not any(not client.is_unborn for pk, client in everybody.items() if pk not in leaving):
        raise NobodyStays
    let_go_of_copies(everybody, by)
    new = create_family(work_form=work_form, since_on=parted_on, by=by, code_name=code_name)
    carry_walls(family, new, by)
    for pk in sorted(leaving):
        _move(everybody[pk], family, new, work_form, parted_on, by)
    make_family_known_with(family=new, members=leaving, since_on=parted_on)
    return new


class CannotBeWhole(Exception):
    """Somebody has parted, come to the family, or been recorded with it since: it does not become one with the former."""


@transaction.atomic
def take_back(*, family: Family, work_form: WorkForm, by: User) -> Family:
    """Make the members of a family that parted members of the former one again, as they were called; returns the former.

    The new family is found by nobody any more, and the walls that it was given with the former one go with it.
    """
    partings = Parting.objects.select_for_update(of=("self",)).filter(
        family=family, work_form=work_form, by_mistake=False, voided_at=None
    )
    rows = list(partings.select_related("former").order_by("pk"))
    if not rows:
        raise CannotBeWhole
    former = rows[0].former
    for each in sorted((former, family), key=lambda each: each.pk):
        Family.objects.select_for_update().get(pk=each.pk)
    clients = Client.objects.select_for_update(of=("self",)).filter(family=family)
    members = {client.pk: client for client in clients.order_by("pk")}
    taken = Client.objects.filter(code_name__in=[row.former_code_name for row in rows])
    parted_again = Parting.objects.filter(former=family, voided_at=None)
    if set(members) != {row.client_id for row in rows} or taken.exists() or parted_again.exists():
        raise CannotBeWhole
    _take_walls_down(family, former, rows[0], by)
    known = KnownIn.objects.filter(family=family)
    if any(hangs_on(each) for each in known.order_by("pk")):
        raise CannotBeWhole
    known.delete()
    for row in rows:
        client = members[row.client_id]
        client.family, client.code_name = former, row.former_code_name
        client.search_key = folded(client.code_name)
        client.save(update_fields=["family", "code_name", "search_key"])
    partings.update(voided_at=clock.now(), voided_by=by)
    return former


def _take_walls_down(family: Family, former: Family, parting: Parting, by: User) -> None:
    """Take down the walls that were carried over; refused where one was set afterwards, or between the two."""
    behind = BehindWall.objects.filter(family=family, wall__voided_at=None)
    walls = PartyWall.objects.select_for_update().filter(pk__in=behind.values("wall"))
    between = walls.filter(behind__family=former)
    since = walls.filter(recorded_at__gt=parting.recorded_at)
    left = BehindWall.objects.filter(family=former, wall__voided_at=None)
    if between.exists() or since.exists() or behind.count() > left.count():
        raise CannotBeWhole
    for wall in walls.order_by("pk"):
        wall.voided_at, wall.voided_by = clock.now(), by
        wall.save(update_fields=["voided_at", "voided_by"])
        audit.record(Action.CHANGE_WALL, by=by, about=wall, detail={"taken_down": True})


def _move(client: Client, former: Family, new: Family, work_form: WorkForm, day: date, by: User) -> None:
    Parting.objects.create(
        work_form=work_form,
        client=client,
        former=former,
        family=new,
        former_code_name=client.code_name,
        parted_on=day,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    client.family = new
    client.code_name = member_code(new)
    client.search_key = folded(client.code_name)
    try:
        with transaction.atomic():
            client.save(update_fields=["family", "code_name", "search_key"])
    except IntegrityError as error:
        raise CodeNameTaken from error
