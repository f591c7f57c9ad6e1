from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import opened, reads
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.casework.queries import (
    ContactRow,
    contact_rows,
    contacts_of,
    episodes,
    lanes_of,
    months_at,
    now_at,
    page_of_episode,
    reaches_far_back,
    words_of,
)
from poukama.casework.rules import Action
from poukama.clients.queries import (
    alerts_of,
    attachments_of,
    consents_of,
    disclosure_rows,
    disclosures_of,
    expected_in,
    known_here,
    place_open,
    protections_of,
    reaches_of,
)
from poukama.organisation.choices import TermList
from poukama.toolkit import clock
from poukama.toolkit.pages import page_of

CONTACTS = 15
TOLD_LATELY = 3


@reads(Action.READ_EPISODE)
def episode(request: StaffRequest, pk: int) -> HttpResponse:
    """The page of an episode: who takes part, which phase, what has happened. Opening it is an event."""
    found = get_or_404(request.actor, Action.READ_EPISODE, episodes(request.actor), pk=pk)
    page = page_of(contacts_of(request.actor, found), request, by=("-happened_on", "-pk"), size=CONTACTS)
    far_back = {"far_back": True} if reaches_far_back(found, page.rows, clock.today()) else {}
    opened(request, found, work_form=found.work_form.key, **far_back)
    rows: list[ContactRow] = contact_rows(request.actor, page.rows)
    if request.htmx:
        return render(request, "casework/_contacts.html", {"episode": found, "contacts": rows, "page": page})
    today = clock.today()
    shown = page_of_episode(request.actor, found)
    clients = [row.member.client for row in (*shown.members, *shown.left)]
    known = known_here(request.actor, found.work_form, found.family, clients)
    consents, ended_consents = consents_of(request.actor, known, today)
    told = disclosures_of(request.actor, known).order_by("-told_on", "-pk")[:TOLD_LATELY]
    alerts, ended_alerts = alerts_of(request.actor, known, today)
    protections = protections_of(request.actor, known, today)
    open_places = place_open(request.actor, known)
    context = {
        "episode": found,
        "shown": shown,
        "protections": protections,
        "place_open": open_places,
        "is_told": all(each.pk in open_places for each in known if each.client_id),
        "alerts": alerts,
        "ended_alerts": ended_alerts,
        "reaches": reaches_of(known, today),
        "may_change_members": may(request.actor, Action.CHANGE_MEMBERS, found),
        "expected": expected_in(request.actor, found.work_form, found.family, found.client, today),
        "consents": consents,
        "ended": ended_consents,
        "told": disclosure_rows(list(told)),
        "attachments": attachments_of(request.actor, known),
        "attach_to": known[0] if known else None,
        "lanes": lanes_of(request.actor, found, today),
        "months": months_at(today.year),
        "now": now_at(today),
        "year": str(today.year),
        "has_phases": bool(words_of(TermList.PHASE, found.work_form)),
        "contacts": rows,
        "ended_today": found.closed_at is not None and clock.is_today(found.closed_at),
        "page": page,
    }
    return render(request, "casework/episode.html", context)
