from django.db import models

from poukama.organisation.models import Titled, WorkForm
from poukama.toolkit.privacy import Retention, classified


class Rhythm(Titled):
    """Something that comes round in the year: monthly, twice a year, on a date. Kept for the year clock."""

    privacy = classified(
        Retention.CONFIGURATION, none="key name name_sv name_en work_form every detail source order"
    )

    work_form = models.ForeignKey(
        WorkForm, on_delete=models.CASCADE, null=True, blank=True, related_name="rhythms"
    )
    every = models.CharField(max_length=40)
    detail = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="governance_rhythm_key_unique")]
