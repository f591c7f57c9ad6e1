"""Recording where somebody is found."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from poukama.access import audit
from poukama.clients.models import KnownIn, Whereabouts
from poukama.clients.rules import Action
from poukama.organisation.models import User
from poukama.toolkit import clock


class Places(TypedDict, total=False):
    """Where somebody is found; what is left out is not known."""

    municipality: str
    home: str
    school: str
    daycare: str
    workplace: str


class NothingTold(Exception):
    """No place was told, and none was known."""


class RecordedMeanwhile(Exception):
    """Somebody else has recorded or corrected it since it was looked at."""


class SamePlaces(Exception):
    """Just this is known already."""


class EndsBeforeItStarts(Exception):
    """Its last day would be before its first."""


_PLACES = ("municipality", "home", "school", "daycare", "workplace")


@transaction.atomic
def record_whereabouts(
    *,
    known: KnownIn,
    places: Places,
    by: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
    former: UUID | None = None,
) -> Whereabouts:
    """Record where somebody is found; what was known before is kept as corrected.

    `former` is what was known, as it was looked at; None where nothing was.
    """
    known = KnownIn.objects.select_for_update(of=("self",)).select_related("work_form").get(pk=known.pk)
    told = {name: str(places.get(name, "")).strip() or None for name in _PLACES}
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeItStarts
    now = Whereabouts.objects.filter(known=known, voided_at=None).first()
    if (now and now.pk) != former:
        raise RecordedMeanwhile
    if now is None and not any(told.values()):
        raise NothingTold
    whole = told | {"starts_on": starts_on, "ends_on": ends_on}
    if now is not None:
        if whole == {name: getattr(now, name) for name in whole}:
            raise SamePlaces
        now.voided_at, now.voided_by = clock.now(), by
        now.save(update_fields=["voided_at", "voided_by"])
    found = Whereabouts.objects.create(
        known=known, corrects=now, recorded_at=clock.now(), recorded_by=by, **whole
    )
    audit.record(Action.RECORD_WHEREABOUTS, by=by, about=known.client, work_form=known.work_form.key)
    return found
