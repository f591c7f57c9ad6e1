from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.casework.queries.load import loads, sums_of
from poukama.casework.rules import Action
from poukama.toolkit import clock


@reads(Action.SEE_LOAD)
def load(request: StaffRequest) -> HttpResponse:
    """How work is spread among the workers of one's own work forms: numbers only, no code names."""
    found = loads(request.actor, clock.today())
    return render(request, "casework/load.html", {"loads": found, "said": sums_of(found)})
