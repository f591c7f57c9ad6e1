"""What casework publishes for counting."""

from poukama.casework.facts.episodes import (
    CONSULTATIONS,
    CONTACTS,
    EPISODES,
    EPISODES_STARTED,
    MEMBERS,
    PHASES,
)
from poukama.casework.facts.follow_ups import FOLLOW_UPS, FOLLOW_UPS_MET
from poukama.casework.facts.goals import (
    GOAL_MARKS,
    GOALS_ATTAINED,
    GOALS_SET,
    MONTHS_EVALUATED,
    WEEKS_OF_GOALS,
)
from poukama.casework.facts.notes import CHILDREN_TOLD_OF, LATE_NOTES, NOTES, NOTES_OF_CHILDREN
from poukama.casework.facts.processes import (
    PROCESSES_CARRIED_THROUGH,
    STEPS,
    STEPS_IN_TIME,
    STEPS_LATE,
    STEPS_LEFT_OUT,
)
from poukama.casework.facts.reports import REPORTS, REPORTS_IN_TIME, REPORTS_LATE
from poukama.casework.facts.requests import HANDOVERS, REQUESTS, WAITS

FACTS = (
    MEMBERS,
    EPISODES,
    EPISODES_STARTED,
    PHASES,
    CONTACTS,
    CONSULTATIONS,
    GOALS_SET,
    GOALS_ATTAINED,
    GOAL_MARKS,
    WEEKS_OF_GOALS,
    MONTHS_EVALUATED,
    STEPS,
    STEPS_IN_TIME,
    STEPS_LATE,
    STEPS_LEFT_OUT,
    PROCESSES_CARRIED_THROUGH,
    REQUESTS,
    WAITS,
    HANDOVERS,
    NOTES,
    LATE_NOTES,
    NOTES_OF_CHILDREN,
    CHILDREN_TOLD_OF,
    REPORTS,
    REPORTS_IN_TIME,
    REPORTS_LATE,
    FOLLOW_UPS,
    FOLLOW_UPS_MET,
)

__all__ = [
    "MEMBERS",
    "EPISODES",
    "EPISODES_STARTED",
    "PHASES",
    "CONTACTS",
    "CONSULTATIONS",
    "GOALS_SET",
    "GOALS_ATTAINED",
    "GOAL_MARKS",
    "WEEKS_OF_GOALS",
    "MONTHS_EVALUATED",
    "STEPS",
    "STEPS_IN_TIME",
    "STEPS_LATE",
    "STEPS_LEFT_OUT",
    "PROCESSES_CARRIED_THROUGH",
    "REQUESTS",
    "WAITS",
    "HANDOVERS",
    "NOTES",
    "LATE_NOTES",
    "NOTES_OF_CHILDREN",
    "CHILDREN_TOLD_OF",
    "REPORTS",
    "REPORTS_IN_TIME",
    "REPORTS_LATE",
    "FOLLOW_UPS",
    "FOLLOW_UPS_MET",
    "FACTS",
]
