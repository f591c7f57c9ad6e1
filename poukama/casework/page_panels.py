"""The panels of a family's page: addresses that the browser fetches by itself, so that none holds the page up.

Each address takes the key of the episode, asks its own permission and writes its own event.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class PagePanel:
    """One part of the page. `id` is what its heading is called by."""

    id: str
    title: Text
    url_name: str


@dataclass(frozen=True)
class ShownPanel:
    """A panel of one episode's page."""

    panel: PagePanel
    url: str


WORK: tuple[PagePanel, ...] = (
    PagePanel("goals", _("Goals"), "casework:goals_panel"),
    PagePanel("notes", _("Narrative"), "casework:notes"),
)
"""Beside the context: goals, then what is written."""
CONTEXT: tuple[PagePanel, ...] = (
    PagePanel("child-first", _("The child first"), "casework:child_first"),
    PagePanel("sovitut-ajat", _("Agreed times"), "casework:times"),
    PagePanel("raportit", _("Reports"), "casework:reports"),
    PagePanel("tulossa", _("Coming"), "casework:coming_panel"),
    PagePanel("saapuminen", _("How they came"), "casework:arrival_panel"),
)
"""The narrow column: the child first, then what is coming."""


def panels_of(episode_id: int, panels: tuple[PagePanel, ...]) -> list[ShownPanel]:
    """The panels with their addresses."""
    return [ShownPanel(panel, reverse(panel.url_name, args=[episode_id])) for panel in panels]
