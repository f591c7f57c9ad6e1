"""Earlier contacts of a client: those they have linked to themself, and linking more by their receipt code."""

from contextlib import suppress

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.limits import may_try
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import ChooseEarlierForm, ReceiptForm
from poukama.casework.models import ReceiptLink
from poukama.casework.queries import earlier_of, to_link, told_by
from poukama.casework.receipt_words import Words
from poukama.casework.rules import Action
from poukama.casework.services import AlreadyVoided
from poukama.casework.services import receipts as services
from poukama.clients.models import KnownIn
from poukama.organisation.models import WorkForm
from poukama.toolkit import toast
from poukama.toolkit.pages import page_of
from poukama.toolkit.sealing.chains import Chain


@reads(Action.SEE_EARLIER)
def earlier(request: StaffRequest, pk: int) -> HttpResponse:
    """The earlier contacts that a client has linked to themself in a work form, the latest first."""
    known = get_or_404(request.actor, Action.SEE_EARLIER, _known(), pk=pk)
    opened(request, known.client, work_form=known.work_form.key)
    by = ("-consultation__happened_on", "-pk")
    page = page_of(earlier_of(request.actor, known), request, by=by)
    context = {"known": known, "person": known.client, "page": page}
    return render(request, "casework/earlier.html", context)


@writes(Action.LINK_EARLIER)
def link_earlier(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Ask for the words, show what belongs to them, and link what the client chooses."""
    known = get_or_404(request.actor, Action.LINK_EARLIER, _known(), pk=pk)
    if "held" in request.POST:
        return _choose(request, known)
    form = ReceiptForm(request.POST or None)
    chain = followed(request, form, form.told(), known.work_form) if form.is_valid() else None
    if chain is not None:
        audit.record(Action.SEE_EARLIER, by=request.user, about=known.client, work_form=known.work_form.key)
        rows = to_link(request.actor, known, told_by(chain))
        held = services.hold(form.told(), known=known, by=request.user)
        context = {"rows": rows, "form": ChooseEarlierForm(rows=rows, initial={"held": held})}
        return render(request, "casework/choose_earlier.html", context | _of(known))
    status = 422 if form.errors else 200
    return render(request, "casework/link_earlier.html", {"form": form} | _of(known), status=status)


def _choose(request: StaffRequest, known: KnownIn) -> HttpResponseBase:
    try:
        words = services.held(request.POST["held"], known=known, by=request.user)
    except services.WordsTooOld:
        toast.warn(request, _("It took too long. Write the words again; nothing has been linked."))
        return redirect("casework:link_earlier", known.pk)
    chain = services.chain_of(words)
    rows = to_link(request.actor, known, told_by(chain))
    form = ChooseEarlierForm(request.POST, rows=rows)
    if all(row.is_linked for row in rows):
        toast.say(request, _("It was linked already. Nothing has changed."))
        return redirect("casework:earlier", known.pk)
    if form.is_valid():
        made = services.link_earlier(known=known, chain=chain, chosen=form.ids(), by=request.user)
        toast.say(request, _("Linked.") if made else _("It was linked already. Nothing has changed."))
        return redirect("casework:earlier", known.pk)
    return render(
        request, "casework/choose_earlier.html", {"rows": rows, "form": form} | _of(known), status=422
    )


@writes(Action.UNLINK_EARLIER, methods=("POST",))
def unlink_earlier(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the linking of one contact back."""
    link = get_or_404(
        request.actor, Action.UNLINK_EARLIER, ReceiptLink.objects.select_related("known"), pk=pk
    )
    with suppress(AlreadyVoided):
        services.unlink_earlier(link=link, by=request.user)
    toast.say(request, _("Taken back."))
    return redirect("casework:earlier", link.known_id)


def followed(request: StaffRequest, form: Form, words: Words, work_form: WorkForm) -> Chain | None:
    """The chain of the words that were told; or None, and what is wrong said at their field."""
    if not may_try(request, "receipt_code"):
        form.add_error("words", _("Too many tries. Wait ten minutes and try again."))
        return None
    try:
        return services.follow_receipt(words=words, work_form=work_form, by=request.user)
    except services.NoSuchReceipt:
        form.add_error("words", _("No receipt code has these words. Check them with the client."))
        return None


def _known() -> QuerySet[KnownIn]:
    return KnownIn.objects.select_related("client", "work_form")


def _of(known: KnownIn) -> dict[str, object]:
    return {"known": known, "person": known.client}
