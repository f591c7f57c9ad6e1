"""What the frame around every page needs to know; nothing of it is worked out until a template asks."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.templatetags.static import static
from django.utils.translation import get_language_info

from poukama.toolkit import navigation, toast

LOOK_COOKIE = "poukama-look"
LOOKS = ("light", "dark")
BRAND = "Poukama"


@cache
def sprite() -> str:
    """The address of the icons."""
    return static("poukama/icons.svg")


def _no_roles(actor: Any) -> str:
    """Until the rules are asked, nothing is said of anyone."""
    return ""


_describe: Callable[[Any], str] = _no_roles


def ask(describe: Callable[[Any], str]) -> None:
    """Let `access` say in a few words in which roles an actor works; it calls this once, when it starts."""
    global _describe  # noqa: PLW0603
    _describe = describe


class Frame:
    """The frame of one page for one person."""

    brand = BRAND

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def look(self) -> str:
        """Light, dark, or as the device wishes; chosen with a button and kept in a cookie."""
        chosen = self._request.COOKIES.get(LOOK_COOKIE, "")
        return chosen if chosen in LOOKS else "auto"

    @property
    def sprite(self) -> str:
        """The address of the icons."""
        return sprite()

    @cached_property
    def places(self) -> list[navigation.Place]:
        """The way around."""
        return navigation.places(self._request)

    @property
    def record_url(self) -> str:
        """Where the key `k` leads: the place where this person records, if there is one."""
        return next((place.url for place in self.places if place.item.phone == navigation.RECORD), "")

    @property
    def user_key(self) -> str:
        """Whose drafts these are: the user's number, or nothing."""
        user = getattr(self._request, "user", None)
        return str(user.pk) if user is not None and user.is_authenticated else ""

    @property
    def person(self) -> str:
        """The name of whoever is signed in."""
        return str(getattr(getattr(self._request, "user", None), "name", ""))

    @cached_property
    def person_role(self) -> str:
        """In which roles they work, in a few words."""
        actor = getattr(self._request, "actor", None)
        return _describe(actor) if actor is not None else ""

    @cached_property
    def _messages(self) -> list[toast.Toast]:
        return toast.waiting(self._request) if hasattr(self._request, "_messages") else []

    @property
    def toasts(self) -> list[toast.Toast]:
        """What was just done, with the way back."""
        return [message for message in self._messages if not message.kind]

    @property
    def notices(self) -> list[toast.Toast]:
        """Warnings, which stay."""
        return [message for message in self._messages if message.kind]

    @property
    def here(self) -> str:
        """The address to return to after an undo or a change of language."""
        return self._request.get_full_path()

    @property
    def is_demo(self) -> bool:
        """Whether the second step of signing in is switched off, which must be plain to everyone."""
        return bool(settings.DEMO)

    @property
    def sign_in_url(self) -> str:
        """Where one signs in again when the session has ended."""
        return _address(settings.LOGIN_URL)

    @property
    def sign_out_url(self) -> str:
        """Where one leaves the computer to the next person."""
        return _address("account_logout")

    @property
    def drafts_url(self) -> str:
        """Where what is typed is sent, to be kept until it is recorded."""
        return _address("drafts:keep")

    @property
    def language_url(self) -> str:
        """Where the choice of language is sent."""
        return _address("desk:language")

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages of the staff's pages, each by its own name."""
        return _languages()


@cache
def _address(name: str) -> str:
    return resolve_url(name)


@cache
def _languages() -> list[tuple[str, str]]:
    return [(code, _own_name(code)) for code, _ in settings.LANGUAGES]


def _own_name(code: str) -> str:
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}


class BareFrame:
    """The frame of a page that must not need anything, such as the one that says that something broke."""

    brand = BRAND
    look = "auto"

    @property
    def sprite(self) -> str:
        """The address of the icons."""
        return sprite()


BARE = {"frame": BareFrame()}
