"""Goals and targets, written and assessed."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.governance.choices import PlanState
from poukama.governance.forms.plan import AssessmentForm, GoalForm, ReasonForm, TargetForm
from poukama.governance.models import Goal, Plan, Target
from poukama.governance.queries.plans import OTHER, places_of
from poukama.governance.rules import Action
from poukama.governance.services import (
    GoalElsewhere,
    NothingChanges,
    PlanReplaced,
    TargetsHangOnIt,
    add_goal,
    add_target,
    assess_goal,
    change_goal,
    edit_target,
    remove_goal,
    remove_target,
)
from poukama.governance.views.shown import address, frame_of, link
from poukama.organisation.models import WorkForm
from poukama.toolkit import toast


@writes(Action.ASSESS_GOAL)
def assess(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how a goal went, in place or on a page of its own."""
    goal = get_or_404(
        request.actor, Action.ASSESS_GOAL, Goal.objects.select_related("plan", "work_form"), pk=pk
    )
    form = AssessmentForm(request.POST or None, initial={"assessment": goal.assessment})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                assess_goal(goal=goal, assessment=form.cleaned_data["assessment"], by=request.user)
            except NothingChanges:
                form.add_error(None, _("Nothing was changed."))
            else:
                toast.say(request, _("Saved."))
                return redirect(there(goal.plan, goal.work_form, goal.code))
        status = 422
    context = {"goal": goal, "form": form, "back": there(goal.plan, goal.work_form, goal.code)}
    template = "governance/_assess.html" if request.htmx else "governance/assess.html"
    return render(request, template, context | frame_of(request, goal.plan, "plan"), status=status)


@writes(Action.EDIT_GOAL)
def goal_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a goal says and whose it is."""
    goal = get_or_404(
        request.actor, Action.EDIT_GOAL, Goal.objects.select_related("plan", "work_form", "owner"), pk=pk
    )
    initial = {"text": goal.goal, "result": goal.result, "evidence": goal.evidence, "owner": goal.owner_id}
    form = GoalForm(request.POST or None, plan=goal.plan, initial=initial)
    back = there(goal.plan, goal.work_form, goal.code)
    if request.method == "POST" and form.is_valid():
        try:
            change_goal(goal=goal, **form.values(), reason=form.why(), by=request.user)
        except NothingChanges:
            form.add_error(None, _("Nothing was changed."))
        else:
            toast.say(request, _("Saved."))
            return redirect(back)
    remove = reverse("governance:remove_goal", args=[goal.pk])
    return _page(request, goal.plan, form, _("Change a goal"), goal.work_form, back, remove_url=remove)


@writes(Action.EDIT_GOAL)
def goal_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a goal out of the plan."""
    goal = get_or_404(
        request.actor, Action.EDIT_GOAL, Goal.objects.select_related("plan", "work_form"), pk=pk
    )
    return remove_page(
        request,
        goal.plan,
        lambda reason: remove_goal(goal=goal, reason=reason, by=request.user),
        goal.goal,
        there(goal.plan, goal.work_form),
    )


