"""What was opened in an emergency, for an hour at most, and who looks at it afterwards."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import CheckPlace, EmergencyWhy
from poukama.clients.models.people import Client, Family
from poukama.clients.models.walls import REASON_LENGTH
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField


class EmergencyAccess(Recorded):
    """Somebody opened the least that other work forms keep of a family or a person, for a reason and for a while.

    Whoever recorded it sees it until `ends_at` or until they close it, and then writes a note of what was done.
    """

    privacy = classified(
        Retention.CASE,
        none="why ends_at closed_at noted_at",
        personal="family client closed_by noted_by",
        special="reason note",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=10, choices=EmergencyWhy)
    reason = SealedTextField(max_length=REASON_LENGTH, tied_to="recorded_by")
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = SealedTextField(max_length=REASON_LENGTH, tied_to="recorded_by")
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="clients_emergencyaccess_is_of_a_client_or_a_family",
                condition=Q(client=None, family__isnull=False) | Q(client__isnull=False, family=None),
            ),
            models.CheckConstraint(
                name="clients_emergencyaccess_says_why", condition=Q(reason__isnull=False)
            ),
            models.CheckConstraint(
                name="clients_emergencyaccess_ends_after_it_begins",
                condition=Q(ends_at__gt=F("recorded_at")),
            ),
            models.CheckConstraint(
                name="clients_emergencyaccess_closed_at_and_by_together",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="clients_emergencyaccess_noted_at_and_by_together",
                condition=Q(noted_at=None, noted_by=None, note=None)
                | Q(noted_at__isnull=False, noted_by__isnull=False, note__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["recorded_by", "noted_at"], name="clients_emergency_without_note")]

    def __str__(self) -> str:
        return str(self.family or self.client)


class EmergencyCheck(models.Model):
    """One of those who must look at what was opened in an emergency: the lead of a work form, or the director."""

    privacy = classified(
        Retention.CASE, none="work_form place to_director checked_at", personal="access checked_by"
    )

    access = models.ForeignKey(EmergencyAccess, on_delete=models.PROTECT, related_name="checks")
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=4, choices=CheckPlace)
    to_director = models.BooleanField(default=False)
    """The lead here is the one who looks at it elsewhere, so that the second one is the director."""
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["access", "work_form", "place"], name="clients_emergencycheck_once_a_place"
            ),
            models.CheckConstraint(
                name="clients_emergencycheck_checked_at_and_by_together",
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["work_form", "checked_at"], name="clients_emergency_unchecked")]

    def __str__(self) -> str:
        return str(self.pk)
