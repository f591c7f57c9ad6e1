"""Reading that somebody must look at: found once a week, checked by one who is not the reader."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.casework.choices import Oddity, ReadingFinding
from poukama.clients.models import REASON_LENGTH, Client, Family
from poukama.organisation.models import WorkForm
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField


class OddReading(models.Model):
    """Somebody opened in one week what is kept of a family or a person, in a way that is seldom part of the work.

    It may have been right: whoever checks it asks, and writes what they found.
    """

    privacy = classified(
        Retention.CASE,
        none="oddity week_starts_on work_form times found_at finding checked_at",
        personal="reader family client checked_by",
        special="conclusion",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    oddity = models.CharField(max_length=20, choices=Oddity)
    week_starts_on = models.DateField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    times = models.PositiveIntegerField()
    """How many times it was opened in the week."""
    found_at = models.DateTimeField()
    finding = models.CharField(max_length=20, choices=ReadingFinding, blank=True)
    conclusion = SealedTextField(max_length=REASON_LENGTH, tied_to="reader")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_oddreading_is_of_a_client_or_a_family",
                condition=Q(client=None, family__isnull=False) | Q(client__isnull=False, family=None),
            ),
            models.CheckConstraint(
                name="casework_oddreading_is_checked_with_a_conclusion",
                condition=Q(checked_at=None, checked_by=None, finding="", conclusion=None)
                | (
                    Q(checked_at__isnull=False, checked_by__isnull=False, conclusion__isnull=False)
                    & ~Q(finding="")
                ),
            ),
            models.UniqueConstraint(
                fields=["week_starts_on", "reader", "oddity", "work_form", "family"],
                condition=Q(family__isnull=False),
                name="casework_oddreading_of_a_family_once_a_week",
            ),
            models.UniqueConstraint(
                fields=["week_starts_on", "reader", "oddity", "work_form", "client"],
                condition=Q(client__isnull=False),
                name="casework_oddreading_of_a_client_once_a_week",
            ),
        ]
        indexes = [
            models.Index(fields=["checked_at", "week_starts_on"], name="casework_oddreading_unchecked"),
        ]

    def __str__(self) -> str:
        return str(self.family or self.client)
