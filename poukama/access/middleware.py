"""What every request of a signed-in person passes: who they are today, their session, their second factor."""

import time
from collections.abc import Callable
from typing import Any, Final, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from poukama.access import second_factor
from poukama.access.actor import Actor
from poukama.access.refusals import ask_to_sign_in
from poukama.access.requests import StaffRequest
from poukama.toolkit import clock

Next = Callable[[HttpRequest], HttpResponse]

KEPT_AT: Final = "kept_at"
BY_ITSELF: Final = "X-By-Itself"
"""The header of what a page asks though nobody has touched it."""
_KEEP_AFTER = 5 * 60
"""Seconds after which a session in use is given its whole time again: one write in five minutes at most."""


def actor(get_response: Next) -> Next:
    """Set `request.actor`, whose assignments are loaded when first asked for, and speak the person's language.

    Nothing that a signed-in person is shown stays in the browser: on a shared computer the next one would
    see it with the back button.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        only_reads = request.method in ("GET", "HEAD")
        cast(StaffRequest, request).actor = Actor(request.user, clock.today(), only_reads)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def kept_session(get_response: Next) -> Next:
    """Let the session of someone who is at work go on; it ends an hour after the last thing they did.

    What an open page asks by itself is nothing that they did.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and BY_ITSELF not in request.headers:
            now = int(time.time())
            if abs(now - request.session.get(KEPT_AT, 0)) >= _KEEP_AFTER:
                request.session[KEPT_AT] = now
        return get_response(request)

    return middleware


class RequireSecondFactor:
    """Whoever may see clients does nothing before a second factor is set up and shown."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the view is looked at first, since the pages for setting it up must stay open."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send to setting it up, or to showing it, unless that is where they are going."""
        if (
            settings.DEMO
            or not request.user.is_authenticated
            or second_factor.was_shown(request, request.user)
        ):
            return None
        if not second_factor.is_compulsory_for(cast(StaffRequest, request).actor):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in _ALWAYS_OPEN:
            return None
        if not second_factor.has_one(request.user):
            return None if name in _FOR_SETTING_UP else ask_to_sign_in(request, at="mfa_index")
        return ask_to_sign_in(request, at=_where_to_show_it(request))


_ALWAYS_OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "language",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
_FOR_SETTING_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"})


def _where_to_show_it(request: HttpRequest) -> str:
    methods = get_adapter().get_reauthentication_methods(request.user)
    return next(str(method["url"]) for method in methods if method["id"].startswith("mfa_"))
