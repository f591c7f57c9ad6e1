"""Who may do what in casework: the workers and leads of the work form, and nobody else; nobody past a wall.

The director and the board see figures but no records; the administrator and the office see neither.
"""

from poukama.casework.rules import (
    appointments,
    consultations,
    episodes,
    follow_ups,
    goals,
    handovers,
    notes,
    own_data,
    plans,
    processes,
    putting_right,
    reports,
    requests,
    retention,
    watching,
)
from poukama.casework.rules.actions import Action
from poukama.casework.rules.seen import STAFF, theirs, unhidden

__all__ = [
    "STAFF",
    "Action",
    "appointments",
    "consultations",
    "episodes",
    "follow_ups",
    "putting_right",
    "goals",
    "plans",
    "processes",
    "handovers",
    "reports",
    "requests",
    "retention",
    "notes",
    "own_data",
    "theirs",
    "unhidden",
    "watching",
]
