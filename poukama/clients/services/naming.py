"""Recording by which name a work form knows a client."""

from datetime import date
from uuid import UUID

from django.db import transaction

from poukama.access import audit
from poukama.clients.identity_codes import IdentityCode, birthday_of, checked_code
from poukama.clients.models import Client, Identity, KnownIn, NameMark
from poukama.clients.names import checked
from poukama.clients.queries import NAMES, mark_of_code
from poukama.clients.rules import Action
from poukama.clients.services.adding import OLDEST
from poukama.clients.services.kinship import refuse_birth_year
from poukama.organisation.choices import Identification
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import blind

_UNBORN_FOR = 300
"""Days: nobody is expected longer ahead than a pregnancy lasts."""


class NoNameThere(Exception):
    """Neither a first name nor a last name was given."""


class BirthDayNotPossible(Exception):
    """Nobody alive was born on that day, or it is further ahead than a baby that is expected."""


class AnotherBirthYear(Exception):
    """The day is not in the year in which the client is known to have been born."""


class NotByName(Exception):
    """The work form does not know people by name."""


class NamedMeanwhile(Exception):
    """Somebody else has recorded or corrected the name since it was looked at."""


class SameAlready(Exception):
    """The work form knows the client by just this name."""


class NoCodesHere(Exception):
    """The work form's register may hold no identity codes."""


class CodeOfAnotherDay(Exception):
    """The identity code says another birthday than the one that was told."""


@transaction.atomic
def name_client(
    *,
    known: KnownIn,
    by: User,
    first_names: str = "",
    last_name: str = "",
    born_on: date | None = None,
    former: UUID | None = None,
    code: str | None = None,
) -> Identity:
    """Record by which name a work form knows a client; a name that was recorded before is kept as corrected.

    `former` is the name that is corrected, as it was looked at; None where there was none. `code` is the personal
    identity code; None leaves it as it was, an empty one forgets it.
    """
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    if known.client is None or known.work_form.identification != Identification.NAMED:
        raise NotByName
    first, last = checked(first_names), checked(last_name)
    if not first and not last:
        raise NoNameThere
    now = Identity.objects.filter(client=known.client, work_form=known.work_form, voided_at=None).first()
    if (now and now.pk) != former:
        raise NamedMeanwhile
    identity_code = _code_told(known, now, code)
    is_told = born_on is not None or bool(code)
    born_on = _birthday(born_on, identity_code)
    if born_on is not None and is_told:
        _check_birthday(known, known.client, born_on, by)
    told = {
        "first_names": first or None,
        "last_name": last or None,
        "born_on": born_on.isoformat() if born_on else None,
        "code": identity_code.text if identity_code else None,
    }
    if now is not None:
        if told == {name: getattr(now, name) for name in told}:
            raise SameAlready
        _void(now, by)
    identity = Identity.objects.create(
        client=known.client,
        work_form=known.work_form,
        corrects=now,
        recorded_at=clock.now(),
        recorded_by=by,
        **told,
    )
    also = [mark_of_code(identity_code)] if identity_code else []
    marks = blind.marks_of(NAMES, f"{first} {last}", also=also)
    NameMark.objects.bulk_create(
        NameMark(identity=identity, client_id=identity.client_id, work_form=known.work_form, mark=mark)
        for mark in sorted(marks)
    )
    detail = {"corrects": str(now.pk)} if now else {}
    audit.record(Action.NAME_CLIENT, by=by, about=known.client, work_form=known.work_form.key, detail=detail)
    return identity


def _birthday(born_on: date | None, code: IdentityCode | None) -> date | None:
    """The birthday that was told, or that the code tells; refuses two that differ."""
    if code is None or born_on == code.born_on:
        return born_on
    if born_on is not None:
        raise CodeOfAnotherDay
    return code.born_on


def _void(former: Identity, by: User) -> None:
    former.voided_at, former.voided_by = clock.now(), by
    former.save(update_fields=["voided_at", "voided_by"])
    NameMark.objects.filter(identity=former).delete()


def _code_told(known: KnownIn, now: Identity | None, code: str | None) -> IdentityCode | None:
    """The code that is told, or the one that was; one that was kept is checked no more."""
    if code is None:
        kept = now.code if now else None
        return IdentityCode(kept, birthday_of(kept)) if kept else None
    if not code.strip():
        return None
    if not known.work_form.identity_codes:
        raise NoCodesHere
    return checked_code(code)


def _check_birthday(known: KnownIn, client: Client, born_on: date, by: User) -> None:
    """Refuse a day on which nobody alive was born, or that the birth year or the family ties rule out."""
    if not 0 <= (clock.today() - born_on).days + _UNBORN_FOR <= OLDEST * 366 + _UNBORN_FOR:
        raise BirthDayNotPossible
    if client.birth_year not in (None, born_on.year):
        raise AnotherBirthYear
    refuse_birth_year(client, born_on.year, known.work_form, by)
