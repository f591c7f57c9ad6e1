"""Steps of processes for which a follow-up was agreed: what becomes of it when its step is not asked for any more."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from poukama.casework.duty_kinds import FOLLOW_UP_DUTY, follow_up_key
from poukama.casework.models import DueStep, FollowUp
from poukama.duties.models import Duty
from poukama.duties.services import open_duties
from poukama.organisation.models import User
from poukama.toolkit import clock


def agreed_for(steps: Iterable[DueStep]) -> QuerySet[FollowUp]:
    """The follow-ups that wait to be made for these steps, unordered."""
    return FollowUp.objects.filter(step__in=[step.pk for step in steps], voided_at=None, met_on=None)


def follow_without(rows: Collection[tuple[DueStep, User]]) -> None:
    """Keep what was agreed with somebody when its step goes: it has a duty of its own, whose owner the step's was."""
    of: dict[UUID | None, tuple[DueStep, User]] = {step.pk: (step, by) for step, by in rows}
    found = list(agreed_for(step for step, _by in rows).order_by("pk"))
    duties = []
    for follow_up in found:
        step, by = of[follow_up.step_id]
        duties.append(
            Duty(
                kind=FOLLOW_UP_DUTY,
                key=follow_up_key(follow_up.pk),
                work_form_id=step.duty.work_form_id,
                due_on=follow_up.due_on,
                owner_id=step.duty.owner_id,
                deputy_id=step.duty.deputy_id,
                recorded_at=clock.now(),
                recorded_by=by,
            )
        )
        follow_up.step = None
    open_duties(duties)
    FollowUp.objects.bulk_update(found, ["step"])


def leave_agreed_out(step: DueStep) -> None:
    """Void what was agreed for a step that is left out, at the same moment and by the same."""
    agreed_for([step]).update(voided_at=step.left_out_at, voided_by=step.left_out_by)


def ask_agreed_again(step: DueStep) -> None:
    """Take that back, before the step says that it is not left out; what was agreed anew meanwhile stays alone."""
    rows = FollowUp.objects.filter(step=step, voided_at=step.left_out_at).order_by("pk")
    for follow_up in rows:
        same = FollowUp.objects.filter(
            episode=follow_up.episode_id,
            known=follow_up.known_id,
            due_on=follow_up.due_on,
            voided_at=None,
            try_of=None,
        )
        if not same.exists():
            FollowUp.objects.filter(pk=follow_up.pk).update(voided_at=None, voided_by=None)
