"""What can be recorded in one's work forms, and how today stands."""

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.activities.queries.overview import places
from poukama.activities.rules import Action
from poukama.toolkit import clock


@reads(Action.SEE_ACTIVITIES)
def overview(request: StaffRequest) -> HttpResponse:
    """Each of one's work forms with its door, groups, occasions, outreach and chats."""
    found = places(request.actor, clock.today())
    return render(request, "activities/overview.html", {"places": found, "today": clock.today()})
