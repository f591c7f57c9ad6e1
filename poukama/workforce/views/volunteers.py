"""Screens of volunteers."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.organisation.words import term_labels
from poukama.toolkit import toast
from poukama.toolkit.pages import page_of
from poukama.workforce import queries
from poukama.workforce.forms import EndRoleForm, RoleForm, VolunteerForm
from poukama.workforce.models import Volunteer, VolunteerRole
from poukama.workforce.rules import Action
from poukama.workforce.services import volunteers as services


@reads(Action.READ_VOLUNTEER)
def volunteer_list(request: StaffRequest) -> HttpResponse:
    """Volunteers of my work forms: here now, or those whose role has ended."""
    ended = request.GET.get("show") == "ended"
    page = page_of(queries.roles(request.actor, ended=ended), request, by=("-starts_on", "-pk"))
    context = {
        "page": page,
        "ended": ended,
        "roles": term_labels(TermList.VOLUNTEER_ROLE),
        "work_forms": queries.own_work_forms(request.actor),
    }
    return render(request, "workforce/volunteer_list.html", context)


@writes(Action.ADD_VOLUNTEER)
def volunteer_add(request: StaffRequest, work_form: str) -> HttpResponseBase:
    """Bring in a new volunteer."""
    form_of_work = get_or_404(request.actor, Action.ADD_VOLUNTEER, WorkForm, key=work_form)
    form = VolunteerForm(request.POST or None, work_form=form_of_work)
    if form.is_valid():
        try:
            role = services.add_volunteer(work_form=form_of_work, by=request.user, **form.cleaned_data)
        except services.StartsInFuture:
            form.add_error(
                "starts_on", _("A role is recorded when it has begun: choose today or an earlier day.")
            )
        else:
            words = _("Recorded: volunteer %(code)s.") % {"code": role.volunteer.code_name}
            toast.say(request, words, undo_url=reverse("workforce:role_void", args=[role.pk]))
            return redirect("workforce:volunteer", role.volunteer_id)
    context = {"form": form, "work_form": form_of_work}
    return render(request, "workforce/volunteer_add.html", context)


@reads(Action.OPEN_VOLUNTEER)
def volunteer(request: StaffRequest, pk: int) -> HttpResponse:
    """One volunteer: roles and matches in my work forms."""
    person = get_or_404(request.actor, Action.OPEN_VOLUNTEER, Volunteer, pk=pk)
    opened(request, person)
    context = {
        "person": person,
        "roles": queries.roles_of(request.actor, person),
        "role_labels": term_labels(TermList.VOLUNTEER_ROLE),
        "matches": queries.matches_of(request.actor, person),
        "reasons": term_labels(TermList.END_REASON),
        "work_forms": queries.own_work_forms(request.actor),
    }
    return render(request, "workforce/volunteer.html", context)


@writes(Action.OPEN_VOLUNTEER)
def role_add(request: StaffRequest, pk: int, work_form: str) -> HttpResponseBase:
    """Give another role to a volunteer."""
    person = get_or_404(request.actor, Action.OPEN_VOLUNTEER, Volunteer, pk=pk)
    form_of_work = get_or_404(request.actor, Action.ADD_VOLUNTEER, WorkForm, key=work_form)
    form = RoleForm(request.POST or None, work_form=form_of_work)
    if form.is_valid():
        try:
            role = services.start_role(
                volunteer=person, work_form=form_of_work, by=request.user, **form.cleaned_data
            )
        except services.StartsInFuture:
            form.add_error(
                "starts_on", _("A role is recorded when it has begun: choose today or an earlier day.")
            )
        except services.AlreadyInRole:
            form.add_error("role", _("The volunteer has this role here already."))
        else:
            toast.say(
                request, _("The role is recorded."), undo_url=reverse("workforce:role_void", args=[role.pk])
            )
            return redirect("workforce:volunteer", person.pk)
    context = {"form": form, "person": person, "work_form": form_of_work}
    return render(request, "workforce/role_add.html", context)


@writes(Action.CHANGE_VOLUNTEER)
def role_end(request: StaffRequest, pk: int) -> HttpResponseBase:
    """End a role."""
    rows = VolunteerRole.objects.filter(voided_at=None, ends_on=None).select_related("volunteer", "work_form")
    role = get_or_404(request.actor, Action.CHANGE_VOLUNTEER, rows, pk=pk)
    form = EndRoleForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_role(role=role, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except services.EndsBeforeStart:
            form.add_error(
                "ends_on", _("The role began later than that: choose the day it began or a later one.")
            )
        except services.StartsInFuture:
            form.add_error("ends_on", _("That day has not come yet."))
        except services.StillMatched:
            form.add_error(
                None, _("Something of theirs still runs here. End their matches first, or ask your lead.")
            )
        except services.AlreadyEnded:
            form.add_error(None, _("This role has already ended."))
        else:
            undo = reverse("workforce:role_resume", args=[role.pk])
            toast.say(request, _("The role has ended."), undo_url=undo)
            return redirect("workforce:volunteer", role.volunteer_id)
    context = {
        "form": form,
        "role": role,
        "label": term_labels(TermList.VOLUNTEER_ROLE).get(role.role, role.role),
    }
    return render(request, "workforce/role_end.html", context)


@writes(Action.CHANGE_VOLUNTEER, methods=("POST",))
def role_resume(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take the end of a role back."""
    rows = VolunteerRole.objects.filter(voided_at=None)
    role = get_or_404(request.actor, Action.CHANGE_VOLUNTEER, rows, pk=pk)
    try:
        services.resume_role(role=role, by=request.user)
    except (services.NotEnded, services.EndedTooLongAgo):
        toast.warn(request, _("An end can be taken back on the same day only. Record it anew instead."))
    except services.AlreadyInRole:
        toast.warn(request, _("The volunteer has this role here already."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("workforce:volunteer", role.volunteer_id)


@writes(Action.CHANGE_VOLUNTEER, methods=("POST",))
def role_void(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Undo the recording of a role."""
    role = get_or_404(request.actor, Action.CHANGE_VOLUNTEER, VolunteerRole, pk=pk)
    services.void_role(role=role, by=request.user)
    toast.say(request, _("Taken back."))
    return redirect("workforce:volunteers")
