"""Who may see figures, open what is behind them, and freeze them.

Figures are for everyone who works here or sits on the board. Small counts about people are withheld from
whoever may not read the records themselves (`figures.circle`), so seeing a figure never tells of anyone.
"""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import EVERYTHING, Actor
from poukama.access.policy import allows
from poukama.organisation.choices import Role
from poukama.organisation.models import Association, WorkForm
from poukama.reporting.models import AnnualReport, Snapshot

EVERYONE = (Role.WORKER, Role.LEAD, Role.DIRECTOR, Role.BOARD, Role.OFFICE, Role.ADMINISTRATOR)


class Action(StrEnum):
    """What can be done with figures."""

    SEE_FIGURES = "reporting.see_figures"
    EXPORT_FIGURES = "reporting.export_figures"
    DOWNLOAD_ANNUAL_REPORT = "reporting.download_annual_report"
    OPEN_RECORDS = "reporting.open_records"
    FREEZE_FIGURE = "reporting.freeze_figure"
    FREEZE_YEAR = "reporting.freeze_year"
    READ_SNAPSHOT = "reporting.read_snapshot"
    BIND_TARGET = "reporting.bind_target"
    BIND_INDICATOR = "reporting.bind_indicator"
    SEE_ANNUAL_REPORT = "reporting.see_annual_report"
    MAKE_ANNUAL_REPORT = "reporting.make_annual_report"
    FINISH_ANNUAL_REPORT = "reporting.finish_annual_report"


@allows(Action.SEE_FIGURES, WorkForm, to=EVERYONE, title=_("See the plan and its figures"))
def may_see_figures(actor: Actor) -> Q:
    """The figures of every work form, small counts withheld where one may not read the records."""
    return EVERYTHING


@allows(
    Action.EXPORT_FIGURES,
    WorkForm,
    to=(Role.LEAD, Role.DIRECTOR, Role.BOARD, Role.OFFICE),
    title=_("Export figures"),
)
def may_export_figures(actor: Actor) -> Q:
    """The same figures as a file, withheld alike."""
    return EVERYTHING


@allows(
    Action.OPEN_RECORDS,
    WorkForm,
    to=(Role.WORKER, Role.LEAD, Role.DIRECTOR),
    title=_("Open the records behind a figure"),
)
def may_open_records(actor: Actor) -> Q:
    """The records behind a figure; which of them, the rules of the app that they belong to say."""
    return actor.within("", Role.WORKER, Role.LEAD, Role.DIRECTOR)


@allows(Action.FREEZE_FIGURE, WorkForm, to=(Role.LEAD, Role.DIRECTOR), title=_("Freeze a figure"))
def may_freeze_figure(actor: Actor) -> Q:
    """The lead in their own work forms, the director in all."""
    return actor.within("", Role.LEAD, Role.DIRECTOR)


@allows(Action.FREEZE_YEAR, WorkForm, to=(Role.DIRECTOR,), title=_("Freeze the figures of a year"))
def may_freeze_year(actor: Actor) -> Q:
    """All figures of a year at once: the director."""
    return actor.within("", Role.DIRECTOR)


@allows(Action.READ_SNAPSHOT, Snapshot, to=EVERYONE, title=_("See frozen figures"))
def may_read_snapshot(actor: Actor) -> Q:
    """What was given to somebody, withheld like the figure itself."""
    return EVERYTHING


@allows(Action.BIND_TARGET, WorkForm, to=(Role.LEAD, Role.DIRECTOR), title=_("Choose what a target counts"))
def may_bind_target(actor: Actor) -> Q:
    """The lead decides what a target of the own work form counts, the director everywhere."""
    return actor.within("", Role.LEAD, Role.DIRECTOR)


@allows(
    Action.BIND_INDICATOR,
    Association,
    to=(Role.DIRECTOR,),
    title=_("Choose what counts an indicator of a focus area"),
)
def may_bind_indicator(actor: Actor) -> Q:
    """The director: focus areas belong to the whole association."""
    return EVERYTHING


@allows(
    Action.SEE_ANNUAL_REPORT,
    AnnualReport,
    to=(Role.LEAD, Role.DIRECTOR, Role.BOARD),
    title=_("See the annual report"),
)
def may_see_annual_report(actor: Actor) -> Q:
    """The leads, the director and the board; nothing is in it that anybody may not know."""
    return EVERYTHING


@allows(
    Action.DOWNLOAD_ANNUAL_REPORT,
    AnnualReport,
    to=(Role.LEAD, Role.DIRECTOR, Role.BOARD),
    title=_("Download the annual report"),
)
def may_download_annual_report(actor: Actor) -> Q:
    """Whoever may see it; that a file left the house is an event of its own kind."""
    return may_see_annual_report(actor)


@allows(
    Action.MAKE_ANNUAL_REPORT,
    Association,
    to=(Role.LEAD, Role.DIRECTOR),
    title=_("Make a draft of the annual report"),
)
def may_make_annual_report(actor: Actor) -> Q:
    """The leads and the director: make the draft, and answer what it asks."""
    return EVERYTHING


@allows(
    Action.FINISH_ANNUAL_REPORT,
    Association,
    to=(Role.DIRECTOR,),
    title=_("Make the annual report final"),
)
def may_finish_annual_report(actor: Actor) -> Q:
    """The director: leave a question out with a reason, and make the report final."""
    return EVERYTHING
