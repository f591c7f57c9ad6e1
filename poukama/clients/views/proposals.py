"""Walls that were proposed when an opposing side was recorded: the gatekeeper takes one up, or says why not."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.choices import WallSide
from poukama.clients.forms import DismissForm
from poukama.clients.queries import ProposalRow, key_of, proposal_rows, proposals_waiting
from poukama.clients.rules import Action
from poukama.clients.services import proposing as services
from poukama.clients.views.walls import BETWEEN
from poukama.clients.views.with_reason import Step, with_reason
from poukama.toolkit import toast


@writes(Action.DECIDE_PROPOSAL, methods=("POST",))
def take_up_proposal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Go on to set the wall, with its sides chosen."""
    row = _row(request, pk)
    if row.is_one_family:
        toast.warn(request, _("They are one family with us. A worker parts them first."))
        return redirect("clients:walls")
    keys = map(key_of, row.sides)
    request.session[BETWEEN] = {side.value: key for side, key in zip(WallSide, keys, strict=True)}
    return redirect("clients:set_wall_workers")


@writes(Action.DECIDE_PROPOSAL)
def dismiss_proposal(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say that no wall is needed, and why."""
    row = _row(request, pk)

    def dismiss(because: str) -> None:
        services.dismiss(proposal=row.proposal, because=because, by=request.user)

    return with_reason(request, DISMISS, row, dismiss)


DISMISS = Step(
    form=DismissForm,
    template="clients/dismiss_proposal.html",
    done=gettext_lazy("Dismissed. It is not proposed again for the same reason."),
    first=services.DecidedMeanwhile,
    said_first=gettext_lazy("Somebody else has decided meanwhile."),
)


def _row(request: StaffRequest, pk: UUID) -> ProposalRow:
    proposal = get_or_404(request.actor, Action.DECIDE_PROPOSAL, proposals_waiting(), pk=pk)
    (row,) = proposal_rows([proposal])
    return row
