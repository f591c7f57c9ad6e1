"""Screens of answers received."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.organisation.models import WorkForm
from poukama.outcomes import queries
from poukama.outcomes.forms import AnswerForm
from poukama.outcomes.models import ReceivedAnswer
from poukama.outcomes.rules import Action
from poukama.outcomes.services import FormNotInUse, receive_answers, void_answers
from poukama.toolkit import toast
from poukama.toolkit.pages import page_of


@reads(Action.READ_ANSWER)
def answer_list(request: StaffRequest) -> HttpResponse:
    """Answers received in my work forms."""
    page = page_of(queries.answers(request.actor), request, by=("-happened_on", "-pk"))
    context = {"page": page, "work_forms": queries.work_forms_with_forms(request.actor)}
    return render(request, "outcomes/answer_list.html", context)


@writes(Action.RECORD_ANSWER)
def answer_add(request: StaffRequest, work_form: str) -> HttpResponseBase:
    """Record that answers came."""
    form_of_work = get_or_404(request.actor, Action.RECORD_ANSWER, WorkForm, key=work_form)
    form = AnswerForm(request.POST or None, work_form=form_of_work)
    if form.is_valid():
        data = form.cleaned_data | {"form": form.forms[form.cleaned_data["form"]]}
        try:
            received = receive_answers(work_form=form_of_work, by=request.user, **data)
        except FormNotInUse:
            form.add_error("form", _("This form is no longer in use here."))
        else:
            words = ngettext("Recorded: one answer.", "Recorded: %(n)s answers.", len(received))
            toast.say(
                request,
                words % {"n": len(received)},
                undo_url=reverse("outcomes:answers_void"),
                undo_fields={"answers": ",".join(str(answer.pk) for answer in received)},
            )
            return redirect("outcomes:answers")
    return render(request, "outcomes/answer_add.html", {"form": form, "work_form": form_of_work})


@writes(Action.VOID_ANSWER, methods=("POST",))
def answers_void(request: StaffRequest) -> HttpResponseBase:
    """Undo answers that I recorded."""
    given = [pk for pk in request.POST.get("answers", "").split(",") if pk.isascii() and pk.isdigit()]
    rows = ReceivedAnswer.objects.filter(pk__in=given[:100]).select_related("work_form").order_by("pk")
    mine = list(visible(request.actor, Action.VOID_ANSWER, rows))
    if mine:
        void_answers(answers=mine, by=request.user)
        toast.say(request, _("Taken back."))
    return toast.back(request, "outcomes:answers")
