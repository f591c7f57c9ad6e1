"""A client's own data: put together by one, checked by another, taken out and given by whoever checked it."""

import json
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.casework.forms.own_data import GIVE, AskForm, CheckForm, GiveForm, WithholdForm
from poukama.casework.models import OwnData, OwnPassage
from poukama.casework.queries.own_copies import as_data, own_data, own_data_of, sections_of
from poukama.casework.rules import Action
from poukama.casework.services import own_data as services
from poukama.clients.choices import HowGiven
from poukama.clients.models import KnownIn
from poukama.clients.queries import protections_of
from poukama.toolkit import clock, toast
from poukama.toolkit.pages import page_of


@writes(Action.ASK_OWN_DATA)
def ask_own_data(request: StaffRequest, pk: int) -> HttpResponseBase:
    """What was put together before, and putting it together now."""
    rows = KnownIn.objects.select_related("client", "work_form")
    known = get_or_404(request.actor, Action.ASK_OWN_DATA, rows, pk=pk)
    form = AskForm(request.POST or None, initial={"asked_on": clock.today()})
    if form.is_valid():
        try:
            made = services.ask_own_data(known=known, asked_on=form.cleaned_data["asked_on"], by=request.user)
        except services.AskedAlready:
            form.add_error(
                None, _("What they asked for earlier has not been given yet. Give it first, or give it up.")
            )
        else:
            toast.say(request, _("Put together. Read it; somebody else checks it."))
            return redirect("casework:own_data", made.pk)
    orders = protections_of(request.actor, [known], clock.today())
    context = {
        "form": form,
        "known": known,
        "copies": own_data_of(request.actor, known),
        "order_holds": any(order.hides for order in orders),
    }
    return render(request, "casework/ask_own_data.html", context, status=422 if form.errors else 200)


@reads(Action.READ_OWN_DATA)
def own_data_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Its passages, a page at a time; those that tell of others are marked."""
    copy = get_or_404(
        request.actor, Action.READ_OWN_DATA, own_data(request.actor, Action.READ_OWN_DATA), pk=pk
    )
    opened(request, copy.known.client, work_form=copy.known.work_form.key)
    return render(request, "casework/own_data.html", _of(request, copy))


@writes(Action.WITHHOLD_PASSAGE)
def withhold_passage(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Withhold one passage, or give it after all."""
    rows = OwnPassage.objects.select_related("own_data__known__client", "own_data__known__work_form")
    passage = get_or_404(request.actor, Action.WITHHOLD_PASSAGE, rows, pk=pk)
    form = WithholdForm(request.POST or None, initial={"ground": passage.ground or GIVE})
    if form.is_valid():
        try:
            services.withhold(passage=passage, ground=form.chosen(), by=request.user)
        except services.NotWaiting:
            toast.warn(request, _("It has been checked or given meanwhile."))
        return redirect("casework:own_data", passage.own_data_id)
    context = {"form": form, "passage": passage, "copy": passage.own_data}
    return render(request, "casework/withhold_passage.html", context, status=422 if form.errors else 200)


@writes(Action.CHECK_OWN_DATA, methods=("POST",))
def check_own_data(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say that somebody else than whoever put it together has read it."""
    copy = get_or_404(
        request.actor, Action.CHECK_OWN_DATA, own_data(request.actor, Action.CHECK_OWN_DATA), pk=pk
    )
    form = CheckForm(request.POST)
    if not form.is_valid():
        context = _of(request, copy) | {"check": form}
        return render(request, "casework/own_data.html", context, status=422)
    try:
        services.check_own_data(own_data=copy, by=request.user)
    except (services.NotWaiting, services.CheckedByTheSame):
        toast.warn(request, _("It has been checked or given meanwhile."))
    else:
        toast.say(request, _("Checked. Only you can take it out now."))
    return redirect("casework:own_data", copy.pk)


@reads(Action.TAKE_OWN_DATA)
def own_data_paper(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is given, to print."""
    copy = _taken(request, pk, "paper")
    context = {"copy": copy, "known": copy.known, "sections": sections_of(copy)}
    return render(request, "casework/own_data_paper.html", context)


@reads(Action.TAKE_OWN_DATA)
def own_data_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The same as structured data, to be saved under a name that tells nothing."""
    copy = _taken(request, pk, "file")
    text = json.dumps(as_data(copy), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tiedot-{copy.code}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@writes(Action.GIVE_OWN_DATA)
def give_own_data(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say that it was given, and how."""
    copy = get_or_404(
        request.actor, Action.GIVE_OWN_DATA, own_data(request.actor, Action.GIVE_OWN_DATA), pk=pk
    )
    form = GiveForm(request.POST or None)
    if form.is_valid():
        try:
            services.give_own_data(own_data=copy, how=HowGiven(form.cleaned_data["how"]), by=request.user)
        except (services.NotWaiting, services.NotChecked):
            toast.warn(request, _("It has been checked or given meanwhile."))
        else:
            toast.say(request, _("Given. The copy is not kept any more."))
        return redirect("casework:own_data", copy.pk)
    context = {"form": form, "copy": copy}
    return render(request, "casework/give_own_data.html", context, status=422 if form.errors else 200)


@writes(Action.GIVE_UP_OWN_DATA, methods=("POST",))
def give_up_own_data(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Let go of the copy without giving it."""
    rows = own_data(request.actor, Action.GIVE_UP_OWN_DATA)
    copy = get_or_404(request.actor, Action.GIVE_UP_OWN_DATA, rows, pk=pk)
    try:
        services.give_up_own_data(own_data=copy, by=request.user)
    except services.NotWaiting:
        toast.warn(request, _("It has been checked or given meanwhile."))
    else:
        toast.say(request, _("Given up. The copy is not kept any more."))
    return redirect("casework:ask_own_data", copy.known_id)


def _taken(request: StaffRequest, pk: UUID, what: str) -> OwnData:
    copy = get_or_404(
        request.actor, Action.TAKE_OWN_DATA, own_data(request.actor, Action.TAKE_OWN_DATA), pk=pk
    )
    opened(request, copy.known.client, work_form=copy.known.work_form.key, as_what=what)
    return copy


def _of(request: StaffRequest, copy: OwnData) -> dict[str, object]:
    passages = OwnPassage.objects.filter(own_data=copy)
    return {
        "copy": copy,
        "known": copy.known,
        "page": page_of(passages, request, by=("number",), at=reverse("casework:own_data", args=[copy.pk])),
        "check": CheckForm(),
        "is_open": copy.waits and copy.checked_at is None,
        "may_check": may(request.actor, Action.CHECK_OWN_DATA, copy),
        "may_take": may(request.actor, Action.TAKE_OWN_DATA, copy),
        "may_give_up": may(request.actor, Action.GIVE_UP_OWN_DATA, copy),
    }
