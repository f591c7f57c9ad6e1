"""Children who are expected."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import Outcome
from poukama.clients.models.people import Client
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Lasting
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField


class Expecting(Lasting):
    """A child whom a client expects, as a work form was told, with the due day sealed.

    The child is a client already, and nothing is typed again when they are born. It ends on the birth or the loss;
    without an outcome it ended where another work form was told of that. A corrected due day voids the former one.
    """

    privacy = classified(
        Retention.CASE,
        none="work_form ended_at corrects",
        personal="client mother ended_by",
        special="due_on came_on outcome",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="expected")
    mother = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="expects")
    due_on = SealedTextField(max_length=10, tied_to="client")
    """A day as text (2025-05-14), since it is sealed."""
    came_on = SealedTextField(max_length=10, tied_to="client")
    """The day of the birth or of the loss."""
    outcome = models.CharField(max_length=4, choices=Outcome, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["client", "work_form"],
                condition=Q(voided_at=None),
                name="clients_expecting_one_in_a_work_form",
            ),
            models.CheckConstraint(name="clients_expecting_is_not_oneself", condition=~Q(client=F("mother"))),
            models.CheckConstraint(
                name="clients_expecting_has_an_outcome_when_it_ended",
                condition=Q(outcome="") | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
