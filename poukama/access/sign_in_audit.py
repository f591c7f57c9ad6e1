"""Signing in and out, and what changes how one signs in, written to the audit trail.

The sign-in library tells of these by signals. Nothing of what was typed is kept, not even the address that
was tried: only whose account it was, if it is anyone's.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social_signals
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from poukama.access import audit
from poukama.access.choices import Event
from poukama.access.second_factor import SECOND_FACTOR, TYPES
from poukama.organisation.models import User


def connect() -> None:
    """Listen; called once, when the app starts."""
    listeners = [
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _sign_in_failed),
        (account_signals.password_changed, _password_changed),
        (account_signals.password_set, _password_changed),
        (account_signals.password_reset, _password_reset),
        (mfa_signals.authenticator_added, _authenticator_added),
        (mfa_signals.authenticator_removed, _authenticator_removed),
        (mfa_signals.authenticator_reset, _recovery_codes_made),
        (mfa_signals.authentication_failed, _second_factor_failed),
        (social_signals.social_account_added, _single_sign_on_linked),
    ]
    for signal, listener in listeners:
        signal.connect(listener, dispatch_uid=f"audit {listener.__name__}")


def _signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    audit.record(Event.SIGNED_IN, by=user)


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(Event.SIGNED_OUT, by=user)


def _sign_in_failed(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    email = str(credentials.get("email") or "").lower()
    user = User.objects.filter(email=email).first() if email else None
    audit.record(Event.SIGN_IN_FAILED, by=None, about=user)


def _password_changed(sender: Any, user: User, **_: Any) -> None:
    audit.record(Event.PASSWORD_CHANGED, by=user)


def _password_reset(sender: Any, user: User, **_: Any) -> None:
    audit.record(Event.PASSWORD_RESET, by=user)


def _authenticator_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    if authenticator.type in TYPES:
        request.session[SECOND_FACTOR] = True
        audit.record(Event.SECOND_FACTOR_ADDED, by=user, detail={"type": str(authenticator.type)})


def _authenticator_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    if authenticator.type in TYPES:
        if not Authenticator.objects.filter(user=user, type__in=TYPES).exists():
            request.session.pop(SECOND_FACTOR, None)
        audit.record(Event.SECOND_FACTOR_REMOVED, by=user, detail={"type": str(authenticator.type)})


def _recovery_codes_made(sender: Any, user: User, **_: Any) -> None:
    audit.record(Event.RECOVERY_CODES_MADE, by=user)


def _second_factor_failed(sender: Any, user: User, authenticator: Authenticator, **_: Any) -> None:
    audit.record(Event.SECOND_FACTOR_FAILED, by=None, about=user, detail={"type": str(authenticator.type)})


def _single_sign_on_linked(sender: Any, request: HttpRequest, sociallogin: SocialLogin, **_: Any) -> None:
    audit.record(
        Event.SINGLE_SIGN_ON_LINKED,
        by=sociallogin.user,
        detail={"provider": sociallogin.account.provider},
    )
