"""What may be told of somebody and what was told: giving, renewing and withdrawing a consent, writing down a telling."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.clients.forms import ConsentForm, DisclosureForm, said_why
from poukama.clients.models import Consent, KnownIn
from poukama.clients.on_drafts import CONSENT, RENEW_CONSENT
from poukama.clients.queries import consents_of, disclosure_rows, disclosures_of, kin_here
from poukama.clients.rules import Action
from poukama.clients.services import consent as services
from poukama.clients.services import disclosing
from poukama.drafts.kinds import Of
from poukama.drafts.services import finishing
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of
from poukama.toolkit.sealing import opens

TOLD = 20


@reads(Action.SEE_CONSENTS)
def consents(request: StaffRequest, pk: int) -> HttpResponse:
    """The consents of somebody as sentences, who relied on them, and everything that was told."""
    known = get_or_404(request.actor, Action.SEE_CONSENTS, _known(), pk=pk)
    opened(request, known.client, work_form=known.work_form.key)
    in_force, ended = consents_of(request.actor, [known], clock.today())
    page = page_of(disclosures_of(request.actor, [known]), request, by=("-told_on", "-pk"), size=TOLD)
    context = {
        "known": known,
        "person": known.client,
        "consents": in_force,
        "ended": ended,
        "told": disclosure_rows(page.rows),
        "page": page,
    }
    return render(request, "clients/consents.html", context)


@writes(Action.GIVE_CONSENT)
def give_consent(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Write a consent together with them. What it says so far is shown as a sentence, and nothing is kept of that."""
    known = get_or_404(request.actor, Action.GIVE_CONSENT, _known(), pk=pk)
    return _give(request, known)


@writes(Action.CHANGE_CONSENT)
def renew_consent(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Give it anew, perhaps in other words; the former ends."""
    consent = _consent(request, pk)
    if not opens(consent):
        toast.warn(request, _("It cannot be opened, and so not renewed. Write a new one."))
        return redirect("clients:consents", consent.known_id)
    if request.method == "GET":
        audit.record(
            Action.SEE_CONSENTS,
            by=request.user,
            about=consent.known.client,
            work_form=consent.known.work_form.key,
        )
    return _give(request, consent.known, consent)


@writes(Action.CHANGE_CONSENT, methods=("POST",))
def withdraw_consent(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Withdraw it, in one step."""
    consent = _consent(request, pk)
    try:
        services.withdraw_consent(consent=consent, by=request.user)
    except services.ChangedMeanwhile:
        toast.warn(request, _("Somebody else has withdrawn or renewed it meanwhile."))
    else:
        toast.say(request, _("Withdrawn. Nothing is told by it any more."))
    return redirect("clients:consents", consent.known_id)


@writes(Action.DISCLOSE)
def disclose(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Write down what was told, and on which ground."""
    known = get_or_404(
        request.actor, Action.DISCLOSE, visible(request.actor, Action.SEE_CONSENTS, _known()), pk=pk
    )
    form = DisclosureForm(request.POST or None, known=known)
    if form.is_valid():
        data = form.cleaned_data
        try:
            disclosing.disclose(
                known=known,
                to=form.receiver(),
                basis=data["basis"],
                what=data["what"],
                told_on=data["told_on"],
                by=request.user,
            )
        except disclosing.NoConsent as refused:
            form.add_error("basis", said_why(refused))
        except disclosing.NoSuchGround:
            form.add_error("basis", _("Choose one of these."))
        except disclosing.TellingOnceMore:
            toast.say(request, _("It was recorded already. Nothing has changed."))
            return redirect("clients:consents", known.pk)
        else:
            toast.say(request, _("Written down. They may ask what was told of them."))
            return redirect("clients:consents", known.pk)
    in_force, _ended = consents_of(request.actor, [known], clock.today())
    context = {"form": form, "known": known, "person": known.client, "consents": in_force}
    return render(request, "clients/disclose.html", context, status=422 if form.errors else 200)


def _give(request: StaffRequest, known: KnownIn, renews: Consent | None = None) -> HttpResponseBase:
    people = kin_here(request.actor, known)
    form = ConsentForm(request.POST or None, known=known, people=people, renews=renews)
    is_look = "preview" in request.POST
    draft = Of(RENEW_CONSENT, str(renews.pk)) if renews else Of(CONSENT, str(known.pk))
    if form.is_valid() and not is_look and _was_given(request, form, renews, draft):
        return redirect("clients:consents", known.pk)
    if is_look and request.htmx:
        return render(request, "clients/_sentence.html", {"sentence": form.sentence()})
    context = {
        "form": form,
        "known": known,
        "person": known.client,
        "renews": renews,
        "draft": draft,
        "sentence": form.sentence(),
    }
    status = 422 if form.errors and not is_look else 200
    return render(request, "clients/give_consent.html", context, status=status)


def _was_given(request: StaffRequest, form: ConsentForm, renews: Consent | None, draft: Of) -> bool:
    try:
        with finishing(kind=draft.kind, key=draft.key, by=request.user):
            services.give_consent(
                of=form.people(), given_by=form.giver(), said=form.said(), renews=renews, by=request.user
            )
    except services.ConsentHasEnded:
        form.add_error("expires_on", _("Choose today or a day that is still ahead."))
    except services.ConsentTooLong:
        form.add_error("expires_on", _("A year at most from the day it is given."))
    except services.ChangedMeanwhile:
        form.add_error(None, _("Somebody else has withdrawn or renewed it meanwhile."))
    else:
        toast.say(request, _("Sealed. It holds until its day, or until they withdraw it."))
        return True
    return False


def _consent(request: StaffRequest, pk: UUID) -> Consent:
    rows = Consent.objects.select_related("known__client", "known__work_form", "to_partner", "to_work_form")
    return get_or_404(request.actor, Action.CHANGE_CONSENT, rows, pk=pk)


def _known() -> QuerySet[KnownIn]:
    return KnownIn.objects.select_related("client", "work_form")
