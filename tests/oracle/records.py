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
}


def all_records() -> Records:
    """Read everything, once."""
    return Records(
        **{
            name: {row["id"]: row for row in apps.get_model(model)._default_manager.order_by("pk").values()}
            for name, model in _TABLES.items()
        }
    )
