"""Sending a neutral message to somebody, and the list of those that were not sent."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.clients.queries import place_open, reaches_of
from poukama.clients.rules import Action as Clients
from poukama.outbox import services
from poukama.outbox.choices import State, Template
from poukama.outbox.forms import SendForm
from poukama.outbox.models import Message
from poukama.outbox.queries import not_sent
from poukama.outbox.rules import Action
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of


@writes(Action.SEND)
def send(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Send somebody one of the few things that can be said. What they agreed to stands beside it."""
    rows = KnownIn.objects.select_related("client", "work_form")
    known = get_or_404(request.actor, Action.SEND, rows, pk=pk)
    if request.method == "GET":
        audit.record(
            Clients.READ_SAFE_CONTACT, by=request.user, about=known.client, work_form=known.work_form.key
        )
    form = SendForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        message = services.send(
            known=known,
            channel=Channel(data["channel"]),
            template=Template(data["template"]),
            language=data["language"],
            key=data["key"],
            by=request.user,
        )
        _say(request, message)
        return redirect("clients:card", known.client_id)
    (reach,) = reaches_of([known], clock.today())
    context = {"form": form, "known": known, "person": known.client, "reach": reach}
    return render(request, "outbox/send.html", context, status=422 if form.errors else 200)


@reads(Action.SEE_NOT_SENT)
def not_sent_list(request: StaffRequest) -> HttpResponse:
    """What was not sent, why, and who asked for it."""
    page = page_of(not_sent(request.actor), request, by=("-recorded_at", "pk"))
    opened(request, None)
    open_to = place_open(request.actor, [message.known for message in page.rows])
    return render(request, "outbox/not_sent.html", {"page": page, "place_open": open_to})


@reads(Action.SEE_NOT_SENT)
def not_sent_panel(request: StaffRequest) -> HttpResponse:
    """How many wait: a panel of the home page. It names nobody, and hides when nothing waits."""
    return render(request, "outbox/_not_sent_panel.html", {"many": not_sent(request.actor).count()})


@writes(Action.SETTLE, methods=("POST",))
def settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a message off the list."""
    rows = Message.objects.select_related("known__work_form")
    message = get_or_404(request.actor, Action.SETTLE, rows, pk=pk)
    try:
        services.settle(message=message, by=request.user)
    except services.SettledAlready:
        toast.warn(request, _("Somebody else has settled it meanwhile."))
    else:
        toast.say(request, _("Settled."))
    return redirect("outbox:not_sent")


@writes(Action.SEND_NOW, methods=("POST",))
def send_now(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send what waited for the agreed hours."""
    rows = Message.objects.select_related("known__work_form", "known__client")
    message = get_or_404(request.actor, Action.SEND_NOW, rows, pk=pk)
    try:
        again = services.send_now(message=message, by=request.user)
    except services.SettledAlready:
        toast.warn(request, _("Somebody else has settled it meanwhile."))
    except services.StillOutside:
        toast.warn(request, _("It is outside the agreed hours now too. It stays on the list."))
    else:
        _say(request, again)
    return redirect("outbox:not_sent")


def _say(request: StaffRequest, message: Message) -> None:
    """What became of a message."""
    if message.state == State.SENT:
        toast.say(request, _("Sent."))
        return
    why = message.get_why_display()
    toast.warn(request, _("Not sent, because %(why)s. It waits on the list.") % {"why": why})
