"""What is destroyed and when, what holds it back, and destroying it by two people."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may, visible
from poukama.access.requests import StaffRequest
from poukama.casework.forms.retention import DestroyForm, HoldForm, ReasonForm
from poukama.casework.models import Destruction, Episode, LegalHold
from poukama.casework.queries.destructions import certificate_of, destructions, lines_of
from poukama.casework.queries.retention import of_hold, preview, rows_said
from poukama.casework.rules import Action
from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn
from poukama.organisation.models import WorkForm
from poukama.toolkit import formatting, toast
from poukama.toolkit.pages import page_of

SHOWN = 100
"""Records that each part of the preview lists at most; how many there are is said."""


@reads(Action.SEE_DESTRUCTION)
def destruction_list(request: StaffRequest) -> HttpResponse:
    """What was proposed and destroyed, the latest first; and for a lead, what their work forms keep."""
    page = page_of(destructions(request.actor), request, by=("-recorded_at", "-pk"))
    led = visible(request.actor, Action.SEE_RETENTION, WorkForm.objects.all()).order_by("order", "pk")
    opened(request, None)
    return render(request, "casework/destructions.html", {"page": page, "led": led})


@reads(Action.SEE_RETENTION)
def retention(request: StaffRequest, work_form: int) -> HttpResponse:
    """What a work form keeps that vanishes, and when; what is bound, and by what."""
    place = get_or_404(request.actor, Action.SEE_RETENTION, WorkForm, pk=work_form)
    found = preview(request.actor, place)
    day = request.actor.day
    waiting = Destruction.objects.filter(
        work_form=place, voided_at=None, done_at=None, refused_at=None
    ).first()
    opened(request, place, work_form=place.key)
    context = {
        "work_form": place,
        "found": found,
        "waiting": waiting,
        "now": rows_said(found.now[:SHOWN], day),
        "bound": rows_said(found.bound[:SHOWN], day),
        "soon": rows_said(found.soon[:SHOWN], day),
        "shown": SHOWN,
    }
    return render(request, "casework/retention.html", context)


@writes(Action.PROPOSE_DESTRUCTION, methods=("POST",))
def propose_destruction(request: StaffRequest, work_form: int) -> HttpResponseBase:
    """Propose all whose time has come and which nothing binds."""
    place = get_or_404(request.actor, Action.PROPOSE_DESTRUCTION, WorkForm, pk=work_form)
    try:
        row = services.propose_destruction(work_form=place, by=request.user)
    except services.NothingToDestroy:
        toast.warn(request, _("Nothing is to be destroyed now."))
    except services.WaitsAlready:
        toast.warn(request, _("Something is proposed already and waits for somebody else."))
    else:
        toast.say(request, _("Proposed. Another lead or the director looks at it and destroys."))
        return redirect("casework:destruction", row.pk)
    return redirect("casework:retention", place.pk)


@reads(Action.SEE_DESTRUCTION)
def destruction(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A proposal with its records; or, once it is done, the certificate."""
    row = get_or_404(request.actor, Action.SEE_DESTRUCTION, destructions(request.actor), pk=pk)
    opened(request, row, work_form=row.work_form.key)
    return render(request, "casework/destruction.html", _of(request, row))


