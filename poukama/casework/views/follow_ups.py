"""Follow-ups of those who have left: which are agreed, agreeing on one, and asking them how they are."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.choices import FollowUpOutcome
from poukama.casework.forms.follow_ups import FollowUpForm, MeetForm
from poukama.casework.models import Episode, FollowUp
from poukama.casework.on_drafts import FOLLOW_UP_FORM
from poukama.casework.queries import episode_or_404
from poukama.casework.queries.follow_ups import follow_up_row, follow_up_rows, tries_of, who_can_be_asked
from poukama.casework.queries.follow_ups import follow_ups as agreed_with
from poukama.casework.rules import Action
from poukama.casework.services import DayNotYetCome, DaysDoNotFit, NothingRuns, UndoTooLate
from poukama.casework.services import follow_ups as services
from poukama.clients.queries import reaches_of
from poukama.drafts.services import finishing
from poukama.toolkit import clock, toast


@writes(Action.AGREE_FOLLOW_UP)
def follow_ups(request: StaffRequest, pk: int) -> HttpResponse:
    """What was agreed with those who left, and one more."""
    episode: Episode = episode_or_404(request.actor, Action.AGREE_FOLLOW_UP, pk)
    reaches = who_can_be_asked(request.actor, episode) if not episode.is_open else []
    form = FollowUpForm(request.POST if request.method == "POST" else None, reaches=reaches)
    if form.is_valid():
        try:
            services.agree_follow_up(
                episode=episode, agreed=form.agreed(), due_on=form.cleaned_data["due_on"], by=request.user
            )
        except DaysDoNotFit:
            form.add_error("due_on", _("Choose a day that is still ahead, within two years of the end."))
        except services.AgreedAlready:
            form.add_error("due_on", _("That day is agreed with them already."))
        except (services.NoSafeWay, services.EpisodeGoesOn):
            form.add_error(None, _("What they have agreed to has changed meanwhile. Look at it again."))
        else:
            toast.say(request, _("Agreed. It is among the due days."))
            return redirect("casework:follow_ups", episode.pk)
    found = list(agreed_with(request.actor, episode).order_by("due_on", "pk"))
    if found and request.method != "POST":
        opened(request, episode, work_form=episode.work_form.key)
    context = {"episode": episode, "rows": follow_up_rows(found), "form": form if reaches else None}
    return render(request, "casework/follow_ups.html", context, status=422 if form.errors else 200)


@writes(Action.MEET_FOLLOW_UP)
def follow_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was agreed, whether it still holds, and how it went."""
    found = _follow_up(request, pk)
    episode = found.episode
    form = MeetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            written = _written(found, form, request)
        except services.MetAlready:
            said = _("Somebody else has written it down meanwhile.")
            if not form.cleaned_data["told"]:
                toast.warn(request, said)
                return redirect("casework:follow_ups", episode.pk)
            form.add_error(None, said)
            found = _follow_up(request, pk)
        else:
            if written is not None:
                undo = reverse("casework:undo_follow_up", args=[written.pk])
                toast.say(request, _("Written down."), undo_url=undo)
                return redirect("casework:follow_ups", episode.pk)
    elif request.method != "POST":
        opened(request, found.whom.client, work_form=episode.work_form.key, follow_up=str(found.pk))
    context = {
        "episode": episode,
        "row": follow_up_row(found),
        "tries": follow_up_rows(tries_of(request.actor, found)),
        "may_take_back": found.met_at is not None and clock.is_today(found.met_at),
        "reach": next(iter(reaches_of([found.whom], clock.today())), None),
        "form": form,
    }
    return render(request, "casework/follow_up.html", context, status=422 if form.errors else 200)


@writes(Action.MEET_FOLLOW_UP, methods=("POST",))
def undo_follow_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back how it went, or that it was tried, on the same day."""
    found = _follow_up(request, pk)
    try:
        services.take_follow_up_back(follow_up=found, by=request.user)
    except UndoTooLate:
        toast.warn(request, _("This can be taken back on the same day only."))
    except NothingRuns:
        toast.warn(request, _("There is nothing to take back."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:follow_ups", found.episode_id)


def _follow_up(request: StaffRequest, pk: UUID) -> FollowUp:
    rows = FollowUp.objects.filter(voided_at=None).select_related(
        "episode__family", "episode__client", "episode__work_form", "known__client", "known__family", "met_by"
    )
    found: FollowUp = get_or_404(request.actor, Action.MEET_FOLLOW_UP, rows, pk=pk)
    return found


def _written(follow_up: FollowUp, form: MeetForm, request: StaffRequest) -> FollowUp | None:
    """What was written down; None where the form says what does not fit."""
    try:
        with finishing(kind=FOLLOW_UP_FORM, key=follow_up.pk, by=request.user):
            return _write(follow_up, form, request)
    except (DaysDoNotFit, DayNotYetCome):
        form.add_error("met_on", _("Choose a day after the end, today at the latest."))
    except services.AgainDoesNotFit:
        form.add_error("again_on", _("Choose a day that is still ahead, within three months."))
    except services.AgreedAlready:
        form.add_error("again_on", _("That day is agreed with them already."))
    return None


def _write(follow_up: FollowUp, form: MeetForm, request: StaffRequest) -> FollowUp:
    """Write down how it went, of a valid form."""
    data = form.cleaned_data
    day, told, by = data["met_on"], data["told"], request.user
    if data["again_on"]:
        again_on = data["again_on"]
        return services.try_again(follow_up=follow_up, tried_on=day, again_on=again_on, told=told, by=by)
    outcome = FollowUpOutcome(data["outcome"])
    return services.meet_follow_up(follow_up=follow_up, outcome=outcome, met_on=day, told=told, by=by)
