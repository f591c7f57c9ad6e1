"""Panels that other pages fetch."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.governance.facts import indicators_of_version, plan_of_year, targets_of_version
from poukama.organisation.choices import Role
from poukama.organisation.models import WorkForm
from poukama.reporting.counted import Names, counted_by
from poukama.reporting.figures import Circle, figures_of_year
from poukama.reporting.progress import lead_of, needs_attention, row_of
from poukama.reporting.rules import Action
from poukama.toolkit import clock

_MOST = 12


@reads(Action.SEE_FIGURES)
def counted_panel(request: StaffRequest, pk: int) -> HttpResponse:
    """By what each target of some work forms (`of`), else each indicator, of a version of a plan is counted.

    Each is answered for its own place on the page of the plan, which says itself where nothing is counted.
    """
    names = Names()
    forms = set(request.GET.getlist("of"))
    rows = [
        (
            f"counted-{target.id}",
            counted_by(target.measure, target.filters, own=target.work_form, names=names),
        )
        for target in (targets_of_version(pk) if forms else ())
        if target.measure and target.work_form in forms
    ]
    rows += [
        (f"followed-{each.id}", counted_by(each.measure, each.filters, names=names))
        for each in (() if forms else indicators_of_version(pk))
        if each.measure
    ]
    return render(request, "reporting/_counted.html", {"rows": rows})


@reads(Action.SEE_FIGURES)
def my_figures_panel(request: StaffRequest) -> HttpResponse:
    """This year's figures of one's own work forms; for who works in none, how the whole plan stands."""
    year = clock.today().year
    plan = plan_of_year(year, only_targets=True)
    own = request.actor.work_forms_as(Role.WORKER, Role.LEAD)
    context: dict[str, Any] = {
        "year": year,
        "plan": plan,
        "groups": (),
        "lead": "",
        "attention": (),
        "more": False,
    }
    if plan is None:
        return render(request, "reporting/_my_figures.html", context)
    only = [target.id for target in plan.targets if target.work_form_id in own]
    figures = figures_of_year(
        year, circle=Circle.of(request.actor), plan=plan, only=set(only[:_MOST]) if only else None
    )
    if figures is not None and only:
        work_forms = WorkForm.objects.in_bulk({each.target.work_form_id for each in figures.targets})
        rows: dict[int, list[Any]] = {}
        for each in figures.targets:
            rows.setdefault(each.target.work_form_id, []).append(row_of(each))
        context["groups"] = [(work_forms[pk], found) for pk, found in rows.items()]
        context["more"] = len(only) > _MOST
    elif figures is not None:
        attention = [row_of(each) for each in figures.targets if needs_attention(each)]
        context["lead"] = lead_of(figures)
        context["attention"] = attention[:_MOST]
        context["more"] = len(attention) > _MOST
    return render(request, "reporting/_my_figures.html", context)
