"""For which service task an episode is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.requests import StaffRequest
from poukama.casework.forms import ServiceTaskForm
from poukama.casework.queries import episode_or_404
from poukama.casework.rules import Action
from poukama.casework.services import say_service_task
from poukama.organisation.choices import TermList
from poukama.organisation.words import words
from poukama.toolkit import toast


@writes(Action.SAY_SERVICE_TASK)
def service_task(request: StaffRequest, pk: int) -> HttpResponse:
    """Say it, or change it when the placement changes."""
    action = Action.SAY_SERVICE_TASK
    episode = episode_or_404(request.actor, action, pk)
    form = ServiceTaskForm(
        request.POST or None,
        tasks=words(TermList.SERVICE_TASK).of(episode.work_form),
        initial={"service_task": episode.service_task},
    )
    if request.method == "POST" and form.is_valid():
        say_service_task(episode=episode, service_task=form.cleaned_data["service_task"], by=request.user)
        toast.say(request, _("Service task saved: %(code)s.") % {"code": episode.code})
        return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/service_task.html", context, status=422 if form.errors else 200)
