from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.governance.choices import ProposalKind, ProposalState, ReadingState
from poukama.governance.models.plan import Plan
from poukama.toolkit.privacy import Retention, classified


class Reading(models.Model):
    """A plan document that was read. The document itself is not kept, only what was proposed from it."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="year file_type size sha256 read_at state plan",
        personal="read_by",
    )

    year = models.PositiveSmallIntegerField()
    file_type = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.OPEN)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")


class Proposal(models.Model):
    """What the reader proposes from one place of a document. A person accepts, corrects or drops it."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="reading order kind payload decided place source_text state decided_at",
        personal="decided_by",
    )

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="proposals")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ProposalKind)
    payload = models.JSONField()
    decided = models.JSONField(default=dict, blank=True)
    place = models.CharField(max_length=40)
    source_text = models.TextField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "order"], name="governance_proposal_order_unique"),
            models.CheckConstraint(
                name="governance_proposal_decided_at_and_by_together",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]
