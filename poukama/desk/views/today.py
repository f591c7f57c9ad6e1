"""Tänään: each role's own work, in panels of the apps that own it."""

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.actor import Actor
from poukama.access.decorators import reads
from poukama.access.policy import may_ever
from poukama.access.queries import anything_waits
from poukama.access.requests import StaffRequest
from poukama.activities.queries.door import doors
from poukama.casework.queries import day_said
from poukama.casework.queries.watching import watched
from poukama.desk import panels
from poukama.desk.rules import Action
from poukama.outbox.queries import not_sent
from poukama.toolkit import clock
from poukama.toolkit.rounds import late


@reads(Action.SEE_TODAY)
def today(request: StaffRequest) -> HttpResponse:
    """The home page of whoever is signed in."""
    serves = request.actor.serves_known()
    work = panels.open_to(request.actor, panels.WORK, serves=serves)
    urgent = panels.open_to(request.actor, panels.URGENT, serves=serves)
    beside = panels.open_to(request.actor, panels.CONTEXT, serves=serves)
    steering = beside if work else panels.open_to(request.actor, panels.STEERING, serves=serves)
    context = {
        "today": clock.today(),
        "doors": doors(request.actor),
        "work": work or [*urgent, *beside],
        "urgent": urgent if work else [],
        "context_panels": steering,
        "first": _first(request.actor),
        "recorded": panels.open_to(request.actor, panels.RECORDED, serves=serves) if work else [],
        "serves": serves,
        "said": day_said(request.actor, clock.today()) if serves and work else [],
        "shortcuts": panels.shortcuts_of(request.actor, serves=serves) if work else [],
        "records": bool(work),
        "counts": panels.FIGURES in beside,
    }
    return render(request, "desk/today.html", context)


def _first(actor: Actor) -> list[panels.Panel]:
    """What stands before everything else, also on a phone: only what waits for this person tonight."""
    waits = {
        panels.WATCH: bool(watched(actor)),
        panels.NOT_SENT: not_sent(actor).exists(),
        panels.WAITING: anything_waits(actor),
        panels.LATE: may_ever(actor, Action.SEE_LATE_ROUNDS) and bool(late()),
    }
    return [panel for panel, does in waits.items() if does]
