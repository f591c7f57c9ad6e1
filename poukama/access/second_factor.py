"""Who must show a second factor when signing in, and whether they have."""

from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from poukama.access.actor import Actor
from poukama.access.policy import rules
from poukama.access.powers import roles_about_clients
from poukama.organisation.choices import Identification
from poukama.organisation.models import User

SECOND_FACTOR: Final = "second_factor"
"""The key of the session that says that it has been shown."""

_OVER_OTHERS = ("access.assign_role", "access.read_audit")
_KNOWN = (Identification.NAMED, Identification.CODED)
TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What counts as a second factor; recovery codes only replace one that is lost."""


def is_compulsory_for(actor: Actor) -> bool:
    """Whether they may see clients whom the system knows, or decide what others may see."""
    over_others = {role for action in _OVER_OTHERS if action in rules() for role in rules()[action].to}
    about_clients = roles_about_clients()
    return any(
        held.role in over_others
        or (held.role in about_clients and (held.work_form_id is None or held.identification in _KNOWN))
        for held in actor.held
    )


def has_one(user: User) -> bool:
    """Whether they have set up an authenticator app or a passkey. One query."""
    return bool(get_adapter().is_mfa_enabled(user, TYPES))


def was_shown(request: HttpRequest, user: User) -> bool:
    """Whether it was shown, or set up, in this very session. Asks no database."""
    if not request.session.get(SECOND_FACTOR) and _by_record(request, user):
        request.session[SECOND_FACTOR] = True
    return bool(request.session.get(SECOND_FACTOR))


def is_trusted(provider: str) -> bool:
    """Whether this single sign-on has said that it always asks for a second factor itself."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return any(app["provider_id"] == provider and app["settings"].get("second_factor", False) for app in apps)


def _by_record(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    return any(
        record["method"] == "mfa"
        or (record["method"] == "socialaccount" and is_trusted(str(record.get("provider"))))
        for record in records
    )
