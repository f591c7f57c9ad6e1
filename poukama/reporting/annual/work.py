"""The work forms of a report: goals with how they went, targets against actuals, and a small chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poukama.governance.facts import Direction, PlannedGoal, PlanOfYear
from poukama.organisation.models import WorkForm
from poukama.reporting import words
from poukama.reporting.annual.numbers import Numbers
from poukama.reporting.annual.places import Chapter, chapters
from poukama.reporting.annual.questions import Question
from poukama.reporting.choices import SourceMark
from poukama.reporting.figures import Figure, TargetFigure
from poukama.toolkit import formatting
from poukama.toolkit.papers import blocks
from poukama.toolkit.papers.blocks import Block

_WIDEST = 1.5
"""A bar longer than one and a half times its aim is cut there; its number says how long it is."""


@dataclass(frozen=True)
class Telling:
    """What the parts of a report are told from."""

    plan: PlanOfYear
    numbers: Numbers
    questions: Mapping[str, Question]
    labels: Mapping[str, str]

    def asked(self, key: str) -> list[Block]:
        """What was answered to a question, or the question itself; nothing when it was left out."""
        question = self.questions.get(key)
        if question is None or (question.answer and question.answer.is_left_out):
            return []
        if question.answer is None:
            return [blocks.question(question.owner, question.text)]
        return [blocks.paragraph(part) for part in question.answer.text.split("\n") if part.strip()]


def reference(code: str, figure: Figure | None) -> str:
    """What a number is found by in the appendix: its code and the version of its definition."""
    return f"{code}/{figure.definition_version}" if figure else "\N{EN DASH}"


def mark_of(figure: Figure | None) -> str:
    """Where a number comes from, in a word."""
    if figure is None:
        return "\N{EN DASH}"
    words_of = {
        SourceMark.COLLECTED: _("collected"),
        SourceMark.SAMPLE: _("sample"),
        SourceMark.ESTIMATE: _("estimate"),
    }
    return words_of[figure.mark]


def tell_areas(telling: Telling) -> tuple[list[Block], int]:
    """The areas in the order of the plan, and how many chapters they are."""
    forms = {each.target.work_form_id for each in telling.numbers.year.targets}
    needed = {form.pk: form for form in WorkForm.objects.filter(pk__in=forms).order_by("order", "pk")}
    found = chapters(needed)
    homes = {
        form.key: f"{at}.{place}"
        for at, chapter in enumerate(found, start=1)
        for place, form in enumerate(chapter.work_forms, start=1)
    }
    told: list[Block] = []
    for at, chapter in enumerate(found, start=1):
        told += _chapter(telling, chapter, at, homes)
    return told, len(found)


def _chapter(telling: Telling, chapter: Chapter, number: int, homes: Mapping[str, str]) -> list[Block]:
    title = chapter.area.label() if chapter.area else _("Other work")
    told = [blocks.heading(1, f"{number} {title}")]
    inside = {form.key for form in chapter.work_forms}
    targets = [each for each in telling.numbers.year.targets if each.target.work_form in inside]
    if targets:
        told.append(blocks.paragraph(sentence(targets)))
    told += [
        blocks.paragraph(
            _("%(name)s belongs here too. It is told, and counted, once: see %(place)s.")
            % {"name": form.label(), "place": homes[form.key]},
            quiet=True,
        )
        for form in chapter.elsewhere
    ]
    for form in chapter.work_forms:
        told += _work_form(telling, form, homes[form.key])
    return told


def sentence(targets: Sequence[TargetFigure]) -> str:
    """How many numbers there are, and how they stand."""
    many = len(targets)
    begins = ngettext("The plan promised %(n)s number.", "The plan promised %(n)s numbers.", many) % {
        "n": formatting.number(many)
    }
    return f"{begins} {standing(targets)}"


def standing(targets: Sequence[TargetFigure]) -> str:
    """How many were reached and how many fell short; of a number that is withheld nothing else is said."""
    return _("Of them: %(standing)s.") % {"standing": words.standing(targets)} if targets else ""


def _work_form(telling: Telling, form: WorkForm, number: str) -> list[Block]:
    goals = [goal for goal in telling.plan.goals if goal.work_form == form.key]
    targets = [each for each in telling.numbers.year.targets if each.target.work_form == form.key]
    told = [blocks.heading(2, f"{number} {form.label()}")]
    if not goals and not targets:
        told.append(
            blocks.paragraph(
                _("The plan sets no goals or numbers for this work form of its own."), quiet=True
            )
        )
    for goal in goals:
        told += _goal(telling, goal)
    if targets:
        told.append(target_table(_("%(name)s: numbers") % {"name": form.label()}, targets))
        told += _notes(targets)
        told += _chart(form.label(), targets)
    return told


def _goal(telling: Telling, goal: PlannedGoal) -> list[Block]:
    told = [blocks.heading(3, f"{goal.code} {goal.goal}")]
    if goal.result:
        told.append(blocks.named(_("Intended result"), goal.result))
    if goal.evidence:
        told.append(blocks.named(_("Seen from"), goal.evidence))
    return told + telling.asked(f"goal:{goal.code}")


def aim_said(each: TargetFigure) -> str:
    """36 people; at most 0 matches."""
    wanted = words.many(each.target.aim, each.target.unit)
    if each.target.direction is Direction.AT_MOST:
        return _("at most %(wanted)s") % {"wanted": wanted}
    if each.target.direction is Direction.EXACTLY:
        return _("exactly %(wanted)s") % {"wanted": wanted}
    return wanted


def target_table(caption: str, targets: Sequence[TargetFigure]) -> Block:
    """Targets against actuals."""
    columns = [
        blocks.column(_("What was promised"), 2.7),
        blocks.column(_("Aim"), 2.1, numeric=True),
        blocks.column(_("Came true"), 1.3, numeric=True),
        blocks.column(_("How it went"), 2.3),
        blocks.column(_("Source"), 1.1),
        blocks.column(_("Reference"), 1.2),
    ]
    rows = [
        [
            blocks.cell(each.target.label),
            blocks.cell(aim_said(each)),
            blocks.cell(words.said(each.figure), strong=True),
            blocks.cell(words.stands(each)),
            blocks.cell(mark_of(each.figure)),
            blocks.cell(reference(each.target.code, each.figure)),
        ]
        for each in targets
    ]
    return blocks.table(caption, columns, rows)


def _notes(targets: Sequence[TargetFigure]) -> list[Block]:
    notes = []
    for each in targets:
        if each.target.note:
            notes.append(f"{each.target.code}: {each.target.note}")
        if each.target.change_reason:
            changed = _("changed after the board approved the plan: %(why)s") % {
                "why": each.target.change_reason
            }
            notes.append(f"{each.target.code}: {changed}")
    return [blocks.bullets(notes)] if notes else []


def _chart(name: str, targets: Sequence[TargetFigure]) -> list[Block]:
    bars = [_bar(each) for each in targets if each.target.aim > 0]
    if not any(bar["share"] is not None for bar in bars):
        return []
    said = "; ".join(f"{bar['label']}: {bar['said']}" for bar in bars)
    alt = _("Actuals against aims in %(name)s. %(said)s.") % {"name": name, "said": said}
    caption = _("%(name)s: how far the aims came true. The mark is the aim.") % {"name": name}
    shares = [bar["share"] for bar in bars if bar["share"] is not None]
    return [blocks.chart(caption, alt, bars, widest=max(1.2, *shares))]


def _bar(each: TargetFigure) -> Block:
    value = each.figure.value if each.figure else None
    aim = formatting.number(each.target.aim)
    said = _("%(actual)s, aim %(aim)s") % {"actual": words.said(each.figure), "aim": aim}
    if each.target.direction is Direction.AT_MOST:
        said = _("%(actual)s, at most %(aim)s") % {"actual": words.said(each.figure), "aim": aim}
    share = None if value is None else round(min(max(value / each.target.aim, 0.0), _WIDEST), 4)
    return blocks.bar(
        each.target.label, said, share=share, is_ceiling=each.target.direction is Direction.AT_MOST
    )
