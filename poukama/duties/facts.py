"""What duties publishes for counting: what was to be done by a day, done in time, and done late. By kind."""

from collections.abc import Mapping

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from poukama.duties.kinds import kinds
from poukama.duties.models import Duty
from poukama.toolkit.facts import Counting, Dimension, Fact, Source, Text


def _titles() -> Mapping[str, Text]:
    return {key: kind.title for key, kind in kinds().items()}


def _fact(key: str, title: Text, counted: Q, ended: str = "") -> Fact:
    """A fact about duties, each on the day by which it was to be done. Nobody is told of by it."""
    return Fact(
        key=key,
        title=title,
        model=Duty,
        work_form="work_form__key",
        day="due_on",
        ended=ended,
        counts={"rows": Counting(_("due days"))},
        dimensions={"duty_kind": Dimension(_("Kind"), "kind", _titles)},
        counted=counted,
        sources=(Source("duties_duty", "due_on"),),
    )


DUTIES = _fact("duties.due", _("What was to be done by a day"), Q())
DUTIES_IN_TIME = _fact(
    "duties.in_time", _("Done in time"), Q(done_on__isnull=False) & Q(done_on__lte=F("due_on")), "done_at"
)
DUTIES_LATE = _fact(
    "duties.late", _("Done late"), Q(done_on__isnull=False) & Q(done_on__gt=F("due_on")), "done_at"
)

FACTS = (DUTIES, DUTIES_IN_TIME, DUTIES_LATE)
