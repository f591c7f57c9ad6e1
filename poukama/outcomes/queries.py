"""Reads for the screens of answers."""

from django.db.models import QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.organisation.models import WorkForm
from poukama.outcomes.models import Form, ReceivedAnswer
from poukama.outcomes.rules import Action


def work_forms_with_forms(actor: Actor) -> QuerySet[WorkForm]:
    """Work forms in which the actor may record answers and that use some form."""
    using = Form.work_forms.through.objects.filter(form__is_active=True).values("workform_id")
    rows = WorkForm.objects.filter(pk__in=using)
    return visible(actor, Action.RECORD_ANSWER, rows).order_by("order", "pk")


def answers(actor: Actor) -> QuerySet[ReceivedAnswer]:
    """Answers received in the actor's work forms, newest first."""
    rows = ReceivedAnswer.objects.filter(voided_at=None)
    return (
        visible(actor, Action.READ_ANSWER, rows)
        .select_related("form", "work_form", "recorded_by")
        .order_by("-happened_on", "-pk")
    )
