"""What waits for somebody's eyes: emergencies of their own and of others."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import may_ever, visible
from poukama.casework.models import OddReading
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
    has_more: bool = False

    def __bool__(self) -> bool:
        return bool(self.own or self.to_check or self.readings)


def readings_to_check(actor: Actor) -> QuerySet[OddReading]:
    """Odd readings that the actor must still look at, unordered."""
    return visible(actor, Action.CHECK_READING, OddReading.objects.filter(checked_at=None))


def watched(actor: Actor) -> Watch:
    """What waits for the actor. Four queries at most."""
    if not may_ever(actor, Action.SEE_WATCH):
        return Watch()
    own = [Own(access, is_open(access)) for access in own_emergencies(actor)]
    checks = list(emergencies_to_check(actor)[: AT_MOST + 1])
    to_check = [ToCheck(check, is_note_late(check.access)) for check in checks[:AT_MOST]]
    return Watch(own, to_check, readings_to_check(actor).count(), len(checks) > AT_MOST)
