"""Who has opened what is kept of somebody: a page to read together with them."""

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import opened, reads
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.queries import episodes, openings, openings_said
from poukama.casework.rules import Action
from poukama.toolkit.pages import page_of


@reads(Action.SEE_OPENINGS)
def who_opened(request: StaffRequest, pk: int) -> HttpResponse:
    """The openings of an episode and its members, the latest first."""
    episode = get_or_404(
        request.actor, Action.SEE_OPENINGS, episodes(request.actor, Action.SEE_OPENINGS), pk=pk
    )
    opened(request, episode, work_form=episode.work_form.key)
    page = page_of(openings(request.actor, episode), request, by=("-id",))
    context = {"episode": episode, "page": page, "rows": openings_said(page.rows)}
    return render(request, "casework/openings.html", context)
