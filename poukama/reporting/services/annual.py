"""Make the annual report of a year, answer what it asks, and make it final.

A draft freezes a number again only when the number, its definition, its period or what is said of it has
changed since it was last frozen for the report; else it keeps the snapshot that there is. A final version
freezes every number anew, so that what was given out stands by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.governance.facts import PlanOfYear, PlanState, plan_of_year
from poukama.organisation.models import User
from poukama.organisation.queries import work_form_labels
from poukama.reporting.annual.assembling import LANGUAGE, assemble
from poukama.reporting.annual.numbers import Numbers, numbers_of
from poukama.reporting.annual.questions import Question, questions_of
from poukama.reporting.annual.sheets import report_sheet
from poukama.reporting.choices import Purpose, ReportState
from poukama.reporting.figures import Circle
from poukama.reporting.models import AnnualReport, ReportAnswer, Snapshot
from poukama.reporting.queries import answers_of
from poukama.reporting.rules import Action
from poukama.reporting.services.snapshots import Untargeted, snapshot_of
from poukama.toolkit import clock

_SAME = (
    "label measure measure_text definition_version filters unit direction aim starts_on ends_on value estimated "
    "mark left_out unjoinable"
).split()
"""What a snapshot of a report must agree in to be kept."""


class NoPlanForYear(Exception):
    """The year has no plan, so there is nothing to report on."""


class YearNotOver(Exception):
    """The year still goes on: its report stays a draft."""


class PlanNotApproved(Exception):
    """The board has not approved the plan of the year."""


class QuestionsOpen(Exception):
    """Somebody is still asked something; the first argument says how many questions are open."""


class NoSuchQuestion(Exception):
    """The report asks no such thing."""


class SaysNothing(Exception):
    """An answer or a reason without words."""


@dataclass(frozen=True)
class Made:
    """A report, and how many numbers had to be frozen for it."""

    report: AnnualReport
    questions: tuple[Question, ...]
    frozen: int


@transaction.atomic
def make_draft(*, year: int, by: User | None) -> Made:
    """Make the year's draft, in the place of the one before. `by` is None at the command line."""
    return _make(_plan(year), by=by, is_final=False)


@transaction.atomic
def make_final(*, year: int, by: User) -> Made:
    """Make the report as it is given out. It is never changed again; what comes after it is a new version."""
    plan = _plan(year)
    if clock.today().year <= year:
        raise YearNotOver
    if plan.state != PlanState.APPROVED:
        raise PlanNotApproved
    return _make(plan, by=by, is_final=True)


def _make(plan: PlanOfYear, *, by: User | None, is_final: bool) -> Made:
    draft = (
        AnnualReport.objects.select_for_update()
        .filter(plan_year=plan.year, state=ReportState.DRAFT)
        .order_by("pk")
        .first()
    )
    version = draft.version if draft else _next_version(plan.year)
    with translation.override(LANGUAGE):
        whole = numbers_of(plan, circle=Circle.house())
        public = numbers_of(plan, circle=Circle.public())
        answers = answers_of(plan.year)
        questions = questions_of(plan, public, answers, work_form_labels())
        still = sum(question.is_open for question in questions)
        if is_final and still:
            raise QuestionsOpen(still)
        snapshots, frozen = _freeze(plan, whole, _note(plan.year, version, is_final), by=by, anew=is_final)
        content = assemble(
            plan=plan,
            numbers=public,
            questions=questions,
            snapshots={code: snapshot.pk for code, snapshot in snapshots.items()},
            version=version,
            made_on=clock.today(),
            is_final=is_final,
        )
        sheet = report_sheet(public)
    report = draft or AnnualReport(plan_year=plan.year, version=version)
    report.state = ReportState.FINAL if is_final else ReportState.DRAFT
    report.ends_on = public.year.as_of
    report.content = content
    report.figures = {"title": sheet.title, "headings": sheet.headings, "rows": sheet.rows}
    report.made_at, report.made_by = clock.now(), by
    report.save()
    report.snapshots.set(snapshots.values())
    audit.record(
        Action.FINISH_ANNUAL_REPORT if is_final else Action.MAKE_ANNUAL_REPORT,
        by=by,
        about=report,
        detail={"year": plan.year, "version": version, "open": still, "snapshots": frozen},
    )
    return Made(report, questions, frozen)


