"""What other apps keep of somebody, as their card leads to it: each app names its own page."""

from dataclasses import dataclass

from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class OnCard:
    """A page about somebody as a work form knows them; its address takes the key of a `KnownIn`."""

    label: Text
    icon: str
    url_name: str


_pages: dict[str, OnCard] = {}


def also_on_card(page: OnCard) -> None:
    """Have every card lead to the page too."""
    _pages[page.url_name] = page


def pages_on_card() -> list[OnCard]:
    """The pages of other apps, in the order in which they were named."""
    return list(_pages.values())
