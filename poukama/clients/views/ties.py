"""Somebody's family ties: as they are, as they were on any day, and recording them."""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.choices import Kinship
from poukama.clients.forms import EndTieForm, OnDayForm, TieForm
from poukama.clients.models import FamilyTie, KnownIn
from poukama.clients.queries import family_on, homes_on, ties_on, who_can_be_tied
from poukama.clients.rules import Action
from poukama.clients.services import ties as services
from poukama.clients.services.kinship import BeforeTheBirth, OwnAncestor, TooYoungToBeParent
from poukama.clients.services.proposing import why_of
from poukama.toolkit import clock, toast


@reads(Action.SEE_TIES)
def ties(request: StaffRequest, pk: int) -> HttpResponse:
    """What somebody is to whom, today or on the day that is asked for."""
    known = get_or_404(request.actor, Action.SEE_TIES, _known(), pk=pk)
    form = OnDayForm(request.GET or None)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    day = asked or clock.today()
    rows = ties_on(request.actor, known, day)
    for client in {known.client, *(row.whom for row in rows)}:
        opened(request, client, work_form=known.work_form.key)
    context = {
        "known": known,
        "person": known.client,
        "rows": rows,
        "family": family_on(request.actor, known, day),
        "homes": homes_on(request.actor, known, day),
        "form": form,
        "day": day,
        "is_today": day == clock.today(),
    }
    return render(request, "clients/ties.html", context)


@writes(Action.ADD_TIE)
def add_tie(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Record what somebody is to somebody."""
    known = get_or_404(request.actor, Action.ADD_TIE, _known(), pk=pk)
    near = who_can_be_tied(request.actor, known)
    form = TieForm(request.POST or None, actor=request.actor, known=known, near=near)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.add_tie(
                known=known,
                other=data["other"],
                kind=Kinship(data["kind"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                by=request.user,
            )
        except services.TiedAlready:
            toast.say(request, _("It was recorded already. Nothing has changed."))
            return redirect("clients:ties", known.pk)
        except REFUSALS as refusal:
            _say_refusal(form, refusal)
        else:
            if why_of(Kinship(data["kind"])) and data["ends_on"] is None:
                toast.say(request, _("Recorded. A wall has been proposed to the gatekeeper."))
            else:
                toast.say(request, _("Recorded."))
            return redirect("clients:ties", known.pk)
    context = {"form": form, "known": known, "person": known.client, "near": near}
    return render(request, "clients/add_tie.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_TIE)
def end_tie(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say until when it was so."""
    tie = _tie(request, pk)
    if request.method == "GET":
        for client in (tie.client, tie.other):
            audit.record(Action.SEE_TIES, by=request.user, about=client, work_form=tie.work_form.key)
    form = EndTieForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_tie(tie=tie, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except services.EndsBeforeItBegins:
            form.add_error("ends_on", _("It began later than that. Choose the day it began or a later one."))
        except services.EndedOrTakenBack:
            form.add_error(None, _("Somebody else has ended it or taken it back meanwhile."))
        else:
            toast.say(request, _("Saved."))
            return _back(request, tie)
    context = {
        "form": form,
        "tie": tie,
        "kind": Kinship(tie.kind).label,
        "back": _came_from(request, tie),
        "is_from_other": _is_from_other(request),
    }
    return render(request, "clients/end_tie.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_TIE, methods=("POST",))
def take_tie_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that it was recorded by mistake."""
    tie = _tie(request, pk)
    try:
        services.take_tie_back(tie=tie, by=request.user)
    except services.EndedOrTakenBack:
        toast.warn(request, _("Somebody else has ended it or taken it back meanwhile."))
    else:
        toast.say(request, _("Taken back."))
    return _back(request, tie)


REFUSALS = (
    services.TiedToOneself,
    services.NotKnownHere,
    services.TiedThen,
    services.EndsBeforeItBegins,
    BeforeTheBirth,
    TooYoungToBeParent,
    OwnAncestor,
)


def _say_refusal(form: TieForm, refusal: Exception) -> None:
    """Why it cannot be so, at the field that it is about."""
    if isinstance(refusal, services.TiedToOneself):
        form.add_error("code_name", _("This is they themselves. A tie is between two."))
    elif isinstance(refusal, services.NotKnownHere):
        form.add_error(None, _("Somebody is not known here any more. Choose again."))
    elif isinstance(refusal, services.TiedThen):
        form.add_error("starts_on", _("This is recorded for some of these days already. Check the days."))
    elif isinstance(refusal, services.EndsBeforeItBegins):
        form.add_error("ends_on", _("This is before it began. Choose the day it began or a later one."))
    elif isinstance(refusal, BeforeTheBirth):
        said = _("One of them was born in %(year)s. Choose a later day, or leave it empty.")
        form.add_error("starts_on", said % {"year": f"{refusal.year:d}"})
    elif isinstance(refusal, TooYoungToBeParent):
        said = _("By the birth years they cannot be parent and child. Check who is whose parent.")
        form.add_error(form.to_whom, said)
    else:
        said = _("They descend from this person already: nobody is a parent of their own parent.")
        form.add_error(form.to_whom, said)


def _tie(request: StaffRequest, pk: int) -> FamilyTie:
    rows = FamilyTie.objects.select_related("client", "other", "work_form")
    return get_or_404(request.actor, Action.CHANGE_TIE, rows, pk=pk)


def _is_from_other(request: StaffRequest) -> bool:
    """Whether one came from the page of the other of the two; anything else in the address means the first."""
    return request.GET.get("side") == "other"


def _came_from(request: StaffRequest, tie: FamilyTie) -> KnownIn:
    """On whose page one chose the tie."""
    client = tie.other_id if _is_from_other(request) else tie.client_id
    return KnownIn.objects.get(client=client, work_form=tie.work_form_id)


def _back(request: StaffRequest, tie: FamilyTie) -> HttpResponse:
    return redirect("clients:ties", _came_from(request, tie).pk)


def _known() -> QuerySet[KnownIn]:
    return KnownIn.objects.select_related("client", "work_form")
