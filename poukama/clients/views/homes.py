"""That a child lives in another home too."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.forms import EndTieForm, OtherHomeForm
from poukama.clients.models import KnownIn, OtherHome
from poukama.clients.rules import Action
from poukama.clients.services import homes as services
from poukama.toolkit import toast


@writes(Action.ADD_HOME)
def live_also(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say that somebody lives in another home too."""
    rows = KnownIn.objects.select_related("client", "work_form")
    known = get_or_404(request.actor, Action.ADD_HOME, rows, pk=pk)
    form = OtherHomeForm(request.POST or None, actor=request.actor, known=known)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.live_also(
                known=known, family=data["family"], starts_on=data["starts_on"], by=request.user
            )
        except services.LivesThereAlready:
            form.add_error("code_name", _("Another home is recorded already, or this is their own family."))
        except services.NotKnownHere:
            form.add_error(None, _("Somebody is not known here any more. Choose again."))
        else:
            toast.say(request, _("Recorded."))
            return redirect("clients:ties", known.pk)
    context = {"form": form, "known": known, "person": known.client}
    return render(request, "clients/live_also.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_HOME)
def end_home(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say until when they lived there too."""
    rows = OtherHome.objects.select_related("client", "work_form")
    home = get_or_404(request.actor, Action.CHANGE_HOME, rows, pk=pk)
    form = EndTieForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_home(home=home, ends_on=form.cleaned_data["ends_on"], by=request.user)
        except services.EndsBeforeItBegins:
            form.add_error("ends_on", _("It began later than that. Choose the day it began or a later one."))
        except services.EndedMeanwhile:
            form.add_error(None, _("Somebody else has ended it or taken it back meanwhile."))
        else:
            toast.say(request, _("Saved."))
            return _back(home)
    context = {"form": form, "home": home}
    return render(request, "clients/end_home.html", context, status=422 if form.errors else 200)


def _back(home: OtherHome) -> HttpResponse:
    known = KnownIn.objects.get(client=home.client_id, work_form=home.work_form_id)
    return redirect("clients:ties", known.pk)
