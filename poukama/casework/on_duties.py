"""What the steps of processes are among somebody's duties."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.casework.choices import ReportStep
from poukama.casework.duty_kinds import STEP_DUTY
from poukama.casework.models import DueStep
from poukama.casework.queries.processes import agreed_by_step, passed, steps_seen
from poukama.casework.queries.steps_said import what
from poukama.casework.rules import Action
from poukama.casework.rules.processes import of_process
from poukama.casework.services.met_steps import steps_met_by
from poukama.duties.kinds import About, DutyKind, add_kind
from poukama.duties.models import Duty

_REPORTS = (ReportStep.MONTH_REPORTED, ReportStep.CHILD_SUMMARISED)


def connect() -> None:
    """Have lists of duties show them; called once, when the app starts."""
    add_kind(DutyKind(STEP_DUTY, _("A step of a process"), seen, told))


def seen(actor: Actor) -> Q:
    """Those of processes that the actor may read; one that came round again is not asked for any more."""
    of_them = of_process(actor, "due_step__process__") & Q(due_step__voided_at=None)
    return of_them & ~Q(passed(actor.day, "due_step__"))


def told(actor: Actor, duties: Sequence[Duty]) -> Mapping[UUID, About]:
    """What to do, of whom, in which process. A few queries for all."""
    rows = list(steps_seen(actor, Action.READ_STEP).filter(duty__in=duties).order_by("pk"))
    reports = set(steps_met_by(*_REPORTS)) if rows else set()
    asked = agreed_by_step(actor, rows)
    return {row.duty_id: _about(row, _own_page(row, reports, asked)) for row in rows}


def _own_page(row: DueStep, reports: Collection[str], asked: Mapping[Any, UUID]) -> str:
    """Where a step is done that no press does: a report is signed off, a follow-up says how they are."""
    if row.step.does in reports:
        return reverse("casework:reports", args=[row.process.episode_id])
    return reverse("casework:follow_up", args=[asked[row.pk]]) if row.pk in asked else ""


def _about(row: DueStep, own_page: str) -> About:
    process = row.process
    member = process.member.client.code_name if process.member else ""
    return About(
        title=what(row.step, row.occasion),
        code=member or process.episode.code,
        url=own_page or reverse("casework:processes", args=[process.episode_id]),
        note=process.template.label(),
        done_url="" if own_page else reverse("casework:step_done", args=[row.pk]),
    )
