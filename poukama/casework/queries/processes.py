"""The processes of an episode with their steps: what is due, what comes, what was done and what was left out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import Trigger
from poukama.casework.models import (
    DueStep,
    Episode,
    EpisodeMember,
    FollowUp,
    Process,
    ProcessStep,
    ProcessTemplate,
)
from poukama.casework.process_days import Course, coming
from poukama.casework.queries.courses import courses, steps_of
from poukama.casework.queries.steps_said import coming_said, process_templates, what
from poukama.casework.rules import Action, unhidden
from poukama.organisation.choices import TermList
from poukama.organisation.words import term_labels

PASSING = (Trigger.WEEKLY, Trigger.WEEKDAYS)
"""Steps whose time is past when it comes round again: the former one is not asked for any more."""
MOST_SHOWN, AT_MOST = 120, 5
NEAR, _LATELY = timedelta(days=7), timedelta(days=14)


@dataclass(frozen=True)
class StepRow:
    """A step that has a day. `is_missed`: it came round again before anybody did it."""

    due: DueStep
    what: str
    is_missed: bool = False
    follow_up: UUID | None = None
    """What was agreed for it, that is asked on a page of its own."""

    @property
    def is_late(self) -> bool:
        """Whether it was done after its day."""
        duty = self.due.duty
        return duty.done_on is not None and duty.done_on > duty.due_on


@dataclass(frozen=True)
class ComingRow:
    """A step whose day is not known yet. `may_be_done` before it: it hangs on a visit."""

    process: Process
    step: ProcessStep
    what: str
    when: str
    may_be_done: bool


@dataclass
class ProcessRow:
    """A process and how it stands."""

    process: Process
    course: Course
    length: ProcessStep | None
    due: list[StepRow] = field(default_factory=list)
    coming: list[ComingRow] = field(default_factory=list)
    settled: list[StepRow] = field(default_factory=list)
    has_new_steps: bool = False
    near_until: date = date.max
    """The last day of which each step stands by itself; those after it are shown together."""

    @property
    def near(self) -> list[StepRow]:
        """What is late or due within days."""
        return [each for each in self.due if each.due.duty.due_on <= self.near_until]

    @property
    def later(self) -> list[StepRow]:
        """What is due after that."""
        return [each for each in self.due if each.due.duty.due_on > self.near_until]


@dataclass(frozen=True)
class ComingUp:
    """What a family's page says is coming: the first few with a day, and those that hang on a visit."""

    due: list[StepRow]
    coming: list[ComingRow]
    has_processes: bool


def processes_of(actor: Actor, episode: Episode, action: str = Action.READ_PROCESS) -> QuerySet[Process]:
    """The processes of an episode that the actor may see, unordered, with what shows them."""
    rows = visible(actor, action, Process.objects.filter(episode=episode, voided_at=None))
    return rows.select_related("template", "episode", "member__client", "member__episode").prefetch_related(
        "workers"
    )


def process_rows(actor: Actor, episode: Episode, today: date) -> list[ProcessRow]:
    """The processes of an episode, those that go on first, with their steps. The queries do not grow with them."""
    found = list(processes_of(actor, episode).order_by("-starts_on", "-pk"))
    if not found:
        return []
    steps = steps_of(found)
    course_of = courses(found, today)
    rows = {
        process.pk: ProcessRow(
            process,
            course_of[process.pk],
            _length(steps[process.template_id, process.version]),
            has_new_steps=process.ends_on is None and process.version != process.template.version,
            near_until=today + NEAR,
        )
        for process in found
    }
    there: dict[int, set[tuple[str, str]]] = defaultdict(set)
    due_rows = _due_of(actor, found, today)
    asked = agreed_by_step(actor, due_rows)
    for due in due_rows:
        there[due.process_id].add((due.key, due.occasion))
        _place(rows[due.process_id], due, asked.get(due.pk))
    for row in rows.values():
        process = row.process
        of_it = steps[process.template_id, process.version]
        row.coming += _coming(process, of_it, row.course, there[process.pk])
    return sorted(rows.values(), key=lambda row: row.process.ends_on is not None)


def coming_up(actor: Actor, episode: Episode, today: date) -> ComingUp:
    """What is coming in an episode, the late first."""
    rows = [row for row in process_rows(actor, episode, today) if row.process.ends_on is None]
    due = [each for row in rows for each in row.due if not each.is_missed]
    due.sort(key=lambda each: (each.due.duty.due_on, str(each.due.pk)))
    hanging = [each for row in rows for each in row.coming if each.may_be_done]
    return ComingUp(due[:AT_MOST], hanging[:AT_MOST], bool(rows))


