from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.casework.forms import ConsultationForm
from poukama.casework.models import Consultation
from poukama.casework.queries import consultation_rows, consultations_of, counts_said
from poukama.casework.rules import Action
from poukama.casework.services import AlreadyVoided, UnknownWord, void_consultation
from poukama.casework.services import record_consultation as record
from poukama.organisation.queries import work_forms
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of


@reads(Action.READ_CONSULTATION)
def consultations(request: StaffRequest) -> HttpResponse:
    """Consultations of one's own work forms, the latest first, and the form for a new one."""
    page = page_of(consultations_of(request.actor), request, by=("-happened_on", "-pk"))
    context = {"form": _form(request), "rows": consultation_rows(request.actor, page.rows), "page": page}
    return render(request, "casework/consultations.html", context)


@writes(Action.RECORD_CONSULTATION)
def record_consultation(request: StaffRequest) -> HttpResponse:
    """Record that advice was given once."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = record(
                work_form=form.chosen_work_form(),
                happened_on=given["happened_on"],
                people=given["people"] or 0,
                families=given["families"] or 0,
                professionals=given["professionals"] or 0,
                themes=given.get("themes", []),
                by=request.user,
            )
        except UnknownWord:
            form.add_error("themes", _("A theme is not in use in the work form. Choose another."))
        else:
            toast.say(
                request,
                _("Recorded: consultation, %(counts)s.") % {"counts": counts_said(row)},
                undo_url=reverse("casework:undo_consultation", args=[row.pk]),
            )
            return redirect("casework:consultations")
    return render(
        request, "casework/record_consultation.html", {"form": form}, status=422 if form.errors else 200
    )


@writes(Action.VOID_CONSULTATION, methods=("POST",))
def undo_consultation(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a consultation back."""
    found = Consultation.objects.filter(voided_at=None)
    consultation = get_or_404(request.actor, Action.VOID_CONSULTATION, found, pk=pk)
    with suppress(AlreadyVoided):
        void_consultation(consultation=consultation, by=request.user)
    toast.say(request, _("Taken back."))
    return toast.back(request, "casework:consultations")


def _form(request: StaffRequest) -> ConsultationForm:
    mine = list(visible(request.actor, Action.RECORD_CONSULTATION, work_forms()))
    return ConsultationForm(request.POST or None, work_forms=mine, initial={"happened_on": clock.today()})
