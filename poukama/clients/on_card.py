"""What other apps keep of somebody, as their card leads to it: each app names its own page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from poukama.access.actor import Actor
from poukama.clients.models import KnownIn
from poukama.toolkit.facts import Text

Lately = Callable[[Actor, Sequence[KnownIn]], Mapping[int, Sequence[str]]]
"""The latest that a page tells of each of these, a few short lines by the key of the `KnownIn`, as the actor may see."""


@dataclass(frozen=True)
class OnCard:
    """A page about somebody as a work form knows them; its address takes the key of a `KnownIn`."""

    label: Text
    icon: str
    url_name: str
    lately: Lately | None = None


_pages: dict[str, OnCard] = {}


def also_on_card(page: OnCard) -> None:
    """Have every card lead to the page too."""
    _pages[page.url_name] = page


def pages_on_card(
    actor: Actor, known: Sequence[KnownIn]
) -> Iterable[tuple[KnownIn, list[tuple[OnCard, Sequence[str]]]]]:
    """Each of these with the pages of other apps, in the order in which they were named, and the latest of each."""
    told = {page.url_name: page.lately(actor, known) if page.lately else {} for page in _pages.values()}
    return [
        (each, [(page, told[page.url_name].get(each.pk, ())) for page in _pages.values()]) for each in known
    ]
