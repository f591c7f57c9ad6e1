"""Where somebody is found, and the orders by which it is told to few."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import OrderKind
from poukama.clients.models.people import Client, KnownIn
from poukama.clients.models.safety import ACTION_LENGTH, ADDRESS_LENGTH
from poukama.toolkit.models import Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

PLACE_LENGTH, AGAINST_LENGTH = 120, 200


class Whereabouts(Recorded):
    """Where a client lives and is found, as a work form was told, sealed. A correction voids the former and keeps it."""

    privacy = classified(
        Retention.CASE,
        none="starts_on ends_on corrects",
        personal="known",
        special="municipality home school daycare workplace",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="whereabouts")
    municipality = SealedTextField(max_length=PLACE_LENGTH, tied_to="known")
    home = SealedTextField(max_length=ADDRESS_LENGTH, tied_to="known")
    school = SealedTextField(max_length=PLACE_LENGTH, tied_to="known")
    daycare = SealedTextField(max_length=PLACE_LENGTH, tied_to="known")
    workplace = SealedTextField(max_length=PLACE_LENGTH, tied_to="known")
    starts_on = models.DateField(null=True, blank=True)
    """Since when it is so, when that is known."""
    ends_on = models.DateField(null=True, blank=True)
    """The last day, when they are known to move."""
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["known"], condition=Q(voided_at=None), name="clients_whereabouts_one_in_a_work_form"
            ),
            models.CheckConstraint(
                name="clients_whereabouts_end_after_they_begin",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ProtectionOrder(Lasting):
    """An order that protects a client, as a work form was told, until a day. Whom else it reaches is not written here.

    It reaches whoever is of the same family and whoever is tied to them as a child: that is asked each time
    (`shielding`), so that a child who is tied later is reached at once.
    """

    privacy = classified(
        Retention.CASE,
        none="kind starts_on ends_on ended_at renews",
        personal="known ended_by",
        special="against action ended_because",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=15, choices=OrderKind)
    against = SealedTextField(max_length=AGAINST_LENGTH, tied_to="known")
    """Whom it holds away, and how to know them; of a restraining order."""
    action = SealedTextField(max_length=ACTION_LENGTH, tied_to="known")
    """What to do, beside what the kind itself says."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day, as it was ordered."""
    ended_because = SealedTextField(max_length=ACTION_LENGTH, tied_to="known")
    """Why it was ended before its day; without it, one that has ended was renewed."""
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["known", "kind"],
                condition=Q(voided_at=None, ended_at=None),
                name="clients_protectionorder_one_of_a_kind",
            ),
            models.CheckConstraint(
                name="clients_protectionorder_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="clients_protection_ends")]

    def __str__(self) -> str:
        return str(self.pk)


class ProtectionReader(Recorded):
    """Somebody who may open where those are whom an order reaches; nobody else may."""

    privacy = classified(Retention.CASE, personal="order user")

    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["order", "user"], condition=Q(voided_at=None), name="clients_protectionreader_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class ProtectionExemption(Recorded):
    """Somebody of the family, or a child, whom an order does not reach, and why, sealed."""

    privacy = classified(Retention.CASE, personal="order client", special="reason")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    order = models.ForeignKey(ProtectionOrder, on_delete=models.PROTECT, related_name="exemptions")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(max_length=ACTION_LENGTH, tied_to="client")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["order", "client"],
                condition=Q(voided_at=None),
                name="clients_protectionexemption_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
