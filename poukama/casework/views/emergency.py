"""Opening in an emergency: why and whom, the least that must be known, the note afterwards, and looking at it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.limits import may_try
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.casework.on_drafts import EMERGENCY_NOTE_FORM
from poukama.casework.queries.emergency import with_key_workers
from poukama.casework.rules import Action as Casework
from poukama.clients.choices import EmergencyWhy
from poukama.clients.forms.emergency import EmergencyForm, EmergencyNoteForm
from poukama.clients.models import EmergencyAccess, EmergencyCheck
from poukama.clients.queries.emergency import in_words, is_note_late, is_open, least_of
from poukama.clients.rules import Action
from poukama.clients.services import emergency as services
from poukama.drafts.services import finishing
from poukama.organisation.models import Association
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of


@writes(Action.BREAK_GLASS)
def break_glass(request: StaffRequest) -> HttpResponseBase:
    """Say why and whom. Whoever is not there, and whoever is behind a wall, are refused in the same words."""
    get_or_404(request.actor, Action.BREAK_GLASS, Association, pk=1)
    form = EmergencyForm(request.POST or None)
    tries_too_often = form.is_valid() and not may_try(request, "break_glass")
    if tries_too_often:
        form.add_error(None, _("Too many tries. Call whoever is on duty there, or wait ten minutes."))
    elif form.is_valid():
        data = form.cleaned_data
        try:
            access = services.break_glass(
                text=data["whom"],
                born_in=data["born_in"],
                why=EmergencyWhy(data["why"]),
                reason=data["reason"],
                by=request.user,
            )
        except services.NobodyToOpen:
            form.add_error("whom", _("Nobody can be opened with this. Check how it is written."))
        else:
            return redirect("casework:emergency", access.pk)
    status = 429 if tries_too_often else 422 if form.errors else 200
    return render(request, "casework/break_glass.html", {"form": form}, status=status)


@reads(Action.READ_IN_EMERGENCY)
def emergency(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The least that must be known, while it is open; then the page of the note."""
    rows = EmergencyAccess.objects.select_related("family", "client")
    access = visible(request.actor, Action.READ_IN_EMERGENCY, rows).filter(pk=pk).first()
    if access is None:
        ended = get_or_404(request.actor, Action.NOTE_EMERGENCY, EmergencyAccess, pk=pk)
        return redirect("casework:emergency_note", ended.pk)
    shown = with_key_workers(access, least_of(request.actor, access, clock.today()))
    for place in shown:
        opened(request, access.family or access.client, work_form=place.kept.work_form.key)
        for person in place.kept.people:
            if access.family is not None:
                opened(request, person.client, work_form=place.kept.work_form.key)
    context = {
        "access": access,
        "shown": shown,
        "minutes": _minutes_left(access),
        "seconds": _seconds_left(access) + 1,
    }
    return render(request, "casework/emergency.html", context)


@writes(Action.READ_IN_EMERGENCY, methods=("POST",))
def close_emergency(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close it now."""
    access = get_or_404(request.actor, Action.NOTE_EMERGENCY, EmergencyAccess, pk=pk)
    services.close_emergency(access=access, by=request.user)
    toast.say(request, _("Closed. Write what you did while you remember it."))
    return redirect("casework:emergency_note", access.pk)


@writes(Action.NOTE_EMERGENCY)
def emergency_note(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Write what was done. It is demanded until it is written."""
    rows = EmergencyAccess.objects.select_related("family", "client")
    access = get_or_404(request.actor, Action.NOTE_EMERGENCY, rows, pk=pk)
    form = EmergencyNoteForm(request.POST or None)
    if form.is_valid():
        try:
            with finishing(kind=EMERGENCY_NOTE_FORM, key=access.pk, by=request.user):
                services.note_emergency(access=access, note=form.cleaned_data["note"], by=request.user)
        except services.NotedAlready:
            toast.warn(request, _("The note was written already. It is not written over."))
        else:
            toast.say(request, _("Sealed. Those who look at it can read the note."))
        return redirect("home")
    context = {"access": access, "form": form, "is_open": is_open(access), "draft_of": EMERGENCY_NOTE_FORM}
    return render(request, "casework/emergency_note.html", context, status=422 if form.errors else 200)


@reads(Casework.SEE_CHECKS)
def emergency_checks(request: StaffRequest) -> HttpResponse:
    """What others have opened in an emergency and is the reader's to look at, the latest first."""
    rows = in_words(visible(request.actor, Action.CHECK_EMERGENCY, EmergencyCheck.objects.all()))
    page = page_of(rows, request, by=("-pk",))
    opened(request, None)
    return render(request, "casework/emergency_checks.html", {"page": page})


@writes(Action.CHECK_EMERGENCY)
def check_emergency(request: StaffRequest, pk: int) -> HttpResponseBase:
    """One of them: who, when, whose, and why; and that it has been looked at."""
    check = get_or_404(request.actor, Action.CHECK_EMERGENCY, in_words(EmergencyCheck.objects.all()), pk=pk)
    if request.method == "POST":
        try:
            services.check_emergency(check=check, by=request.user)
        except services.CheckedAlready:
            toast.warn(request, _("Somebody has looked at it already."))
        else:
            toast.say(request, _("Marked as looked at."))
        return redirect("home")
    context = {"check": check, "access": check.access, "is_note_late": is_note_late(check.access)}
    return render(request, "casework/check_emergency.html", context)


def _seconds_left(access: EmergencyAccess) -> int:
    return max(int((access.ends_at - clock.now()).total_seconds()), 0)


def _minutes_left(access: EmergencyAccess) -> int:
    return -(-_seconds_left(access) // 60)
