"""What a request of a signed-in person carries."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from poukama.access.actor import Actor
from poukama.access.audit import Telling
from poukama.organisation.models import User


class StaffRequest(HttpRequest):
    """A request of someone signed in; `actor` is who they are today."""

    user: User
    actor: Actor
    htmx: HtmxDetails
    readings: list[Telling]
    """What the view has opened so far, to be written to the audit trail when it has succeeded."""
    is_part: bool
    """Whether another view asks, for a part of its own page."""
