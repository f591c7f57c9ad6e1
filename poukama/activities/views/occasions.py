"""Occasions: the list, one of them, recording, planning, cancelling and undoing."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may, visible
from poukama.access.requests import StaffRequest
from poukama.activities.choices import OccasionState
from poukama.activities.forms.occasions import (
    Choices,
    CorrectOccasionForm,
    CountsForm,
    FilterForm,
    HoldOccasionForm,
    PlanOccasionForm,
    months_back,
)
from poukama.activities.forms.refusing import say_why
from poukama.activities.models import Group, Headcount, Occasion
from poukama.activities.queries.groups import running_groups
from poukama.activities.queries.occasions import (
    categories_of,
    headcounts_of,
    kinds_of,
    occasions,
    rows_of,
)
from poukama.activities.queries.people import people_of
from poukama.activities.rules import Action
from poukama.activities.services import (
    Refused,
    cancel_occasion,
    correct_headcounts,
    correct_occasion,
    hold_occasion,
    plan_occasion,
    restore_occasion,
    void_occasion,
)
from poukama.activities.services.refusals import AlreadyVoided
from poukama.activities.views.attendance import attendance_context, chips_of
from poukama.casework.forms import SearchForm
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm
from poukama.organisation.queries import terms
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, formatting, toast
from poukama.toolkit.pages import page_of
from poukama.toolkit.periods import Period


@reads(Action.READ_OCCASION)
def occasion_list(request: StaffRequest) -> HttpResponse:
    """What was held and what is planned, newest first."""
    work_forms = list(visible(request.actor, Action.SEE_ACTIVITIES, WorkForm.objects.order_by("order", "pk")))
    kinds = term_labels(TermList.OCCASION_KIND)
    choices: dict[str, Sequence[tuple[str, Any]]] = {
        "work_form": [(form.key, form.label()) for form in work_forms],
        "kind": list(kinds.items()),
        "month": months_back(),
        "state": OccasionState.choices,
    }
    form = FilterForm(request.GET, choices=choices)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = occasions(request.actor)
    if chosen.get("work_form"):
        found = found.filter(work_form__key=chosen["work_form"])
    for name in ("kind", "state"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if chosen.get("month"):
        year, month = map(int, chosen["month"].split("-"))
        whole = Period.month(year, month)
        found = found.filter(happened_on__gte=whole.starts_on, happened_on__lte=whole.ends_on)
    parts = [Q(work_form=work_form) for work_form in work_forms]
    page = page_of(found, request, by=("-happened_on", "-pk"), parts=parts)
    context = {
        "page": page,
        "rows": rows_of(request.actor, page.rows, kinds=kinds),
        "form": form,
        "is_filtered": any(chosen.values()),
        "shows_work_form": len(work_forms) > 1,
    }
    return render(request, "activities/occasion_list.html", context)


@reads(Action.READ_OCCASION)
def occasion(request: StaffRequest, pk: int) -> HttpResponse:
    """One occasion: what, when, who came, how many. To HTMX only who came."""
    row = get_or_404(request.actor, Action.READ_OCCASION, _standing(), pk=pk)
    context = attendance_context(request, row)
    if context["people"]:
        opened(request, row, work_form=row.work_form.key, people=context["shown"])
    if request.htmx:
        return render(request, "activities/_attendance.html", context)
    context |= {
        "kind": term_labels(TermList.OCCASION_KIND).get(row.kind, row.kind),
        "headcounts": headcounts_of(row),
        "bases": term_labels(TermList.ESTIMATE_BASIS),
        "may_change": may(request.actor, Action.CHANGE_OCCASION, row),
        "may_hold": row.happened_on <= clock.today(),
    }
    return render(request, "activities/occasion.html", context)


@writes(Action.RECORD_OCCASION)
def occasion_record(request: StaffRequest, key: str) -> HttpResponse:
    """Record what was held and who came, in one go."""
    work_form = get_or_404(request.actor, Action.RECORD_OCCASION, WorkForm, key=key)
    group = _group(request, work_form)
    initial = {"happened_on": clock.today(), "group": group.pk if group else ""}
    choices = _choices(request, work_form, group)
    form = HoldOccasionForm(request.POST or None, initial=initial, choices=choices)
    return _hold(request, work_form, form, None)


@writes(Action.CHANGE_OCCASION)
def occasion_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Record how a planned occasion went."""
    if gone := _undone_meanwhile(request, pk):
        return gone
    row = get_or_404(request.actor, Action.CHANGE_OCCASION, _standing(), pk=pk)
    if row.state != OccasionState.PLANNED:
        return redirect("activities:occasion", row.pk)
    initial = {
        "happened_on": row.happened_on,
        "group": row.group_id or "",
        "kind": row.kind,
        "starts_at": row.starts_at,
        "minutes": row.minutes,
        "title": row.title,
    }
    choices = _choices(request, row.work_form, row.group)
    form = HoldOccasionForm(request.POST or None, initial=initial, choices=choices)
    return _hold(request, row.work_form, form, row)


