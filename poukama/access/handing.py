"""A device that a worker hands to somebody served: nobody is signed in on it, and one page works, for a while.

The worker's session ends when the device is handed over. What is left in the browser names the page, whom it is
about and who handed it; every other address asks to sign in, as it asks a stranger, without anybody having thought
of it. Whoever handed it over takes it back with their password.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from allauth.account.adapter import get_adapter
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.dateparse import parse_datetime

from poukama.access import second_factor
from poukama.access.actor import Actor
from poukama.access.requests import StaffRequest
from poukama.access.second_factor import SECOND_FACTOR
from poukama.organisation.models import User
from poukama.toolkit import clock

HANDED: Final = "handed"
LASTS: Final = timedelta(minutes=30)
"""A quarter of an hour is what a week of goals takes; a device that is forgotten on a table is shut soon after."""
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Handed:
    """What a device was handed over for: a page, about what, for whom of them, and by whom."""

    page: str
    about: int
    of: dict[str, Any]
    by: User

    @property
    def actor(self) -> Actor:
        """Whoever handed it over, as they are today: what they may no longer do, the device does not do either."""
        return Actor(self.by, clock.today())


def hand_over(request: StaffRequest, *, page: str, about: int, of: dict[str, Any]) -> None:
    """End the session, and leave in the browser only what the page needs. `of` holds ids and codes."""
    user = request.user
    kept = {
        "page": page,
        "about": about,
        "of": of,
        "by": user.pk,
        "epoch": user.get_session_auth_hash(),
        "second_factor": second_factor.was_shown(request, user),
        "until": (clock.now() + LASTS).isoformat(),
    }
    logout(request)
    request.session[HANDED] = kept
    request.session.set_expiry(LASTS)


def handed(request: HttpRequest, page: str) -> Handed | None:
    """What the device was handed over for, if it is this page and the time has not passed; else None.

    None too when somebody has signed in on it, and when whoever handed it over has been signed out everywhere.
    """
    kept = request.session.get(HANDED)
    if kept is None or request.user.is_authenticated or kept["page"] != page:
        return None
    until = parse_datetime(kept["until"])
    user = User.objects.filter(pk=kept["by"], is_active=True).first()
    if user is None or until is None or clock.now() >= until:
        return None
    if not constant_time_compare(kept["epoch"], user.get_session_auth_hash()):
        return None
    return Handed(kept["page"], kept["about"], kept["of"], user)


def take_back(request: HttpRequest, device: Handed, password: str) -> bool:
    """Sign whoever handed the device over in again, if this is their password; guesses are slowed as when signing in.

    The second factor that they had shown within the half hour is not asked again.
    """
    if not get_adapter().reauthenticate(device.by, password):
        return False
    was_shown = request.session[HANDED]["second_factor"]
    request.session.flush()
    login(request, cast(Any, device.by), backend=_BACKEND)
    if was_shown:
        request.session[SECOND_FACTOR] = True
    return True