def _plan(year: int) -> PlanOfYear:
    plan = plan_of_year(year)
    if plan is None:
        raise NoPlanForYear
    return plan


def _next_version(year: int) -> int:
    newest = AnnualReport.objects.filter(plan_year=year).order_by("-version").first()
    return newest.version + 1 if newest else 1


def _note(year: int, version: int, is_final: bool) -> str:
    words = (
        _("Annual report %(year)s, version %(n)s") if is_final else _("Annual report %(year)s, draft %(n)s")
    )
    return words % {"year": year, "n": version}


def _freeze(
    plan: PlanOfYear, numbers: Numbers, note: str, *, by: User | None, anew: bool
) -> tuple[dict[str, Snapshot], int]:
    wanted: dict[str, Snapshot] = {}
    common: dict[str, Any] = {
        "plan_year": plan.year,
        "purpose": Purpose.ANNUAL_REPORT,
        "note": note,
        "by": by,
    }
    for each in numbers.year.targets:
        if each.figure is not None:
            wanted[each.target.code] = snapshot_of(each.figure, target=each.target, **common)
    for code, (extra, figure) in numbers.extras.items():
        wanted[code] = snapshot_of(figure, target=Untargeted(code, extra.label), **common)
    kept = {} if anew else _kept(plan.year, wanted)
    fresh = [snapshot for code, snapshot in wanted.items() if code not in kept]
    Snapshot.objects.bulk_create(fresh)
    return {code: kept.get(code, snapshot) for code, snapshot in wanted.items()}, len(fresh)


def _kept(year: int, wanted: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
    """The newest snapshot of each number taken for the report, where nothing has changed since."""
    rows = Snapshot.objects.filter(plan_year=year, purpose=Purpose.ANNUAL_REPORT, target_code__in=wanted)
    newest = {row.target_code: row for row in rows.order_by("taken_at", "pk")}
    return {code: row for code, row in newest.items() if _said(row) == _said(wanted[code])}


def _said(snapshot: Snapshot) -> list[Any]:
    return [getattr(snapshot, name) for name in _SAME]


@transaction.atomic
def answer_question(*, year: int, question: str, text: str, by: User) -> ReportAnswer:
    """Write the answer to a question, over the one before."""
    return _write(year, question, text, by=by, is_left_out=False)


@transaction.atomic
def leave_question_out(*, year: int, question: str, reason: str, by: User) -> ReportAnswer:
    """Leave a question out of the report; the reason is printed at its end."""
    return _write(year, question, reason, by=by, is_left_out=True)


def _write(year: int, question: str, text: str, *, by: User, is_left_out: bool) -> ReportAnswer:
    if not text.strip():
        raise SaysNothing
    plan = _plan(year)
    asked = questions_of(plan, numbers_of(plan, circle=Circle.public()), {}, {})
    if question not in {each.key for each in asked}:
        raise NoSuchQuestion
    answer, _made = ReportAnswer.objects.update_or_create(
        plan_year=year,
        question=question,
        defaults={
            "text": text.strip(),
            "is_left_out": is_left_out,
            "written_at": clock.now(),
            "written_by": by,
        },
    )
    audit.record(
        Action.FINISH_ANNUAL_REPORT if is_left_out else Action.MAKE_ANNUAL_REPORT,
        by=by,
        about=answer,
        detail={"year": year, "question": question, "left_out": is_left_out},
    )
    return answer


@transaction.atomic
def ask_again(*, year: int, question: str, by: User) -> None:
    """Take an answer or a reason away, so that the question is open again."""
    answer = ReportAnswer.objects.filter(plan_year=year, question=question).first()
    if answer is None:
        raise NoSuchQuestion
    audit.record(
        Action.MAKE_ANNUAL_REPORT,
        by=by,
        about=answer,
        detail={"year": year, "question": question, "asked_again": True},
    )
    answer.delete()
