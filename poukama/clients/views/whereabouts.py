"""Where somebody is found. Opening it is an event; under an order it opens for those whom the order names."""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access import audit
from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.forms import WhereaboutsForm
from poukama.clients.models import KnownIn
from poukama.clients.queries import protections_of, whereabouts_in
from poukama.clients.rules import Action
from poukama.clients.services import whereabouts as services
from poukama.toolkit import clock, toast
from poukama.toolkit.facts import Text
from poukama.toolkit.sealing import opens

REFUSALS: dict[type[Exception], tuple[str | None, Text]] = {
    services.NothingTold: ("municipality", gettext_lazy("Write at least one place.")),
    services.EndsBeforeItStarts: (
        "ends_on",
        gettext_lazy("This day is before the first one. Check them."),
    ),
    services.RecordedMeanwhile: (
        None,
        gettext_lazy("Somebody else has written it meanwhile. Open it and look first."),
    ),
}
"""What stands in the way, at the field that it is about."""


@reads(Action.READ_WHEREABOUTS)
def whereabouts(request: StaffRequest, pk: int) -> HttpResponse:
    """Where somebody is found, opened."""
    known = get_or_404(request.actor, Action.READ_WHEREABOUTS, _known(), pk=pk)
    now = whereabouts_in(known)
    if now is not None:
        opened(request, known.client, work_form=known.work_form.key)
    context = {
        "known": known,
        "person": known.client,
        "now": now,
        "is_open": now is not None and opens(now),
        "protections": protections_of(request.actor, [known], clock.today()),
    }
    return render(request, "clients/whereabouts.html", context)


@writes(Action.RECORD_WHEREABOUTS)
def record_whereabouts(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Record where they are found, or correct it."""
    known = get_or_404(request.actor, Action.RECORD_WHEREABOUTS, _known(), pk=pk)
    now = whereabouts_in(known)
    if now is not None and not opens(now):
        return redirect("clients:whereabouts", known.pk)
    if now is not None and request.method == "GET":
        _was_seen(request, known)
    form = WhereaboutsForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.record_whereabouts(
                known=known,
                places=form.places(),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                former=data["former"],
                by=request.user,
            )
        except tuple(REFUSALS) as refusal:
            field, said = REFUSALS[type(refusal)]
            form.add_error(field, str(said))
        except services.SamePlaces:
            _was_seen(request, known)
            toast.say(request, _("It was as it is. Nothing has changed."))
            return redirect("clients:whereabouts", known.pk)
        else:
            toast.say(request, _("Sealed. Opening it is written down."))
            return redirect("clients:whereabouts", known.pk)
    context = {"known": known, "person": known.client, "form": form, "now": now}
    return render(request, "clients/record_whereabouts.html", context, status=422 if form.errors else 200)


def _was_seen(request: StaffRequest, known: KnownIn) -> None:
    """A form that shows it, or says that it is just this, tells it as the page does."""
    audit.record(Action.READ_WHEREABOUTS, by=request.user, about=known.client, work_form=known.work_form.key)


def _known() -> QuerySet[KnownIn]:
    return KnownIn.objects.select_related("client", "work_form")
