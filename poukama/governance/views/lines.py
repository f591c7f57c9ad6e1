"""Money, posts and focus areas, written."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import writes
from poukama.access.policy import get_or_404
from poukama.access.requests import StaffRequest
from poukama.governance.forms.plan import (
    BudgetLineForm,
    FocusAreaForm,
    ReasonForm,
    StaffLineForm,
    StatedIncomeForm,
)
from poukama.governance.models import BudgetLine, FocusArea, Plan, StaffLine
from poukama.governance.rules import Action
from poukama.governance.services import (
    NothingChanges,
    add_budget_line,
    add_focus_area,
    add_staff_line,
    change_focus_area,
    change_line,
    remove_line,
    state_income,
)
from poukama.governance.views.shown import address, frame_of
from poukama.governance.views.writing import remove_page
from poukama.toolkit import toast

MODELS = {"budget": BudgetLine, "staff": StaffLine, "focus": FocusArea}
PAGES = {"budget": "money", "staff": "money", "focus": "focus"}
FORMS: dict[str, type[ReasonForm]] = {
    "budget": BudgetLineForm,
    "staff": StaffLineForm,
    "focus": FocusAreaForm,
}


def _headings() -> dict[str, tuple[str, str]]:
    return {
        "budget": (_("Add a budget line"), _("Change a budget line")),
        "staff": (_("Add posts"), _("Change posts")),
        "focus": (_("Add a focus area"), _("Change a focus area")),
    }


@writes(Action.EDIT_LINES)
def budget_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a line to the budget."""
    return _add(request, pk, "budget", add_budget_line)


@writes(Action.EDIT_LINES)
def staff_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add posts."""
    return _add(request, pk, "staff", add_staff_line)


@writes(Action.EDIT_LINES)
def focus_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a focus area."""
    return _add(request, pk, "focus", add_focus_area)


@writes(Action.EDIT_LINES)
def budget_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a line of the budget."""
    return _edit(request, pk, "budget", lambda line: _fields(line, "label", "amount", "side"))


@writes(Action.EDIT_LINES)
def staff_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a line of the posts."""
    return _edit(request, pk, "staff", lambda line: _fields(line, "label", "stated_count", "team"))


@writes(Action.EDIT_LINES)
def focus_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a focus area."""
    return _edit(
        request,
        pk,
        "focus",
        lambda area: (
            _fields(area, "title", "development")
            | {"indicators": "\n".join(area.indicators.order_by("order").values_list("title", flat=True))}
        ),
    )


@writes(Action.EDIT_LINES)
def budget_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a line out of the budget."""
    return _remove(request, pk, "budget")


@writes(Action.EDIT_LINES)
def staff_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a line out of the posts."""
    return _remove(request, pk, "staff")


@writes(Action.EDIT_LINES)
def focus_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a focus area out of the plan."""
    return _remove(request, pk, "focus")


@writes(Action.EDIT_LINES)
def income(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the total of the income as the plan states it."""
    plan = get_or_404(request.actor, Action.EDIT_LINES, Plan, pk=pk)
    form = StatedIncomeForm(request.POST or None, plan=plan, initial={"amount": plan.stated_income})
    back = address("money", plan)
    if request.method == "POST" and form.is_valid():
        try:
            state_income(plan=plan, amount=form.cleaned_data["amount"], reason=form.why(), by=request.user)
        except NothingChanges:
            form.add_error(None, _("Nothing was changed."))
        else:
            toast.say(request, _("Saved."))
            return redirect(back)
    return _page(request, plan, form, _("The stated total"), back)


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _line(request: StaffRequest, pk: int, kind: str) -> Any:
    plans = Plan.objects.filter(pk__in=MODELS[kind]._default_manager.filter(pk=pk).values("plan"))
    plan = get_or_404(request.actor, Action.EDIT_LINES, plans)
    line: Any = MODELS[kind]._default_manager.get(pk=pk)
    line.plan = plan
    return line


def _add(request: StaffRequest, pk: int, kind: str, add: Any) -> HttpResponse:
    plan = get_or_404(request.actor, Action.EDIT_LINES, Plan, pk=pk)
    form = FORMS[kind](request.POST or None, plan=plan)
    back = address(PAGES[kind], plan)
    if request.method == "POST" and form.is_valid():
        add(plan=plan, **form.values(), reason=form.why(), by=request.user)
        toast.say(request, _("Added."))
        return redirect(back)
    return _page(request, plan, form, _headings()[kind][0], back)


def _edit(request: StaffRequest, pk: int, kind: str, initial: Any) -> HttpResponse:
    line = _line(request, pk, kind)
    form = FORMS[kind](request.POST or None, plan=line.plan, initial=initial(line))
    back = address(PAGES[kind], line.plan)
    if request.method == "POST" and form.is_valid():
        try:
            if kind == "focus":
                change_focus_area(area=line, **form.values(), reason=form.why(), by=request.user)
            else:
                change_line(line=line, values=form.values(), reason=form.why(), by=request.user)
        except NothingChanges:
            form.add_error(None, _("Nothing was changed."))
        else:
            toast.say(request, _("Saved."))
            return redirect(back)
    remove = reverse(f"governance:remove_{kind}", args=[line.pk])
    return _page(request, line.plan, form, _headings()[kind][1], back, remove_url=remove)


def _remove(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    line = _line(request, pk, kind)
    return remove_page(
        request,
        line.plan,
        lambda reason: remove_line(line=line, reason=reason, by=request.user),
        line.title if kind == "focus" else line.label,
        address(PAGES[kind], line.plan),
    )


def _page(
    request: StaffRequest, plan: Plan, form: ReasonForm, heading: str, back: str, remove_url: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "work_form": None,
        "back": back,
        "remove_url": remove_url,
        "bind_url": "",
    }
    return render(
        request,
        "governance/write.html",
        context | frame_of(request, plan, ""),
        status=422 if form.errors else 200,
    )
