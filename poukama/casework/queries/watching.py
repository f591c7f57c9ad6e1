"""What waits for somebody's eyes: emergencies of their own and of others."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import may_ever, visible
from poukama.casework.models import Destruction, Handover, OddReading
from poukama.casework.queries.destructions import to_decide
from poukama.casework.rules import Action
from poukama.clients.models import EmergencyAccess, EmergencyCheck
from poukama.clients.queries.emergency import emergencies_to_check, is_note_late, is_open, own_emergencies

AT_MOST = 10
"""How many the home page lists; the rest are behind a link."""


@dataclass(frozen=True)
class Own:
    """An emergency of one's own, and whether it is open now."""

    access: EmergencyAccess
    is_open: bool


@dataclass(frozen=True)
class ToCheck:
    """Somebody else's emergency, and whether its note has been missing for a day."""

    check: EmergencyCheck
    is_note_late: bool


@dataclass(frozen=True)
class Watch:
    """All that waits."""

    own: list[Own] = field(default_factory=list)
    to_check: list[ToCheck] = field(default_factory=list)
    readings: int = 0
    walled: list[Handover] = field(default_factory=list)
    """Handovers that nobody can answer, since a wall hides them from everybody who could."""
    has_more: bool = False
    destructions: Sequence[Destruction] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.to_check or self.readings or self.walled or self.destructions)


def readings_to_check(actor: Actor) -> QuerySet[OddReading]:
    """Odd readings that the actor must still look at, unordered."""
    return visible(actor, Action.CHECK_READING, OddReading.objects.filter(checked_at=None))


def walled_handovers(actor: Actor) -> QuerySet[Handover]:
    """Handovers of which the gatekeeper is told, unordered, with the code and nothing of what was written."""
    rows = Handover.objects.defer("summary", "answer")
    found = visible(actor, Action.SEE_WALLED_HANDOVER, rows)
    return found.select_related("episode__family", "episode__client", "episode__work_form", "to_work_form")


def watched(actor: Actor) -> Watch:
    """What waits for the actor. Five queries at most."""
    if not may_ever(actor, Action.SEE_WATCH):
        return Watch()
    own = [Own(access, is_open(access)) for access in own_emergencies(actor)]
    checks = list(emergencies_to_check(actor)[: AT_MOST + 1])
    to_check = [ToCheck(check, is_note_late(check.access)) for check in checks[:AT_MOST]]
    walled = list(walled_handovers(actor).order_by("answer_by_on", "pk")[:AT_MOST])
    destroy = list(to_decide(actor).order_by("recorded_at", "pk"))
    return Watch(own, to_check, readings_to_check(actor).count(), walled, len(checks) > AT_MOST, destroy)
