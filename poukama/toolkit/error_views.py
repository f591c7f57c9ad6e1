"""What a person sees when something does not work: calm, what to do next, and nothing of our insides.

A thing that is absent and a thing that is someone else's look the same.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from poukama.toolkit import formatting
from poukama.toolkit.frame import BARE


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a file or a form that is too big."""
    if isinstance(exception, (RequestDataTooBig, TooManyFilesSent)):
        return too_big(request)
    return render(request, "400.html", status=400)


def too_big(request: HttpRequest) -> HttpResponse:
    """413: what was sent is too big; says how much is taken, and leads back to the form."""
    user = getattr(request, "user", None)
    context = {
        "most": formatting.file_size(settings.UPLOAD_MOST_BYTES),
        "form_at": request.path if user is not None and user.is_authenticated else "",
    }
    return render(request, "413.html", context, status=413)


def not_accepted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: refused without saying anything of what is behind."""
    return render(request, "403.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open so long that its token is no longer good (`CSRF_FAILURE_VIEW`)."""
    return render(request, "403_csrf.html", status=403)


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours."""
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries; says to wait."""
    return render(request, "429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """500. Uses no database, no session and no context processor, which may be what is broken."""
    return HttpResponse(render_to_string("500.html", BARE), status=500)


def closed_for_maintenance(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers every request with 503 and a calm page, while the system is being mended."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return HttpResponse(render_to_string("503.html", BARE), status=503, headers={"Retry-After": "300"})

    return middleware
