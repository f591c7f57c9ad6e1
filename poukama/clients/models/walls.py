"""Walls between people on opposing sides of a conflict, who can both be clients."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.clients.choices import WallSide
from poukama.clients.models.people import Client, Family
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

REASON_LENGTH = 1000


class PartyWall(Recorded):
    """Whoever works with one side sees nothing of the other, and cannot tell that it exists.

    A wall with one side stands around them: a restricted record, seen by those named and by nobody else.
    Voiding takes it down. It says why it was set and why it was taken down, sealed.
    """

    privacy = classified(Retention.CASE, special="reason taken_down_because")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reason = SealedTextField(max_length=REASON_LENGTH)
    taken_down_because = SealedTextField(max_length=REASON_LENGTH)

    def __str__(self) -> str:
        return str(self.pk)


class BehindWall(models.Model):
    """A family, or a person without one, on a side of a wall."""

    privacy = classified(Retention.CASE, none="side", personal="wall client family")

    wall = models.ForeignKey(PartyWall, on_delete=models.PROTECT, related_name="behind")
    side = models.CharField(max_length=5, choices=WallSide)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wall", "side"], name="clients_behindwall_one_on_a_side"),
            models.CheckConstraint(
                name="clients_behindwall_is_of_a_client_or_a_family",
                condition=Q(client=None, family__isnull=False) | Q(client__isnull=False, family=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.family or self.client)


class SideWorker(Recorded):
    """Somebody who goes on working with a side of a wall; whoever is not named works with neither."""

    privacy = classified(Retention.CASE, none="side", personal="wall user")

    wall = models.ForeignKey(PartyWall, on_delete=models.PROTECT, related_name="workers")
    side = models.CharField(max_length=5, choices=WallSide)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["wall", "user"],
                condition=Q(voided_at=None),
                name="clients_sideworker_on_one_side_only",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
