from contextlib import suppress
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.casework.forms import ConsultationForm
from poukama.casework.models import Consultation
from poukama.casework.queries import consultation_rows, consultations_of, counts_said
from poukama.casework.receipt_words import Words
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    NotOfOne,
    RecordedAlready,
    UnknownWord,
    void_consultation,
)
from poukama.casework.services import record_consultation as record
from poukama.casework.services.receipts import new_receipt
from poukama.casework.views.receipts import followed
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
    answer = _recorded(request, form) if request.method == "POST" and form.is_valid() else None
    if answer is not None:
        return answer
    return render(
        request, "casework/record_consultation.html", {"form": form}, status=422 if form.errors else 200
    )


def _recorded(request: StaffRequest, form: ConsultationForm) -> HttpResponse | None:
    """Record what a valid form says; None, and what is wrong said at its field, when that cannot be.

    The words of a new receipt code are in this one answer and nowhere else, so nothing leads on from it.
    """
    given, words, chain = form.cleaned_data, None, None
    if given["gives_receipt"]:
        words, chain = new_receipt()
    elif given["words"]:
        chain = followed(request, form, given["words"], form.chosen_work_form())
        if chain is None:
            return None
    try:
        row = record(
            work_form=form.chosen_work_form(),
            happened_on=given["happened_on"],
            people=given["people"] or 0,
            families=given["families"] or 0,
            professionals=given["professionals"] or 0,
            themes=given.get("themes", []),
            token=given["token"],
            chain=chain,
            by=request.user,
        )
    except UnknownWord:
        form.add_error("themes", _("A theme is not in use in the work form. Choose another."))
    except NotOfOne:
        form.add_error("people", _("A receipt code is one person's or one family's. Record each by itself."))
    except RecordedAlready:
        toast.warn(request, str(_ALREADY) if words else _("It was recorded already. Nothing has changed."))
        return redirect("casework:consultations")
    else:
        return _said(request, row, words)
    return None


def _said(request: StaffRequest, row: Consultation, words: Words | None) -> HttpResponse:
    if words:
        return render(request, "casework/receipt.html", {"words": words, "counts": counts_said(row)})
    toast.say(
        request,
        _("Recorded: consultation, %(counts)s.") % {"counts": counts_said(row)},
        undo_url=reverse("casework:undo_consultation", args=[row.pk]),
    )
    return redirect("casework:consultations")


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
    initial = {"happened_on": clock.today(), "token": uuid4()}
    return ConsultationForm(request.POST or None, work_forms=mine, initial=initial)


_ALREADY = gettext_lazy(
    "It was recorded already, and its words are not shown again. If nobody wrote them down, take it back and record "
    "it again with a new code."
)
