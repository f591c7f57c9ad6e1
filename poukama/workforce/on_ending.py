"""Volunteers beside somebody whose time has come: that there was a match stays counted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from poukama.clients.ending import EMPTIED, Becomes, Bond, Fate, Index, Keeper, Person, Whose, keeps
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.workforce.models import Match

BESIDE = Bond("match", _("A volunteer stands beside them."))
_OF_STAFF = Becomes(Fate.NOT_THEIRS, "Of a volunteer: kept by a time of their own.")
_COUNTED = "Figures count matches: the number of a person or a family stays, and tells nothing of anybody."
BECOMES = {
    "workforce.Match": Becomes(Fate.EMPTIED, _COUNTED),
    "workforce.MatchVolunteer": _OF_STAFF,
    "workforce.Volunteer": _OF_STAFF,
    "workforce.VolunteerRole": _OF_STAFF,
}


def connect() -> None:
    """Have matches asked when a record ends; called once, when the app starts."""
    keeps(Keeper("workforce", 10, BECOMES, bonds=bonds, latest=latest, end=end))


def bonds(whose: Sequence[Whose], day: date) -> Iterable[tuple[str, Bond]]:
    """Matches that go on. One query."""
    index = Index(whose)
    about = Q(family__in=index.families) | Q(client__in=index.clients)
    rows = Match.objects.filter(about, voided_at=None, work_form__in={each.work_form.pk for each in whose})
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=day)).order_by("pk")
    for family, client in rows.values_list("family", "client"):
        for key in index.of(family=family, client=client):
            yield key, BESIDE


def latest(work_form: WorkForm) -> Iterable[tuple[Person, date]]:
    """The last day of each match."""
    rows = Match.objects.filter(voided_at=None, work_form=work_form, ends_on__isnull=False).order_by()
    for family, client, day in rows.values_list("family", "client").annotate(day=Max("ends_on")):
        yield Person(client=client) if client else Person(family=family), day


def end(whose: Whose, by: User) -> Mapping[str, int]:
    """Nobody sees any more that a volunteer stood beside them, or why it ended."""
    about = Q(family=whose.family, family__isnull=False) | Q(client__in=whose.clients)
    rows = Match.objects.filter(about, work_form=whose.work_form, destroyed_at=None)
    rows.exclude(end_reason="").update(end_reason=EMPTIED)
    return {"workforce.Match": rows.update(destroyed_at=clock.now(), destroyed_by=by)}
