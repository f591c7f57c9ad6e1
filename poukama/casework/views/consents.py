from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.casework.queries import consents_ending
from poukama.clients.rules import Action as Clients
from poukama.toolkit import clock


@reads(Clients.SEE_CONSENTS)
def consents_panel(request: StaffRequest) -> HttpResponse:
    """Consents of one's own families that end soon: a panel of the home page. What may be told does not stand there."""
    consents = consents_ending(request.actor, clock.today())
    return render(request, "casework/_consents_panel.html", {"consents": consents})
