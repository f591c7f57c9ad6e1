"""Reads of the organisation that every app needs."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm


def work_forms() -> QuerySet[WorkForm]:
    """Work forms in the order of the pack."""
    return WorkForm.objects.order_by("order", "pk")


def work_form_labels() -> Mapping[str, str]:
    """Names of the work forms by key, in the language of the screen."""
    return {work_form.key: work_form.label() for work_form in work_forms()}


def in_force(day: date) -> Q:
    """Assignments that let their person act on the day: begun, not ended, and awaiting nobody's confirmation."""
    return Q(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, awaits_confirmation=False)


def terms(which: TermList, work_form: WorkForm | None = None) -> QuerySet[Term]:
    """The active words of a list, those of one work form when it is given."""
    found = Term.objects.filter(list=which, is_active=True)
    if work_form is not None:
        # Two subqueries, not a join: a word of several work forms must come once.
        own = Term.work_forms.through.objects.filter(workform=work_form).values("term_id")
        anyones = Term.work_forms.through.objects.values("term_id")
        found = found.filter(Q(pk__in=own) | ~Q(pk__in=anyones))
    return found.order_by("order", "pk")
