"""The door counter and its days."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.activities.forms.door import CorrectDoorForm, TapForm, UndoTapForm, yesterday
from poukama.activities.forms.refusing import say_why
from poukama.activities.queries.door import DAYS_ON_A_PAGE, door_days, door_today, doors
from poukama.activities.rules import Action
from poukama.activities.services import Refused, correct_door, count_visit, undo_visit
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock, formatting, toast


@reads(Action.COUNT_AT_DOOR)
def door_choice(request: StaffRequest) -> HttpResponse:
    """The doors at which one may count; a single one opens at once."""
    found = list(doors(request.actor))
    if len(found) == 1:
        return redirect("activities:door", found[0].key)
    return render(request, "activities/door_choice.html", {"doors": found})


@reads(Action.COUNT_AT_DOOR)
def door(request: StaffRequest, key: str) -> HttpResponse:
    """The counter: two buttons, first time here, undo."""
    work_form = get_or_404(request.actor, Action.COUNT_AT_DOOR, WorkForm, key=key)
    today = clock.today()
    context = {
        "work_form": work_form,
        "today": today,
        "now": clock.now(),
        "counts": door_today(work_form, today),
        "figures_url": _figures_url(work_form),
    }
    return render(request, "activities/door.html", context)


@writes(Action.COUNT_AT_DOOR, methods=("POST",))
def door_tap(request: StaffRequest, key: str) -> HttpResponse:
    """One tap from a device, now or when its network came back."""
    work_form = get_or_404(request.actor, Action.COUNT_AT_DOOR, WorkForm, key=key)
    form = TapForm(_sent(request))
    if not form.is_valid():
        return _not_understood(form)
    try:
        row = count_visit(work_form=work_form, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"token": str(row.token), **door_today(work_form, clock.today())})


@writes(Action.COUNT_AT_DOOR, methods=("POST",))
def door_undo(request: StaffRequest, key: str) -> HttpResponse:
    """Take a tap back."""
    work_form = get_or_404(request.actor, Action.COUNT_AT_DOOR, WorkForm, key=key)
    form = UndoTapForm(_sent(request))
    if not form.is_valid():
        return _not_understood(form)
    try:
        row = undo_visit(work_form=work_form, token=form.cleaned_data["token"], by=request.user)
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"token": str(row.token), **door_today(work_form, clock.today())})


@reads(Action.READ_DOOR_DAYS)
def door_days_page(request: StaffRequest, key: str) -> HttpResponse:
    """The days of a door, each with its visits and corrections."""
    work_form = get_or_404(request.actor, Action.READ_DOOR_DAYS, WorkForm, key=key)
    return render(request, "activities/door_days.html", _days(request, work_form) | {"form": None})


@writes(Action.CORRECT_DOOR)
def door_correct(request: StaffRequest, key: str) -> HttpResponse:
    """Correct an earlier day, with the reason."""
    work_form = get_or_404(request.actor, Action.CORRECT_DOOR, WorkForm, key=key)
    form = CorrectDoorForm(
        request.POST or None, initial={"token": uuid4(), "happened_on": yesterday(), "direction": "add"}
    )
    if form.is_valid():
        try:
            row = correct_door(work_form=work_form, by=request.user, **form.correction())
        except Refused as refusal:
            say_why(form, refusal)
        else:
            said = ngettext(
                "%(n)s visit corrected on %(day)s.", "%(n)s visits corrected on %(day)s.", row.quantity
            )
            toast.say(
                request,
                said % {"n": formatting.number(row.quantity), "day": formatting.day(row.happened_on)},
                undo_url=reverse("activities:door_correction_undo", args=[work_form.key]),
                undo_fields={"token": str(row.token)},
            )
            return redirect("activities:door_days", work_form.key)
    return render(request, "activities/door_correct.html", {"work_form": work_form, "form": form})


@writes(Action.CORRECT_DOOR, methods=("POST",))
def door_correction_undo(request: StaffRequest, key: str) -> HttpResponse:
    """Take a correction back."""
    work_form = get_or_404(request.actor, Action.CORRECT_DOOR, WorkForm, key=key)
    form = UndoTapForm(request.POST)
    if form.is_valid():
        try:
            undo_visit(work_form=work_form, token=form.cleaned_data["token"], by=request.user)
        except Refused as refusal:
            toast.warn(request, str(refusal.words))
        else:
            toast.say(request, _("Taken back."))
    return toast.back(request, reverse("activities:door_days", args=[work_form.key]))


def _days(request: StaffRequest, work_form: WorkForm) -> dict[str, Any]:
    before: date | None = None
    try:
        before = parse_date(request.GET.get("before", ""))
    except ValueError:
        before = None
    days = door_days(work_form, before=before)
    shown = days[:DAYS_ON_A_PAGE]
    return {
        "work_form": work_form,
        "days": shown,
        "older": shown[-1].day.isoformat() if len(days) > DAYS_ON_A_PAGE else "",
        "is_first": before is None,
        "may_count": may(request.actor, Action.COUNT_AT_DOOR, work_form),
    }


def _figures_url(work_form: WorkForm) -> str:
    """Where reporting shows the year's figures of a work form; empty when nothing does."""
    try:
        return reverse("reporting:work_form_figures", args=[work_form.key])
    except NoReverseMatch:
        return ""


def _sent(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that a device sent; anything else is nothing."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _not_understood(form: TapForm | UndoTapForm) -> JsonResponse:
    words = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"code": "not_understood", "message": words}, status=400)


def _refused(refusal: Refused) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "message": str(refusal.words)}, status=422)
