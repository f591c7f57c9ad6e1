"""A promise is kept by a press."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.casework import services
from poukama.casework.models import Promise
from poukama.casework.rules import Action
from poukama.toolkit import toast


@writes(Action.KEEP_PROMISE, methods=("POST",))
def keep_promise(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that what was promised is done today."""
    promise = _promise(request, pk)
    try:
        services.keep_promise(promise=promise, by=request.user)
    except services.NothingRuns:
        toast.warn(request, _("It has been done already, or need not be done any more."))
    else:
        toast.say(request, _("The promise was kept."), undo_url=reverse("casework:undo_promise", args=[pk]))
    return _back(request, promise)


@writes(Action.KEEP_PROMISE, methods=("POST",))
def undo_promise(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back that it was done."""
    promise = _promise(request, pk)
    try:
        services.undo_promise(promise=promise, by=request.user)
    except services.NothingRuns:
        toast.warn(request, _("There is nothing to take back."))
    else:
        toast.say(request, _("Taken back."))
    return _back(request, promise)


def _promise(request: StaffRequest, pk: UUID) -> Promise:
    rows = Promise.objects.select_related("duty", "part__note__episode__work_form")
    return get_or_404(request.actor, Action.KEEP_PROMISE, rows, pk=pk)


def _back(request: StaffRequest, promise: Promise) -> HttpResponse:
    return toast.back(request, reverse("casework:episode", args=[promise.part.note.episode_id]))
