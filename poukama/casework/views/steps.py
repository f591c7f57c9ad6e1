"""A step of a process is done by a press, or left out with a reason."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms.processes import LeaveOutForm, StepDoneForm
from poukama.casework.models import DueStep, ProcessStep
from poukama.casework.queries.processes import agreed_by_step, processes_seen, steps_seen
from poukama.casework.queries.steps_said import what
from poukama.casework.rules import Action
from poukama.casework.services import DayNotYetCome
from poukama.casework.services import steps as services
from poukama.toolkit import clock, formatting, toast


@writes(Action.DO_STEP)
def step_done(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Say that a step was done: a press says today, the form another day."""
    step = _step(request, Action.DO_STEP, pk)
    is_press = request.method == "POST" and "done_on" not in request.POST
    data = {"done_on": clock.today().isoformat()} if is_press else request.POST or None
    form = StepDoneForm(data, initial={"done_on": min(clock.today(), step.duty.due_on)})
    if form.is_valid():
        try:
            services.do_step(step=step, done_on=form.cleaned_data["done_on"], by=request.user)
        except services.StepDoneAlready:
            toast.warn(request, _settled())
            return _back(request, step)
        except services.AskedOnItsPage:
            form.add_error(None, _("It was agreed to ask how they are. Write down on that page how it went."))
        except services.BeforeTheStart:
            form.add_error("done_on", _too_early(step.process.starts_on))
        except DayNotYetCome:
            form.add_error("done_on", _("This day has not come yet. Choose today or an earlier day."))
        else:
            said = _("Done: %(what)s.") % {"what": what(step.step, step.occasion)}
            toast.say(request, said, undo_url=reverse("casework:undo_step", args=[step.pk]))
            return _back(request, step)
    return _page(request, "casework/step_done.html", form, step)


@writes(Action.CHANGE_PROCESS)
def step_ahead(request: StaffRequest, pk: int, step: int) -> HttpResponseBase:
    """Say that a step was done before the visit at which it is due."""
    process = get_or_404(request.actor, Action.CHANGE_PROCESS, processes_seen(), pk=pk)
    rows = ProcessStep.objects.filter(template=process.template_id, version=process.version)
    found = get_object_or_404(rows, pk=step)
    form = StepDoneForm(request.POST or None, initial={"done_on": clock.today()})
    if form.is_valid():
        try:
            done = services.do_ahead(
                process=process, step=found, done_on=form.cleaned_data["done_on"], by=request.user
            )
        except services.StepDoneAlready:
            toast.warn(request, _settled())
            return redirect("casework:processes", process.episode_id)
        except services.BeforeTheStart:
            form.add_error("done_on", _too_early(process.starts_on))
        else:
            said = _("Done: %(what)s.") % {"what": what(found)}
            toast.say(request, said, undo_url=reverse("casework:undo_step", args=[done.pk]))
            return redirect("casework:processes", process.episode_id)
    context = {"form": form, "episode": process.episode, "what": what(found), "due_on": None}
    return render(request, "casework/step_done.html", context, status=422 if form.errors else 200)


@writes(Action.LEAVE_STEP_OUT)
def step_out(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """Leave a step out. A reason is asked, and nothing else."""
    step = _step(request, Action.LEAVE_STEP_OUT, pk)
    form = LeaveOutForm(request.POST or None)
    if form.is_valid():
        try:
            services.leave_out(step=step, reason=form.cleaned_data["reason"], by=request.user)
        except services.StepDoneAlready:
            toast.warn(request, _settled())
        else:
            said = _("Left out: %(what)s.") % {"what": what(step.step, step.occasion)}
            toast.say(request, said, undo_url=reverse("casework:undo_step", args=[step.pk]))
        return redirect("casework:processes", step.process.episode_id)
    is_agreed = bool(agreed_by_step(request.actor, [step]))
    return _page(request, "casework/step_out.html", form, step, is_agreed=is_agreed)


@writes(Action.DO_STEP, methods=("POST",))
def undo_step(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back that a step was done or left out."""
    step = _step(request, Action.DO_STEP, pk)
    try:
        services.undo_step(step=step, by=request.user)
    except services.NothingToTakeBack:
        toast.warn(request, _("There is nothing to take back."))
    else:
        toast.say(request, _("Taken back."))
    return _back(request, step)


def _step(request: StaffRequest, action: str, pk: UUID) -> DueStep:
    return get_or_404(request.actor, action, steps_seen(request.actor, action), pk=pk)


def _back(request: StaffRequest, step: DueStep) -> HttpResponse:
    return toast.back(request, reverse("casework:processes", args=[step.process.episode_id]))


def _settled() -> str:
    said: str = _("It has been done already, or need not be done any more.")
    return said


def _too_early(day: date) -> str:
    said: str = _("The process began on %(day)s. Choose that or a later day.")
    return said % {"day": formatting.day(day)}


def _page(request: StaffRequest, template: str, form: object, step: DueStep, **more: object) -> HttpResponse:
    context = {
        "form": form,
        "episode": step.process.episode,
        "what": what(step.step, step.occasion),
        "due_on": step.duty.due_on,
    }
    return render(request, template, context | more, status=422 if getattr(form, "errors", None) else 200)
