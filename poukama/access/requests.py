"""What a request of a signed-in person carries."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from poukama.access.actor import Actor
from poukama.organisation.models import User


@dataclass
class Reading:
    """What a reading view opened, to be written to the audit trail when it has succeeded."""

    about: Any
    work_form: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


class StaffRequest(HttpRequest):
    """A request of someone signed in; `actor` is who they are today."""

    user: User
    actor: Actor
    htmx: HtmxDetails
    readings: list[Reading]
