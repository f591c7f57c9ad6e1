"""Those who come to occasions and whose time has come: who came stays counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from poukama.activities.choices import OccasionState
from poukama.activities.models import Attendance
from poukama.clients.ending import Becomes, Bond, Fate, Index, Keeper, Person, Whose, keeps
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

_COUNTED = "Figures count who came: the number of a person or a family stays, and tells nothing of anybody."
BECOMES = {
    "activities.Attendance": Becomes(Fate.EMPTIED, _COUNTED),
    "activities.Headcount": Becomes(Fate.NOT_THEIRS, "Only numbers of people."),
}


def connect() -> None:
    """Have occasions asked when a record ends; called once, when the app starts."""
    keeps(Keeper("activities", 10, BECOMES, bonds=bonds, latest=latest, end=end))


def bonds(whose: Sequence[Whose], day: date) -> Iterable[tuple[str, Bond]]:
    """Occasions ahead for which somebody is expected. One query."""
    index = Index(whose)
    about = Q(family__in=index.families) | Q(client__in=index.clients)
    rows = Attendance.objects.filter(
        about, voided_at=None, occasion__voided_at=None, occasion__happened_on__gte=day
    )
    rows = rows.filter(occasion__work_form__in={each.work_form.pk for each in whose})
    rows = rows.exclude(occasion__state=OccasionState.CANCELLED).order_by("pk")
    for family, client, until in rows.values_list("family", "client", "occasion__happened_on"):
        for key in index.of(family=family, client=client):
            yield key, Bond("occasion", _("They come to an occasion."), until)


def latest(work_form: WorkForm) -> Iterable[tuple[Person, date]]:
    """The last day on which each came."""
    rows = Attendance.objects.filter(voided_at=None, occasion__voided_at=None, occasion__work_form=work_form)
    rows = rows.filter(occasion__state=OccasionState.HELD)
    last = rows.order_by().values_list("family", "client").annotate(day=Max("occasion__happened_on"))
    for family, client, day in last:
        yield Person(client=client) if client else Person(family=family), day


def end(whose: Whose, by: User) -> Mapping[str, int]:
    """Nobody sees any more that they came."""
    about = Q(family=whose.family, family__isnull=False) | Q(client__in=whose.clients)
    rows = Attendance.objects.filter(about, occasion__work_form=whose.work_form, destroyed_at=None)
    return {"activities.Attendance": rows.update(destroyed_at=clock.now(), destroyed_by=by)}
