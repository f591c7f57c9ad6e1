"""Who is what to whom, and from when to when."""

from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import Kinship
from poukama.clients.models.people import Client
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Lasting
from poukama.toolkit.privacy import Retention, classified


class FamilyTie(Lasting):
    """What a client is to another, as a work form was told: parent of, guardian of, must not contact.

    It may lead from one family to another: a child can have two homes. A correction voids it and keeps it.
    """

    privacy = classified(
        Retention.CASE,
        none="work_form ended_at",
        personal="client other starts_on ends_on ended_by",
        special="kind",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="ties")
    other = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="ties_to")
    kind = models.CharField(max_length=16, choices=Kinship)
    starts_on = models.DateField(null=True, blank=True)
    """The first day; None when it has been so for as long as anybody knows."""
    ends_on = models.DateField(null=True, blank=True)
    """The last day; None while it goes on."""

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(name="clients_familytie_between_two", condition=~Q(client=F("other"))),
            models.CheckConstraint(
                name="clients_familytie_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["work_form", "client", "other", "kind"],
                condition=Q(voided_at=None, ends_on=None),
                name="clients_familytie_goes_on_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