@writes(Action.RECORD_OCCASION)
def occasion_plan(request: StaffRequest, key: str) -> HttpResponse:
    """Plan something for today or later."""
    work_form = get_or_404(request.actor, Action.RECORD_OCCASION, WorkForm, key=key)
    group = _group(request, work_form)
    initial = {"happened_on": clock.today(), "group": group.pk if group else ""}
    choices = Choices(kinds_of(work_form, clock.today()), _groups(request, work_form))
    form = PlanOccasionForm(request.POST or None, initial=initial, choices=choices)
    if form.is_valid():
        try:
            row = plan_occasion(work_form=work_form, by=request.user, led_by=request.user, **form.occasion())
        except Refused as refusal:
            say_why(form, refusal)
        else:
            said = _("Planned: %(what)s, %(day)s.") % _said(row)
            toast.say(request, said, undo_url=reverse("activities:occasion_void", args=[row.pk]))
            return redirect("activities:occasion", row.pk)
    return render(request, "activities/occasion_plan.html", {"work_form": work_form, "form": form})


@writes(Action.CHANGE_OCCASION, methods=("POST",))
def occasion_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Cancel what was planned."""
    row = get_or_404(request.actor, Action.CHANGE_OCCASION, _standing(), pk=pk)
    try:
        cancel_occasion(occasion=row, by=request.user)
    except Refused as refusal:
        toast.warn(request, str(refusal.words))
    else:
        said = _("Cancelled: %(what)s, %(day)s.") % _said(row)
        toast.say(request, said, undo_url=reverse("activities:occasion_restore", args=[row.pk]))
    return toast.back(request, reverse("activities:occasion", args=[row.pk]))


@writes(Action.CHANGE_OCCASION, methods=("POST",))
def occasion_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a cancellation back."""
    row = get_or_404(request.actor, Action.CHANGE_OCCASION, _standing(), pk=pk)
    try:
        restore_occasion(occasion=row, by=request.user)
    except Refused as refusal:
        toast.warn(request, str(refusal.words))
    else:
        toast.say(request, _("Planned again."))
    return toast.back(request, reverse("activities:occasion", args=[row.pk]))


@writes(Action.CHANGE_OCCASION, methods=("POST",))
def occasion_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a recording; it can be recorded again."""
    row = get_or_404(
        request.actor, Action.CHANGE_OCCASION, Occasion.objects.select_related("work_form"), pk=pk
    )
    void_occasion(occasion=row, by=request.user)
    toast.say(request, _("Taken back."))
    here = reverse("activities:occasion", args=[row.pk])
    if here in request.POST.get("next", ""):
        return redirect("activities:occasion_record", row.work_form.key)
    return toast.back(request, "activities:occasions")


@writes(Action.CHANGE_OCCASION)
def occasion_counts(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct how many were counted."""
    if gone := _undone_meanwhile(request, pk):
        return gone
    row = get_or_404(request.actor, Action.CHANGE_OCCASION, _standing(), pk=pk)
    choices = Choices((), (), (), categories_of(row.work_form, clock.today()), _bases(row.work_form))
    counted = [headcount for _label, headcount in headcounts_of(row)]
    form = CountsForm(request.POST or None, initial=_counted(counted), choices=choices)
    if form.is_valid():
        try:
            correct_headcounts(occasion=row, headcounts=form.headcounts(), by=request.user)
        except Refused as refusal:
            say_why(form, refusal)
        else:
            toast.say(request, _("The numbers have been corrected."))
            return redirect("activities:occasion", row.pk)
    return render(request, "activities/occasion_counts.html", {"occasion": row, "form": form})


