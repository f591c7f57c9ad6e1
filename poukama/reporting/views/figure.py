"""A figure's page: what it is, what is behind it, and what has been frozen of it."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poukama.access.decorators import FAR_BACK, opened, reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.governance.facts import PlannedTarget, PlanOfYear, plan_of_year, target_of
from poukama.organisation.models import WorkForm
from poukama.reporting import words
from poukama.reporting.breakdowns import breakdowns
from poukama.reporting.choices import Purpose
from poukama.reporting.counted import filters_in_words
from poukama.reporting.figures import Circle, TargetFigure, figures_of_year
from poukama.reporting.forms import DayForm, FreezeForm
from poukama.reporting.measures import Measure
from poukama.reporting.models import Snapshot
from poukama.reporting.pages import frozen_rows, months_of, sentence_of, told_again
from poukama.reporting.progress import row_of
from poukama.reporting.queries import open_facts, records_of, snapshots_of
from poukama.reporting.rules import Action
from poukama.reporting.services import NothingToFreeze, freeze_figure
from poukama.toolkit import clock, toast
from poukama.toolkit.facts import Record
from poukama.toolkit.pages import page_of


def _target_or_404(pk: int) -> tuple[PlanOfYear, PlannedTarget]:
    found = target_of(pk)
    if found is None:
        raise Http404
    return found


def _figure(request: StaffRequest, plan: PlanOfYear, target: PlannedTarget, on: date | None) -> TargetFigure:
    year = figures_of_year(
        plan.year,
        circle=Circle.of(request.actor),
        as_of=on,
        plan=plan,
        only={target.id},
        with_passports=True,
    )
    if year is None or not year.targets:
        raise Http404
    return year.targets[0]


@reads(Action.SEE_FIGURES)
def figure(request: StaffRequest, pk: int) -> HttpResponse:
    """A figure with its definition, months, breakdowns, records and snapshots."""
    return render(request, "reporting/figure.html", _page(request, pk, FreezeForm()))


def _page(request: StaffRequest, pk: int, freeze_form: FreezeForm) -> dict[str, Any]:
    plan, target = _target_or_404(pk)
    work_form = get_or_404(request.actor, Action.SEE_FIGURES, WorkForm, pk=target.work_form_id)
    on = DayForm(request.GET).day()
    found = _figure(request, plan, target, on)
    shown = found.figure
    measure: Measure | None = shown.ask.definition if shown else None
    frozen = list(snapshots_of(plan.year, target.code))
    months = months_of(found) if shown and not shown.is_withheld else []
    return {
        "plan": plan,
        "target": target,
        "work_form": work_form,
        "found": found,
        "figure": shown,
        "measure": measure,
        "row": row_of(found),
        "on": on,
        "sentence": sentence_of(found) if shown else words.goes_to(found),
        "filters": filters_in_words(shown.ask) if shown else (),
        "months": months,
        "tells_months": any(month.value for month in months if not month.is_forecast),
        "month_unit": words.unit_name(target.unit),
        "breakdowns": breakdowns(shown, circle=Circle.of(request.actor), plan=plan) if shown else (),
        "has_records": bool(
            shown
            and open_facts(request.actor, shown.ask)
            and may(request.actor, Action.OPEN_RECORDS, work_form)
        ),
        "frozen": frozen_rows(frozen, shown)[:20],
        "freeze_form": freeze_form,
        "may_freeze": bool(shown) and may(request.actor, Action.FREEZE_FIGURE, work_form),
        "may_see_report": may(request.actor, Action.SEE_ANNUAL_REPORT),
        "may_bind": may(request.actor, Action.BIND_TARGET, work_form),
    }


@reads(Action.OPEN_RECORDS)
def records(request: StaffRequest, pk: int) -> HttpResponse:
    """The records behind a figure, as far as the reader may read them. Opening them is audited."""
    plan, target = _target_or_404(pk)
    work_form = get_or_404(request.actor, Action.OPEN_RECORDS, WorkForm, pk=target.work_form_id)
    on = DayForm(request.GET).day()
    found = _figure(request, plan, target, on)
    if found.figure is None:
        raise Http404
    facts = open_facts(request.actor, found.figure.ask)
    chosen = next(
        (fact for fact in facts if fact.key == request.GET.get("fact")), facts[0] if facts else None
    )
    if chosen is None or chosen.describe is None:
        raise Http404
    # The period as asked: whoever reads all the records sees the exact figure anyway.
    period = found.figure.period
    rows = records_of(request.actor, chosen, found.figure.ask, period)
    page = page_of(rows, request, by=(f"-{chosen.starts}", "-pk"), size=25)
    described: list[Record] = chosen.describe(page.rows)
    far_back = {"far_back": True} if period.ends_on < clock.today() - FAR_BACK else {}
    said = {"target": target.code, "year": plan.year, "fact": chosen.key} | far_back
    opened(request, work_form, work_form=work_form.key, **said)
    context = {
        "target": target,
        "plan": plan,
        "work_form": work_form,
        "facts": facts,
        "chosen": chosen,
        "records": described,
        "page": page,
        "query": f"on={on.isoformat()}&" if on else "",
    }
    template = "reporting/_records.html" if request.htmx else "reporting/records.html"
    return render(request, template, context)


@writes(Action.FREEZE_FIGURE, methods=("POST",))
def freeze(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Freeze the figure as it is now."""
    plan, target = _target_or_404(pk)
    get_or_404(request.actor, Action.FREEZE_FIGURE, WorkForm, pk=target.work_form_id)
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return render(request, "reporting/figure.html", _page(request, pk, form), status=422)
    given = form.cleaned_data
    try:
        snapshot = freeze_figure(
            plan=plan,
            target=target,
            purpose=Purpose(given["purpose"]),
            note=given["note"],
            as_of=given["on"],
            by=request.user,
        )
    except NothingToFreeze:
        form.add_error(None, _("Nothing counts this target, so there is no number to freeze."))
        return render(request, "reporting/figure.html", _page(request, pk, form), status=422)
    toast.say(request, _("The figure was frozen. It can always be shown again as it was."))
    return redirect("reporting:snapshot", snapshot.pk)


@reads(Action.READ_SNAPSHOT)
def snapshot(request: StaffRequest, pk: int) -> HttpResponse:
    """A frozen figure, and whether it still comes out the same."""
    frozen = get_or_404(
        request.actor, Action.READ_SNAPSHOT, Snapshot.objects.select_related("work_form", "taken_by"), pk=pk
    )
    plan = plan_of_year(frozen.plan_year, only_targets=True)
    target = next((each for each in plan.targets if each.code == frozen.target_code), None) if plan else None
    found = _figure(request, plan, target, None) if plan and target else None
    circle = Circle.of(request.actor)
    rows = frozen_rows(
        list(snapshots_of(frozen.plan_year, frozen.target_code)),
        found.figure if found else None,
        circle=circle,
    )
    row, again = told_again(next(each for each in rows if each.snapshot.pk == frozen.pk), circle)
    context = {
        "frozen": frozen,
        "row": row,
        "target": target,
        "again": again,
        "is_same": again.is_same(frozen) if again else None,
        "dates_changed": again.dates_changed(frozen) if again else False,
        "said_now": words.many(again.value, frozen.unit) if again and again.value is not None else "",
        "unit": words.unit_name(frozen.unit),
    }
    return render(request, "reporting/snapshot.html", context)
