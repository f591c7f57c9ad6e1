"""Meetings, calls and visits that are agreed and have not been yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.casework.choices import CallOff
from poukama.casework.models.contacts import Contact
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class Appointment(Recorded):
    """A time agreed with a family or a person (sovittu aika).

    Moving it voids this one and agrees another that `moved_from` this. Once it has been, or nobody came, it has its
    contact. One that is called off is voided with a reason.
    """

    privacy = classified(
        Retention.CASE,
        none="kind planned_on starts_at minutes moved_from",
        personal="episode workers expected contact",
        special="call_off_reason",
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=50)
    planned_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    """Local time; None where only the day is agreed."""
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    workers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    expected = models.ManyToManyField(EpisodeMember, blank=True, related_name="appointments")
    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="appointment"
    )
    moved_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to"
    )
    call_off_reason = models.CharField(max_length=50, choices=CallOff, blank=True)
    """Empty when it was moved or taken back."""

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_appointment_called_off_is_voided",
                condition=Q(call_off_reason="") | Q(voided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "planned_on"], name="casework_appointment_of"),
            models.Index(
                fields=["planned_on"], condition=Q(voided_at=None), name="casework_appointment_when"
            ),
            models.Index(
                fields=["planned_on"],
                condition=Q(voided_at=None, contact=None),
                name="casework_appointment_coming",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
