"""What a target counts: chosen from what exists, seen with real numbers before it is saved."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.governance.facts import Direction, PlannedTarget, TargetUnit, target_of
from poukama.governance.services import NothingChanges, TargetNotInForce
from poukama.organisation.models import WorkForm
from poukama.organisation.queries import work_form_labels
from poukama.reporting.counting import Ask, CannotBeAsked
from poukama.reporting.counting.asks import WORK_FORM
from poukama.reporting.forms import BindForm, MeasureForm, filter_name
from poukama.reporting.measures import BY_KEY, CATALOGUE
from poukama.reporting.queries import bound_by
from poukama.reporting.rules import Action
from poukama.reporting.services import CountsOthers, asked_now, bind_target, may_count
from poukama.reporting.views.choosing import chosen, filters_of, previews, sent_again
from poukama.toolkit import formatting, toast


@writes(Action.BIND_TARGET)
def bind(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Choose a measure and filters, see last year's and this year's figure, then save with a reason."""
    found = target_of(pk)
    if found is None:
        raise Http404
    plan, target = found
    work_form = get_or_404(request.actor, Action.BIND_TARGET, WorkForm, pk=target.work_form_id)
    data = chosen(
        request.POST if request.method == "POST" else request.GET,
        target.measure,
        {WORK_FORM: target.work_form, **target.filters},
    )
    measure = BY_KEY.get(data.get("measure", ""), CATALOGUE[0])
    filters = filters_of(measure.key, _work_forms(request, target))
    chooser = MeasureForm(data, filters=filters)
    _say_whose(chooser, request, target)
    ask = _ask(chooser, request, target)
    form = _bind_form(request, target, measure.unit, measure.direction)
    status = 200
    if request.method == "POST":
        if ask is not None and form.is_valid():
            try:
                _save(target, plan.year, ask, form.cleaned_data, request)
            except NothingChanges:
                form.add_error(None, _("The target counts exactly this already."))
            except (TargetNotInForce, CountsOthers):
                raise Http404 from None
            else:
                toast.say(request, _("Saved: %(label)s now counts this.") % {"label": target.label})
                return redirect("reporting:figure", target.id)
        status = 422
    context = {
        "plan": plan,
        "target": target,
        "work_form": work_form,
        "measure": measure,
        "chooser": chooser,
        "filters": [chooser[filter_name(key)] for key in filters],
        "form": form,
        "previews": previews(request, ask, plan.year),
        "hidden": sent_again(data),
    }
    return render(request, "reporting/bind.html", context, status=status)


def _work_forms(request: StaffRequest, target: PlannedTarget) -> dict[str, str]:
    """Those that may be chosen: where one decides what is counted, and those counted already."""
    known = bound_by(request.actor) | _counted_now(target)
    return {key: label for key, label in work_form_labels().items() if key in known}


def _counted_now(target: PlannedTarget) -> frozenset[str]:
    now = asked_now(target)
    return frozenset(now.work_forms if now else ())


def _say_whose(chooser: MeasureForm, request: StaffRequest, target: PlannedTarget) -> None:
    """Say with the work forms which of them others decide on, and when another is asked for, which may be chosen."""
    field = chooser.fields[filter_name(WORK_FORM)]
    field.error_messages["invalid_choice"] = _(
        "Choose among the work forms where you decide what is counted. The director decides on the others."
    )
    if others := _counted_now(target) - bound_by(request.actor):
        labels = work_form_labels()
        field.help_text = _(
            "Others decide on %(names)s. Leave them out, or keep everything that is counted as it is."
        ) % {"names": formatting.joined([labels[key] for key in labels if key in others])}


def _ask(chooser: MeasureForm, request: StaffRequest, target: PlannedTarget) -> Ask | None:
    if not chooser.is_valid():
        return None
    try:
        filters = {WORK_FORM: [target.work_form], **chooser.filters()}
        ask = Ask.of(chooser.cleaned_data["measure"], filters)
    except CannotBeAsked:
        return None
    if may_count(request.actor, target, ask):
        return ask
    chooser.add_error(
        filter_name(WORK_FORM),
        _("With a work form that others decide on, nothing that is counted may change. Leave it out first."),
    )
    return None


def _bind_form(
    request: StaffRequest, target: PlannedTarget, unit: TargetUnit, direction: Direction
) -> BindForm:
    if request.method == "POST":
        return BindForm(request.POST)
    is_other = bool(request.GET.get("measure")) and request.GET["measure"] != target.measure
    return BindForm(
        initial={
            "unit": unit if is_other or not target.unit else target.unit,
            "direction": direction if is_other else target.direction,
            "aim": target.aim,
        }
    )


def _save(target: PlannedTarget, year: int, ask: Ask, given: dict[str, Any], request: StaffRequest) -> None:
    bind_target(
        plan_year=year,
        target=target,
        ask=ask,
        unit=TargetUnit(given["unit"]),
        direction=Direction(given["direction"]),
        aim=given["aim"],
        reason=given["reason"],
        by=request.user,
    )
