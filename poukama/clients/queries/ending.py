"""What still binds what is kept of somebody here: a promise, an order, a wall, or somebody who must still look."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import Outcome
from poukama.clients.ending import LOOKED_INTO, Bond, Index, Whose
from poukama.clients.models import (
    Alert,
    BehindWall,
    Consent,
    Disclosure,
    EmergencyAccess,
    EmergencyCheck,
    Expecting,
    KnownIn,
    ProtectionOrder,
    WallProposal,
)
from poukama.toolkit.facts import Text

Told = Iterator[tuple[str, Bond]]

TOLD_YEARS = 12
"""How long it is kept what was told of somebody, and to whom (703/2023 §§ 9–10, annex: disclosure log)."""
_CONSENT: Text = _("A consent holds.")
_ORDER: Text = _("An order that protects them holds.")
_ALERT: Text = _("An alert holds.")
_TOLD: Text = _("It is kept for twelve years what was told of them, and to whom.")
EXPECTING = Bond("expecting", _("A child is expected."))


def bonds(whose: Sequence[Whose], day: date) -> Iterable[tuple[str, Bond]]:
    """What binds each on the day. The same number of queries however many there are."""
    index = Index(whose)
    work_forms = {each.work_form.pk for each in whose}
    yield from _running(index, work_forms, day)
    yield from _told(index, work_forms, day)
    yield from _walls(index)
    yield from _emergencies(index)
    yield from _expected(index, work_forms)


def told_before(day: date) -> date:
    """What was told before this day need not be kept any more."""
    leap = day.month == 2 and day.day == 29  # noqa: PLR2004  # the day that most years do not have
    return day.replace(year=day.year - TOLD_YEARS, day=28 if leap else day.day)


def _of_known(index: Index, work_forms: set[int], path: str = "known__") -> Q:
    of = Q(**{f"{path}family__in": index.families}) | Q(**{f"{path}client__in": index.clients})
    return of & Q(**{f"{path}work_form__in": work_forms})


def _running(index: Index, work_forms: set[int], day: date) -> Told:
    of = _of_known(index, work_forms)
    for model, column, code, says, more in (
        (Consent, "expires_on", "consent", _CONSENT, Q()),
        (ProtectionOrder, "ends_on", "order", _ORDER, Q(ended_at=None)),
        (Alert, "ends_on", "alert", _ALERT, Q()),
    ):
        rows = model._default_manager.filter(of, more, voided_at=None, **{f"{column}__gte": day}).order_by(
            "pk"
        )
        for family, client, until in rows.values_list("known__family", "known__client", column):
            for key in index.of(family=family, client=client):
                yield key, Bond(code, says, until)


def _told(index: Index, work_forms: set[int], day: date) -> Told:
    since = told_before(day)
    rows = Disclosure.objects.filter(_of_known(index, work_forms), told_on__gte=since).order_by(
        "told_on", "pk"
    )
    last: dict[str, date] = {}
    for family, client, told_on in rows.values_list("known__family", "known__client", "told_on"):
        for key in index.of(family=family, client=client):
            last[key] = told_on
    for key, told_on in last.items():
        until = told_on.replace(year=told_on.year + TOLD_YEARS, day=min(told_on.day, 28))
        yield key, Bond("told", _TOLD, max(until, day))


def _walls(index: Index) -> Told:
    about = Q(family__in=index.families) | Q(client__in=index.clients)
    about |= Q(family__clients__in=index.clients)
    standing = BehindWall.objects.filter(about, wall__voided_at=None).order_by("pk")
    for family, client in standing.values_list("family", "client").distinct():
        keys = index.of(family=family, client=client)
        for key in keys or _of_members(index, family):
            yield key, LOOKED_INTO
    proposed = WallProposal.objects.filter(voided_at=None, decided_at=None)
    proposed = proposed.filter(Q(client__in=index.clients) | Q(other__in=index.clients)).order_by("pk")
    for one, other in proposed.values_list("client", "other"):
        for key in index.of(client=one) | index.of(client=other):
            yield key, LOOKED_INTO


def _of_members(index: Index, family: int | None) -> set[str]:
    """The records of people of a family that stands behind a wall itself."""
    rows = KnownIn.objects.filter(client__family=family, client__in=index.clients).order_by("pk")
    return {key for client in rows.values_list("client", flat=True) for key in index.of(client=client)}


def _emergencies(index: Index) -> Told:
    about = Q(family__in=index.families) | Q(client__in=index.clients)
    waits = EmergencyCheck.objects.filter(checked_at=None).order_by().values("access")
    rows = EmergencyAccess.objects.filter(about, voided_at=None).filter(Q(noted_at=None) | Q(pk__in=waits))
    for family, client in rows.order_by("pk").values_list("family", "client"):
        for key in index.of(family=family, client=client):
            yield key, LOOKED_INTO


def _expected(index: Index, work_forms: set[int]) -> Told:
    about = Q(client__in=index.clients) | Q(mother__in=index.clients)
    rows = Expecting.objects.filter(about, work_form__in=work_forms, voided_at=None, ended_at=None)
    for child, mother in (
        rows.exclude(outcome__in=Outcome.values).order_by("pk").values_list("client", "mother")
    ):
        for key in index.of(client=child) | index.of(client=mother):
            yield key, EXPECTING
