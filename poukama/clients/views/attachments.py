"""Documents and photos of those served: what is kept, adding, opening, taking out. Opening one is an event."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.forms import AttachmentForm, TakeOutForm
from poukama.clients.models import Attachment, KnownIn
from poukama.clients.on_drafts import ATTACHMENT
from poukama.clients.queries import attachments_of, is_told, row_of
from poukama.clients.rules import Action
from poukama.clients.services import attachments as services
from poukama.toolkit import toast
from poukama.toolkit.contents import FileKind
from poukama.toolkit.sealing import BoxBroken, SealedFileMissing

POLICY = "sandbox; default-src 'none'"
"""Should a browser show it after all: it runs nothing and fetches nothing."""


@reads(Action.SEE_ATTACHMENTS)
def attachments(request: StaffRequest, pk: int) -> HttpResponse:
    """What is kept of a family or a client here."""
    known = _known(request, Action.SEE_ATTACHMENTS, pk)
    rows = attachments_of(request.actor, [known])
    opened(request, services.whom(known), work_form=known.work_form.key)
    context = {
        "known": known,
        "served": known.client or known.family,
        "rows": rows,
        "is_told": is_told(request.actor, known),
    }
    return render(request, "clients/attachments.html", context)


@writes(Action.ADD_ATTACHMENT)
def add_attachment(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Choose a file or take a photo, and keep it sealed."""
    known = _known(request, Action.ADD_ATTACHMENT, pk)
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.attach(
                known=known, title=data["title"], file=form.chosen(), once=data["once"], by=request.user
            )
        except services.SentTwice:
            toast.say(request, _("It is kept already. Nothing was added twice."))
        else:
            toast.say(request, _("Sealed. Opening it is written down."))
        return redirect("clients:attachments", known.pk)
    context = {"known": known, "served": known.client or known.family, "form": form, "draft_of": ATTACHMENT}
    return render(request, "clients/add_attachment.html", context, status=422 if form.errors else 200)


@reads(Action.READ_ATTACHMENT)
def open_attachment(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The file itself, to be saved on the device and never shown in the page; every piece is tried first."""
    attachment = _attachment(request, Action.READ_ATTACHMENT, pk)
    try:
        content = services.CONTENT.open(attachment)
    except (SealedFileMissing, BoxBroken) as error:
        services.say_that_it_does_not_open(attachment)
        context = {"known": attachment.known, "is_missing": isinstance(error, SealedFileMissing)}
        return render(request, "clients/attachment_gone.html", context, status=404)
    known = attachment.known
    opened(request, services.whom(known), work_form=known.work_form.key, attachment=str(attachment.pk))
    kind = FileKind(attachment.kind)
    answer = StreamingHttpResponse(content, content_type=kind.media_type)
    answer["Content-Disposition"] = f'attachment; filename="liite-{attachment.pk.hex[:8]}.{kind.endings[0]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@writes(Action.VOID_ATTACHMENT)
def take_out_attachment(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take out what was added by mistake."""
    attachment = _attachment(request, Action.VOID_ATTACHMENT, pk)
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.take_out(attachment=attachment, because=form.cleaned_data["because"], by=request.user)
        except services.TakenOutMeanwhile:
            toast.warn(request, _("Somebody else has taken it out meanwhile."))
        else:
            toast.say(request, _("Taken out. It stays sealed and is shown to nobody."))
        return redirect("clients:attachments", attachment.known_id)
    context = {"form": form, "known": attachment.known, "row": row_of(attachment)}
    return render(request, "clients/take_out_attachment.html", context, status=422 if form.errors else 200)


def _known(request: StaffRequest, action: Action, pk: int) -> KnownIn:
    rows: QuerySet[KnownIn] = KnownIn.objects.select_related("client", "family", "work_form")
    return get_or_404(request.actor, action, rows, pk=pk)


def _attachment(request: StaffRequest, action: Action, pk: UUID) -> Attachment:
    rows = Attachment.objects.select_related(
        "known__client", "known__family", "known__work_form", "recorded_by"
    )
    return get_or_404(request.actor, action, rows, pk=pk)
