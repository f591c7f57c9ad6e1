"""Choices of the words of the work, in the language of the screen."""

from collections.abc import Iterable

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.words import words

Choices = list[tuple[str, str]]


def choices_of(which: TermList, *work_forms: WorkForm) -> Choices:
    """The active words of a list in use in any of the work forms, in their order."""
    return labelled(words(which).of(*work_forms))


def labelled(found: Iterable[Term]) -> Choices:
    """Words as choices of a field."""
    return [(term.key, term.label()) for term in found]
