"""Who has opened what is kept of somebody: a page to read together with them."""

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import opened, reads
from poukama.access.requests import StaffRequest
from poukama.casework.queries import episode_or_404, members_to_ask, openings, openings_said
from poukama.casework.rules import Action
from poukama.toolkit.pages import page_of


@reads(Action.SEE_OPENINGS)
def who_opened(request: StaffRequest, pk: int) -> HttpResponse:
    """The openings of an episode, or of one who takes part in it, the latest first."""
    episode = episode_or_404(request.actor, Action.SEE_OPENINGS, pk)
    members = members_to_ask(request.actor, episode)
    asked = next((each for each in members if str(each.pk) == request.GET.get("of")), None)
    opened(request, asked.client if asked else episode, work_form=episode.work_form.key)
    page = page_of(openings(request.actor, episode, asked), request, by=("-id",))
    context = {
        "episode": episode,
        "page": page,
        "rows": openings_said(page.rows),
        "members": members,
        "asked": asked,
    }
    return render(request, "casework/openings.html", context)
