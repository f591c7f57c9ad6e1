"""How those of an episode came and where they go on to, and what waits for an answer."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms.requests import ArrivalForm
from poukama.casework.queries import arrival_of, episode_or_404, episodes, inbox_of, sent_of
from poukama.casework.rules import Action
from poukama.casework.services.arrivals import tell_arrival
from poukama.casework.services.refusals import UnknownWord
from poukama.organisation.choices import TermList
from poukama.toolkit import clock, toast


@reads(Action.SEE_ARRIVAL)
def arrival_panel(request: StaffRequest, pk: int) -> HttpResponse:
    """By what way they came, who pays, and to whom they were handed over: a panel of the family's page."""
    episode = episode_or_404(request.actor, Action.SEE_ARRIVAL, pk)
    opened(request, episode, work_form=episode.work_form.key)
    context = {
        "episode": episode,
        "arrival": arrival_of(request.actor, episode),
        "sent": sent_of(request.actor, episode),
    }
    return render(request, "casework/_arrival_panel.html", context)


@writes(Action.CHANGE_ARRIVAL)
def change_arrival(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say by what way they came and who pays."""
    found = episodes(request.actor, Action.CHANGE_ARRIVAL)
    episode = get_or_404(request.actor, Action.CHANGE_ARRIVAL, found, pk=pk)
    initial = {
        "source": episode.source,
        "source_partner": episode.source_partner_id,
        "payer": episode.payer,
        "payer_partner": episode.payer_partner_id,
    }
    form = ArrivalForm(request.POST or None, work_form=episode.work_form, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            tell_arrival(episode=episode, by=request.user, **form.cleaned_data)
        except UnknownWord as refused:
            field = "payer" if refused.which == TermList.FUNDER else "source"
            form.add_error(field, _("That word is not in use any more. Choose another."))
        else:
            toast.say(request, _("Saved."))
            return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/change_arrival.html", context, status=422 if form.errors else 200)


@reads(Action.SEE_INBOX)
def inbox_panel(request: StaffRequest) -> HttpResponse:
    """What waits for an answer: a panel of the home page, hidden when nothing does."""
    return render(request, "casework/_inbox_panel.html", {"inbox": inbox_of(request.actor, clock.today())})
