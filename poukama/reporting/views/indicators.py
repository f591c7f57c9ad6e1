"""What counts an indicator of a focus area: chosen from what exists, as for a target."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.governance.facts import PlanOfYear, PlanState, indicator_of
from poukama.governance.services import NothingChanges, PlanReplaced
from poukama.organisation.models import Association
from poukama.organisation.queries import work_form_labels
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.forms import IndicatorForm, MeasureForm, filter_name
from poukama.reporting.measures import BY_KEY, CATALOGUE
from poukama.reporting.rules import Action
from poukama.reporting.services import bind_indicator as bind
from poukama.reporting.views.choosing import chosen, filters_of, previews, sent_again
from poukama.toolkit import toast


@writes(Action.BIND_INDICATOR)
def bind_indicator(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Choose a measure and filters, see last year's and this year's figure, then save; or follow it in words."""
    get_or_404(request.actor, Action.BIND_INDICATOR, Association)
    found = indicator_of(pk)
    if found is None:
        raise Http404
    plan, indicator = found
    is_post = request.method == "POST"
    data = request.POST if is_post else chosen(request.GET, indicator.measure, indicator.filters)
    measure = BY_KEY.get(data.get("measure", ""), CATALOGUE[0])
    filters = filters_of(measure.key, work_form_labels())
    chooser = MeasureForm(data, filters=filters)
    ask = _ask(chooser)
    form = IndicatorForm(request.POST if is_post else None, is_approved=plan.state == PlanState.APPROVED)
    in_words = is_post and "in_words" in request.POST
    if is_post and (ask is not None or in_words) and form.is_valid():
        try:
            bind(indicator=indicator, ask=None if in_words else ask, reason=form.why(), by=request.user)
        except NothingChanges:
            form.add_error(None, _("It is counted exactly so already."))
        except PlanReplaced:
            raise Http404 from None
        else:
            toast.say(request, _("Saved."))
            return redirect(_page_of(plan))
    context = {
        "plan": plan,
        "indicator": indicator,
        "back": _page_of(plan),
        "measure": measure,
        "chooser": chooser,
        "filters": [chooser[filter_name(key)] for key in filters],
        "form": form,
        "previews": previews(request, ask, plan.year),
        "hidden": sent_again(data),
    }
    return render(request, "reporting/bind_indicator.html", context, status=422 if is_post else 200)


def _ask(chooser: MeasureForm) -> Ask | None:
    if not chooser.is_valid():
        return None
    try:
        return Ask.of(chooser.cleaned_data["measure"], chooser.filters())
    except CannotBeAsked:
        return None


def _page_of(plan: PlanOfYear) -> str:
    """The focus areas of exactly this version of the plan, where the plan has pages."""
    try:
        return reverse("governance:focus", args=[plan.year], query={"version": plan.version})
    except NoReverseMatch:
        return reverse("reporting:progress", args=[plan.year])
