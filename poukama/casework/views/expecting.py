"""A family expects a child: recording it, the birth, and the loss; and what is due, on the home page."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import BirthForm, DueDayForm, ExpectForm, LossForm
from poukama.casework.models import Episode
from poukama.casework.queries import baby_role, due_rows, episode_or_404, who_can_expect
from poukama.casework.rules import Action
from poukama.casework.services import EpisodeClosed, SomethingHangsOnIt
from poukama.casework.services.birth import record_birth, take_birth_back
from poukama.clients.models import Expecting
from poukama.clients.queries import said_of
from poukama.clients.rules import Action as Clients
from poukama.clients.services import expecting as services
from poukama.clients.services.kinship import TooYoungToBeParent
from poukama.toolkit import clock, toast


@writes(Action.CHANGE_MEMBERS)
def expect(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Somebody of the family expects a child."""
    episode = episode_or_404(request.actor, Action.CHANGE_MEMBERS, pk)
    known = who_can_expect(request.actor, episode)
    form = ExpectForm(request.POST or None, known=known)
    if form.is_valid():
        try:
            services.expect(known=form.known(), due_on=form.cleaned_data["due_on"], by=request.user)
        except services.DueDayNotPossible:
            form.add_error("due_on", _due_day_refused())
        except services.CannotExpect:
            form.add_error("mother", _("By the birth year this cannot be. Check who expects."))
        else:
            toast.say(request, _("Recorded. The child is on the page with the due day."))
            return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode, "nobody": not known}
    return render(request, "casework/expect.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_MEMBERS)
def due_day(request: StaffRequest, pk: int, expecting: UUID) -> HttpResponseBase:
    """Correct the due day."""
    episode = episode_or_404(request.actor, Action.CHANGE_MEMBERS, pk)
    row = _expecting(request, episode, expecting)
    told = said_of(row, clock.today()).due_on
    form = DueDayForm(request.POST or None, initial={"due_on": told})
    if form.is_valid():
        try:
            services.correct_due_day(expecting=row, due_on=form.cleaned_data["due_on"], by=request.user)
        except services.DueDayNotPossible:
            form.add_error("due_on", _due_day_refused())
        except TooYoungToBeParent:
            form.add_error("due_on", _("By the mother's birth year this cannot be. Check the day."))
        except services.EndedMeanwhile:
            form.add_error(None, _meanwhile())
        else:
            toast.say(request, _("Saved."))
            return redirect("casework:episode", episode.pk)
    return _page(request, "casework/due_day.html", form, episode, row)


@writes(Action.CHANGE_MEMBERS)
def birth(request: StaffRequest, pk: int, expecting: UUID) -> HttpResponseBase:
    """The child is born: one step, and nothing is typed again."""
    episode = episode_or_404(request.actor, Action.CHANGE_MEMBERS, pk)
    row = _expecting(request, episode, expecting)
    role = baby_role(episode.work_form)
    form = BirthForm(request.POST or None, work_form=episode.work_form, born_on=clock.today(), role=role)
    if form.is_valid():
        try:
            record_birth(episode=episode, expecting=row, by=request.user, **form.cleaned_data)
        except services.BirthdayNotPossible:
            form.add_error(
                "born_on", _("This is far from the due day. Check it, or correct the due day first.")
            )
        except TooYoungToBeParent:
            form.add_error("born_on", _("By the mother's birth year this cannot be. Check the day."))
        except EpisodeClosed:
            form.add_error(None, _("This episode has ended."))
        except services.EndedMeanwhile:
            form.add_error(None, _meanwhile())
        else:
            undo = reverse("casework:undo_birth", args=[episode.pk, row.pk])
            toast.say(request, _("Congratulations to the family. The child takes part now."), undo_url=undo)
            return redirect("casework:episode", episode.pk)
    return _page(request, "casework/birth.html", form, episode, row)


@writes(Action.CHANGE_MEMBERS)
def loss(request: StaffRequest, pk: int, expecting: UUID) -> HttpResponseBase:
    """The child is not born. Nothing reminds of the day after this."""
    episode = episode_or_404(request.actor, Action.CHANGE_MEMBERS, pk)
    row = _expecting(request, episode, expecting)
    form = LossForm(request.POST or None, initial={"ended_on": clock.today()})
    if form.is_valid():
        try:
            services.lost(expecting=row, ended_on=form.cleaned_data["ended_on"], by=request.user)
        except services.EndedMeanwhile:
            form.add_error(None, _meanwhile())
        else:
            toast.say(request, _("Recorded. Nothing reminds of the due day any more."))
            return redirect("casework:episode", episode.pk)
    return _page(request, "casework/loss.html", form, episode, row)


@writes(Action.CHANGE_MEMBERS, methods=("POST",))
def undo_birth(request: StaffRequest, pk: int, expecting: UUID) -> HttpResponse:
    """Take back how it ended: the child is expected as before."""
    episode = episode_or_404(request.actor, Action.CHANGE_MEMBERS, pk)
    rows = Expecting.objects.filter(work_form=episode.work_form)
    row = get_or_404(request.actor, Clients.CHANGE_EXPECTING, rows, pk=expecting)
    try:
        take_birth_back(episode=episode, expecting=row, by=request.user)
    except services.TooLateToTakeBack:
        toast.warn(request, _("This can be taken back on the same day only."))
    except SomethingHangsOnIt:
        toast.warn(request, _("They are in a contact already. Take that back first."))
    except services.EndedMeanwhile:
        toast.warn(request, _meanwhile())
    else:
        toast.say(request, _("Taken back. The child is expected as before."))
    return redirect("casework:episode", episode.pk)


@reads(Action.READ_EPISODE)
def due_panel(request: StaffRequest) -> HttpResponse:
    """Whose child is due within a month or overdue, of one's own families: a panel of the home page."""
    return render(request, "casework/_due_panel.html", {"rows": due_rows(request.actor, clock.today())})


def _expecting(request: StaffRequest, episode: Episode, pk: UUID) -> Expecting:
    """A child who is still expected, as the episode's work form was told."""
    rows = Expecting.objects.filter(work_form=episode.work_form, voided_at=None, ended_at=None)
    found = rows.select_related("client", "mother", "work_form")
    return get_or_404(request.actor, Clients.CHANGE_EXPECTING, found, pk=pk)


def _due_day_refused() -> str:
    said: str = _("A due day is at most ten months ahead and two months past. Is the year right?")
    return said


def _meanwhile() -> str:
    said: str = _("Somebody else has recorded something of this meanwhile. Open the family's page and look.")
    return said


def _page(
    request: StaffRequest, template: str, form: object, episode: Episode, row: Expecting
) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    context = {"form": form, "episode": episode, "child": row.client}
    return render(request, template, context, status=status)
