"""Who works with a family: naming the key worker and the pair, and taking that back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import KEY_WORKERS_REFUSED, KeyWorkersForm, refuse_key_workers
from poukama.casework.models import Episode, EpisodeWorkers
from poukama.casework.queries import episode_or_404, episodes, who_can_meet
from poukama.casework.rules import Action
from poukama.casework.services import (
    AlreadyVoided,
    DayOutsideEpisode,
    DaysDoNotFit,
    EpisodeClosed,
    Named,
    NothingRuns,
    UndoTooLate,
    WorkersAlready,
)
from poukama.casework.services import change_key_workers as change
from poukama.casework.services import take_key_workers_back as take_back
from poukama.toolkit import clock, formatting, toast


@writes(Action.CHANGE_KEY_WORKERS)
def change_key_workers(request: StaffRequest, pk: int) -> HttpResponse:
    """Say who works with them from a day on."""
    action = Action.CHANGE_KEY_WORKERS
    episode = episode_or_404(request.actor, action, pk)
    form = KeyWorkersForm(
        request.POST or None,
        people=who_can_meet(episode, clock.today()),
        now=Named(episode.key_worker, episode.pair_worker),
        initial={"starts_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        row = _changed(request, episode, form)
        if row is not None:
            toast.say(
                request,
                _("The key worker is changed.") if row.key_worker else _("Nobody is the key worker now."),
                undo_url=reverse("casework:undo_key_workers", args=[row.pk]),
            )
            return redirect("casework:episode", episode.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/change_key_workers.html", context, status=422 if form.errors else 200)


@writes(Action.CHANGE_KEY_WORKERS, methods=("POST",))
def undo_key_workers(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back, today, that somebody was named; those before them work with the family again."""
    mine = episodes(request.actor, Action.CHANGE_KEY_WORKERS)
    rows = EpisodeWorkers.objects.filter(episode__in=mine.order_by(), voided_at=None)
    row = get_or_404(request.actor, Action.READ_KEY_WORKERS, rows.select_related("episode"), pk=pk)
    try:
        take_back(row=row, by=request.user)
    except (AlreadyVoided, UndoTooLate):
        toast.warn(request, _("This can be taken back on the same day only. Name the right worker instead."))
    except NothingRuns:
        toast.warn(request, _("Somebody else was named after them. Look at who works with the family now."))
    else:
        toast.say(request, _("Taken back."))
    return redirect("casework:episode", row.episode_id)


def _changed(request: StaffRequest, episode: Episode, form: KeyWorkersForm) -> EpisodeWorkers | None:
    """Who works with them now; None when it is said at a field why it cannot be."""
    try:
        return change(
            episode=episode, named=form.named(), starts_on=form.cleaned_data["starts_on"], by=request.user
        )
    except KEY_WORKERS_REFUSED as refused:
        refuse_key_workers(form, refused)
    except WorkersAlready:
        form.add_error("key_worker", _("They work with the family already. Choose somebody else."))
    except EpisodeClosed:
        form.add_error("starts_on", _("This episode has ended."))
    except DayOutsideEpisode:
        said: str = _("The episode began on %(day)s. Choose that or a later day.")
        form.add_error("starts_on", said % {"day": formatting.day(episode.starts_on)})
    except DaysDoNotFit:
        form.add_error("starts_on", _("Somebody was named on this day or after it. Choose a later day."))
    return None
