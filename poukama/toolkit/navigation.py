"""The way around, as data: each app names its own places in `navigation.ITEMS`, and each person sees those
that they may ever enter."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise

RECORD = 3
"""The middle of the phone's bottom bar: the place where one records (also the key `k`)."""


@dataclass(frozen=True)
class NavItem:
    """A place in the rail.

    `action` is the action that opens it ("" for whoever is signed in); `order` follows a working day;
    `phone` is its seat in the bottom bar of a phone, 1 to 4 (3 is where one records), 0 under "More";
    `only` leaves it out for those to whom it would be an empty room.
    """

    label: str | Promise
    icon: str
    url_name: str
    action: str = ""
    order: int = 50
    phone: int = 0
    url_args: tuple[Any, ...] = ()
    only: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Place:
    """A navigation item as it stands on one page for one person."""

    item: NavItem
    url: str
    current: str
    """What `aria-current` says: "page" here, "true" somewhere below, "" elsewhere."""


def _nothing_yet(actor: Any, action: str) -> bool:
    """Until the rules are asked, only what needs no action is shown."""
    return False


_may_ever: Callable[[Any, str], bool] = _nothing_yet


def ask(may_ever: Callable[[Any, str], bool]) -> None:
    """Let the rules say whether an actor may ever do an action; `access` calls this once, when it starts."""
    global _may_ever  # noqa: PLW0603
    _may_ever = may_ever


@cache
def items() -> tuple[NavItem, ...]:
    """Every place that the installed apps name, in the order of a working day."""
    found: list[NavItem] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.navigation"
        if not config.name.startswith("poukama.") or config.label == "toolkit" or find_spec(name) is None:
            continue
        found.extend(getattr(import_module(name), "ITEMS", ()))
    return tuple(sorted(found, key=lambda item: (item.order, item.url_name)))


def places(request: HttpRequest) -> list[Place]:
    """The places of whoever asks, with the one they stand in marked."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    shown = [(item, _url(item, get_script_prefix())) for item in items() if _is_open(actor, item)]
    here = max((url for _, url in shown if _is_under(request.path, url)), key=len, default="")
    return [Place(item, url, _current(url, here, request.path)) for item, url in shown]


def _is_open(actor: Any, item: NavItem) -> bool:
    if item.only is not None and not item.only(actor):
        return False
    return not item.action or _may_ever(actor, item.action)


@cache
def _url(item: NavItem, prefix: str) -> str:
    return reverse(item.url_name, args=item.url_args)


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url if url.endswith("/") else f"{url}/"))


def _current(url: str, here: str, path: str) -> str:
    if url != here:
        return ""
    return "page" if url == path else "true"
