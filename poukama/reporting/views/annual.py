"""The annual report of a year: what is ready, what is still asked from whom, and its files."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from poukama.access.decorators import opened, reads, writes
from poukama.access.policy import get_or_404, may
from poukama.access.requests import StaffRequest
from poukama.governance.facts import PlanOfYear, PlanState, plan_of_year, years_with_a_plan
from poukama.organisation.models import Association
from poukama.organisation.queries import work_form_labels
from poukama.reporting.annual.files import KINDS, drawn, file_name
from poukama.reporting.annual.numbers import numbers_of
from poukama.reporting.annual.questions import Question, questions_of
from poukama.reporting.figures import Circle
from poukama.reporting.forms import AnswerForm
from poukama.reporting.models import AnnualReport
from poukama.reporting.queries import answers_of, reports_of
from poukama.reporting.rules import Action
from poukama.reporting.services import (
    NoPlanForYear,
    NoSuchQuestion,
    PlanNotApproved,
    QuestionsOpen,
    YearNotOver,
    answer_question,
    ask_again,
    leave_question_out,
    make_draft,
    make_final,
)
from poukama.toolkit import clock, toast


@reads(Action.SEE_ANNUAL_REPORT)
def newest(request: StaffRequest) -> HttpResponse:
    """The report of last year, or that of the newest year with a plan."""
    years = years_with_a_plan()
    if not years:
        return render(request, "reporting/no_plan.html", {"year": clock.today().year, "years": ()})
    last = clock.today().year - 1
    return redirect("reporting:annual", last if last in years else years[0])


@reads(Action.SEE_ANNUAL_REPORT)
def annual(request: StaffRequest, year: int) -> HttpResponse:
    """What is ready, what is still asked from whom, and every version that has been made."""
    plan = plan_of_year(year)
    if plan is None:
        context = {"year": year, "years": years_with_a_plan()}
        return render(request, "reporting/no_plan.html", context, status=404)
    return render(request, "reporting/annual.html", _page(request, plan))


def _page(request: StaffRequest, plan: PlanOfYear, refusal: str = "") -> dict[str, Any]:
    questions = _questions(plan)
    still = [question for question in questions if question.is_open]
    owners = dict.fromkeys(question.owner for question in still)
    return {
        "year": plan.year,
        "plan": plan,
        "refusal": refusal,
        "many": len(questions),
        "ready": len(questions) - len(still),
        "still": len(still),
        "owners": [(owner, [each for each in still if each.owner == owner]) for owner in owners],
        "settled": [question for question in questions if not question.is_open],
        "is_over": clock.today().year > plan.year,
        "is_approved": plan.state == PlanState.APPROVED,
        "reports": list(reports_of(plan.year)[:20]),
        "kinds": list(KINDS),
    }


def _questions(plan: PlanOfYear) -> tuple[Question, ...]:
    public = numbers_of(plan, circle=Circle.public())
    return questions_of(plan, public, answers_of(plan.year), work_form_labels())


@writes(Action.MAKE_ANNUAL_REPORT, methods=("POST",))
def make(request: StaffRequest, year: int) -> HttpResponseBase:
    """Make the draft anew, from the records as they are."""
    get_or_404(request.actor, Action.MAKE_ANNUAL_REPORT, Association)
    try:
        made = make_draft(year=year, by=request.user)
    except NoPlanForYear:
        raise Http404 from None
    toast.say(request, _("Draft %(n)s was made.") % {"n": made.report.version})
    return redirect("reporting:annual", year)


@writes(Action.FINISH_ANNUAL_REPORT, methods=("POST",))
def finish(request: StaffRequest, year: int) -> HttpResponseBase:
    """Make the report final, or say why it cannot be."""
    get_or_404(request.actor, Action.FINISH_ANNUAL_REPORT, Association)
    try:
        made = make_final(year=year, by=request.user)
    except NoPlanForYear:
        raise Http404 from None
    except YearNotOver:
        return _refused(
            request, year, _("The year still goes on. The report can be made final when it is over.")
        )
    except PlanNotApproved:
        return _refused(request, year, _("The board has not approved the plan of the year."))
    except QuestionsOpen:
        refusal = _("Questions are open. Each of them must be answered, or left out with a reason.")
        return _refused(request, year, refusal)
    toast.say(request, _("Version %(n)s is final.") % {"n": made.report.version})
    return redirect("reporting:annual", year)


def _refused(request: StaffRequest, year: int, refusal: str) -> HttpResponse:
    plan = plan_of_year(year)
    if plan is None:
        raise Http404
    return render(request, "reporting/annual.html", _page(request, plan, refusal), status=422)


@reads(Action.DOWNLOAD_ANNUAL_REPORT)
def download(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """One file of a version, as it was made."""
    report = get_or_404(request.actor, Action.DOWNLOAD_ANNUAL_REPORT, AnnualReport, pk=pk)
    if kind not in KINDS:
        raise Http404
    response = HttpResponse(drawn(report, kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name(kind, report.plan_year)}"'
    opened(request, report, year=report.plan_year, version=report.version, file=kind)
    return response


@writes(Action.MAKE_ANNUAL_REPORT)
def question(request: StaffRequest, year: int, key: str) -> HttpResponseBase:
    """Answer a question of the report, or (the director) leave it out with a reason."""
    association = get_or_404(request.actor, Action.MAKE_ANNUAL_REPORT, Association)
    plan = plan_of_year(year)
    asked = next((each for each in _questions(plan) if each.key == key), None) if plan else None
    if asked is None:
        raise Http404
    may_leave_out = may(request.actor, Action.FINISH_ANNUAL_REPORT, association)
    form = AnswerForm(request.POST or None, initial={"text": asked.answer.text if asked.answer else ""})
    leaves_out = "leave_out" in request.POST
    if leaves_out and not may_leave_out:
        raise Http404
    if request.method == "POST" and form.is_valid():
        write = leave_question_out if leaves_out else answer_question
        words = {"reason" if leaves_out else "text": form.cleaned_data["text"]}
        write(year=year, question=key, by=request.user, **words)
        toast.say(request, _("Left out of the report.") if leaves_out else _("Written into the report."))
        return redirect("reporting:annual", year)
    context = {
        "year": year,
        "asked": asked,
        "form": form,
        "may_leave_out": may_leave_out,
        "assess_url": _assess_url(asked),
        "is_settled_here": asked.answer is not None and key in answers_of(year),
    }
    return render(request, "reporting/annual_question.html", context, status=422 if form.errors else 200)


def _assess_url(asked: Question) -> str:
    """Where the plan itself is assessed, when that is a page."""
    if asked.goal_id is None:
        return ""
    try:
        return reverse("governance:assess", args=[asked.goal_id])
    except NoReverseMatch:
        return ""


@writes(Action.MAKE_ANNUAL_REPORT, methods=("POST",))
def reopen(request: StaffRequest, year: int, key: str) -> HttpResponseBase:
    """Take an answer or a reason away."""
    get_or_404(request.actor, Action.MAKE_ANNUAL_REPORT, Association)
    try:
        ask_again(year=year, question=key, by=request.user)
    except NoSuchQuestion:
        raise Http404 from None
    toast.say(request, _("The question is open again."))
    return redirect("reporting:annual", year)
