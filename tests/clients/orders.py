"""What the tests of protection orders do: record one, and ask whether somebody opens a place."""

from datetime import date
from typing import Any

from poukama.access.actor import Actor
from poukama.access.policy import may
from poukama.clients.choices import OrderKind
from poukama.clients.models import KnownIn, ProtectionOrder
from poukama.clients.rules import Action
from poukama.clients.services.protection import add_order
from poukama.organisation.models import User
from poukama.toolkit import clock


def record(known: KnownIn, by: User, **told: Any) -> ProtectionOrder:
    """Record a non-disclosure order of today, for a year, or another one."""
    today = clock.today()
    usual = {"kind": OrderKind.NON_DISCLOSURE, "starts_on": today, "ends_on": date(2025, 9, 12)}
    return add_order(known=known, by=by, **usual | told)


def opens(user: User, known: KnownIn, day: date | None = None) -> bool:
    """Whether they may open where somebody is."""
    return may(Actor(user, day or clock.today()), Action.READ_WHEREABOUTS, known)
