"""Occasions: lists of them, one of them, and the words and counts beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.actor import Actor
from poukama.access.policy import may_ever, visible
from poukama.activities.choices import OccasionState
from poukama.activities.models import Attendance, Headcount, Occasion
from poukama.activities.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.queries import terms
from poukama.organisation.words import term_labels
from poukama.toolkit import formatting

USED_LATELY = timedelta(days=365)


@dataclass(frozen=True)
class Reach:
    """How many an occasion reached: known by code, counted as people, counted as families."""

    known: int = 0
    people: int = 0
    families: int = 0
    is_estimate: bool = False

    @property
    def said(self) -> str:
        """In words, as it goes on after what the occasion was; empty when nobody was marked or counted."""
        told = []
        if self.known:
            told.append(ngettext("One known by code", "%(n)s known by code", self.known) % {"n": self.known})
        if self.people:
            said = ngettext("%(said)s person counted", "%(said)s people counted", self.people)
            told.append(said % {"said": formatting.number(self.people)})
        if self.families:
            said = ngettext("%(said)s family counted", "%(said)s families counted", self.families)
            told.append(said % {"said": formatting.number(self.families)})
        guessed = f" ({_('estimate')})" if self.is_estimate else ""
        return "".join(f". {each}" for each in told) + guessed


@dataclass(frozen=True)
class Row:
    """An occasion as a list shows it."""

    occasion: Occasion
    kind: str
    reach: Reach


def occasions(actor: Actor) -> QuerySet[Occasion]:
    """Occasions that the actor may read, unordered."""
    rows = visible(actor, Action.READ_OCCASION, Occasion.objects.filter(voided_at=None))
    return rows.select_related("work_form", "group")


def rows_of(actor: Actor, found: Sequence[Occasion], *, kinds: Mapping[str, str] | None = None) -> list[Row]:
    """The occasions with their words and how many each reached. Three queries, however many.

    `kinds` spares reading the words.
    """
    if kinds is None:
        kinds = term_labels(TermList.OCCASION_KIND)
    reached = reach_of(actor, (each.pk for each in found))
    return [Row(each, kinds.get(each.kind, each.kind), reached.get(each.pk, Reach())) for each in found]


def reach_of(actor: Actor, pks: Iterable[int]) -> Mapping[int, Reach]:
    """How many each of the occasions reached. Whoever may see who took part counts those whom they see."""
    wanted = list(pks)
    took_part = Attendance.objects.filter(occasion__in=wanted, voided_at=None)
    if may_ever(actor, Action.READ_ATTENDANCE):
        took_part = visible(actor, Action.READ_ATTENDANCE, took_part)
    known = dict(took_part.order_by("occasion").values_list("occasion").annotate(Count("pk")))
    counted = {
        occasion: (people, families, estimates > 0)
        for occasion, people, families, estimates in Headcount.objects.filter(
            occasion__in=wanted, voided_at=None
        )
        .order_by("occasion")
        .values_list("occasion")
        .annotate(Sum("people"), Sum("families"), guessed=Count("pk", filter=Q(is_estimate=True)))
    }
    return {pk: Reach(known.get(pk, 0), *counted.get(pk, (0, 0, False))) for pk in {*known, *counted}}


def today_of(actor: Actor, day: date) -> list[Occasion]:
    """What is held on a day in the work forms where the actor records, in the order of the clock."""
    rows = visible(actor, Action.CHANGE_OCCASION, Occasion.objects.filter(happened_on=day, voided_at=None))
    rows = rows.exclude(state=OccasionState.CANCELLED).select_related("work_form", "group")
    return list(rows.order_by(F("starts_at").asc(nulls_last=True), "pk"))


def kinds_of(work_form: WorkForm, day: date) -> list[Term]:
    """The kinds that a work form holds, those it has held most in a year first."""
    used = dict(
        Occasion.objects.filter(work_form=work_form, voided_at=None, happened_on__gte=day - USED_LATELY)
        .order_by("kind")
        .values_list("kind")
        .annotate(Count("pk"))
    )
    return sorted(terms(TermList.OCCASION_KIND, work_form), key=lambda term: -used.get(term.key, 0))


def categories_of(work_form: WorkForm, day: date) -> list[Term]:
    """The categories of people that a work form counts, those it has counted most in a year first."""
    used = dict(
        Headcount.objects.filter(
            occasion__work_form=work_form, voided_at=None, occasion__happened_on__gte=day - USED_LATELY
        )
        .order_by("category")
        .values_list("category")
        .annotate(Count("pk"))
    )
    return sorted(terms(TermList.PEOPLE_CATEGORY, work_form), key=lambda term: -used.get(term.key, 0))


def headcounts_of(occasion: Occasion) -> list[tuple[str, Headcount]]:
    """How many of each category were counted, with the category's name."""
    labels = term_labels(TermList.PEOPLE_CATEGORY)
    rows = Headcount.objects.filter(occasion=occasion, voided_at=None).order_by("pk")
    return [(labels.get(row.category, row.category), row) for row in rows]
