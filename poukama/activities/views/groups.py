"""Groups: the list, one of them, starting and ending."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may, visible
from poukama.access.requests import StaffRequest
from poukama.activities.forms.occasions import EndGroupForm, StartGroupForm
from poukama.activities.forms.refusing import say_why
from poukama.activities.models import Group
from poukama.activities.queries.groups import groups
from poukama.activities.queries.occasions import kinds_of, occasions, rows_of
from poukama.activities.rules import Action
from poukama.activities.services import Refused, end_group, reopen_group, start_group, void_group
from poukama.activities.views.attendance import session_context
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.words import term_labels
from poukama.toolkit import clock, formatting, toast
from poukama.toolkit.pages import page_of

_LAST = 20


@reads(Action.READ_GROUP)
def group_list(request: StaffRequest) -> HttpResponse:
    """The groups of one's work forms, those begun last first."""
    page = page_of(groups(request.actor), request, by=("-starts_on", "-pk"))
    starting = visible(request.actor, Action.START_GROUP, WorkForm.objects.order_by("order", "pk"))
    context = {
        "page": page,
        "kinds": term_labels(TermList.OCCASION_KIND),
        "today": clock.today(),
        "starting": list(starting),
    }
    return render(request, "activities/group_list.html", context)


@reads(Action.READ_GROUP)
def group(request: StaffRequest, pk: int) -> HttpResponse:
    """One group: today's session with who is here, and the sessions before."""
    row = get_or_404(request.actor, Action.READ_GROUP, groups(request.actor), pk=pk)
    context = session_context(request, row)
    if context["people"]:
        opened(request, row, work_form=row.work_form.key, people=context["shown"])
    sessions = occasions(request.actor).filter(group=row).order_by("-happened_on", "-pk")[:_LAST]
    context |= {
        "group": row,
        "kind": term_labels(TermList.OCCASION_KIND).get(row.kind, row.kind),
        "rows": rows_of(request.actor, list(sessions)),
        "may_change": may(request.actor, Action.CHANGE_GROUP, row),
    }
    return render(request, "activities/group.html", context)


@writes(Action.START_GROUP)
def group_start(request: StaffRequest, key: str) -> HttpResponse:
    """Start a group."""
    work_form = get_or_404(request.actor, Action.START_GROUP, WorkForm, key=key)
    kinds = kinds_of(work_form, clock.today())
    form = StartGroupForm(request.POST or None, initial={"starts_on": clock.today()}, kinds=kinds)
    if form.is_valid():
        try:
            row = start_group(work_form=work_form, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            say_why(form, refusal)
        else:
            said = _("The group %(name)s has been started.") % {"name": row.name}
            toast.say(request, said, undo_url=reverse("activities:group_void", args=[row.pk]))
            return redirect("activities:group", row.pk)
    return render(request, "activities/group_start.html", {"work_form": work_form, "form": form})


@writes(Action.CHANGE_GROUP)
def group_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a group its last day."""
    row = _changeable(request, pk)
    form = EndGroupForm(request.POST or None, initial={"ends_on": clock.today()})
    if form.is_valid():
        try:
            row = end_group(group=row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            say_why(form, refusal)
        else:
            said = _("The last day of %(name)s is %(day)s.")
            toast.say(
                request,
                said % {"name": row.name, "day": formatting.day(row.ends_on)},
                undo_url=reverse("activities:group_reopen", args=[row.pk]),
            )
            return redirect("activities:group", row.pk)
    return render(request, "activities/group_end.html", {"group": row, "form": form})


@writes(Action.CHANGE_GROUP, methods=("POST",))
def group_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the last day back."""
    row = _changeable(request, pk)
    reopen_group(group=row, by=request.user)
    toast.say(request, _("Taken back."))
    return redirect("activities:group", row.pk)


@writes(Action.CHANGE_GROUP, methods=("POST",))
def group_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo the starting of a group."""
    row = _changeable(request, pk)
    try:
        void_group(group=row, by=request.user)
    except Refused as refusal:
        toast.warn(request, str(refusal.words))
        return redirect("activities:group", row.pk)
    toast.say(request, _("Taken back."))
    return redirect("activities:groups")


def _changeable(request: StaffRequest, pk: int) -> Group:
    rows = Group.objects.filter(voided_at=None).select_related("work_form")
    return get_or_404(request.actor, Action.CHANGE_GROUP, rows, pk=pk)
