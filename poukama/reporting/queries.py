"""What the screens of reporting read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import may_ever, rules, visible
from poukama.organisation.choices import Role, TermList
from poukama.organisation.models import Area, Assignment, WorkForm, WorkFormArea
from poukama.organisation.queries import in_force
from poukama.organisation.words import term_labels
from poukama.reporting.annual.questions import Answer
from poukama.reporting.counting import Ask
from poukama.reporting.counting.compiling import condition_of
from poukama.reporting.models import AnnualReport, ReportAnswer, Snapshot
from poukama.reporting.rules import Action
from poukama.toolkit.facts import Fact
from poukama.toolkit.periods import Period


@dataclass(frozen=True)
class Place:
    """An area with the work forms that stand in it, in order; `again` are those that another area shows."""

    area: Area
    work_forms: tuple[WorkForm, ...]
    again: tuple[WorkForm, ...]


def places() -> tuple[Place, ...]:
    """The areas of the association. A work form that stands in two is shown, and counted, in the first. One query."""
    rows = WorkFormArea.objects.select_related("area", "work_form").order_by(
        "area__order", "area_id", "work_form__order", "work_form_id"
    )
    areas: dict[int, Area] = {}
    first: dict[int, list[WorkForm]] = {}
    again: dict[int, list[WorkForm]] = {}
    seen: set[int] = set()
    for row in rows:
        areas[row.area_id] = row.area
        found = again if row.work_form_id in seen else first
        found.setdefault(row.area_id, []).append(row.work_form)
        seen.add(row.work_form_id)
    return tuple(
        Place(area, tuple(first.get(pk, ())), tuple(again.get(pk, ()))) for pk, area in areas.items()
    )


def funder_labels() -> Mapping[str, str]:
    """Names of the funders by key, in the language of the screen."""
    return term_labels(TermList.FUNDER)


@dataclass(frozen=True)
class Mine:
    """What is somebody's own: the positions held today, and the work forms worked in."""

    positions: frozenset[int]
    work_forms: frozenset[int]


def mine(actor: Actor) -> Mine:
    """The positions and work forms of whoever reads."""
    held = (
        Assignment.objects.filter(in_force(actor.day), user=actor.user, position__isnull=False)
        .order_by("pk")
        .values_list("position__pk", flat=True)
    )
    return Mine(
        frozenset(held),
        actor.work_forms_as(Role.WORKER, Role.LEAD),
    )


def bound_by(actor: Actor) -> frozenset[str]:
    """Keys of the work forms in which the actor decides what targets count."""
    found = visible(actor, Action.BIND_TARGET, WorkForm.objects.order_by("pk"))
    return frozenset(found.values_list("key", flat=True))


def records_of(actor: Actor, fact: Fact, ask: Ask, period: Period) -> QuerySet[Any]:
    """The rows of a fact that an ask counts in a period and that the actor may read."""
    rows = fact.during(period).filter(condition_of(fact, ask)).select_related(*fact.related)
    rule = rules().get(fact.read_action)
    if rule is None or not may_ever(actor, fact.read_action):
        return rows.none()
    if issubclass(fact.model, rule.model):
        return visible(actor, fact.read_action, rows)
    allowed = visible(actor, fact.read_action, rule.model._default_manager.all())
    if rule.model is WorkForm:
        return rows.filter(**{f"{fact.work_form.removesuffix('__key')}__in": allowed})
    for field in fact.model._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model is rule.model:
            return rows.filter(**{f"{field.name}__in": allowed})
    return rows.none()


def open_facts(actor: Actor, ask: Ask) -> list[Fact]:
    """The facts of an ask whose records the actor may ever read."""
    return [
        fact
        for fact in ask.definition.facts
        if fact.describe is not None and fact.read_action in rules() and may_ever(actor, fact.read_action)
    ]


def snapshots_of(plan_year: int, target_code: str) -> QuerySet[Snapshot]:
    """What has been frozen of a target, newest first."""
    return (
        Snapshot.objects.filter(plan_year=plan_year, target_code=target_code)
        .select_related("taken_by", "work_form")
        .order_by("-taken_at", "-pk")
    )


def answers_of(year: int) -> dict[str, Answer]:
    """What was written to the questions of a year's annual report, by their keys."""
    rows = ReportAnswer.objects.filter(plan_year=year).order_by("pk")
    return {row.question: Answer(row.text, row.is_left_out) for row in rows}


def reports_of(year: int) -> QuerySet[AnnualReport]:
    """The annual reports of a year, newest first."""
    return AnnualReport.objects.filter(plan_year=year).select_related("made_by").order_by("-version", "-pk")
