from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import opened, reads
from poukama.access.policy import ask_together, may
from poukama.access.requests import StaffRequest
from poukama.casework import page_panels
from poukama.casework.queries import (
    ContactRow,
    contact_rows,
    contacts_of,
    episode_or_404,
    gone_from,
    page_of_episode,
    reaches_far_back,
    timeline_of,
    workers_of,
)
from poukama.casework.queries.parting import parted_today
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
from poukama.organisation.words import words
from poukama.toolkit import clock
from poukama.toolkit.pages import page_of

OFFERED = (
    Action.WRITE_NOTE,
    Action.RECORD_CONTACT,
    Action.ALERT,
    Action.SAY_SERVICE_TASK,
    Action.PROTECT,
    Action.CHANGE_MEMBERS,
    Action.CHANGE_PHASE,
    Action.AGREE_FOLLOW_UP,
    Action.CLOSE_EPISODE,
    Action.TAKE_PARTING_BACK,
)
"""What the page offers to whoever may."""
CONTACTS = 15
TOLD_LATELY = 3


@reads(Action.READ_EPISODE)
def episode(request: StaffRequest, pk: int) -> HttpResponse:
    """The page of an episode: who takes part, which phase, what has happened. Opening it is an event."""
    found = episode_or_404(request.actor, Action.READ_EPISODE, pk)
    page = page_of(contacts_of(request.actor, found), request, by=("-happened_on", "-pk"), size=CONTACTS)
    far_back = {"far_back": True} if reaches_far_back(found, page.rows, clock.today()) else {}
    opened(request, found, work_form=found.work_form.key, **far_back)
    rows: list[ContactRow] = contact_rows(request.actor, page.rows)
    if request.htmx:
        return render(request, "casework/_contacts.html", {"episode": found, "contacts": rows, "page": page})
    today = clock.today()
    ask_together(request.actor, found, *OFFERED)
    shown = page_of_episode(request.actor, found)
    everybody = (*shown.members, *shown.left)
    clients = [row.member.client for row in everybody if not row.member.has_parted]
    known = known_here(request.actor, found.work_form, found.family, clients)
    consents, ended_consents = consents_of(request.actor, known, today)
    told = disclosures_of(request.actor, known).order_by("-told_on", "-pk")[:TOLD_LATELY]
    alerts, ended_alerts = alerts_of(request.actor, known, today)
    protections = protections_of(request.actor, known, today)
    tasks = {term.key: term.label() for term in words(TermList.SERVICE_TASK).of(found.work_form)}
    open_places = place_open(request.actor, known)
    context = {
        "episode": found,
        "shown": shown,
        "workers": workers_of(request.actor, found),
        "gone": gone_from(found, today),
        "protections": protections,
        "place_open": open_places,
        "parted_today": parted_today(found),
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
        "timeline": timeline_of(request.actor, found, today, _year(request)),
        "service_task": tasks.get(found.service_task, found.service_task),
        "has_service_tasks": bool(tasks),
        "has_phases": bool(words(TermList.PHASE).of(found.work_form)),
        "contacts": rows,
        "ended_today": found.closed_at is not None and clock.is_today(found.closed_at),
        "page": page,
        "work_panels": page_panels.WORK,
        "context_panels": page_panels.CONTEXT,
    }
    return render(request, "casework/episode.html", context)


def _year(request: StaffRequest) -> int | None:
    """The year that the address asks for; None when it names none."""
    given = request.GET.get("year", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) == 4 else None
