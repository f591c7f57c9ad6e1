"""Somebody's narrative as a document: to read and print, and as a file for another register. Each is an event."""

import json

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import opened, reads
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.models import EpisodeMember
from poukama.casework.queries import as_data, narrative_of
from poukama.casework.rules import Action


@reads(Action.EXPORT_NOTES)
def narrative(request: StaffRequest, pk: int) -> HttpResponse:
    """What is written of one person in an episode, the oldest first."""
    member = _member(request, pk)
    opened(request, member.client, work_form=member.episode.work_form.key, as_what="page")
    context = {"narrative": narrative_of(request.actor, member), "episode": member.episode}
    return render(request, "casework/narrative.html", context)


@reads(Action.EXPORT_NOTES)
def narrative_file(request: StaffRequest, pk: int) -> HttpResponse:
    """The same as structured data, to be saved under a name that tells nothing."""
    member = _member(request, pk)
    opened(request, member.client, work_form=member.episode.work_form.key, as_what="file")
    text = json.dumps(as_data(narrative_of(request.actor, member)), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kertomus-{member.pk}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _member(request: StaffRequest, pk: int) -> EpisodeMember:
    rows: QuerySet[EpisodeMember] = EpisodeMember.objects.filter(voided_at=None, episode__voided_at=None)
    related = rows.select_related(
        "client", "episode__family", "episode__client", "episode__work_form", "episode__key_worker"
    )
    return get_or_404(request.actor, Action.EXPORT_NOTES, related, pk=pk)
