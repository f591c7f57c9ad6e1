"""How someone is asked to sign in, so that what they were doing is not lost."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, such as the door counter sending its taps."""
    return request.content_type == "application/json" or not request.accepts("text/html")


def is_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page that is open."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def ask_to_sign_in(request: HttpRequest, *, at: str = "account_login") -> HttpResponseBase:
    """Send to signing in and back to the page; a fragment or a program is only told, and the page stays open."""
    address = resolve_url(at)
    if wants_json(request):
        return JsonResponse({"sign_in": address}, status=401)
    if is_fragment(request):
        return HttpResponse(status=401, headers={"X-Sign-In": address})
    return redirect_to_login(where_to_return(request), address)


def where_to_return(request: HttpRequest) -> str:
    """The page to come back to: this one, or for what was sent, the page on which the form stood."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "/"
