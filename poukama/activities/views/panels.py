"""Panels of the home page: today's occasions, and what I recorded today."""

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.activities.queries.mine import recorded_today
from poukama.activities.queries.occasions import rows_of, today_of
from poukama.activities.rules import Action
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels
from poukama.toolkit import clock


@reads(Action.CHANGE_OCCASION)
def today_panel(request: StaffRequest) -> HttpResponse:
    """Today's occasions of my work forms, each to be marked held where it stands."""
    found = today_of(request.actor, clock.today())
    context = {"rows": rows_of(request.actor, found), "next": _page(request)}
    return render(request, "activities/_today.html", context)


@reads(Action.CHANGE_OCCASION)
def my_recordings_panel(request: StaffRequest) -> HttpResponse:
    """What I recorded in activities today, each with its undo."""
    context = {
        "next": _page(request),
        "recorded": recorded_today(request.actor),
        "kinds": term_labels(TermList.OCCASION_KIND),
        "places": term_labels(TermList.OUTREACH_PLACE),
        "services": term_labels(TermList.CHAT_SERVICE),
    }
    return render(request, "activities/_my_recordings.html", context)


def _page(request: StaffRequest) -> str:
    """The page that holds the panel, to which its buttons return."""
    return request.htmx.current_url_abs_path or "/"
