"""Saying that two are one person, and taking them apart. Both steps stand at one address, which names only the first."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.clients.forms import NOBODY, KeepForm, SameForm
from poukama.clients.models import Client, SamePerson
from poukama.clients.queries import alike, known_to
from poukama.clients.rules import Action
from poukama.clients.services import same as services
from poukama.toolkit import formatting, toast


@writes(Action.SAY_SAME)
def say_same(request: StaffRequest, pk: int) -> HttpResponseBase:
    """First: with whom. Then, with both in sight: whose code name stays."""
    client = get_or_404(request.actor, Action.SAY_SAME, Client, pk=pk)
    near = alike(request.actor, client)
    form = SameForm(request.POST or None, actor=request.actor, client=client, near=near)
    other: Client | None = form.cleaned_data["other"] if form.is_valid() else None
    if other is None:
        context = {"form": form, "person": client, "near": near}
        return render(request, "clients/say_same.html", context, status=422 if form.errors else 200)
    keep = KeepForm(request.POST if "keep" in request.POST else None, one=client, other=other)
    if keep.is_valid() and _linked(request, keep):
        return redirect("clients:card", client.pk)
    both = [(each, known_to(request.actor, [each])) for each in (client, other)]
    for each, places in both:
        for known in places:
            opened(request, each, work_form=known.work_form.key)
    context = {"form": keep, "person": client, "both": both}
    return render(request, "clients/which_stays.html", context, status=422 if keep.errors else 200)


def _linked(request: StaffRequest, form: KeepForm) -> bool:
    """Whether they are one person now; else the form says why not."""
    kept, other = form.kept_and_other()
    try:
        services.say_same(kept=kept, other=other, by=request.user)
    except services.SameAlready:
        toast.say(request, _("They were one person already. Nothing has changed."))
    except services.WallBetween:
        form.add_error(None, NOBODY)
        return False
    except services.NotOnePerson as refused:
        said = _(
            "One was born in %(first)s and another in %(last)s: they are not one person. Nothing was linked."
        )
        first, last = refused.years
        form.add_error(None, said % {"first": f"{first:d}", "last": f"{last:d}"})
        return False
    else:
        toast.say(request, _("One person from now on: %(code)s.") % {"code": kept.code_name})
    return True


@writes(Action.TAKE_APART, methods=("POST",))
def take_apart(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back that two are one person."""
    rows = SamePerson.objects.select_related("kept", "other")
    same = get_or_404(request.actor, Action.TAKE_APART, rows, pk=pk)
    try:
        services.take_apart(same=same, by=request.user)
    except services.ApartAlready:
        toast.warn(request, _("Somebody else has taken them apart meanwhile."))
    except services.ApartTooLate:
        said = _(
            "They have been one person since %(day)s. After a year both are written into the same work, and they stay linked."
        )
        toast.warn(request, said % {"day": formatting.day(timezone.localtime(same.recorded_at).date())})
    else:
        toast.say(request, _("Two again. What was recorded of each stands with each."))
    return redirect("clients:card", same.kept_id)
