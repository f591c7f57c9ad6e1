"""The words of the work, list by list: kept by a process until the database counts a change in them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

from django.db.models import F

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.toolkit import watched
from poukama.toolkit.reading import asked_once

WATCH = "organisation.words"
"""The watch of every table that is read here."""


def connect() -> None:
    """Have the database count what changes in what is read here."""
    watched.watch(WATCH, (Term, Term.work_forms.through))


@dataclass(frozen=True)
class Words:
    """One list, retired words too, in its order; and in which work forms each is used (nowhere named: in all)."""

    terms: tuple[Term, ...]
    used_in: Mapping[int, frozenset[int]]

    @property
    def by_key(self) -> dict[str, Term]:
        """Every word, retired ones too."""
        return {term.key: term for term in self.terms}

    def of(self, *work_forms: WorkForm) -> list[Term]:
        """The active words in use in any of the work forms."""
        wanted = {work_form.pk for work_form in work_forms}
        return [
            term
            for term in self.terms
            if term.is_active and (not self.used_in[term.pk] or self.used_in[term.pk] & wanted)
        ]


_standing: ContextVar[dict[TermList, Words] | None] = ContextVar("standing", default=None)


@contextmanager
def words_stand_still() -> Iterator[None]:
    """Within the block the lists of words do not change: each is read once. For making many records in a row."""
    token = _standing.set({})
    try:
        yield
    finally:
        _standing.reset(token)


def words(which: TermList) -> Words:
    """A list of words. One query at most."""
    standing = _standing.get()
    if standing is None:
        return asked_once((WATCH, which), partial(_kept, which))
    if which not in standing:
        standing[which] = _kept(which)
    return standing[which]


def _kept(which: TermList) -> Words:
    changes = asked_once(WATCH, partial(watched.changes_of, WATCH))
    return watched.kept(f"{WATCH}:{which}", changes, partial(_read, which))


def words_of(which: TermList, work_form: WorkForm, keys: Iterable[str]) -> dict[str, Term]:
    """Those of the keys that are active words of the work form, with the words. One query at most."""
    wanted = set(keys)
    return {term.key: term for term in words(which).of(work_form) if term.key in wanted} if wanted else {}


def term_labels(which: TermList) -> Mapping[str, str]:
    """Names of all words of a list by key, retired ones too, in the language of the screen."""
    return {key: term.label() for key, term in words(which).by_key.items()}


def _read(which: TermList) -> Words:
    # A row for each work form that a word is used in.
    rows = Term.objects.filter(list=which).annotate(used_in=F("work_forms")).order_by("order", "pk")
    terms, used_in = dict[int, Term](), dict[int, set[int]]()
    for term in rows:
        terms.setdefault(term.pk, term)
        used_in.setdefault(term.pk, set()).update({term.used_in} - {None})
    return Words(tuple(terms.values()), {pk: frozenset(forms) for pk, forms in used_in.items()})
