"""Drafting, approving and withdrawing a plan."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.governance.choices import PlanState
from poukama.governance.forms.plan import ApproveForm
from poukama.governance.models import Plan
from poukama.governance.queries.findings import open_errors
from poukama.governance.rules import Action
from poukama.governance.services import (
    DayNotPossible,
    ErrorsAreOpen,
    NotADraft,
    NotApproved,
    YearHasDraft,
    YearHasPlan,
    approve_plan,
    draft_new_version,
    draft_next_year,
    withdraw_draft,
)
from poukama.governance.views.shown import address, frame_of
from poukama.toolkit import clock, toast


@writes(Action.DRAFT_PLAN)
def draft_next(request: StaffRequest, pk: int) -> HttpResponse:
    """Draft next year's plan from this one, having said what is copied."""
    plan = get_or_404(request.actor, Action.DRAFT_PLAN, Plan, pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            new = draft_next_year(plan=plan, by=request.user)
        except (YearHasDraft, YearHasPlan):
            refused = _("There is a plan for %(year)s already.") % {"year": plan.year + 1}
        else:
            toast.say(request, _("Drafted: the plan of %(year)s.") % {"year": new.year})
            return redirect(address("plan", new))
    context = {
        "refused": refused,
        "heading": _("Draft the plan of %(year)s") % {"year": plan.year + 1},
        "lead": _(
            "Goals, targets with what counts them, focus areas, budget and posts are copied from the plan of "
            "%(year)s. Assessments begin empty. Nothing in the plan of %(year)s changes."
        )
        % {"year": plan.year},
        "say": _("Draft"),
        "back": address("plan", plan),
    }
    return _ask(request, plan, context)


@writes(Action.DRAFT_PLAN)
def draft_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Draft a new version of an approved plan, for the board to approve again."""
    plan = get_or_404(request.actor, Action.DRAFT_PLAN, Plan, pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            new = draft_new_version(plan=plan, by=request.user)
        except YearHasDraft:
            refused = _("A new version is being drafted already.")
        except NotApproved:
            refused = _("Only of a plan in force a new version is drafted.")
        else:
            toast.say(request, _("Drafted: version %(version)s.") % {"version": new.version})
            return redirect(address("plan", new))
    context = {
        "refused": refused,
        "heading": _("Draft a new version"),
        "lead": _(
            "Everything is copied from version %(version)s, which stays in force and is counted until the board "
            "approves the new one."
        )
        % {"version": plan.version},
        "say": _("Draft"),
        "back": address("plan", plan),
    }
    return _ask(request, plan, context)


@writes(Action.WITHDRAW_DRAFT)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Withdraw a draft, having said what goes with it."""
    plan = get_or_404(request.actor, Action.WITHDRAW_DRAFT, Plan, pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            withdraw_draft(plan=plan, by=request.user)
        except NotADraft:
            refused = _("The board has approved this version already.")
        else:
            toast.say(request, _("The draft was withdrawn."))
            return redirect("governance:plans")
    context = {
        "refused": refused,
        "heading": _("Withdraw the draft"),
        "lead": _(
            "The draft goes with everything in it and does not come back. Plans in force stay as they are."
        ),
        "say": _("Withdraw the draft"),
        "back": address("plan", plan),
    }
    return _ask(request, plan, context)


@writes(Action.APPROVE_PLAN)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the board's approval."""
    plan = get_or_404(request.actor, Action.APPROVE_PLAN, Plan, pk=pk)
    form = ApproveForm(request.POST or None, initial={"approved_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            approved = approve_plan(plan=plan, approved_on=form.cleaned_data["approved_on"], by=request.user)
        except ErrorsAreOpen as refused:
            form.add_error(None, _open_errors_say(refused.number))
        except DayNotPossible:
            form.add_error("approved_on", _("Choose the day on which the board approved this plan."))
        except NotADraft:
            form.add_error(None, _("The board has approved this version already."))
        else:
            toast.say(request, _("Recorded: the board has approved the plan."))
            return redirect(reverse("governance:plan", args=[approved.year]))
    errors = open_errors(plan)
    context = {
        "form": form,
        "back": address("plan", plan),
        "errors": errors[:5],
        "errors_say": _open_errors_say(len(errors)) if errors else "",
        "replaces": Plan.objects.filter(year=plan.year, state=PlanState.APPROVED).first(),
    }
    return render(
        request,
        "governance/approve.html",
        context | frame_of(request, plan, ""),
        status=422 if form.errors else 200,
    )


def _open_errors_say(number: int) -> str:
    return ngettext(
        "%(n)s error in the checks is open: mend it, or accept it with a reason.",
        "%(n)s errors in the checks are open: mend them, or accept them with a reason.",
        number,
    ) % {"n": number}


def _ask(request: StaffRequest, plan: Plan, context: dict[str, str]) -> HttpResponse:
    status = 422 if context["refused"] else 200
    return render(request, "governance/ask.html", context | frame_of(request, plan, ""), status=status)
