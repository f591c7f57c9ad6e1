"""What the pages of a plan share: which plan is shown, its tabs, and links to what lies above."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import get_or_404, may, visible
from poukama.access.requests import StaffRequest
from poukama.governance.choices import PlanState
from poukama.governance.models import Goal, Plan, Target
from poukama.governance.queries.findings import StoredFinding
from poukama.governance.queries.plans import current_of, plan_of, versions_of
from poukama.governance.rules import Action
from poukama.toolkit import formatting


@dataclass(frozen=True)
class Tab:
    """One page of the plan."""

    label: str
    url: str
    is_current: bool


PAGES = ("plan", "focus", "money", "rhythms", "changes", "findings")


def plan_or_404(request: StaffRequest, action: str, year: int) -> Plan:
    """The plan that is asked for: of the year and, when it is given, of the version."""
    version = request.GET.get("version", "")
    plan = plan_of(year, int(version) if version.isdecimal() and len(version) < 5 else None)
    if plan is None or (version and not version.isdecimal()):
        raise Http404
    return get_or_404(request.actor, action, Plan, pk=plan.pk)


def address(name: str, plan: Plan, *args: Any) -> str:
    """The address of a page of exactly this version of a plan."""
    current = plan_of(plan.year)
    query = None if current and current.pk == plan.pk else {"version": plan.version}
    return reverse(f"governance:{name}", args=[plan.year, *args], query=query)


def frame_of(request: StaffRequest, plan: Plan, page: str) -> dict[str, Any]:
    """What the head of every page of a plan shows."""
    versions = versions_of(plan.year)
    current = current_of(versions)
    is_current = current is not None and current.pk == plan.pk
    query = "" if is_current else f"?version={plan.version}"
    labels = {
        "plan": _("Goals and targets"),
        "focus": _("Focus areas"),
        "money": _("Money and posts"),
        "rhythms": _("Rhythms"),
        "changes": _("Changes"),
        "findings": _("Checks"),
    }
    return {
        "plan": plan,
        "query": query,
        "is_current": is_current,
        "state": state_of(plan),
        "versions": [each for each in versions if each.pk != plan.pk],
        "tabs": [
            Tab(labels[name], reverse(f"governance:{name}", args=[plan.year]) + query, name == page)
            for name in PAGES
        ],
        "is_draft": plan.state == PlanState.DRAFT,
        "is_approved": plan.state == PlanState.APPROVED,
        "may_edit_lines": may(request.actor, Action.EDIT_LINES) and plan.state != PlanState.ENDED,
        "may_accept": may(request.actor, Action.ACCEPT_FINDING) and plan.state != PlanState.ENDED,
    }


def state_of(plan: Plan) -> str:
    """Where the plan is on its way, as a sentence."""
    if plan.state == PlanState.DRAFT:
        return _("A draft that the board has not approved.")
    day = formatting.day(plan.approved_on)
    if plan.state == PlanState.APPROVED:
        return _("The board approved it on %(day)s.") % {"day": day}
    return _("The board approved it on %(day)s; a later version has replaced it.") % {"day": day}


def link(name: str, *args: Any) -> str:
    """The address of a page of another app above, empty where it is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class ShownFinding:
    """A finding with the page where it can be mended."""

    finding: StoredFinding
    mend_url: str
    mend_says: str


def shown_findings(
    found: Iterable[StoredFinding], plan: Plan, actor: Actor, query: str
) -> list[ShownFinding]:
    """Findings, each with a link to its remedy for whoever may mend it. Two queries."""
    targets = visible(actor, Action.EDIT_TARGET, Target.objects.filter(plan=plan))
    goals = visible(actor, Action.EDIT_GOAL, Goal.objects.filter(plan=plan))
    mends = {
        "target": set(targets.order_by("pk").values_list("pk", flat=True)),
        "goal": set(goals.order_by("pk").values_list("pk", flat=True)),
    }
    return [_shown_finding(one, plan, mends, query) for one in found]


def _shown_finding(
    finding: StoredFinding, plan: Plan, mends: Mapping[str, set[int]], query: str
) -> ShownFinding:
    spot = finding.spot
    is_mendable = spot.pk in mends.get(spot.about, ())
    url, says = "", _("Open the place")
    if spot.about == "target" and spot.pk:
        if finding.code == "target_without_measure" and not query:
            url, says = link("reporting:bind", spot.pk), _("Choose what counts it")
        else:
            url, says = reverse("governance:edit_target", args=[spot.pk]), _("Change the target")
        url = url if is_mendable else ""
    elif spot.about == "goal" and spot.pk:
        url = reverse("governance:edit_goal", args=[spot.pk]) if is_mendable else ""
        says = _("Change the goal")
    elif spot.about in {"budget", "income", "staff"}:
        url, says = reverse("governance:money", args=[plan.year]) + query, _("Open the budget and posts")
    elif spot.about == "focus":
        url, says = reverse("governance:focus", args=[plan.year]) + query, _("Open the focus areas")
    return ShownFinding(finding, url, says)
