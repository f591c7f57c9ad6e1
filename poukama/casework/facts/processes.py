"""Steps of processes: due, done in time, late, left out; and processes carried through."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import Trigger
from poukama.casework.facts.shared import EPISODES_CHANGE, page_of
from poukama.casework.models import DueStep
from poukama.casework.queries.steps_said import template_labels
from poukama.casework.rules import Action
from poukama.toolkit.facts import Counting, Dimension, Fact, Record, Source, Text


def _steps(rows: Iterable[DueStep]) -> list[Record]:
    return [
        Record(row.duty.due_on, row.process.episode.code, row.step.label(), page_of(row.process.episode_id))
        for row in rows
    ]


_TO_DUTY = (("duties_duty", "duty_id"),)


def _steps_fact(key: str, title: Text, counted: Q, ended: str = "") -> Fact:
    """A fact about steps of processes, each on the day by which it was to be done; `ended` is when that was written."""
    return Fact(
        key=key,
        title=title,
        model=DueStep,
        work_form="process__episode__work_form__key",
        day="duty__due_on",
        ended=ended,
        lives=("", "process__", "process__episode__"),
        counts={"rows": Counting(_("steps"))},
        dimensions={"process": Dimension(_("Process"), "process__template__key", template_labels)},
        counted=counted,
        about_people=True,
        sources=(
            Source("casework_duestep", "due_on", through=_TO_DUTY),
            Source("duties_duty", "due_on"),
            Source("casework_process", "starts_on"),
            EPISODES_CHANGE,
        ),
        read_action=Action.READ_STEP,
        describe=_steps,
        related=("duty", "step", "process__episode__family", "process__episode__client"),
    )


_IS_DONE = Q(duty__done_on__isnull=False)

STEPS = _steps_fact("casework.steps", _("Steps of processes that fell due"), Q())
STEPS_IN_TIME = _steps_fact(
    "casework.steps_in_time",
    _("Steps of processes done in time"),
    _IS_DONE & Q(duty__done_on__lte=F("duty__due_on")),
    "duty__done_at",
)
STEPS_LATE = _steps_fact(
    "casework.steps_late",
    _("Steps of processes done late"),
    _IS_DONE & Q(duty__done_on__gt=F("duty__due_on")),
    "duty__done_at",
)
STEPS_LEFT_OUT = _steps_fact(
    "casework.steps_left_out",
    _("Steps of processes left out with a reason"),
    Q(left_out_at__isnull=False),
    "left_out_at",
)
PROCESSES_CARRIED_THROUGH = replace(
    _steps_fact(
        "casework.processes_carried_through",
        _("Processes carried through"),
        _IS_DONE & Q(step__trigger=Trigger.MEETINGS),
        "duty__done_at",
    ),
    counts={"processes": Counting(_("processes"), distinct="process_id")},
)
"""A process of so many meetings, whose last is held together."""
