"""What was to be sent to somebody served, and what became of it. The words and the address are not kept."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.organisation.choices import Language
from poukama.outbox.choices import Refusal, State, Template
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class Message(Recorded):
    """A neutral message to somebody. Whoever asked for it owns it until it was sent or settled."""

    privacy = classified(
        Retention.CASE,
        none="channel template language state why sent_at settled_at",
        personal="known settled_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    template = models.CharField(max_length=10, choices=Template)
    language = models.CharField(max_length=2, choices=Language)
    state = models.CharField(max_length=10, choices=State)
    why = models.CharField(max_length=12, choices=Refusal, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="outbox_message_says_why_it_was_not_sent",
                condition=Q(state=State.NOT_SENT) ^ Q(why=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-recorded_at", "id"],
                condition=~Q(state=State.SENT) & Q(settled_at=None),
                name="outbox_message_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
