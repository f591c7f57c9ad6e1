"""Answers are received. What they say is not kept here."""

from datetime import date

from django.db import transaction

from poukama.access import audit
from poukama.organisation.models import User, WorkForm
from poukama.outcomes.models import Form, ReceivedAnswer
from poukama.outcomes.rules import Action
from poukama.toolkit import clock


class FormNotInUse(Exception):
    """The work form does not use the form."""


class NotYet(Exception):
    """An answer cannot have come on a day that has not come."""


class NoAnswers(Exception):
    """At least one answer must have come, and at most a hundred at a time."""


@transaction.atomic
def receive_answers(
    *, form: Form, work_form: WorkForm, happened_on: date, channel: str, by: User, how_many: int = 1
) -> list[ReceivedAnswer]:
    """Record that answers came, one row each, so that each can be undone and counted by itself."""
    if not 1 <= how_many <= 100:
        raise NoAnswers
    if happened_on > clock.today():
        raise NotYet
    if not form.is_active or not form.work_forms.filter(pk=work_form.pk).exists():
        raise FormNotInUse
    now = clock.now()
    answers = ReceivedAnswer.objects.bulk_create(
        ReceivedAnswer(
            form=form,
            work_form=work_form,
            happened_on=happened_on,
            channel=channel,
            recorded_at=now,
            recorded_by=by,
        )
        for _ in range(how_many)
    )
    audit.record(
        Action.RECORD_ANSWER, by=by, about=answers[0], work_form=work_form.key, detail={"count": how_many}
    )
    return answers


@transaction.atomic
def void_answers(*, answers: list[ReceivedAnswer], by: User) -> int:
    """Undo answers recorded by mistake; gives how many were still in force."""
    in_force = ReceivedAnswer.objects.filter(pk__in=[answer.pk for answer in answers], voided_at=None)
    voided = in_force.update(voided_at=clock.now(), voided_by=by)
    if voided:
        audit.record(
            Action.VOID_ANSWER,
            by=by,
            about=answers[0],
            work_form=answers[0].work_form.key,
            detail={"count": voided},
        )
    return voided
