"""What was just done, said for ten seconds, with the way back.

    toast.say(request, _("Recorded: Lumme, a phone call."), undo_url=reverse("casework:contact_undo", args=[pk]))
    return redirect("desk:today")

The undo is an ordinary POST with the CSRF token. Its view ends with `toast.back(request, "desk:today")`,
which returns to the page where the button stood. After an HTMX request the toast arrives with the fragment
(`ToastMiddleware`). Texts carry codes, never names.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

_WITH_UNDO = "undo "


@dataclass(frozen=True)
class Toast:
    """One message as the frame shows it."""

    text: str
    undo_url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    """"amber" for a warning and "berry" for a failure: these stand on the page as notices and do not vanish."""
    then: str = ""
    then_url: str = ""
    """What one may want to do next, and where."""


def say(
    request: HttpRequest,
    text: str,
    *,
    undo_url: str | None = None,
    undo_fields: Mapping[str, str] | None = None,
    then: str = "",
    then_url: str = "",
) -> None:
    """Say `text` on the next page; with `undo_url`, offer to take it back, and with `then` what comes next."""
    tags = ""
    if undo_url:
        more = {"url": undo_url, "fields": dict(undo_fields or {}), "then": str(then), "then_url": then_url}
        tags = _WITH_UNDO + json.dumps(more)
    messages.add_message(request, messages.SUCCESS, str(text), extra_tags=tags)


def warn(request: HttpRequest, text: str) -> None:
    """Say on the next page something that stays until the person leaves it."""
    messages.add_message(request, messages.WARNING, str(text))


def waiting(request: HttpRequest) -> list[Toast]:
    """Take the messages that wait for this person; each is given once."""
    found = []
    for message in messages.get_messages(request):
        tags = message.extra_tags or ""
        kind = {messages.WARNING: "amber", messages.ERROR: "berry"}.get(message.level, "")
        if tags.startswith(_WITH_UNDO):
            undo = json.loads(tags.removeprefix(_WITH_UNDO))
            next_step = {"then": undo.get("then", ""), "then_url": undo.get("then_url", "")}
            found.append(Toast(str(message.message), undo["url"], undo["fields"], kind, **next_step))
        else:
            found.append(Toast(str(message.message), kind=kind))
    return found


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Return to the page named in `next` if it is ours, else to `otherwise` (a path or a URL name)."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(there if there and ours else resolve_url(otherwise))


class ToastMiddleware:
    """Send along with an HTMX fragment the toasts that the same request left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.headers.get("HX-Request") == "true" and self._has_room(response):
            toasts = waiting(request) if getattr(request, "_messages", None) else []
            if toasts and isinstance(response, HttpResponse):
                context = {"toasts": toasts, "here": request.headers.get("HX-Current-URL", "")}
                response.write(render_to_string("toolkit/_toasts.html", context | {"oob": True}, request))
        return response

    @staticmethod
    def _has_room(response: HttpResponseBase) -> bool:
        plain = response.status_code == 200 and not response.streaming
        leaves = any(header in response for header in ("HX-Redirect", "HX-Refresh", "HX-Location"))
        return plain and not leaves and response.get("Content-Type", "").startswith("text/html")
