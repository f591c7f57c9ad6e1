"""How those who have left are, asked on a day and in a way that was agreed when they left."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.casework.choices import FollowUpOutcome
from poukama.casework.models.episodes import Episode
from poukama.casework.models.processes import DueStep
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

AGREED_LENGTH, TOLD_LENGTH = 400, 2000


class FollowUp(Recorded):
    """A time after the end of an episode at which somebody is asked how they are (seuranta), agreed at the end.

    It says by which way they may be reached then: an agreement of safe contact seldom lasts so long. Where a process
    asks for it (half a year, a year), its step is the duty; else it has a duty of its own.

    Each time they were not reached is a row beside it, with the day that it was due on; it waits for another day itself.
    """

    privacy = classified(
        Retention.CASE,
        none="due_on channel step try_of met_on met_at",
        personal="episode known met_by",
        special="words outcome told",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="follow_ups")
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, null=True, related_name="follow_ups")
    """Whom one asks; None once their record has been destroyed, and it is only counted."""
    due_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel)
    words = SealedTextField(max_length=AGREED_LENGTH, tied_to="episode")
    """What else was agreed: when, as whom, and what is not said."""
    step = models.OneToOneField(
        DueStep, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_up"
    )
    try_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="tries", editable=False
    )
    """The follow-up for which this was a try that did not reach them."""
    outcome = models.CharField(max_length=15, choices=FollowUpOutcome, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True, editable=False)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    told = SealedTextField(max_length=TOLD_LENGTH, tied_to="episode")
    """How they are, as they said it."""

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_followup_met_on_at_and_by_with_an_outcome",
                condition=Q(met_on=None, met_at=None, met_by=None, outcome="", told=None)
                | (Q(met_on__isnull=False, met_at__isnull=False, met_by__isnull=False) & ~Q(outcome="")),
            ),
            models.UniqueConstraint(
                fields=["episode", "known", "due_on"],
                condition=Q(voided_at=None, try_of=None),
                name="casework_followup_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["episode", "due_on"], name="casework_followup_of_episode")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def whom(self) -> KnownIn:
        """Whom one asks; refuses once that is destroyed, when nobody can be asked any more."""
        if self.known is None:
            raise KnownIn.DoesNotExist
        return self.known
