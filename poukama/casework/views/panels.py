from collections.abc import Callable, Mapping

from django.http import HttpResponse, HttpResponseBase

from poukama.access.decorators import also, reads
from poukama.access.policy import ask_together
from poukama.access.requests import StaffRequest
from poukama.casework.queries import episode_or_404
from poukama.casework.rules import Action
from poukama.casework.views.agreeing import times_panel
from poukama.casework.views.arrivals import arrival_panel
from poukama.casework.views.goals import goals_panel
from poukama.casework.views.notes import child_first, notes
from poukama.casework.views.processes import coming_panel
from poukama.casework.views.reports import reports

Panels = Mapping[Action, Callable[..., HttpResponseBase]]
WORK: Panels = {Action.SEE_GOALS: goals_panel, Action.READ_NOTES: notes}
CONTEXT: Panels = {
    Action.SEE_CHILD_FIRST: child_first,
    Action.SEE_TIMES: times_panel,
    Action.SEE_REPORTS: reports,
    Action.SEE_COMING: coming_panel,
    Action.SEE_ARRIVAL: arrival_panel,
}
"""In the order of `page_panels`."""
WORK_OFFERS = (Action.AGREE_GOAL, Action.LEND_DEVICE, Action.SEE_PLAN, Action.WRITE_NOTE)
CONTEXT_OFFERS = (
    Action.AGREE_ON_TIME,
    Action.BEGIN_PROCESS,
    Action.CHANGE_ARRIVAL,
    Action.SEND_HANDOVER,
    Action.WRITE_NOTE,
    Action.WRITE_REPORT,
)
"""What the panels offer to whoever may."""


@reads(Action.READ_EPISODE)
def work_panels(request: StaffRequest, pk: int) -> HttpResponse:
    """Goals and what is written: a column of the family's page, each panel under its own rule."""
    return _column(request, pk, WORK, WORK_OFFERS)


@reads(Action.READ_EPISODE)
def context_panels(request: StaffRequest, pk: int) -> HttpResponse:
    """The child first and what is coming: a column of the family's page, each panel under its own rule."""
    return _column(request, pk, CONTEXT, CONTEXT_OFFERS)


def _column(request: StaffRequest, pk: int, panels: Panels, offers: tuple[Action, ...]) -> HttpResponse:
    episode = episode_or_404(request.actor, Action.READ_EPISODE, pk)
    ask_together(request.actor, episode, *panels, *offers)
    return HttpResponse("".join(also(request, panel, pk=pk) for panel in panels.values()))
