"""What the checks of a plan find, accepted with a reason or mended."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.access.decorators import reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.governance.forms.plan import AcceptFindingsForm
from poukama.governance.models import Plan
from poukama.governance.queries.findings import StoredFinding, findings_of
from poukama.governance.queries.plans import plan_of
from poukama.governance.reading.findings import Severity
from poukama.governance.rules import Action
from poukama.governance.services import NoSuchFinding, accept_findings, reopen_finding
from poukama.governance.views.shown import address, frame_of, plan_or_404, shown_findings
from poukama.toolkit import toast

MOST_FOLDED = 12


@reads(Action.READ_PLAN)
def findings(request: StaffRequest, year: int) -> HttpResponse:
    """Every finding: where, why, what to do."""
    plan = plan_or_404(request, Action.READ_PLAN, year)
    return _page(request, plan, None)


@reads(Action.READ_PLAN)
def findings_panel(request: StaffRequest, year: int) -> HttpResponse:
    """The most severe finding as a sentence and the others folded, for the page of progress."""
    if plan_of(year) is None:
        return render(request, "governance/_findings_panel.html", {"year": year})
    plan = plan_or_404(request, Action.READ_PLAN, year)
    found = [one for one in findings_of(plan) if one.is_open]
    shown = shown_findings(found[: MOST_FOLDED + 1], plan, request.actor, "")
    others = len(found) - 1
    context = {
        "plan": plan,
        "first": shown[0] if shown else None,
        "others": shown[1:],
        "more": max(others - MOST_FOLDED, 0),
        "others_say": ngettext(
            "%(n)s other thing in the plan should be settled",
            "%(n)s other things in the plan should be settled",
            others,
        )
        % {"n": others},
        "may_accept": may(request.actor, Action.ACCEPT_FINDING),
    }
    return render(request, "governance/_findings_panel.html", context)


@writes(Action.ACCEPT_FINDING)
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept one finding, or all of a kind that were shown, with a reason."""
    plan = get_or_404(request.actor, Action.ACCEPT_FINDING, Plan, pk=pk)
    if request.method != "POST":
        return redirect(address("findings", plan))
    form = AcceptFindingsForm(request.POST, keys=[one.key for one in findings_of(plan)])
    if form.is_valid():
        number = accept_findings(
            plan=plan, keys=form.cleaned_data["finding"], reason=form.cleaned_data["reason"], by=request.user
        )
        toast.say(
            request, ngettext("%(n)s finding accepted.", "%(n)s findings accepted.", number) % {"n": number}
        )
        return redirect(address("findings", plan))
    return _page(request, plan, form)


@writes(Action.ACCEPT_FINDING)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back that a finding was accepted."""
    plan = get_or_404(request.actor, Action.ACCEPT_FINDING, Plan, pk=pk)
    if request.method == "POST":
        try:
            reopen_finding(plan=plan, key=request.POST.get("finding", ""), by=request.user)
        except NoSuchFinding:
            toast.warn(request, _("The finding is not there any more."))
        else:
            toast.say(request, _("The finding is open again."))
    return redirect(address("findings", plan))


def _page(request: StaffRequest, plan: Plan, form: AcceptFindingsForm | None) -> HttpResponse:
    frame = frame_of(request, plan, "findings")
    found = findings_of(plan)
    open_ones = [one for one in found if one.is_open]
    shown = shown_findings(open_ones, plan, request.actor, frame["query"])
    groups: dict[str, list[StoredFinding]] = {}
    for one in open_ones:
        groups.setdefault(one.code, []).append(one)
    chosen = form.data.getlist("finding") if form is not None and hasattr(form.data, "getlist") else []
    context = frame | {
        "groups": [
            {
                "code": code,
                "heading": headings().get(code, code),
                "is_error": ones[0].is_error,
                "rows": [row for row in shown if row.finding.code == code],
                "form": form if form is not None and any(one.key in chosen for one in ones) else None,
            }
            for code, ones in groups.items()
        ],
        "chosen": chosen,
        "accepted": [one for one in found if not one.is_open],
        "form": form,
        "lead": _says(open_ones, is_draft=frame["is_draft"]),
    }
    return render(request, "governance/findings.html", context, status=422 if form is not None else 200)


def _says(open_ones: list[StoredFinding], *, is_draft: bool) -> str:
    if not open_ones:
        return _("Nothing in the plan waits for anyone's eyes.")
    errors = sum(one.severity == Severity.ERROR for one in open_ones)
    said = ngettext(
        "%(n)s thing in the plan wants someone's eyes.",
        "%(n)s things in the plan want someone's eyes.",
        len(open_ones),
    ) % {"n": len(open_ones)}
    if not errors or not is_draft:
        return said
    waits = ngettext(
        "The board's approval waits for %(n)s of them.",
        "The board's approval waits for %(n)s of them.",
        errors,
    )
    return f"{said} {waits % {'n': errors}}"


def headings() -> dict[str, str]:
    """What each kind of finding is about, in a few words."""
    return {
        "ambiguous_unit": _("A unit that can be read in two ways"),
        "body_ended": _("A body that no longer existed"),
        "body_ended_since": _("A body that has ended since"),
        "budget_sum_differs": _("Money that does not add up"),
        "goal_not_measured": _("A goal that nothing shows"),
        "personal_name": _("A person's name"),
        "project_spelled_differently": _("A project spelled in different ways"),
        "staff_group_sum_differs": _("Posts that do not add up"),
        "staff_team_sum_differs": _("Posts of a team that do not add up"),
        "staff_total_differs": _("Posts in all that do not add up"),
        "target_without_measure": _("A target that nothing counts"),
        "target_without_unit": _("A target without a unit"),
        "work_form_counted_twice": _("A work form in two areas"),
    }
