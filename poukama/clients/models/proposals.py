"""Walls that are proposed to their gatekeeper when an opposing side was recorded."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import WhyWall
from poukama.clients.models.people import Client
from poukama.clients.models.walls import REASON_LENGTH, PartyWall
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField


class WallProposal(Recorded):
    """Two clients who seem to stand on opposing sides: the gatekeeper sets a wall between them, or says why not.

    The one with the smaller number is `client`, whoever of them did what; `wall` is the one that was set.
    """

    privacy = classified(
        Retention.CASE,
        none="work_form decided_at wall",
        personal="client other decided_by",
        special="why dismissed_because",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=WhyWall)
    wall = models.ForeignKey(PartyWall, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dismissed_because = SealedTextField(max_length=REASON_LENGTH)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="clients_wallproposal_in_one_order", condition=Q(client__lt=F("other"))
            ),
            models.CheckConstraint(
                name="clients_wallproposal_decided_at_and_by_together",
                condition=Q(decided_at=None, decided_by=None, wall=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["client", "other"],
                condition=Q(voided_at=None, decided_at=None),
                name="clients_wallproposal_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-recorded_at"],
                condition=Q(voided_at=None, decided_at=None),
                name="clients_wallproposal_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
