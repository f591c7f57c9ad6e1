"""A member becomes a family of their own."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework.forms import PartForm
from poukama.casework.models import Episode
from poukama.casework.queries import episodes, page_of_episode
from poukama.casework.rules import Action
from poukama.casework.services import EpisodeClosed, NothingRuns, SomethingHangsOnIt, UndoTooLate
from poukama.casework.services.parting import part_family, take_parting_back
from poukama.clients.services import CodeNameTaken
from poukama.clients.services.parting import NobodyParts, NobodyStays
from poukama.toolkit import clock, toast


@writes(Action.PART_FAMILY)
def part(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Choose who part; from today they are a family of their own."""
    rows = episodes(request.actor, Action.PART_FAMILY)
    episode: Episode = get_or_404(request.actor, Action.PART_FAMILY, rows, pk=pk)
    here = [row for row in page_of_episode(request.actor, episode).members if row.member.ends_on is None]
    form = PartForm(request.POST or None, rows=here)
    if form.is_valid():
        try:
            own = part_family(
                episode=episode,
                members=form.chosen(),
                parted_on=clock.today(),
                code_name=form.cleaned_data["code_name"],
                by=request.user,
            )
        except NobodyStays:
            form.add_error("members", _("Somebody of the family stays: leave at least one out."))
        except (EpisodeClosed, NothingRuns, NobodyParts):
            form.add_error(
                None, _("Somebody else has changed this family meanwhile. Open its page and look.")
            )
        except CodeNameTaken:
            form.add_error("code_name", _("This code name is in use. Choose another word."))
        else:
            toast.say(
                request,
                _("%(code)s is a family of its own from today.") % {"code": own.code},
                undo_url=reverse("casework:undo_part", args=[own.pk]),
            )
            return redirect("casework:episode", own.pk)
    context = {"form": form, "episode": episode}
    return render(request, "casework/part.html", context, status=422 if form.errors else 200)


@writes(Action.TAKE_PARTING_BACK, methods=("POST",))
def undo_part(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a family that parted today one with the former again."""
    rows = episodes(request.actor, Action.TAKE_PARTING_BACK)
    own: Episode = get_or_404(request.actor, Action.TAKE_PARTING_BACK, rows, pk=pk)
    try:
        former = take_parting_back(episode=own, by=request.user)
    except (NothingRuns, UndoTooLate):
        toast.warn(request, _("A parting can be taken back on the same day only."))
    except SomethingHangsOnIt:
        toast.warn(
            request,
            _(
                "Something has been recorded since they parted, so they stay two families. Take that back first."
            ),
        )
    else:
        toast.say(request, _("Taken back."))
        return redirect("casework:episode", former.pk)
    return redirect("casework:episode", own.pk)
