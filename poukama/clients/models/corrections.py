"""What was kept wrong of somebody, and was corrected."""

from django.db import models
from django.db.models import F, Q

from poukama.clients.models.people import Client
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class CorrectedYear(Recorded):
    """A birth year that was wrong, as a work form found out: what it was, and what was put in its place."""

    privacy = classified(Retention.CASE, none="work_form", personal="client former year")

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    former = models.PositiveSmallIntegerField(null=True, blank=True)
    """The year that was wrong; None when none was known."""
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    """The year in its place; None when nobody knows."""

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(name="clients_correctedyear_is_another", condition=~Q(former=F("year"))),
        ]

    def __str__(self) -> str:
        return str(self.pk)
