"""The plan against what has happened."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import ngettext

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.governance.facts import PlanState, plan_of_year, years_with_a_plan
from poukama.organisation.models import WorkForm
from poukama.reporting.choices import Purpose
from poukama.reporting.figures import Circle, YearOfFigures, figures_of_year
from poukama.reporting.forms import DayForm, FreezeForm, ProgressForm
from poukama.reporting.progress import (
    ALL,
    ATTENTION,
    MINE,
    areas_of,
    chosen,
    is_mine,
    lead_of,
    needs_attention,
    row_of,
)
from poukama.reporting.queries import funder_labels, mine, places
from poukama.reporting.rules import Action
from poukama.reporting.services import freeze_year
from poukama.toolkit import clock, formatting, toast


@reads(Action.SEE_FIGURES)
def newest(request: StaffRequest) -> HttpResponse:
    """This year's progress, or that of the newest year with a plan."""
    years = years_with_a_plan()
    this_year = clock.today().year
    if not years:
        return render(request, "reporting/no_plan.html", {"year": this_year, "years": ()})
    return redirect("reporting:progress", this_year if this_year in years else years[0])


@reads(Action.SEE_FIGURES)
def progress(request: StaffRequest, year: int) -> HttpResponse:
    """Every target with its aim, what has happened, where it is going and how it stands."""
    plan = plan_of_year(year, only_targets=True)
    if plan is None:
        context = {"year": year, "years": years_with_a_plan()}
        return render(request, "reporting/no_plan.html", context, status=404)
    on = DayForm(request.GET).day()
    figures = figures_of_year(year, circle=Circle.of(request.actor), as_of=on, plan=plan)
    if figures is None:
        raise Http404
    return render(request, "reporting/progress.html", _page(request, figures, on))


def _page(request: StaffRequest, figures: YearOfFigures, on: date | None) -> dict[str, Any]:
    where = places()
    work_forms = {form.pk: form for place in where for form in place.work_forms}
    own = mine(request.actor)
    counts = {
        ALL: len(figures.targets),
        ATTENTION: sum(needs_attention(each) for each in figures.targets),
        MINE: sum(is_mine(each, own) for each in figures.targets),
    }
    form = ProgressForm(
        {"show": ALL} | request.GET.dict(),
        counts=counts,
        areas=[(place.area.key, place.area.label()) for place in where],
        owners=sorted(
            {
                (str(each.target.owner_id), each.target.owner)
                for each in figures.targets
                if each.target.owner_id
            },
            key=lambda owner: owner[1],
        ),
        funders=[
            (key, label)
            for key, label in funder_labels().items()
            if any(form.funding.get(key) for form in work_forms.values())
        ],
    )
    wanted = form.wanted()
    shown = chosen(figures.targets, wanted, own, work_forms, where)
    query = f"on={on.isoformat()}" if on else ""
    return {
        "year": figures.plan.year,
        "plan": figures.plan,
        "is_draft": figures.plan.state == PlanState.DRAFT,
        "as_of": figures.as_of,
        "on": on,
        "now": clock.now(),
        "lead": lead_of(figures),
        "form": form,
        "areas": areas_of(shown, where, area=wanted.area, query=query),
        "has_targets": bool(figures.targets),
        "withholds": any(each.figure and each.figure.is_withheld for each in figures.targets),
        "findings_url": _if_it_exists("governance:findings_panel", figures.plan.year),
        "plan_url": _if_it_exists("governance:plan", figures.plan.year),
        "query": query,
    }


def _if_it_exists(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@writes(Action.FREEZE_YEAR)
def freeze_all(request: StaffRequest, year: int) -> HttpResponseBase:
    """Freeze every figure of a year as it is on a day."""
    plan = plan_of_year(year, only_targets=True)
    if plan is None:
        raise Http404
    form = FreezeForm(request.POST or None, initial={"on": request.GET.get("on", "")})
    if form.is_valid():
        given = form.cleaned_data
        frozen = freeze_year(
            plan=plan,
            purpose=Purpose(given["purpose"]),
            note=given["note"],
            as_of=given["on"],
            by=request.user,
        )
        said = ngettext("%(n)s figure was frozen.", "%(n)s figures were frozen.", len(frozen))
        toast.say(request, said % {"n": formatting.number(len(frozen))})
        return redirect("reporting:progress", year)
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/freeze_year.html", {"plan": plan, "form": form}, status=status)


@reads(Action.SEE_FIGURES)
def work_form_figures(request: StaffRequest, key: str) -> HttpResponse:
    """A panel: this year's figures of one work form, those that its records move."""
    work_form = get_or_404(request.actor, Action.SEE_FIGURES, WorkForm, key=key)
    year = clock.today().year
    plan = plan_of_year(year, only_targets=True)
    only = {target.id for target in plan.targets if target.work_form_id == work_form.pk} if plan else set()
    figures = (
        figures_of_year(year, circle=Circle.of(request.actor), plan=plan, only=only)
        if plan and only
        else None
    )
    rows = [row_of(each) for each in figures.targets] if figures else []
    context = {"work_form": work_form, "year": year, "rows": rows}
    return render(request, "reporting/_work_form_figures.html", context)
