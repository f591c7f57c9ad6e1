"""Which list pages there are, who sees most in each, and how long each table is."""

from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps

from bench.inside.people import ADMINISTRATOR, AT_THE_DOOR, DIRECTOR, WORKERS, signed_in
from poukama.governance.models import Target


@dataclass(frozen=True)
class Listed:
    """A list page, the table behind it, and as whom it is asked."""

    path: str
    label: str
    who: str
    rows: int
    size: int


PAGES = {
    "/casework/": "casework.Episode",
    "/casework/consultations/": "casework.Consultation",
    "/activities/occasions/": "activities.Occasion",
    "/activities/outreach/": "activities.Outreach",
    "/outcomes/answers/": "outcomes.ReceivedAnswer",
    "/workforce/volunteers/": "workforce.VolunteerRole",
    "/access/audit/": "access.AuditEvent",
}


def run() -> list[dict[str, Any]]:
    """Every list, as whoever is shown most on it."""
    door = Target.objects.get(plan__year=2024, code="PER-1").pk
    pages = PAGES | {f"/reporting/figure/{door}/records/": "activities.DoorCount"}
    clients = {who: signed_in(who) for who in (*WORKERS, AT_THE_DOOR, DIRECTOR, ADMINISTRATOR)}
    found = []
    for path, label in pages.items():
        sizes = {}
        for who, client in clients.items():
            response = client.get(path)
            if response.status_code == 200:
                sizes[who] = len(response.content)
        if not sizes:
            raise SystemExit(f"Nobody may open {path}")
        most = max(sizes, key=lambda who: sizes[who])
        rows = apps.get_model(label)._default_manager.count()
        found.append(asdict(Listed(path, label, most, rows, sizes[most])))
    return found
