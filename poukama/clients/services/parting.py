"""Making some members of a family a family of their own, from a day on."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from poukama.clients.code_names import folded
from poukama.clients.models import Client, Expecting, Family, Parting
from poukama.clients.services.adding import (
    CodeNameTaken,
    create_family,
    make_family_known_with,
    member_code,
)
from poukama.clients.services.carrying import carry_walls
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock


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
    new = create_family(work_form=work_form, since_on=parted_on, by=by, code_name=code_name)
    carry_walls(family, new, by)
    for pk in sorted(leaving):
        _move(everybody[pk], family, new, work_form, parted_on, by)
    make_family_known_with(family=new, members=leaving, since_on=parted_on)
    return new


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
