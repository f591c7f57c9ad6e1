"""Walls that were proposed when an opposing side was recorded: the gatekeeper takes one up, or says why not."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.choices import WallSide
from poukama.clients.forms import DismissForm
from poukama.clients.queries import ProposalRow, key_of, proposal_rows, proposals_waiting
from poukama.clients.rules import Action
from poukama.clients.services import proposing as services
from poukama.clients.views.walls import BETWEEN
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
    form = DismissForm(request.POST or None)
    if form.is_valid():
        try:
            services.dismiss(proposal=row.proposal, because=form.cleaned_data["because"], by=request.user)
        except services.DecidedMeanwhile:
            toast.warn(request, _("Somebody else has decided meanwhile."))
        else:
            toast.say(request, _("Dismissed. It is not proposed again for the same reason."))
        return redirect("clients:walls")
    context = {"form": form, "row": row}
    return render(request, "clients/dismiss_proposal.html", context, status=422 if form.errors else 200)


def _row(request: StaffRequest, pk: UUID) -> ProposalRow:
    proposal = get_or_404(request.actor, Action.DECIDE_PROPOSAL, proposals_waiting(), pk=pk)
    (row,) = proposal_rows([proposal])
    return row
