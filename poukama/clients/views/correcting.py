"""What was kept wrong of somebody is put right; what it was stays to be seen."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.forms import CorrectYearForm
from poukama.clients.models import KnownIn
from poukama.clients.queries import corrections_of, identity_in
from poukama.clients.rules import Action
from poukama.clients.services import BirthYearNotPossible
from poukama.clients.services import correcting as services
from poukama.clients.services.kinship import BornAfterATie, TooYoungToBeParent
from poukama.toolkit import toast
from poukama.toolkit.sealing import opens


@writes(Action.CORRECT_CLIENT)
def correct(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Correct the birth year; whether they are of the right family is asked on a page of its own."""
    rows = KnownIn.objects.select_related("client__family", "work_form")
    known = get_or_404(request.actor, Action.CORRECT_CLIENT, rows, pk=pk)
    form = CorrectYearForm(request.POST if request.method == "POST" else None, known=known)
    if request.method == "GET":
        audit.record(Action.READ_CARD, by=request.user, about=known.client, work_form=known.work_form.key)
    if form.is_valid():
        try:
            services.correct_birth_year(known=known, by=request.user, **form.cleaned_data)
        except services.AsItWas:
            toast.say(request, _("The birth year was as it is. Nothing has changed."))
            return redirect("clients:card", known.client_id)
        except (*REFUSALS, services.CorrectedMeanwhile) as refusal:
            form.add_error(*_said(refusal))
        else:
            toast.say(request, _("The birth year has been corrected. What it was is kept."))
            if _name_tells_another_year(request, known, form.cleaned_data["year"]):
                toast.warn(
                    request, _("The birthday that was told with the name is in another year. Correct it too.")
                )
            return redirect("clients:card", known.client_id)
    context = {
        "form": form,
        "known": known,
        "person": known.client,
        "corrections": corrections_of(request.actor, known),
    }
    return render(request, "clients/correct.html", context, status=422 if form.errors else 200)


REFUSALS = (BirthYearNotPossible, BornAfterATie, TooYoungToBeParent)


def _said(refusal: Exception) -> tuple[str | None, str]:
    """At which field a refusal is said, and how."""
    if isinstance(refusal, services.CorrectedMeanwhile):
        return None, _("Somebody else has corrected it meanwhile. Open the card and look first.")
    if isinstance(refusal, BornAfterATie):
        return "year", _("A family tie of theirs began before that year. Check both.")
    if isinstance(refusal, TooYoungToBeParent):
        return "year", _("By the family ties nobody here was born in that year. Check both.")
    return "year", _("Nobody alive was born in that year.")


def _name_tells_another_year(request: StaffRequest, known: KnownIn, year: int | None) -> bool:
    """Whether the birthday told with the name is in another year; looking is an event, as on the card."""
    identity = identity_in(known)
    if year is None or identity is None or not opens(identity) or not identity.born_on:
        return False
    audit.record(Action.READ_NAME, by=request.user, about=known.client, work_form=known.work_form.key)
    return not identity.born_on.startswith(f"{year:d}-")
