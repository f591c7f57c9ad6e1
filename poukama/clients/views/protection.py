"""An order's page: whom it reaches and names; renewing it, ending it, exempting somebody from it."""

from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.clients.choices import OrderKind
from poukama.clients.forms import EndOrderForm, ExemptForm, ReadersForm, RenewForm
from poukama.clients.models import ProtectionExemption, ProtectionOrder
from poukama.clients.queries import (
    orders_ending,
    reached_by,
    readers_of,
    who_can_be_named,
)
from poukama.clients.rules import Action
from poukama.clients.services import protection as services
from poukama.clients.standing import HIDING
from poukama.toolkit import clock, formatting, toast
from poukama.toolkit.sealing import opens

MEANWHILE = gettext_lazy("Somebody else has changed this order meanwhile. Open the page again.")


@reads(Action.READ_ORDER)
def order(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What an order says, whom it reaches, and who may open where they are."""
    found = _order(request, pk, Action.READ_ORDER)
    opened(request, found.known.client, work_form=found.known.work_form.key)
    reached = reached_by(request.actor, found, clock.today())
    for each in reached:
        if each.exemption is not None and not opens(each.exemption):
            each.exemption.reason = _("This cannot be opened")
    context = {
        "order": found,
        "kind": OrderKind(found.kind).label,
        "person": found.known.client,
        "reached": reached,
        "readers": readers_of(found),
        "hides": found.kind in HIDING,
        "is_open": opens(found),
        "may_change": may(request.actor, Action.CHANGE_ORDER, found),
        "has_run_out": found.ends_on < clock.today(),
    }
    return render(request, "clients/order.html", context)


@reads(Action.CHANGE_ORDER)
def orders_panel(request: StaffRequest) -> HttpResponse:
    """The orders that soon run out, of those who look after them: a panel of the home page."""
    rows = orders_ending(request.actor, clock.today())
    return render(request, "clients/_orders_panel.html", {"rows": rows})


@writes(Action.CHANGE_ORDER)
def renew_order(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Record that an order was renewed."""
    found = _order(request, pk)
    form = RenewForm(request.POST or None)
    if form.is_valid():
        try:
            renewed = services.renew_order(order=found, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except services.EndsInThePast:
            form.add_error("ends_on", _("Choose today or a day that is still ahead."))
        except services.EndsTooLate as refusal:
            form.add_error("ends_on", _too_late(refusal))
        except services.CannotBeOpened:
            form.add_error(None, _("What is sealed here cannot be opened. End the order and record it anew."))
        except services.OrderEnded:
            form.add_error(None, MEANWHILE)
        else:
            toast.say(request, _("Renewed. Whom it reaches and who may open where they are is as before."))
            return redirect("clients:order", renewed.pk)
    return _page(request, found, form, _("Renew the order"), _("Renew"))


@writes(Action.CHANGE_ORDER)
def end_order(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """End an order before its day, and say why."""
    found = _order(request, pk)
    form = EndOrderForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_order(order=found, because=form.cleaned_data["because"], by=request.user)
        except services.OrderEnded:
            form.add_error(None, MEANWHILE)
        else:
            toast.say(request, _("The order has ended."))
            return redirect("clients:card", found.known.client_id)
    lead = _("Everybody who works here can then open where they are.") if found.kind in HIDING else ""
    return _page(request, found, form, _("End the order"), _("End the order"), lead)


@writes(Action.CHANGE_ORDER)
def order_readers(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say anew who may open where they are."""
    found = _order(request, pk)
    form = ReadersForm(
        request.POST or None,
        people=who_can_be_named(found.known, clock.today()),
        now=readers_of(found),
        former=services.readers_now(found),
    )
    if form.is_valid():
        try:
            changed = services.change_readers(
                order=found, readers=form.chosen(), former=form.cleaned_data["former"], by=request.user
            )
        except services.NobodyNamed:
            form.add_error("readers", _("Choose somebody: else nobody could look after them."))
        except services.DoesNotWorkThere:
            form.add_error("readers", _("Somebody chosen does not work there any more. Choose again."))
        except (services.OrderEnded, services.ReadersChanged):
            form.add_error(None, MEANWHILE)
        else:
            toast.say(request, _("Saved.") if changed else _("Nothing has changed."))
            return redirect("clients:order", found.pk)
    lead = _("Each of these sees where they live and are found, and when they come.")
    return _page(request, found, form, _("Who may open where they are"), _("Save"), lead)


@writes(Action.CHANGE_ORDER)
def exempt(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Let an order not reach somebody."""
    found = _order(request, pk)
    people = [
        each.client
        for each in reached_by(request.actor, found, clock.today())
        if each.exemption is None and each.client.pk != found.known.client_id
    ]
    form = ExemptForm(request.POST or None, people=people)
    if form.is_valid():
        try:
            services.exempt(
                order=found, client=form.client(), reason=form.cleaned_data["reason"], by=request.user
            )
        except services.ExemptAlready:
            return redirect("clients:order", found.pk)
        except services.OrderEnded:
            form.add_error(None, MEANWHILE)
        else:
            toast.say(request, _("Saved. The order does not reach them any more."))
            return redirect("clients:order", found.pk)
    lead = _("For example somebody who lives elsewhere. It is kept who said so and why.")
    return _page(request, found, form, _("Leave somebody out"), _("Save"), lead)


@writes(Action.CHANGE_ORDER, methods=("POST",))
def take_exemption_back(request: StaffRequest, pk: UUID, client: int) -> HttpResponse:
    """Let the order reach somebody again."""
    found = _order(request, pk)
    rows = ProtectionExemption.objects.filter(order=found, client=client, voided_at=None)
    exemption = rows.select_related("order").first()
    try:
        if exemption is None:
            raise services.NotExempt
        services.take_exemption_back(exemption=exemption, by=request.user)
    except (services.NotExempt, services.OrderEnded):
        toast.warn(request, str(MEANWHILE))
    else:
        toast.say(request, _("The order reaches them again."))
    return redirect("clients:order", found.pk)


def _order(request: StaffRequest, pk: UUID, action: str = Action.CHANGE_ORDER) -> ProtectionOrder:
    rows = ProtectionOrder.objects.select_related("known__client", "known__work_form", "recorded_by")
    return get_or_404(request.actor, action, rows, pk=pk)


def _too_late(refusal: services.EndsTooLate) -> str:
    said: str = _("At most until %(day)s. Check what the decision says.")
    return said % {"day": formatting.day(refusal.latest)}


def _page(  # noqa: PLR0913  # the words of the page
    request: StaffRequest,
    order: ProtectionOrder,
    form: forms.Form,
    title: str,
    say: str,
    lead: str | Promise = "",
) -> HttpResponse:
    context = {
        "order": order,
        "kind": OrderKind(order.kind).label,
        "person": order.known.client,
        "form": form,
        "asked": [(each, isinstance(each.field, forms.ChoiceField)) for each in form.visible_fields()],
        "title": title,
        "say": say,
        "lead": lead,
    }
    return render(request, "clients/change_order.html", context, status=422 if form.errors else 200)
