"""Every recorded row of the database as plain dictionaries."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

Row = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """The rows of the tables that work is recorded in, each by its primary key."""

    work_forms: dict[int, Row]
    families: dict[int, Row]
    clients: dict[int, Row]
    same: dict[int, Row]
    episodes: dict[int, Row]
    members: dict[int, Row]
    phases: dict[int, Row]
    consultations: dict[int, Row]
    contacts: dict[int, Row]
    requests: dict[Any, Row]
    handovers: dict[Any, Row]
    notes: dict[Any, Row]
    children_of_notes: dict[int, Row]
    goals: dict[Any, Row]
    rounds: dict[Any, Row]
    turns: dict[Any, Row]
    marks: dict[Any, Row]
    reports: dict[Any, Row]
    follow_ups: dict[Any, Row]
    door: dict[int, Row]
    groups: dict[int, Row]
    occasions: dict[int, Row]
    attendances: dict[int, Row]
    headcounts: dict[int, Row]
    outreach: dict[int, Row]
    chats: dict[int, Row]
    roles: dict[int, Row]
    matches: dict[int, Row]
    forms: dict[int, Row]
    answers: dict[int, Row]
    partnerships: dict[int, Row]
    templates: dict[int, Row]
    steps: dict[int, Row]
    processes: dict[int, Row]
    due_steps: dict[int, Row]
    duties: dict[int, Row]
    networks: dict[int, Row]


_TABLES = {
    "work_forms": "organisation.WorkForm",
    "families": "clients.Family",
    "clients": "clients.Client",
    "same": "clients.SamePerson",
    "episodes": "casework.Episode",
    "members": "casework.EpisodeMember",
    "phases": "casework.EpisodePhase",
    "consultations": "casework.Consultation",
    "contacts": "casework.Contact",
    "requests": "casework.Request",
    "handovers": "casework.Handover",
    "notes": "casework.Note",
    "children_of_notes": "casework.Note_children",
    "goals": "casework.CareGoal",
    "rounds": "casework.GoalRound",
    "turns": "casework.RoundGoal",
    "marks": "casework.GoalMark",
    "reports": "casework.Report",
    "follow_ups": "casework.FollowUp",
    "door": "activities.DoorCount",
    "groups": "activities.Group",
    "occasions": "activities.Occasion",
    "attendances": "activities.Attendance",
    "headcounts": "activities.Headcount",
    "outreach": "activities.Outreach",
    "chats": "activities.ChatDuty",
    "roles": "workforce.VolunteerRole",
    "matches": "workforce.Match",
    "forms": "outcomes.Form",
    "answers": "outcomes.ReceivedAnswer",
    "partnerships": "organisation.Partnership",
    "networks": "organisation.Network",
    "templates": "casework.ProcessTemplate",
    "steps": "casework.ProcessStep",
    "processes": "casework.Process",
    "due_steps": "casework.DueStep",
    "duties": "duties.Duty",
}


def all_records() -> Records:
    """Read everything, once."""
    return Records(
        **{
            name: {row["id"]: row for row in apps.get_model(model)._default_manager.order_by("pk").values()}
            for name, model in _TABLES.items()
        }
    )
