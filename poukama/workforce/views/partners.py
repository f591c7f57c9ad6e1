"""Screens of partners."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.organisation.models import Partnership, WorkForm
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of
from poukama.workforce import queries
from poukama.workforce.forms import EndPartnershipForm, PartnershipForm
from poukama.workforce.rules import Action
from poukama.workforce.services import partners as services
from poukama.workforce.services.volunteers import AlreadyEnded, EndedTooLongAgo, EndsBeforeStart, NotEnded


@reads(Action.READ_PARTNERSHIP)
def partner_list(request: StaffRequest) -> HttpResponse:
    """Partners of a year, this one unless another is asked for."""
    given = request.GET.get("year", "")
    year = (
        int(given)
        if given.isascii() and given.isdigit() and 2000 <= int(given) <= 2100
        else clock.today().year
    )
    page = page_of(queries.partnerships(request.actor, year=year), request, by=("-starts_on", "-pk"))
    context = {
        "page": page,
        "year": year,
        "last_year": year - 1,
        "next_year": year + 1 if year < clock.today().year else None,
        "work_forms": queries.own_work_forms(request.actor, Action.RECORD_PARTNERSHIP),
    }
    return render(request, "workforce/partner_list.html", context)


@writes(Action.RECORD_PARTNERSHIP)
def partnership_add(request: StaffRequest, work_form: str) -> HttpResponseBase:
    """Record that a partner works with us."""
    form_of_work = get_or_404(request.actor, Action.RECORD_PARTNERSHIP, WorkForm, key=work_form)
    form = PartnershipForm(request.POST or None, work_form=form_of_work)
    if form.is_valid():
        data = form.cleaned_data
        try:
            if data["new_partner"]:
                partner = services.add_partner(name=data["new_partner"], by=request.user)
            else:
                partner = form.partners[data["partner"]]
            row = services.start_partnership(
                partner=partner,
                work_form=form_of_work,
                kind=data["kind"],
                network=form.networks.get(data["network"]),
                starts_on=data["starts_on"],
                by=request.user,
            )
        except services.PartnerExists:
            form.add_error("new_partner", _("This partner is known already: choose it from the list."))
        except services.AlreadyPartner:
            form.add_error("partner", _("This partner works with us in that capacity already."))
        else:
            undo = reverse("workforce:partnership_void", args=[row.pk])
            toast.say(request, _("Recorded: %(partner)s.") % {"partner": partner.label()}, undo_url=undo)
            return redirect("workforce:partners")
    context = {"form": form, "work_form": form_of_work}
    return render(request, "workforce/partnership_add.html", context)


@writes(Action.CHANGE_PARTNERSHIP)
def partnership_end(request: StaffRequest, pk: int) -> HttpResponseBase:
    """End a partnership."""
    rows = Partnership.objects.filter(voided_at=None, ends_on=None).select_related("partner", "work_form")
    row = get_or_404(request.actor, Action.CHANGE_PARTNERSHIP, rows, pk=pk)
    form = EndPartnershipForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_partnership(partnership=row, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except EndsBeforeStart:
            form.add_error("ends_on", _("It began later than that: choose the day it began or a later one."))
        except AlreadyEnded:
            form.add_error(None, _("This has already ended."))
        else:
            undo = reverse("workforce:partnership_resume", args=[row.pk])
            toast.say(request, _("The partnership has ended."), undo_url=undo)
            return redirect("workforce:partners")
    return render(request, "workforce/partnership_end.html", {"form": form, "partnership": row})


@writes(Action.CHANGE_PARTNERSHIP, methods=("POST",))
def partnership_resume(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take the end of a partnership back."""
    rows = Partnership.objects.filter(voided_at=None)
    row = get_or_404(request.actor, Action.CHANGE_PARTNERSHIP, rows, pk=pk)
    try:
        services.resume_partnership(partnership=row, by=request.user)
    except (NotEnded, EndedTooLongAgo):
        toast.warn(request, _("An end can be taken back on the same day only. Record it anew instead."))
    except services.AlreadyPartner:
        toast.warn(request, _("This partner works with us in that capacity already."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("workforce:partners")


@writes(Action.CHANGE_PARTNERSHIP, methods=("POST",))
def partnership_void(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Undo the recording of a partnership."""
    row = get_or_404(request.actor, Action.CHANGE_PARTNERSHIP, Partnership, pk=pk)
    services.void_partnership(partnership=row, by=request.user)
    toast.say(request, _("Taken back."))
    return toast.back(request, "workforce:partners")
