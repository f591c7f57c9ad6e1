"""The panels of the home page: addresses of the apps that own them, shown to whoever may enter them.

Each is fetched by the browser by itself, so that a slow or failing one holds nothing else up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import may_ever
from poukama.activities.queries.overview import held_in
from poukama.toolkit import clock
from poukama.workforce.queries import beside_in


@dataclass(frozen=True)
class Panel:
    """One part of the home page. `id` is what its heading is called by."""

    id: str
    title: str | Promise
    url_name: str
    takes_year: bool = False

    @property
    def url(self) -> str:
        """Where it is fetched from."""
        return reverse(self.url_name, args=[clock.today().year] if self.takes_year else [])


@dataclass(frozen=True)
class Shortcut:
    """A way to record something in a few taps. `several` is the list where one of several work forms is chosen."""

    label: str | Promise
    icon: str
    url_name: str
    args: tuple[str, ...] = ()
    several: str = ""

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name, args=self.args)


NOT_SENT = Panel("lahettamatta", _("Messages not sent"), "outbox:not_sent_panel")
"""Before everything else, since somebody waits for word that never left; only when there are some."""
WORK = (
    Panel("kirjaa", _("Record"), "casework:quick_panel"),
    Panel("kulku", _("The course of the day"), "casework:day_panel"),
    Panel("tilaisuudet", _("Today's occasions"), "activities:today_panel"),
)
RECORDED = (
    Panel("kirjatut-tapaamiset", _("Contacts I recorded today"), "casework:my_recordings_panel"),
    Panel("kirjatut-muut", _("Other things I recorded today"), "activities:my_recordings_panel"),
)
"""Each hides itself when it has nothing; the page then says once what comes here."""
FIGURES = Panel("luvut", _("The figures your work moves"), "reporting:my_figures_panel")
DUE = Panel("syntymassa", _("Due soon"), "casework:due_panel")
"""Hides itself when no child of one's own families is due."""
DUTIES = Panel("maarapaivat", _("Due days"), "duties:panel")
"""Hides itself when nothing of one's own is due within two weeks."""
ORDERS = Panel("suojaukset", _("Protection orders"), "clients:orders_panel")
"""Hides itself when none runs out soon."""
CONSENTS = Panel("suostumukset", _("Consents that end soon"), "casework:consents_panel")
"""Hides itself when none does."""
INBOX = Panel("luettavaa", _("Waiting for an answer"), "casework:inbox_panel")
"""Handovers, answers and requests; hides itself when nothing waits."""
UNFINISHED = Panel("kesken", _("Unfinished"), "drafts:unfinished_panel")
"""What one left half written; hides itself when there is nothing."""
URGENT = (INBOX, UNFINISHED, DUTIES, ORDERS, DUE, CONSENTS)
"""What asks for something within weeks, before what one has recorded."""
CONTEXT = (
    FIGURES,
    Panel("muurit", _("Walls between parties"), "clients:walls_panel"),
)
WAITING = Panel("odottaa", _("Roles and accounts"), "access:waiting_panel")
"""Before everything else, of whoever confirms what others have given; only when something waits."""
WATCH = Panel("katsottavaa", _("To be looked at"), "casework:watch_panel")
"""One's own emergencies, and what others opened or read; only when something waits."""
LATE = Panel("tekematta", _("Not done at night"), "desk:late_panel")
"""What the house should have done by itself, for whoever answers for it or mends it; only when something is late."""
STEERING = (Panel("huomiot", _("What the plan's check found"), "governance:findings_panel", takes_year=True),)
"""Beside the figures of those who record nothing themselves."""
_ACTIVITIES = "activities:overview"
HELD = {
    "occasion": Shortcut(
        _("A group or an occasion"), "groups", "activities:occasion_record", several=_ACTIVITIES
    ),
    "outreach": Shortcut(_("Outreach"), "outreach", "activities:outreach", several=_ACTIVITIES),
    "chat": Shortcut(_("Chat duty"), "chat", "activities:chat_duty", several=_ACTIVITIES),
}
SHORTCUTS = (
    Shortcut(_("A request"), "phone", "casework:where_to_ask"),
    Shortcut(_("A new episode"), "families", "casework:open"),
    Shortcut(_("Consultation"), "phone", "casework:record_consultation"),
    Shortcut(_("Answers came"), "answer", "outcomes:answers"),
    Shortcut(_("Volunteers"), "volunteers", "workforce:volunteers"),
)
BESIDE = {
    "match": Shortcut(_("A match"), "people", "workforce:match_add", several="workforce:matches"),
    "partner": Shortcut(_("A partner"), "partner", "workforce:partnership_add", several="workforce:partners"),
}


def open_to(actor: Actor, items: tuple[Panel, ...], *, serves: bool) -> list[Panel]:
    """The panels that the actor may enter; those of casework only for who serves people known by code."""
    return [item for item in items if _is_open(actor, item, serves=serves)]


def shortcuts_of(actor: Actor, *, serves: bool) -> list[Shortcut]:
    """The ways to record that are open to the actor; straight to the form where there is one work form to choose."""
    always = [item for item in SHORTCUTS if _is_open(actor, item, serves=serves)]
    return _nearest(HELD, held_in(actor)) + always + _nearest(BESIDE, beside_in(actor))


def _nearest(shortcuts: Mapping[str, Shortcut], places: Mapping[str, list[str]]) -> list[Shortcut]:
    """Straight to the form of the only work form; with several, to the list where one is chosen; with none, left out."""
    return [
        replace(shortcuts[what], args=(keys[0],))
        if len(keys) == 1
        else replace(shortcuts[what], url_name=shortcuts[what].several)
        for what, keys in places.items()
        if keys
    ]


def _is_open(actor: Actor, item: Panel | Shortcut, *, serves: bool) -> bool:
    is_of_casework = item.url_name.startswith("casework:")
    return may_ever(actor, _action(item.url)) and (serves or not is_of_casework)


@cache
def _action(url: str) -> str:
    view = resolve(url).func
    return str(view.action)  # type: ignore[attr-defined]  # set by access.decorators
