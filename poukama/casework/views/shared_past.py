"""What was written of a whole family before it parted: opened with a reason, and gone through part by part."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access import audit
from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import GoThroughForm, WhyForm
from poukama.casework.models import Episode, NotePart
from poukama.casework.queries import (
    episodes,
    gone_through,
    members_called,
    part_rows,
    parts_loaded,
    waiting_parts,
)
from poukama.casework.rules import Action
from poukama.casework.services import NotAMember, NothingRuns
from poukama.casework.services.shared_past import go_through
from poukama.casework.services.shared_past import let_wait as take_back
from poukama.toolkit import formatting, toast
from poukama.toolkit.pages import page_of

PARTS = 10
NEWEST = ("-note__happened_on", "-note__written_at", "note_id", "order", "pk")


@writes(Action.READ_SHARED_PAST)
def shared_past(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Ask why; then show what waits, the newest first, and keep of whom it tells. Each showing is an event."""
    rows = episodes(request.actor, Action.READ_SHARED_PAST)
    episode: Episode = get_or_404(request.actor, Action.READ_SHARED_PAST, rows, pk=pk)
    asked = WhyForm(request.GET if {"why", "open"} & request.GET.keys() else None)
    if not asked.is_valid():
        context = {"episode": episode, "form": asked, "waiting": waiting_parts(episode).count()}
        status = 422 if asked.errors else 200
        return render(request, "casework/shared_past_why.html", context, status=status)
    why, is_done = asked.cleaned_data["why"], request.GET.get("show") == "done"
    parts = gone_through(episode) if is_done else waiting_parts(episode)
    parts = parts_loaded(request.actor, parts.select_related("note__written_by", "gone_through_by"))
    page = page_of(parts, request, by=NEWEST, size=PARTS)
    form = GoThroughForm(
        request.POST if request.method == "POST" and not is_done else None,
        rows=part_rows(request.actor, episode, page.rows),
        people=members_called(request.actor, episode),
    )
    if form.is_valid() and _went_through(request, episode, form):
        return redirect(f"{reverse('casework:shared_past', args=[episode.pk])}?why={why}")
    if page.rows:
        detail = {"why": why, "parts": len(page.rows)}
        place = episode.work_form.key
        audit.record(Action.READ_SHARED_PAST, by=request.user, about=episode, work_form=place, detail=detail)
    context = {"episode": episode, "form": form, "page": page, "why": why, "is_done": is_done}
    return render(request, "casework/shared_past.html", context, status=422 if form.errors else 200)


def _went_through(request: StaffRequest, episode: Episode, form: GoThroughForm) -> bool:
    """Keep of whom the parts tell, and say so."""
    try:
        many = go_through(episode=episode, said=form.said(), by=request.user)
    except (NothingRuns, NotAMember):
        form.add_error(None, _("Somebody else was quicker, or the family has changed. Look again."))
        return False
    said = ngettext("%(n)s part gone through.", "%(n)s parts gone through.", many)
    toast.say(request, said % {"n": formatting.number(many)})
    return True


@writes(Action.GO_THROUGH_PAST, methods=("POST",))
def let_wait(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back of whom a part was said to tell."""
    rows = NotePart.objects.select_related("note__episode")
    part = get_or_404(request.actor, Action.GO_THROUGH_PAST, rows, pk=pk)
    try:
        take_back(part=part, by=request.user)
    except NothingRuns:
        toast.warn(request, _("This is not among what was gone through any more."))
    else:
        toast.say(request, _("Taken back. Nobody is shown it until it is said of whom it tells."))
    return redirect("casework:shared_past", part.note.episode_id)
