"""Asking the audit trail."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from poukama.access import queries
from poukama.access.decorators import opened, reads
from poukama.access.forms.audit import AskForm
from poukama.access.models import AuditEvent
from poukama.access.requests import StaffRequest
from poukama.access.rules import Action
from poukama.toolkit import clock
from poukama.toolkit.pages import page_of


@dataclass(frozen=True)
class Told:
    """An event as it is read."""

    event: AuditEvent
    who: str
    what: str
    about: str
    detail: str


@dataclass(frozen=True)
class Period:
    """How far back the same question may look."""

    title: str
    query: str
    is_this: bool


@reads(Action.READ_AUDIT)
def audit_trail(request: StaffRequest) -> HttpResponse:
    """The events that answer, the newest first. Asking is itself an event."""
    form = AskForm(request.GET or None)
    asked = form.asked() if form.is_bound else queries.Asked()
    by = ("-happened_at", "-id") if asked.since or asked.action else ("-id",)
    page = page_of(queries.events(request.actor, asked), request, by=by)
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
    context = {
        "form": form,
        "page": page,
        "told": told,
        "questions": queries.QUESTIONS,
        "asked": asked,
        "periods": _periods(request, asked),
    }
    return render(request, "access/audit_trail.html", context)


def _periods(request: StaffRequest, asked: queries.Asked) -> list[Period]:
    """The same question over the last week, month and year."""
    found = []
    for days, title in ((7, _("7 days")), (30, _("30 days")), (365, _("A year"))):
        query = request.GET.copy()
        query["since"] = since = str(clock.today() - timedelta(days=days))
        for name in ("until", "after"):
            query.pop(name, None)
        found.append(Period(title, query.urlencode(), since == str(asked.since) and asked.until is None))
    return found


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
