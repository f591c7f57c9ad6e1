"""A worker's day in one sentence: how many times of each kind, what is due, what is not recorded."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext, ngettext

from poukama.access.actor import Actor
from poukama.casework.queries.appointments import ASKED_FOR, own
from poukama.casework.queries.kinds_said import kinds_said
from poukama.duties.queries import mine
from poukama.toolkit import formatting


def day_said(actor: Actor, today: date) -> list[str]:
    """What today holds for the actor, in sentences with counts only. Four queries."""
    counted = own(actor).filter(planned_on=today).order_by().values("kind").annotate(many=Count("pk"))
    counts: dict[str, int] = dict(counted.values_list("kind", "many"))
    said = kinds_said(counts)
    first = (
        gettext("Today %(what)s.") % {"what": formatting.joined(said)}
        if said
        else gettext("No times are agreed for today.")
    )
    return [first, *_due(actor, today), *_unrecorded(actor, today)]


def _due(actor: Actor, today: date) -> list[str]:
    """How much is due today and how much is late."""
    found = mine(actor, today).aggregate(
        late=Count("pk", filter=Q(due_on__lt=today)), due=Count("pk", filter=Q(due_on=today))
    )
    said = []
    if due := found["due"]:
        words = ngettext("%(n)s thing is due today.", "%(n)s things are due today.", due)
        said.append(words % {"n": formatting.number(due)})
    if late := found["late"]:
        words = ngettext("%(n)s thing is late.", "%(n)s things are late.", late)
        said.append(words % {"n": formatting.number(late)})
    return said


def _unrecorded(actor: Actor, today: date) -> list[str]:
    """How many times of the days before nobody has recorded."""
    since = today - ASKED_FOR
    many = own(actor).filter(contact=None, planned_on__lt=today, planned_on__gte=since).count()
    if not many:
        return []
    words = ngettext(
        "%(n)s earlier time waits to be recorded.", "%(n)s earlier times wait to be recorded.", many
    )
    return [words % {"n": formatting.number(many)}]
