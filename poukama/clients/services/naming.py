"""Recording by which name a work form knows a client."""

import unicodedata
from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.clients.models import NAME_LENGTH, Identity, KnownIn, NameMark
from poukama.clients.queries import NAMES
from poukama.clients.rules import Action
from poukama.clients.services.adding import OLDEST
from poukama.organisation.choices import Identification
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.sealing import blind

_TOO_LONG_TO_LOOK_AT = 4 * NAME_LENGTH
"""Letters as they were sent: what is longer is refused before any work is done on it."""
_UNBORN_FOR = 300
"""Days: nobody is expected longer ahead than a pregnancy lasts."""
_JOINING = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


class NoNameThere(Exception):
    """Neither a first name nor a last name was given."""


class NameTooLong(Exception):
    """A name is longer than any that is believed."""


class NotLetters(Exception):
    """A name holds a control character, a mark that turns the direction of writing, or something else unseen."""


class LettersMixed(Exception):
    """A word of a name mixes letters of different scripts, so that it only looks like another name."""


class BirthDayNotPossible(Exception):
    """Nobody alive was born on that day, or it is further ahead than a baby that is expected."""


class AnotherBirthYear(Exception):
    """The day is not in the year in which the client is known to have been born."""


class NotByName(Exception):
    """The work form does not know people by name."""


class SameAlready(Exception):
    """The work form knows the client by just this name."""


@transaction.atomic
def name_client(
    *, known: KnownIn, by: User, first_names: str = "", last_name: str = "", born_on: date | None = None
) -> Identity:
    """Record by which name a work form knows a client; a name that was recorded before is kept as corrected."""
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    if known.client is None or known.work_form.identification != Identification.NAMED:
        raise NotByName
    first, last = checked(first_names), checked(last_name)
    if not first and not last:
        raise NoNameThere
    if (
        born_on is not None
        and not 0 <= (clock.today() - born_on).days + _UNBORN_FOR <= OLDEST * 366 + _UNBORN_FOR
    ):
        raise BirthDayNotPossible
    if born_on is not None and known.client.birth_year not in (None, born_on.year):
        raise AnotherBirthYear
    told = {
        "first_names": first or None,
        "last_name": last or None,
        "born_on": born_on.isoformat() if born_on else None,
    }
    former = Identity.objects.filter(client=known.client, work_form=known.work_form, voided_at=None).first()
    if former is not None:
        if told == {name: getattr(former, name) for name in told}:
            raise SameAlready
        former.voided_at, former.voided_by = clock.now(), by
        former.save(update_fields=["voided_at", "voided_by"])
        NameMark.objects.filter(identity=former).delete()
    identity = Identity.objects.create(
        client=known.client,
        work_form=known.work_form,
        corrects=former,
        recorded_at=clock.now(),
        recorded_by=by,
        **told,
    )
    marks = blind.marks_of(NAMES, f"{first} {last}")
    NameMark.objects.bulk_create(
        NameMark(identity=identity, work_form=known.work_form, mark=mark) for mark in sorted(marks)
    )
    detail = {"corrects": str(former.pk)} if former else {}
    audit.record(Action.NAME_CLIENT, by=by, about=known.client, work_form=known.work_form.key, detail=detail)
    return identity


def checked(text: str) -> str:
    """A name as it is kept: in one form of letters, with single spaces; refuses what is no name."""
    if len(text) > _TOO_LONG_TO_LOOK_AT:
        raise NameTooLong
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if len(name) > NAME_LENGTH:
        raise NameTooLong
    if any(unicodedata.category(each)[0] in "CZ" and each != " " and each not in _JOINING for each in name):
        raise NotLetters
    if not all(each.isalpha() or unicodedata.combining(each) or each in " -'’.·" + _JOINING for each in name):
        raise NotLetters
    if name and not any(each.isalpha() for each in name):
        raise NotLetters
    for word in name.replace("-", " ").split():
        if len({_script(each) for each in word if each.isalpha()}) > 1:
            raise LettersMixed
    return name


def _script(letter: str) -> str:
    """The script of a letter, as its name in Unicode begins: LATIN, CYRILLIC, ARABIC …"""
    return unicodedata.name(letter, "?").split()[0]
