"""The words of the work in use in some work forms."""

from django.db.models import Q

from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm


def words_of(which: TermList, *work_forms: WorkForm) -> list[Term]:
    """The active words of a list in use in any of the work forms, in their order; one query."""
    through = Term.work_forms.through.objects.order_by()
    own = through.filter(workform__in=work_forms).values("term_id")
    found = Term.objects.filter(list=which, is_active=True)
    found = found.filter(Q(pk__in=own) | ~Q(pk__in=through.values("term_id")))
    return list(found.order_by("order", "pk"))
