"""How goals went, in words: the scale of a work form, and what several marks come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import FACE, SCORE
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.words import term_labels, words
from poukama.toolkit import formatting

FACES = ("sad", "flat", "fair", "glad")
"""Faces that the attribute of a mark may name."""
_COUNTS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
)


@dataclass(frozen=True)
class Mark:
    """One step of the scale, with its face when it has one."""

    key: str
    label: str
    score: int
    face: str


@dataclass(frozen=True)
class Marks:
    """The scale of a work form from the best down, and the words of marks that are no longer in use."""

    scale: tuple[Mark, ...]
    labels: Mapping[str, str]

    def label(self, key: str) -> str:
        """A mark in words; nothing for none."""
        return self.labels.get(key, key)

    @property
    def best(self) -> str:
        """The key of the best mark; empty when there is no scale."""
        return self.scale[0].key if self.scale else ""


def marks_of(work_form: WorkForm) -> Marks:
    """The scale that the pack gives the work form. One query at most."""
    steps = sorted(
        (_mark(term) for term in words(TermList.GOAL_MARK).of(work_form)), key=lambda mark: -mark.score
    )
    return Marks(tuple(steps), term_labels(TermList.GOAL_MARK))


def rolled_up(counts: Mapping[str, int], marks: Marks, total: int | None = None) -> str:
    """What marks come to: "Three goals: two went well, one partly"; empty when nothing has a mark."""
    if not counts:
        return ""
    if sum(counts.values()) == 1 and total in (None, 1):
        return gettext("One goal: %(said)s.") % {"said": marks.label(next(iter(counts))).lower()}
    order = {mark.key: place for place, mark in enumerate(marks.scale)}
    said = [
        f"{_count(counts[key])} {marks.label(key).lower()}"
        for key in sorted(counts, key=lambda key: (order.get(key, len(order)), key))
    ]
    marked = sum(counts.values())
    everything = marked if total is None else total
    if everything > marked:
        said.append(gettext("%(n)s without a mark") % {"n": _count(everything - marked)})
    words = gettext("%(n)s goals: %(said)s.") % {"n": _count(everything), "said": ", ".join(said)}
    return words[:1].upper() + words[1:]


def month_named(day: date) -> str:
    """The month of a day by its name."""
    return formatting.month_names(short=False)[day.month - 1].lower()


def _count(number: int) -> str:
    return str(_COUNTS[number]) if number < len(_COUNTS) else formatting.number(number)


def _mark(term: Term) -> Mark:
    score, face = term.attributes.get(SCORE), term.attributes.get(FACE)
    return Mark(
        term.key,
        term.label(),
        score if isinstance(score, int) else 0,
        face if face in FACES else "",
    )
