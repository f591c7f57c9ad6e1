"""Reading what is written of a family: the narrative, its versions, and the child first. Each opening is an event."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.casework.forms import TakeOutForm
from poukama.casework.models import Note
from poukama.casework.queries import (
    NEWEST,
    children_first,
    episode_or_404,
    loaded,
    members_called,
    note_rows,
    notes_of,
    reaches_far_back,
    sees_when,
    versions_of,
    waiting_for,
)
from poukama.casework.rules import Action
from poukama.casework.services import ChangedMeanwhile, NeedsReason, take_out_note
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of

NOTES = 10


@reads(Action.READ_NOTES)
def notes(request: StaffRequest, pk: int) -> HttpResponse:
    """The narrative of a family, or of one who takes part, the newest first. A panel of the family's page."""
    episode = episode_or_404(request.actor, Action.READ_NOTES, pk)
    people = [each for each in members_called(request.actor, episode) if not each.member.client.is_unborn]
    asked = next((each for each in people if str(each.member.pk) == request.GET.get("of")), None)
    of = asked.member if asked else None
    shown = loaded(request.actor, notes_of(request.actor, episode, of), episode, of)
    page = page_of(shown, request, by=NEWEST, size=NOTES)
    far_back = {"far_back": True} if reaches_far_back(episode, page.rows, clock.today()) else {}
    if page.rows:
        opened(request, of.client if of else episode, work_form=episode.work_form.key, **far_back)
    context = {
        "episode": episode,
        "people": people,
        "asked": asked,
        "page": page,
        "rows": note_rows(request.actor, episode, page.rows),
        "is_told": sees_when(request.actor, episode),
        "may_write": may(request.actor, Action.WRITE_NOTE, episode),
        "waiting": 0 if of else waiting_for(request.actor, episode),
        "may_export": bool(of) and may(request.actor, Action.EXPORT_NOTES, of),
    }
    template = "casework/_notes.html" if request.htmx or request.is_part else "casework/notes.html"
    return render(request, template, context)


@reads(Action.SEE_CHILD_FIRST)
def child_first(request: StaffRequest, pk: int) -> HttpResponse:
    """On which days of two weeks something was written of each child. A panel of the family's page."""
    episode = episode_or_404(request.actor, Action.SEE_CHILD_FIRST, pk)
    is_told = sees_when(request.actor, episode)
    rows = children_first(request.actor, episode, clock.today()) if episode.is_open and is_told else []
    if rows:
        opened(request, episode, work_form=episode.work_form.key)
    context = {
        "episode": episode,
        "rows": rows,
        "is_told": is_told,
        "may_write": may(request.actor, Action.WRITE_NOTE, episode),
    }
    return render(request, "casework/_child_first.html", context)


@reads(Action.READ_VERSIONS)
def note_versions(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Every version of a note, with why it was corrected."""
    note = _note(request, Action.READ_VERSIONS, pk)
    opened(request, note.episode, work_form=note.episode.work_form.key, note=str(note.entry))
    rows = note_rows(request.actor, note.episode, versions_of(request.actor, note), also_taken_out=True)
    return render(request, "casework/note_versions.html", {"episode": note.episode, "rows": rows})


@writes(Action.TAKE_OUT_NOTE)
def take_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take out a note that was written to the wrong family."""
    note = _note(request, Action.TAKE_OUT_NOTE, pk)
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            take_out_note(note=note, because=form.cleaned_data["because"], by=request.user)
        except NeedsReason:
            form.add_error("because", _("Say why."))
        except ChangedMeanwhile:
            toast.warn(request, _("Somebody has corrected it or taken it out meanwhile. Look at it again."))
            return redirect("casework:episode", note.episode_id)
        else:
            toast.say(request, _("Taken out. It is kept, and shown as taken out."))
            return redirect("casework:episode", note.episode_id)
    context = {"form": form, "episode": note.episode, "note": note}
    return render(request, "casework/take_out_note.html", context, status=422 if form.errors else 200)


def _note(request: StaffRequest, action: str, pk: UUID) -> Note:
    rows = Note.objects.select_related("episode__family", "episode__client", "episode__work_form")
    return get_or_404(request.actor, action, rows, pk=pk)
