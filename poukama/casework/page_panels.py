"""The panels of a family's page, column by column.

The browser fetches a column at a time, so that none holds the page up and a tablet on a bad line asks twice, not
eight times. Each panel has an address of its own, asks its own permission and writes its own event (ADR 36).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from poukama.toolkit.facts import Text


@dataclass(frozen=True)
class PagePanel:
    """One part of the page. `id` is what its heading is called by."""

    id: str
    title: Text


WORK: tuple[PagePanel, ...] = (PagePanel("goals", _("Goals")), PagePanel("notes", _("Narrative")))
"""Beside the context: goals, then what is written."""
CONTEXT: tuple[PagePanel, ...] = (
    PagePanel("child-first", _("The child first")),
    PagePanel("sovitut-ajat", _("Agreed times")),
    PagePanel("raportit", _("Reports")),
    PagePanel("tulossa", _("Coming")),
    PagePanel("saapuminen", _("How they came")),
)
"""The narrow column: the child first, then what is coming."""