def templates_to_begin(episode: Episode) -> list[ProcessTemplate]:
    """The templates of the episode's work form that are in use, in order."""
    return list(process_templates().filter(work_form=episode.work_form).order_by("order", "pk"))


def member_choices(actor: Actor, episode: Episode) -> list[tuple[EpisodeMember, str]]:
    """Those who take part now, whom the actor may see, each as the page calls them."""
    along = EpisodeMember.objects.filter(episode=episode, voided_at=None, ends_on=None)
    roles = term_labels(TermList.MEMBER_ROLE)
    rows = visible(actor, Action.READ_MEMBER, along).select_related("client").order_by("starts_on", "pk")
    return [(row, f"{roles.get(row.role, row.role)} {row.client.code_name or ''}".strip()) for row in rows]


def is_open_to(actor: Actor, episode: Episode) -> bool:
    """Whether no protection order hides from the actor when they come."""
    return Episode.objects.filter(unhidden(actor, ""), pk=episode.pk).exists()


def processes_seen() -> QuerySet[Process]:
    """Processes in force with what shows them; nobody is asked for yet."""
    rows = Process.objects.filter(voided_at=None)
    related = ("template", "member", "episode__family", "episode__client", "episode__work_form")
    return rows.select_related(*related)


def steps_seen(actor: Actor, action: str) -> QuerySet[DueStep]:
    """Steps in force on which the actor may take the action, with what names them."""
    rows = visible(actor, action, DueStep.objects.filter(voided_at=None))
    return rows.select_related(
        "step",
        "duty",
        "process__template",
        "process__member__client",
        "process__member__episode",
        "process__episode__family",
        "process__episode__client",
        "process__episode__work_form",
    )


def agreed_by_step(actor: Actor, steps: Sequence[DueStep]) -> dict[Any, UUID]:
    """The follow-ups that the actor makes for these steps, by the step. One query."""
    waiting = FollowUp.objects.filter(step__in=steps, voided_at=None, met_on=None)
    rows = visible(actor, Action.MEET_FOLLOW_UP, waiting).order_by("pk")
    return dict(rows.values_list("step", "pk"))


def passed(day: date, path: str = "") -> Exists:
    """Whether the step at a path came round again by the day."""
    later = DueStep.objects.filter(
        process=OuterRef(f"{path}process"),
        key=OuterRef(f"{path}key"),
        occasion__gt=OuterRef(f"{path}occasion"),
        occasion__lte=day.isoformat(),
        step__trigger__in=PASSING,
        voided_at=None,
    )
    return Exists(later)


def _due_of(actor: Actor, found: Sequence[Process], today: date) -> list[DueStep]:
    """The steps that are due, and those that were settled lately or do not come round; the latest few."""
    comes_round = Q(step__trigger__in=(*PASSING, Trigger.EACH_MEETING))
    rows = steps_seen(actor, Action.READ_STEP).filter(process__in=found)
    shown = rows.annotate(is_passed=passed(today)).filter(
        Q(duty__due_on__gte=today - _LATELY)
        | ~comes_round
        | Q(duty__done_on=None, left_out_at=None, is_passed=False)
    )
    latest = list(shown.order_by("-duty__due_on", "pk")[:MOST_SHOWN])
    return sorted(latest, key=lambda due: (due.duty.due_on, due.step.order, str(due.pk)))


def _place(row: ProcessRow, due: DueStep, follow_up: UUID | None) -> None:
    is_passed: bool = due.is_passed  # type: ignore[attr-defined]  # annotated in `_due_of`
    is_settled = due.duty.done_on is not None or due.left_out_at is not None
    each = StepRow(
        due, what(due.step, due.occasion), is_missed=is_passed and not is_settled, follow_up=follow_up
    )
    if is_settled or each.is_missed:
        row.settled.insert(0, each)
    else:
        row.due.append(each)


def _coming(
    process: Process, steps: Iterable[ProcessStep], course: Course, there: set[tuple[str, str]]
) -> list[ComingRow]:
    rows = []
    for step in steps:
        when = coming(step, course)
        if when is None or (step.key, f"visit-{when.contact}") in there:
            continue
        rows.append(
            ComingRow(
                process, step, what(step), coming_said(step, when), may_be_done=when.contact is not None
            )
        )
    return rows


def _length(steps: Iterable[ProcessStep]) -> ProcessStep | None:
    return next((step for step in steps if step.trigger == Trigger.MEETINGS), None)
