"""Make the long lists long: copies of their rows over earlier days, beside the same people."""

from typing import Any

from django.apps import apps
from django.db.models import Max

from bench.inside.copying import Copies, copy, settle
from bench.inside.multiply import ENDS_AFTER
from poukama.access.models import AuditEvent, ChainHead

LISTS = (
    "casework.Episode",
    "casework.Consultation",
    "activities.DoorCount",
    "activities.Occasion",
    "activities.Outreach",
    "outcomes.ReceivedAnswer",
    "workforce.VolunteerRole",
    "access.AuditEvent",
)
_DAYS = 3600


def run(rows: int) -> dict[str, Any]:
    """Copy until each list has at least so many rows; gives how many each has."""
    long: dict[str, Any] = {}
    for label in LISTS:
        now = apps.get_model(label)._default_manager.count()
        copies = Copies(
            number=max(0, -(-rows // max(1, now)) - 1),
            apart=10**10,
            turns=_DAYS,
            step="day",
            are_of=(),
            ends_after=ENDS_AFTER,
        )
        long[label] = copy(label, copies)
    # The copied events are no chain; the next one is only to find its number free.
    last = AuditEvent.objects.aggregate(last=Max("id"))["last"] or 0
    ChainHead.objects.filter(pk=1).update(last_id=last)
    settle([label for label in LISTS if label != "access.AuditEvent"])
    return long
