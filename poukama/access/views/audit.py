"""Asking the audit trail."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access import queries
from poukama.access.decorators import opened, reads
from poukama.access.forms.audit import AskForm
from poukama.access.models import AuditEvent
from poukama.access.requests import StaffRequest
from poukama.access.rules import Action
from poukama.toolkit.pages import page_of


@dataclass(frozen=True)
class Told:
    """An event as it is read."""

    event: AuditEvent
    who: str
    what: str
    about: str
    detail: str


@reads(Action.READ_AUDIT)
def audit_trail(request: StaffRequest) -> HttpResponse:
    """The events that answer, the newest first. Asking is itself an event."""
    form = AskForm(request.GET or None)
    asked = form.asked() if form.is_bound else queries.Asked()
    page = page_of(queries.events(request.actor, asked), request, by=("-id",))
    titles = queries.action_titles()
    kinds = queries.kind_titles()
    told = [
        Told(
            event,
            form.names.get(event.actor, str(event.actor)) if event.actor else "",
            titles.get(event.action, event.action),
            f"{kinds.get(event.about, event.about)} {event.about_id}".strip(),
            _in_one_line(event.detail),
        )
        for event in page.rows
    ]
    opened(request, None, **_filters(asked))
    question = asked.known.get(asked.question)
    nobody_can = question is not None and not question.flag and not question.actions()
    context = {
        "form": form,
        "page": page,
        "told": told,
        "questions": queries.QUESTIONS,
        "asked": asked,
        "nobody_can": nobody_can,
    }
    return render(request, "access/audit_trail.html", context)


def _in_one_line(detail: dict[str, Any]) -> str:
    return ", ".join(f"{key} {_plain(value)}" for key, value in sorted(detail.items()))


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _filters(asked: queries.Asked) -> dict[str, Any]:
    given = {
        "question": asked.question,
        "person": asked.person,
        "action": asked.action,
        "about": asked.about,
        "about_id": asked.about_id,
        "since": asked.since and str(asked.since),
        "until": asked.until and str(asked.until),
    }
    return {name: value for name, value in given.items() if value}
