"""Somebody was put into a family by mistake."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.rules import Action
from poukama.casework.services import SomethingHangsOnIt
from poukama.casework.services.putting_right import correct_family
from poukama.clients.forms import WrongFamilyForm
from poukama.clients.models import KnownIn
from poukama.clients.services import CodeNameTaken
from poukama.clients.services.correcting import AsItWas, OfNoFamily
from poukama.clients.services.homes import NotKnownHere
from poukama.clients.services.parting import NobodyStays
from poukama.toolkit import toast


@writes(Action.CORRECT_FAMILY)
def wrong_family(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say of which family somebody is, who was put into another."""
    rows = KnownIn.objects.select_related("client__family", "work_form")
    known = get_or_404(request.actor, Action.CORRECT_FAMILY, rows, pk=pk)
    form = WrongFamilyForm(
        request.POST if request.method == "POST" else None, actor=request.actor, known=known
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            client = correct_family(
                known=known, family=data["family"], code_name=data.get("code_name") or None, by=request.user
            )
        except (*REFUSALS, CodeNameTaken) as refusal:
            form.add_error(*_said(refusal))
        else:
            toast.say(request, _("Corrected. They are %(code)s now.") % {"code": client.code_name})
            return redirect("clients:card", client.pk)
    context = {"form": form, "known": known, "person": known.client}
    return render(request, "casework/wrong_family.html", context, status=422 if form.errors else 200)


REFUSALS = (AsItWas, NobodyStays, NotKnownHere, OfNoFamily, SomethingHangsOnIt)


def _said(refusal: Exception) -> tuple[str | None, str]:
    """At which field a refusal is said, and how."""
    if isinstance(refusal, AsItWas):
        return "family", _("They are of this family already. Write the right one.")
    if isinstance(refusal, NobodyStays):
        return "whose", _("They are the only one of this family. End its episode instead.")
    if isinstance(refusal, CodeNameTaken):
        return "code_name", _("This code name is in use. Choose another word.")
    if isinstance(refusal, SomethingHangsOnIt):
        said = _(
            "Something has been recorded of them in this family, such as a contact. Take that back first, "
            "or part them as a family of their own."
        )
        return None, said
    return None, _("Somebody else has changed this family meanwhile. Open the card and look.")