@writes(Action.CHANGE_OCCASION)
def occasion_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct the day, the kind, the time or the name."""
    if gone := _undone_meanwhile(request, pk):
        return gone
    row = get_or_404(request.actor, Action.CHANGE_OCCASION, _standing(), pk=pk)
    if row.state == OccasionState.CANCELLED:
        return redirect("activities:occasion", row.pk)
    before = {name: getattr(row, name) for name in ("happened_on", "kind", "starts_at", "minutes", "title")}
    form = CorrectOccasionForm(
        request.POST or None,
        initial=before,
        kinds=_kinds_for(row),
        is_held=row.state == OccasionState.HELD,
    )
    if form.is_valid():
        try:
            row = correct_occasion(occasion=row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            say_why(form, refusal)
        else:
            toast.say(
                request,
                _("Corrected: %(what)s, %(day)s.") % _said(row),
                undo_url=reverse("activities:occasion_correct", args=[row.pk]),
                undo_fields={name: _typed(value) for name, value in before.items()},
            )
            return redirect("activities:occasion", row.pk)
    return render(request, "activities/occasion_correct.html", {"occasion": row, "form": form})


def _typed(value: object) -> str:
    """A value as a form takes it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _kinds_for(row: Occasion) -> list[tuple[str, str]]:
    """The kinds that can be chosen, and the one it has also when that is no longer in use."""
    found = {term.key: term.label() for term in kinds_of(row.work_form, clock.today())}
    if row.kind not in found:
        found[row.kind] = str(term_labels(TermList.OCCASION_KIND).get(row.kind, row.kind))
    return list(found.items())


def _hold(
    request: StaffRequest, work_form: WorkForm, form: HoldOccasionForm, planned: Occasion | None
) -> HttpResponse:
    if form.is_valid():
        try:
            row = hold_occasion(
                work_form=work_form,
                by=request.user,
                led_by=(planned.led_by if planned else None) or request.user,
                attendances=form.attendances(),
                headcounts=form.headcounts(),
                occasion=planned,
                **form.occasion(),
            )
        except Refused as refusal:
            say_why(form, refusal)
        else:
            said = _("Recorded: %(what)s, %(day)s.") % _said(row)
            toast.say(request, said, undo_url=reverse("activities:occasion_void", args=[row.pk]))
            return redirect("activities:occasion", row.pk)
    group = planned.group_id if planned else request.GET.get("group", "")
    context = {
        "work_form": work_form,
        "form": form,
        "planned": planned,
        "search": SearchForm(),
        "asked_group": group if str(group).isascii() and str(group).isdigit() else "",
        **chips_of(list(form.known.values()), form["people"].value() or []),
    }
    return render(request, "activities/occasion_record.html", context)


def _undone_meanwhile(request: StaffRequest, pk: int) -> HttpResponse | None:
    """Where a form comes back of what a colleague has undone, say so; to whoever may not know of it, nothing."""
    undone = Occasion.objects.filter(pk=pk, voided_at__isnull=False)
    if request.method != "POST" or not visible(request.actor, Action.CHANGE_OCCASION, undone).exists():
        return None
    toast.warn(request, str(AlreadyVoided.words))
    return redirect("activities:occasions")


def _standing() -> QuerySet[Occasion]:
    rows = Occasion.objects.filter(voided_at=None)
    return rows.select_related("work_form", "group", "led_by", "recorded_by")


def _group(request: StaffRequest, work_form: WorkForm) -> Group | None:
    """The group named in the address, if it is one that runs in the work form."""
    given = request.GET.get("group", "")
    if not (given.isascii() and given.isdigit()):
        return None
    return running_groups(request.actor, clock.today()).filter(work_form=work_form, pk=int(given)).first()


def _groups(request: StaffRequest, work_form: WorkForm) -> list[Group]:
    rows = running_groups(request.actor, clock.today()).filter(work_form=work_form)
    return list(rows.order_by("name", "pk"))


def _bases(work_form: WorkForm) -> list[Term]:
    return list(terms(TermList.ESTIMATE_BASIS, work_form))


def _choices(request: StaffRequest, work_form: WorkForm, group: Group | None) -> Choices:
    today = clock.today()
    return Choices(
        kinds_of(work_form, today),
        _groups(request, work_form),
        people_of(request.actor, work_form, group=group, also=request.POST.getlist("people")),
        categories_of(work_form, today),
        _bases(work_form),
    )


def _counted(headcounts: list[Headcount]) -> dict[str, Any]:
    """What was counted before, as the form begins."""
    initial: dict[str, Any] = {f"count-{row.category}": row.people or row.families for row in headcounts}
    for row in headcounts:
        if row.is_estimate:
            initial |= {"is_estimate": True, "basis": row.basis, "basis_text": row.basis_text}
    return initial


def _said(row: Occasion) -> dict[str, str]:
    """An occasion in the words of a toast: its group or kind, and its day."""
    kind = term_labels(TermList.OCCASION_KIND).get(row.kind, row.kind)
    what = row.group.name if row.group else kind
    return {"what": what, "day": formatting.day_near(row.happened_on, clock.today()).removesuffix(".")}