@writes(Action.ADD_PROMISE)
def goal_add(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Add a goal to a work form of a plan."""
    plan, work_form = _where(request, pk, key)
    form = GoalForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        goal = add_goal(
            plan=plan,
            work_form=work_form,
            goal=values.pop("text"),
            **values,
            reason=form.why(),
            by=request.user,
        )
        toast.say(request, _("Added: a goal."))
        return redirect(there(plan, work_form, goal.code))
    return _page(request, plan, form, _("Add a goal"), work_form, there(plan, work_form))


@writes(Action.EDIT_TARGET)
def target_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what a target says; what counts it is chosen on the page of its figure."""
    target = get_or_404(
        request.actor, Action.EDIT_TARGET, Target.objects.select_related("plan", "work_form"), pk=pk
    )
    names = ("label", "aim", "unit", "direction", "goal", "owner", "note")
    initial = {name: getattr(target, f"{name}_id" if name in {"goal", "owner"} else name) for name in names}
    form = TargetForm(
        request.POST or None,
        plan=target.plan,
        work_form_id=target.work_form_id,
        is_ambiguous=target.is_ambiguous,
        initial=initial,
    )
    back = there(target.plan, target.work_form)
    if request.method == "POST" and form.is_valid():
        try:
            edit_target(target=target, **form.values(), reason=form.why(), by=request.user)
        except NothingChanges:
            form.add_error(None, _("Nothing was changed."))
        else:
            toast.say(request, _("Saved."))
            return redirect(back)
    return _page(
        request,
        target.plan,
        form,
        _("Change a target"),
        target.work_form,
        back,
        remove_url=reverse("governance:remove_target", args=[target.pk]),
        bind_url=link("reporting:bind", target.pk)
        if frame_of(request, target.plan, "")["is_current"]
        else "",
    )


@writes(Action.EDIT_TARGET)
def target_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a target out of the plan."""
    target = get_or_404(
        request.actor, Action.EDIT_TARGET, Target.objects.select_related("plan", "work_form"), pk=pk
    )
    return remove_page(
        request,
        target.plan,
        lambda reason: remove_target(target=target, reason=reason, by=request.user),
        target.label,
        there(target.plan, target.work_form),
    )


@writes(Action.ADD_PROMISE)
def target_add(request: StaffRequest, pk: int, key: str) -> HttpResponse:
    """Add a target to a work form of a plan."""
    plan, work_form = _where(request, pk, key)
    form = TargetForm(
        request.POST or None, plan=plan, work_form_id=work_form.pk, initial={"direction": "at_least"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_target(plan=plan, work_form=work_form, **form.values(), reason=form.why(), by=request.user)
        except GoalElsewhere:
            form.add_error("goal", _("Choose a goal of this work form."))
        else:
            toast.say(request, _("Added: a target. Next, choose what counts it."))
            return redirect(there(plan, work_form))
    return _page(request, plan, form, _("Add a target"), work_form, there(plan, work_form))


def remove_page(request: StaffRequest, plan: Plan, remove: Any, what: str, back: str) -> HttpResponse:
    """Ask before something is taken out of a plan, and why where the board has approved it."""
    form = ReasonForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            remove(form.why())
        except TargetsHangOnIt:
            form.add_error(None, _("Targets belong to this goal. Move or remove them first."))
        except PlanReplaced:
            form.add_error(None, _("A later version of the plan is in force."))
        else:
            toast.say(request, _("Removed."))
            return redirect(back)
    context = {"form": form, "what": what, "back": back} | frame_of(request, plan, "")
    return render(request, "governance/remove.html", context, status=422 if form.errors else 200)


def there(plan: Plan, work_form: WorkForm, code: str = "") -> str:
    """The place of a work form, or of one of its goals, on the page of its area."""
    for place in places_of(plan):
        for block in place.blocks:
            if block.work_form.pk == work_form.pk and block.elsewhere is None:
                return f"{address('area', plan, place.key)}#{code or work_form.key}"
    return f"{address('area', plan, OTHER)}#{code or work_form.key}"


def _where(request: StaffRequest, pk: int, key: str) -> tuple[Plan, WorkForm]:
    work_form = get_or_404(request.actor, Action.ADD_PROMISE, WorkForm, key=key)
    current = Plan.objects.exclude(state=PlanState.ENDED)
    return get_or_404(request.actor, Action.READ_PLAN, current, pk=pk), work_form


def _page(
    request: StaffRequest, plan: Plan, form: Form, title: str, work_form: WorkForm, back: str, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "heading": title,
        "work_form": work_form,
        "back": back,
        "remove_url": "",
        "bind_url": "",
    }
    context |= more | frame_of(request, plan, "plan")
    return render(request, "governance/write.html", context, status=422 if form.errors else 200)
