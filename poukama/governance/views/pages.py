"""The pages of a plan, to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import reads
from poukama.access.policy import may, visible
from poukama.access.requests import StaffRequest
from poukama.casework.queries.steps_said import templates_said
from poukama.governance.choices import BudgetSide, Direction, Every, PlanState, TargetUnit
from poukama.governance.models import Plan, PlanChange
from poukama.governance.queries.plans import (
    Place,
    Promised,
    budget_of,
    changes_of,
    counts_of,
    fill,
    focus_areas_of,
    income_of,
    places_of,
    plans,
    rhythms,
    staff_of,
)
from poukama.governance.queries.readings import open_readings
from poukama.governance.queries.steps import names_of_steps, steps_of
from poukama.governance.rules import Action
from poukama.governance.views.shown import frame_of, link, plan_or_404, state_of
from poukama.toolkit import formatting
from poukama.toolkit.pages import page_of


@reads(Action.READ_PLAN)
def plan_list(request: StaffRequest) -> HttpResponse:
    """Every year's plan with its versions."""
    rows = list(visible(request.actor, Action.READ_PLAN, plans()))
    years: dict[int, list[tuple[Plan, str]]] = {}
    for row in rows:
        years.setdefault(row.year, []).append((row, state_of(row)))
    may_draft = may(request.actor, Action.DRAFT_PLAN)
    newest = next((row for row in rows if row.state != PlanState.ENDED), None)
    context = {
        "years": list(years.items()),
        "next_from": newest if may_draft else None,
        "next_year": newest.year + 1 if newest else None,
        "readings": open_readings(request.actor),
        "lead": _plans_say(rows),
    }
    return render(request, "governance/plans.html", context)


def _plans_say(rows: list[Plan]) -> str:
    if not rows:
        return _("There is no plan yet.")
    in_force = [str(row.year) for row in rows if row.state == PlanState.APPROVED]
    drafts = [str(row.year) for row in rows if row.state == PlanState.DRAFT]
    said = []
    if in_force:
        said.append(_("The board has approved: %(years)s.") % {"years": formatting.joined(in_force)})
    if drafts:
        said.append(_("Being drafted: %(years)s.") % {"years": formatting.joined(drafts)})
    return " ".join(said)


@reads(Action.READ_PLAN)
def plan(request: StaffRequest, year: int) -> HttpResponse:
    """The plan at a glance: areas, their work forms, how much each promises."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    places, counts = places_of(plan), counts_of(plan)
    context = {
        "places": [
            (place, [(block, counts.get(block.work_form.pk)) for block in place.blocks]) for place in places
        ],
        "lead": _plan_says(counts),
        "progress_url": link("reporting:progress", plan.year),
    }
    return render(request, "governance/plan.html", context | frame_of(request, plan, "plan"))


def _plan_says(counts: dict[int, Promised]) -> str:
    goals = sum(each.goals for each in counts.values())
    targets = sum(each.targets for each in counts.values())
    assessed = sum(each.assessed for each in counts.values())
    if not goals and not targets:
        return _("Nothing has been promised yet.")
    said = [
        ngettext("%(n)s goal", "%(n)s goals", goals) % {"n": formatting.number(goals)},
        ngettext("%(n)s target", "%(n)s targets", targets) % {"n": formatting.number(targets)},
    ]
    forms = ngettext("in %(n)s work form", "in %(n)s work forms", len(counts)) % {
        "n": formatting.number(len(counts))
    }
    done = (
        _("%(n)s of the goals have been assessed in words.") % {"n": formatting.number(assessed)}
        if assessed
        else _("No goal has been assessed in words yet.")
    )
    return f"{formatting.joined(said)} {forms}. {done}"


@reads(Action.READ_PLAN)
def area(request: StaffRequest, year: int, key: str) -> HttpResponse:
    """One area: its work forms with goals, intended results, assessments and targets."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    places = places_of(plan)
    place = next((place for place in places if place.key == key), None)
    if place is None:
        raise Http404
    frame = frame_of(request, plan, "plan")
    fill(place, plan, request.actor)
    if frame["is_current"]:
        _link_figures(place)
    context = frame | {
        "place": place,
        "others": [each for each in places if each.key != key],
        "lead": _area_says(place),
        "title": place.area.label() if place.area else _("Other work"),
        "counted_url": _counted_url(plan, place),
    }
    return render(request, "governance/area.html", context)


def _counted_url(plan: Plan, place: Place) -> str:
    """Where it is said by what the targets of an area are counted; empty where nothing counts."""
    url = link("reporting:counted_panel", plan.pk)
    forms = [("of", block.work_form.key) for block in place.blocks if block.elsewhere is None]
    return f"{url}?{urlencode(forms)}" if url and forms else ""


def _area_says(place: Place) -> str:
    goals = sum(len(block.goals) for block in place.blocks)
    targets = sum(len(block.loose) + sum(len(row.targets) for row in block.goals) for block in place.blocks)
    n = formatting.number
    said = [
        ngettext("%(n)s work form", "%(n)s work forms", len(place.blocks)) % {"n": n(len(place.blocks))},
        ngettext("%(n)s goal", "%(n)s goals", goals) % {"n": n(goals)},
        ngettext("%(n)s target", "%(n)s targets", targets) % {"n": n(targets)},
    ]
    return f"{formatting.joined(said)}."


