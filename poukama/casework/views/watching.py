"""For the home page: one's own emergencies, and what one must look at of what others opened or read."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, visible
from poukama.access.requests import StaffRequest
from poukama.casework.choices import ReadingFinding
from poukama.casework.forms.watching import CheckReadingForm
from poukama.casework.models import OddReading
from poukama.casework.queries.watching import watched
from poukama.casework.rules import Action
from poukama.casework.services import watching as services
from poukama.toolkit import toast
from poukama.toolkit.pages import page_of

_DAY = timedelta(days=1)
_SHOWN = ("reader", "work_form", "family", "client", "checked_by")


@reads(Action.SEE_WATCH)
def watch_panel(request: StaffRequest) -> HttpResponse:
    """Nothing when nothing waits."""
    return render(request, "casework/_watch_panel.html", {"watch": watched(request.actor)})


@reads(Action.SEE_CHECKS)
def odd_readings(request: StaffRequest) -> HttpResponse:
    """Odd readings that the reader checks: those that wait first, then those that were checked."""
    shows_checked = request.GET.get("show") == "checked"
    rows = visible(
        request.actor, Action.CHECK_READING, OddReading.objects.filter(checked_at__isnull=not shows_checked)
    )
    page = page_of(rows.select_related(*_SHOWN), request, by=("-week_starts_on", "-pk"))
    opened(request, None)
    return render(request, "casework/odd_readings.html", {"page": page, "shows_checked": shows_checked})


@writes(Action.CHECK_READING)
def check_reading(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """One of them: who read whose page how often and why it is odd; and what it was."""
    rows = OddReading.objects.select_related(*_SHOWN)
    reading = get_or_404(request.actor, Action.CHECK_READING, rows, pk=pk)
    form = CheckReadingForm(request.POST or None)
    if form.is_valid():
        try:
            services.check_reading(
                reading=reading,
                finding=ReadingFinding(form.cleaned_data["finding"]),
                conclusion=form.cleaned_data["conclusion"],
                by=request.user,
            )
        except services.CheckedMeanwhile:
            toast.warn(request, _("Somebody has checked it already."))
        else:
            toast.say(request, _("Checked. What you wrote is sealed."))
        return redirect("casework:odd_readings")
    context = {"reading": reading, "form": form, "ends_on": reading.week_starts_on + services.WEEK - _DAY}
    return render(request, "casework/check_reading.html", context, status=422 if form.errors else 200)
