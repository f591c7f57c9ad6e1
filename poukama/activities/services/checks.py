"""What several services check before they record."""

from collections.abc import Iterable
from datetime import date

from poukama.activities.services.refusals import (
    NotThatLong,
    NotYetHappened,
    UnknownTerm,
)
from poukama.organisation import words
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.toolkit import clock

_DAY_IN_MINUTES = 24 * 60


def happened(day: date) -> None:
    """Refuse a day that is still to come."""
    if day > clock.today():
        raise NotYetHappened


def lasted(minutes: int | None) -> None:
    """Refuse a duration that no day holds; not knowing it is fine."""
    if minutes is not None and not 1 <= minutes <= _DAY_IN_MINUTES:
        raise NotThatLong


def words_of(which: TermList, work_form: WorkForm, keys: Iterable[str]) -> dict[str, Term]:
    """The active words with the given keys; refuses one that the work form does not use."""
    wanted = set(keys)
    found = words.words_of(which, work_form, wanted)
    for key in sorted(wanted - found.keys()):
        raise UnknownTerm(which, key)
    return found


def word(which: TermList, work_form: WorkForm, key: str) -> Term:
    """The active word with the key; refuses one that the work form does not use."""
    return words_of(which, work_form, [key])[key]
