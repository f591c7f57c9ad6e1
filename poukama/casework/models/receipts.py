"""Earlier contacts that a client has tied to themself."""

from django.db import models
from django.db.models import Q

from poukama.casework.models.contacts import Consultation
from poukama.clients.models import KnownIn
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class ReceiptLink(Recorded):
    """An earlier contact that a client has told to be theirs, by the words of its receipt code, to one work form.

    It may have been with another work form: that it was theirs is known only where they told it.
    """

    privacy = classified(Retention.CASE, personal="known consultation")

    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="links")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["known", "consultation"],
                condition=Q(voided_at=None),
                name="casework_receiptlink_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
