"""The processes of an episode and their steps."""

from contextlib import suppress

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms.processes import BeginProcessForm, EndProcessForm, WorkersForm
from poukama.casework.models import Process
from poukama.casework.queries import episode_or_404
from poukama.casework.queries.processes import (
    coming_up,
    is_open_to,
    member_choices,
    process_rows,
    processes_seen,
    templates_to_begin,
)
from poukama.casework.queries.promises import promised
from poukama.casework.rules import Action
from poukama.casework.services import DayOutsideEpisode, DaysDoNotFit, EpisodeClosed, NotAMember, NothingRuns
from poukama.casework.services import processes as services
from poukama.casework.services.refusals import AlreadyVoided, SomethingHangsOnIt, UndoTooLate
from poukama.clients.queries.walls import who_work_in
from poukama.toolkit import clock, formatting, toast


@reads(Action.SEE_COMING)
def coming_panel(request: StaffRequest, pk: int) -> HttpResponse:
    """What is due and what comes in an episode: a panel of its page."""
    episode = episode_or_404(request.actor, Action.SEE_COMING, pk)
    up = coming_up(request.actor, episode, clock.today())
    promises = promised(request.actor, episode)
    if up.has_processes or promises:
        opened(request, episode, work_form=episode.work_form.key)
    context = {
        "episode": episode,
        "up": up,
        "promises": promises,
        "is_open_to_me": is_open_to(request.actor, episode),
    }
    return render(request, "casework/_coming.html", context)


@reads(Action.SEE_PROCESSES)
def processes(request: StaffRequest, pk: int) -> HttpResponse:
    """The processes of an episode: done, due, coming and left out. Opening it is an event."""
    episode = episode_or_404(request.actor, Action.SEE_PROCESSES, pk)
    rows = process_rows(request.actor, episode, clock.today())
    opened(request, episode, work_form=episode.work_form.key)
    context = {
        "episode": episode,
        "rows": rows,
        "is_open_to_me": is_open_to(request.actor, episode),
        "can_begin": episode.is_open and bool(templates_to_begin(episode)),
    }
    return render(request, "casework/processes.html", context)


@writes(Action.BEGIN_PROCESS)
def begin_process(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Follow a template from a day on."""
    episode = episode_or_404(request.actor, Action.BEGIN_PROCESS, pk)
    form = BeginProcessForm(
        request.POST or None,
        templates=templates_to_begin(episode),
        members=member_choices(request.actor, episode),
        icons=services.icons_of_roles(),
        people=who_work_in(episode.work_form, clock.today()),
        initial={"starts_on": clock.today(), "workers": [str(request.user.pk)]},
    )
    if form.is_valid():
        try:
            process = services.begin_process(
                episode=episode,
                template=form.template(),
                member=form.member(),
                workers=form.named(),
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
            )
        except EpisodeClosed:
            form.add_error(None, _("This episode has ended."))
        except services.ProcessRuns as refused:
            since = formatting.day(refused.process.starts_on)
            said = _("This has run here from %(day)s already. End it first, or choose another.")
            form.add_error("process", said % {"day": since})
        except (services.NotOfTheWorkForm, services.NotForThem, NotAMember):
            form.add_error("process", _("This is not meant for them. Choose another."))
        except services.CannotSeeThem as refused:
            form.add_error("workers", _cannot_see(refused))
        except (DayOutsideEpisode, DaysDoNotFit):
            began = formatting.day(episode.starts_on)
            said = _("They have been with us from %(day)s or later. Choose that or a later day.")
            form.add_error("starts_on", said % {"day": began})
        else:
            toast.say(
                request,
                _("The process has begun."),
                undo_url=reverse("casework:undo_process", args=[process.pk]),
            )
            return redirect("casework:processes", episode.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/begin_process.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_PROCESS)
def process_workers(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Name who work on a process."""
    process = _process(request, pk)
    form = WorkersForm(
        request.POST or None,
        people=who_work_in(process.episode.work_form, clock.today()),
        initial={"workers": [str(user.pk) for user in process.workers.all()]},
    )
    if form.is_valid():
        try:
            services.name_workers(process=process, workers=form.named(), by=request.user)
        except services.CannotSeeThem as refused:
            form.add_error("workers", _cannot_see(refused))
        except NothingRuns:
            form.add_error(None, _over())
        else:
            toast.say(request, _("Named."))
            return redirect("casework:processes", process.episode_id)
    return _form_page(request, "casework/process_workers.html", form, process)


@writes(Action.CHANGE_PROCESS)
def end_process(request: StaffRequest, pk: int) -> HttpResponseBase:
    """End a process; the episode goes on."""
    process = _process(request, pk)
    form = EndProcessForm(request.POST or None, initial={"ends_on": clock.today()})
    if form.is_valid():
        try:
            services.end_process(process=process, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except NothingRuns:
            form.add_error(None, _over())
        except (DaysDoNotFit, DayOutsideEpisode):
            since = formatting.day(process.starts_on)
            form.add_error(
                "ends_on",
                _("The process began on %(day)s. Choose that or a later day.") % {"day": since},
            )
        else:
            toast.say(request, _("The process has ended. The episode goes on."))
            return redirect("casework:processes", process.episode_id)
    return _form_page(request, "casework/end_process.html", form, process)


@writes(Action.CHANGE_PROCESS, methods=("POST",))
def renew_process(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the steps that the template has now."""
    process = _process(request, pk)
    with suppress(NothingRuns):
        services.take_new_steps(process=process, by=request.user)
    toast.say(request, _("The new steps are followed. What was done stays done."))
    return redirect("casework:processes", process.episode_id)


@writes(Action.CHANGE_PROCESS, methods=("POST",))
def undo_process(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a process begun by mistake today."""
    process = _process(request, pk)
    try:
        services.void_process(process=process, by=request.user)
    except (AlreadyVoided, UndoTooLate, NothingRuns):
        toast.warn(request, _("This can be taken back on the same day only. End the process instead."))
    except SomethingHangsOnIt:
        toast.warn(request, _("A step of it is done or left out. Take that back first."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:processes", process.episode_id)


def _process(request: StaffRequest, pk: int) -> Process:
    return get_or_404(request.actor, Action.CHANGE_PROCESS, processes_seen(), pk=pk)


def _cannot_see(refused: services.CannotSeeThem) -> str:
    said: str = _("%(who)s cannot open this family's page. Choose somebody else.")
    return said % {"who": refused.who.initials}


def _over() -> str:
    said: str = _("The process has ended already.")
    return said


def _form_page(request: StaffRequest, template: str, form: object, process: Process) -> HttpResponse:
    context = {"form": form, "process": process, "episode": process.episode}
    return render(request, template, context, status=422 if getattr(form, "errors", None) else 200)
