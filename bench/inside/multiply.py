"""Make ten years of one, and ten times the work: copies of a synthetic year with other ids, people and days."""

from typing import Any

from bench.inside.copying import Copies, copy, settle

WORK = (
    "clients.Family",
    "clients.Client",
    "clients.KnownIn",
    "casework.Episode",
    "casework.EpisodePhase",
    "casework.EpisodeMember",
    "casework.Contact",
    "casework.Contact_present",
    "casework.Consultation",
    "activities.DoorCount",
    "activities.Group",
    "activities.Occasion",
    "activities.Attendance",
    "activities.Headcount",
    "activities.Outreach",
    "activities.ChatDuty",
    "workforce.Volunteer",
    "workforce.VolunteerRole",
    "workforce.Match",
    "workforce.MatchVolunteer",
    "outcomes.ReceivedAnswer",
    "organisation.Partnership",
)
ENDS_AFTER = {
    "casework.Episode": ("id", 120),
    "casework.EpisodePhase": ("episode_id", 120),
    "casework.EpisodeMember": ("episode_id", 120),
    "workforce.VolunteerRole": ("id", 900),
    "workforce.Match": ("id", 300),
    "workforce.MatchVolunteer": ("match_id", 300),
}


def run(years: int, scale: int) -> dict[str, Any]:
    """Copy all work until there are `years` years with `scale` times the work in each; gives how many records."""
    copies = Copies(
        number=years * scale - 1, apart=10**7, turns=years, step="year", are_of=WORK, ends_after=ENDS_AFTER
    )
    records = sum(copy(label, copies) for label in WORK)
    settle(WORK)
    return {"records": records}
