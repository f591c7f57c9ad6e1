"""Opening an episode for whoever arrives: a family or person found again, new ones, or people without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from poukama.casework.choices import Whose
from poukama.casework.models import Episode
from poukama.casework.services.opening import MemberIn, open_episode
from poukama.clients.models import Client, Family
from poukama.clients.services import Ground, create_client, create_family, make_family_known_in
from poukama.organisation.models import User, WorkForm


@dataclass(frozen=True)
class PersonIn:
    """Someone who takes part in a role: a client found again, or someone new."""

    role: str
    client: Client | None = None
    birth_year: int | None = None


@dataclass(frozen=True)
class Arrival:
    """Who arrives. `family` is one found again; `code_name` is for a new family or person.

    `ground` is for those who are known under another controller only.
    """

    whose: Whose
    people: Sequence[PersonIn]
    family: Family | None = None
    code_name: str | None = None
    ground: Ground | None = None


@transaction.atomic
def open_for(  # noqa: PLR0913  # all that an episode begins with
    *,
    work_form: WorkForm,
    arrival: Arrival,
    starts_on: date,
    by: User,
    phase: str = "",
    service_task: str = "",
    key_worker: User | None = None,
    pair_worker: User | None = None,
) -> Episode:
    """Add whoever is new and open the episode, or do neither."""
    family = arrival.family
    if family is None and arrival.whose == Whose.FAMILY:
        family = create_family(work_form=work_form, since_on=starts_on, by=by, code_name=arrival.code_name)
    elif family is not None:
        make_family_known_in(
            family=family, work_form=work_form, since_on=starts_on, by=by, ground=arrival.ground
        )
    members = [
        MemberIn(
            person.client
            or create_client(
                work_form=work_form,
                since_on=starts_on,
                by=by,
                family=family,
                code_name=arrival.code_name if arrival.whose == Whose.PERSON else None,
                birth_year=person.birth_year,
                anonymous=arrival.whose == Whose.ANONYMOUS,
            ),
            person.role,
        )
        for person in arrival.people
    ]
    return open_episode(
        work_form=work_form,
        starts_on=starts_on,
        by=by,
        family=family,
        members=members,
        phase=phase,
        service_task=service_task,
        key_worker=key_worker,
        pair_worker=pair_worker,
        ground=arrival.ground,
    )
