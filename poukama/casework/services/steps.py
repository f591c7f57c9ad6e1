"""What is done of a process, and what is left out with a reason."""

from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import DueStep, Process, ProcessStep
from poukama.casework.process_days import State, coming
from poukama.casework.queries.courses import courses
from poukama.casework.rules import Action
from poukama.casework.services.agreed_steps import agreed_for, ask_agreed_again, leave_agreed_out
from poukama.casework.services.following import follow, is_undone, keep_steps, new_step
from poukama.casework.services.refusals import DayNotYetCome, locked
from poukama.duties.services import drop_duty, finish_duty, reopen_duty
from poukama.duties.services.many import open_duties
from poukama.organisation.models import User
from poukama.toolkit import clock


class StepDoneAlready(Exception):
    """It has been done, left out, or need not be done any more."""


class AskedOnItsPage(Exception):
    """A follow-up is agreed for it, and says there how they are."""


class BeforeTheStart(Exception):
    """The day is before the process began."""


class NoReason(Exception):
    """A step is left out with a reason, and nothing else."""


class NothingToTakeBack(Exception):
    """It is neither done by hand nor left out, or its process has come to an end."""


@transaction.atomic
def do_step(*, step: DueStep, done_on: date, by: User) -> DueStep:
    """Say that a step was done on a day, in time or late."""
    step = _undone(step)
    if agreed_for([step]).exists():
        raise AskedOnItsPage
    _refuse_done_day(step.process, done_on)
    finish_duty(kind=step.duty.kind, key=step.duty.key, done_on=done_on, by=by)
    step.duty.refresh_from_db()
    follow(episode=step.process.episode, by=by)
    _audit(step, by, Action.DO_STEP, "done")
    return step


@transaction.atomic
def do_ahead(*, process: Process, step: ProcessStep, done_on: date, by: User) -> DueStep:
    """Say that a step was done before its day was known: by the third visit already at the first."""
    locked(process.episode)
    related = ("episode__key_worker", "episode__pair_worker", "episode__work_form", "member", "template")
    process = Process.objects.select_related(*related).get(pk=process.pk)
    if process.voided_at is not None or step.template_id != process.template_id:
        raise StepDoneAlready
    _refuse_done_day(process, done_on)
    course = courses([process], clock.today())[process.pk]
    when = coming(step, course)
    if when is None or when.contact is None or course.state != State.GOES_ON:
        raise StepDoneAlready
    occasion = f"visit-{when.contact}"
    if DueStep.objects.filter(process=process, key=step.key, occasion=occasion, voided_at=None).exists():
        raise StepDoneAlready
    row = new_step(process, step, occasion, done_on, by)
    row.duty.done_on, row.duty.done_at, row.duty.done_by = done_on, clock.now(), by
    keep_steps([row])
    _audit(row, by, Action.DO_STEP, "done")
    return row


@transaction.atomic
def leave_out(*, step: DueStep, reason: str, by: User) -> DueStep:
    """Leave a step out for a reason, which is kept sealed; it is not asked for any more, nor is who agreed to it."""
    if not reason.strip():
        raise NoReason
    step = _undone(step)
    drop_duty(kind=step.duty.kind, key=step.duty.key, by=by)
    step.left_out_at, step.left_out_by, step.reason = clock.now(), by, reason.strip()
    step.save(update_fields=["left_out_at", "left_out_by", "reason"])
    leave_agreed_out(step)
    _audit(step, by, Action.LEAVE_STEP_OUT, "left_out")
    return step


@transaction.atomic
def undo_step(*, step: DueStep, by: User) -> DueStep:
    """Say that a step was not done, or not left out, after all; it is due again, if it still is."""
    step = _locked(step)
    if step.voided_at is not None or step.by_itself or is_undone(step):
        raise NothingToTakeBack
    if step.left_out_at is None:
        reopen_duty(kind=step.duty.kind, key=step.duty.key)
    else:
        ask_agreed_again(step)
        step.left_out_at = step.left_out_by = step.reason = None
        fresh = new_step(step.process, step.step, step.occasion, step.duty.due_on, by).duty
        fresh.key, fresh.owner, fresh.deputy = step.duty.key, step.duty.owner, step.duty.deputy
        open_duties([fresh])
        step.duty = fresh
        step.save(update_fields=["left_out_at", "left_out_by", "reason", "duty"])
    follow(episode=step.process.episode, by=by)
    step.duty.refresh_from_db()
    _audit(step, by, Action.DO_STEP, "taken_back")
    return step


def _locked(step: DueStep) -> DueStep:
    locked(step.process.episode)
    related = (
        "process__episode__work_form",
        "process__episode__key_worker",
        "process__episode__pair_worker",
        "process__member",
        "duty",
        "step",
    )
    return DueStep.objects.select_for_update(of=("self",)).select_related(*related).get(pk=step.pk)


def _undone(step: DueStep) -> DueStep:
    step = _locked(step)
    if step.voided_at is not None or not is_undone(step):
        raise StepDoneAlready
    return step


def _refuse_done_day(process: Process, done_on: date) -> None:
    if done_on > clock.today():
        raise DayNotYetCome
    if done_on < process.starts_on:
        raise BeforeTheStart


def _audit(step: DueStep, by: User, action: str, what: str) -> None:
    process = step.process
    audit.record(
        action,
        by=by,
        about=process.episode,
        work_form=process.episode.work_form.key,
        detail={"what": what, "step": str(step.pk), "key": step.key, "occasion": step.occasion},
    )
