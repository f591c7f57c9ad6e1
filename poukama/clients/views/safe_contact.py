"""How somebody may be contacted: what was agreed, and agreeing it anew. Opening it is an event."""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.forms import SafeContactForm
from poukama.clients.models import KnownIn
from poukama.clients.queries import reaches_of, safe_contact_in
from poukama.clients.rules import Action
from poukama.clients.services import safety as services
from poukama.toolkit import clock, toast


@reads(Action.READ_SAFE_CONTACT)
def safe_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """What was agreed with somebody, with numbers and addresses."""
    known = get_or_404(request.actor, Action.READ_SAFE_CONTACT, _known(), pk=pk)
    contact = safe_contact_in(known)
    if contact is not None:
        opened(request, known.client, work_form=known.work_form.key)
    (reach,) = reaches_of([known], clock.today())
    context = {"known": known, "person": known.client, "contact": contact, "reach": reach}
    return render(request, "clients/safe_contact.html", context)


@writes(Action.AGREE_SAFE_CONTACT)
def agree_safe_contact(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Go through it with them, and record what they said."""
    known = get_or_404(request.actor, Action.AGREE_SAFE_CONTACT, _known(), pk=pk)
    now = safe_contact_in(known)
    if now is not None and request.method == "GET":
        audit.record(
            Action.READ_SAFE_CONTACT, by=request.user, about=known.client, work_form=known.work_form.key
        )
    form = SafeContactForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        try:
            services.agree_safe_contact(
                known=known,
                agreed=form.agreed(),
                expires_on=form.cleaned_data["expires_on"],
                former=form.cleaned_data["former"],
                by=request.user,
            )
        except services.NoAddressForChannel as missing:
            form.add_error(
                missing.field, _("This is needed for what is allowed above. Write it, or allow less.")
            )
        except services.EndsInThePast:
            form.add_error("expires_on", _("Choose a day that is still ahead."))
        except services.EndsTooLate:
            form.add_error("expires_on", _("Half a year at most: homes and phones change hands."))
        except services.EndedMeanwhile:
            said = _("Somebody else has agreed it anew meanwhile. Look at that first.")
            form.add_error(None, said)
        else:
            toast.say(request, _("Sealed. From now on they are contacted only so."))
            return redirect("clients:safe_contact", known.pk)
    context = {"known": known, "person": known.client, "form": form, "now": now}
    return render(request, "clients/agree_safe_contact.html", context, status=422 if form.errors else 200)


def _known() -> QuerySet[KnownIn]:
    return KnownIn.objects.select_related("client", "work_form")
