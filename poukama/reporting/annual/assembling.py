"""Put a report together: its blocks in the order of the plan, in Finnish, with nothing in them to be kept secret."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from poukama.governance.facts import PlanOfYear
from poukama.organisation.models import Association
from poukama.organisation.queries import work_form_labels
from poukama.reporting.annual.appendix import tell_left_out, tell_questions, tell_sources
from poukama.reporting.annual.numbers import Numbers
from poukama.reporting.annual.questions import Question
from poukama.reporting.annual.whole import (
    tell_focus_areas,
    tell_money,
    tell_partners,
    tell_staff,
    tell_volunteers,
)
from poukama.reporting.annual.work import Telling, sentence, tell_areas
from poukama.toolkit import formatting
from poukama.toolkit.papers import blocks
from poukama.toolkit.papers.blocks import Block, Content

LANGUAGE = "fi"
"""The report is for the association's members and funders, and is in their language only."""


def assemble(
    *,
    plan: PlanOfYear,
    numbers: Numbers,
    questions: tuple[Question, ...],
    snapshots: Mapping[str, int],
    version: int,
    made_on: date,
    is_final: bool,
) -> Content:
    """The whole report as data, ready for being drawn. `snapshots` names the one of each figure, by code."""
    with translation.override(LANGUAGE):
        labels = work_form_labels()
        telling = Telling(plan, numbers, {each.key: each for each in questions}, labels)
        return {
            **_front(plan, numbers, version=version, made_on=made_on, is_final=is_final),
            "blocks": _body(telling, questions, snapshots),
        }


def _front(
    plan: PlanOfYear, numbers: Numbers, *, version: int, made_on: date, is_final: bool
) -> dict[str, Any]:
    association = Association.objects.filter(pk=1).first()
    title = _("Annual report %(year)s") % {"year": plan.year}
    name = blocks.printable(association.name) if association else ""
    state = _("version %(n)s") if is_final else _("draft %(n)s")
    lines = [
        _("The numbers are counted by %(day)s.") % {"day": formatting.day(numbers.year.as_of)},
        _("Made %(day)s, %(state)s.")
        % {"day": formatting.day(made_on), "state": state % {"n": formatting.number(version)}},
    ]
    draft = "" if is_final else _("Draft")
    running = [name, title, draft] if draft else [name, title]
    return {
        "title": title,
        "association": name,
        "lines": lines,
        "draft": draft,
        "running": " · ".join(part for part in running if part),
        "contents": _("Contents"),
        "page": _("Page"),
        "asked": _("Question"),
        "year": plan.year,
        "made_on": made_on.isoformat(),
        "language": LANGUAGE,
    }


def _body(telling: Telling, questions: tuple[Question, ...], snapshots: Mapping[str, int]) -> list[Block]:
    targets = telling.numbers.year.targets
    told = [
        blocks.heading(1, _("The year in short")),
        blocks.paragraph(sentence(targets) if targets else _("The plan of the year promises no numbers.")),
        blocks.paragraph(
            _(
                "Every number here was counted from what was recorded when it happened. Numbers from 1 to 4 about people are not printed, nor those from which they could be worked out."
            ),
            quiet=True,
        ),
    ]
    areas, at = tell_areas(telling)
    told += areas
    for tell in (tell_focus_areas, tell_staff, tell_volunteers, tell_partners, tell_money):
        part = tell(telling, at + 1)
        at += bool(part)
        told += part
    letters = iter("ABC")
    told += tell_sources(telling.numbers, snapshots, next(letters))
    if any(each.is_open for each in questions):
        told += tell_questions(questions, next(letters))
    if any(each.answer and each.answer.is_left_out for each in questions):
        told += tell_left_out(questions, next(letters))
    return told