@writes(Action.CARRY_OUT_DESTRUCTION)
def carry_out_destruction(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Destroy what another has proposed."""
    row = get_or_404(request.actor, Action.CARRY_OUT_DESTRUCTION, destructions(request.actor), pk=pk)
    form = DestroyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = services.carry_out_destruction(destruction=row, by=request.user)
        except services.NotWaiting:
            toast.warn(request, _("It has been decided meanwhile."))
        else:
            number = done.told["records"]
            said = ngettext("%(n)s record was destroyed.", "%(n)s records were destroyed.", number)
            toast.say(request, said % {"n": formatting.number(number)})
        return redirect("casework:destruction", row.pk)
    context = _of(request, row) | {"form": form}
    return render(request, "casework/destroy.html", context, status=422 if form.errors else 200)


@writes(Action.REFUSE_DESTRUCTION)
def refuse_destruction(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say why nothing is destroyed."""
    row = get_or_404(request.actor, Action.REFUSE_DESTRUCTION, destructions(request.actor), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            services.refuse_destruction(destruction=row, because=form.cleaned_data["reason"], by=request.user)
        except services.NotWaiting:
            toast.warn(request, _("It has been decided meanwhile."))
        else:
            toast.say(request, _("Nothing was destroyed. Whoever proposed it reads why."))
        return redirect("casework:destruction", row.pk)
    context = _of(request, row) | {"form": form}
    return render(request, "casework/refuse_destruction.html", context, status=422 if form.errors else 200)


@writes(Action.WITHDRAW_DESTRUCTION, methods=("POST",))
def withdraw_destruction(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Take one's own proposal back."""
    row = get_or_404(request.actor, Action.WITHDRAW_DESTRUCTION, destructions(request.actor), pk=pk)
    try:
        services.withdraw_destruction(destruction=row, by=request.user)
    except services.NotWaiting:
        toast.warn(request, _("It has been decided meanwhile."))
    else:
        toast.say(request, _("Withdrawn. Everything is as it was."))
    return redirect("casework:retention", row.work_form_id)


@writes(Action.HOLD_BACK)
def hold_back(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hold back what a work form keeps of a family or a person."""
    rows = KnownIn.objects.select_related("family", "client", "work_form")
    known = get_or_404(request.actor, Action.HOLD_BACK, rows, pk=pk)
    return _hold(request, known, str(known.family or known.client))


@writes(Action.HOLD_EPISODE_BACK)
def hold_episode_back(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hold back an episode of people who stayed anonymous."""
    rows = Episode.objects.select_related("work_form")
    episode = get_or_404(request.actor, Action.HOLD_EPISODE_BACK, rows, pk=pk)
    return _hold(request, episode, episode.code)


@writes(Action.LIFT_HOLD)
def lift_hold(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Why something is held back, and ending it before its day."""
    rows = LegalHold.objects.filter(voided_at=None).select_related(
        "known__family", "known__client", "known__work_form", "episode__work_form", "recorded_by"
    )
    hold = get_or_404(request.actor, Action.LIFT_HOLD, rows, pk=pk)
    form = ReasonForm(request.POST or None)
    work_form, code = of_hold(hold)
    if form.is_valid():
        try:
            services.lift_hold(hold=hold, because=form.cleaned_data["reason"], by=request.user)
        except services.NotHeld:
            toast.warn(request, _("It is not held back any more."))
        else:
            toast.say(request, _("It is not held back any more. Its time goes on as before."))
        return redirect("casework:retention", work_form.pk)
    context = {"form": form, "hold": hold, "code": code, "work_form": work_form}
    return render(request, "casework/lift_hold.html", context, status=422 if form.errors else 200)


def _hold(request: StaffRequest, of: KnownIn | Episode, code: str) -> HttpResponseBase:
    form = HoldForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.hold_back(of=of, reason=data["reason"], ends_on=data["ends_on"], by=request.user)
        except services.EndsBeforeToday:
            form.add_error("ends_on", _("That day has gone. Choose today or a later day."))
        except services.GoneMeanwhile:
            toast.warn(request, _("It has been decided meanwhile."))
            return redirect("casework:retention", of.work_form_id)
        except services.HeldAlready:
            form.add_error(None, _("It is held back already. End that hold first."))
        else:
            toast.say(request, _("Held back. Nothing of it is destroyed before that day."))
            return redirect("casework:retention", of.work_form_id)
    context = {"form": form, "code": code, "work_form": of.work_form}
    return render(request, "casework/hold_back.html", context, status=422 if form.errors else 200)


def _of(request: StaffRequest, row: Destruction) -> dict[str, object]:
    return {
        "row": row,
        "lines": lines_of(request.actor, row) if row.waits else [],
        "certificate": certificate_of(row) if row.done_at else None,
        "may_decide": may(request.actor, Action.CARRY_OUT_DESTRUCTION, row),
        "may_withdraw": may(request.actor, Action.WITHDRAW_DESTRUCTION, row),
    }