def _link_figures(place: Place) -> None:
    """Say where the figure of each target is."""
    rows = [row for block in place.blocks for row in block.loose]
    rows += [row for block in place.blocks for goal in block.goals for row in goal.targets]
    for row in rows:
        row.url = link("reporting:figure", row.target.pk)


@reads(Action.READ_PLAN)
def focus(request: StaffRequest, year: int) -> HttpResponse:
    """The focus areas with what each is followed by."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    frame = frame_of(request, plan, "focus")
    bind = "reporting:bind_indicator" if frame["may_edit_lines"] else ""
    context = frame | {
        "areas": [
            (area, [(each, link(bind, each.pk) if bind else "") for each in area.indicators.all()])
            for area in focus_areas_of(plan)
        ],
        "counted_url": link("reporting:counted_panel", plan.pk),
    }
    return render(request, "governance/focus.html", context)


@reads(Action.READ_PLAN)
def money(request: StaffRequest, year: int) -> HttpResponse:
    """The budget with its sum and the stated total, and the posts."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    budget, income = budget_of(plan), income_of(plan)
    stated = float(plan.stated_income) if plan.stated_income is not None else None
    context = {
        "budget": budget,
        "has_expenses": any(line.side == "expense" for line in budget),
        "income": income,
        "stated": stated,
        "difference": abs(income - stated) if income is not None and stated is not None else 0,
        "staff": staff_of(plan),
        "lead": _money_says(income, stated),
    }
    return render(request, "governance/money.html", context | frame_of(request, plan, "money"))


def _money_says(income: float | None, stated: float | None) -> str:
    if income is None:
        return _("The plan has no budget lines yet.")
    if stated is None:
        return _("The income lines make %(sum)s.") % {"sum": formatting.euros(income)}
    if abs(income - stated) < 0.005:
        return _("The income lines make %(sum)s, as the plan states.") % {"sum": formatting.euros(income)}
    return _(
        "The income lines make %(sum)s, but the plan states %(stated)s: a difference of %(difference)s."
    ) % {
        "sum": formatting.euros(income),
        "stated": formatting.euros(stated),
        "difference": formatting.euros(abs(income - stated)),
    }


@reads(Action.READ_PLAN)
def rhythm_list(request: StaffRequest, year: int) -> HttpResponse:
    """What comes round in the year, and how the work is meant to go."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    labels: dict[str, Any] = dict(Every.choices)
    names = names_of_steps()
    context = {
        "rhythms": [(each, steps_of(each.detail, names)) for each in rhythms()],
        "templates": templates_said(),
        "labels": labels,
    }
    return render(request, "governance/rhythms.html", context | frame_of(request, plan, "rhythms"))


@reads(Action.READ_PLAN)
def changes(request: StaffRequest, year: int) -> HttpResponse:
    """What was changed after the board approved the plan, and why."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    page = page_of(changes_of(plan), request, by=("-changed_at", "-pk"))
    context = {
        "page": page,
        "changes": [told(change) for change in page.rows],
        "fields": field_labels(),
        "abouts": about_labels(),
    }
    return render(request, "governance/changes.html", context | frame_of(request, plan, "changes"))


@dataclass(frozen=True)
class Told:
    """A change with the words of what was there before and after."""

    change: PlanChange
    before: str
    after: str


def told(change: PlanChange) -> Told:
    """A change in words: codes by their names."""
    choices: dict[str, Sequence[tuple[Any, Any]]] = {
        "unit": TargetUnit.choices,
        "direction": Direction.choices,
        "side": BudgetSide.choices,
        "is_ambiguous": [("true", _("can be read in two ways")), ("false", _("settled"))],
    }
    names = {str(code): str(label) for code, label in choices.get(change.field, ())}
    return Told(change, names.get(change.before, change.before), names.get(change.after, change.after))


def field_labels() -> dict[str, str]:
    """Names of what can change, in the language of the screen."""
    return {
        "added": _("Added"),
        "aim": _("Aim"),
        "amount": _("Euros"),
        "development": _("What is developed"),
        "direction": _("Which way is good"),
        "evidence": _("What shows it"),
        "filters": _("What it is narrowed to"),
        "goal": _("Goal"),
        "is_ambiguous": _("What the unit means"),
        "label": _("Words"),
        "measure": _("What counts it"),
        "note": _("Note"),
        "owner": _("Owner"),
        "removed": _("Removed"),
        "result": _("Intended result"),
        "side": _("Income or expense"),
        "stated_count": _("Posts"),
        "stated_income": _("Income in all"),
        "team": _("Team"),
        "title": _("Words"),
        "unit": _("Unit"),
    }


def about_labels() -> dict[str, str]:
    """Names of what stands in a plan."""
    return {
        "budget": _("Budget"),
        "focus": _("Focus area"),
        "goal": _("Goal"),
        "plan": _("Plan"),
        "staff": _("Posts"),
        "target": _("Target"),
    }
