"""Two clients who are one person: a link that can be taken back, and as whom each is counted meanwhile."""

from django.db import models
from django.db.models import F, Q

from poukama.clients.models.people import Client
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class SamePerson(Recorded):
    """Somebody who sees both has said that two clients are one person. Nothing of either is moved or changed.

    Voiding takes them apart again.
    """

    privacy = classified(Retention.CASE, personal="kept other")

    kept = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    """Whose code name is used from now on."""
    other = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(name="clients_sameperson_are_two", condition=~Q(kept=F("other"))),
            models.UniqueConstraint(
                fields=["kept", "other"], condition=Q(voided_at=None), name="clients_sameperson_said_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CountedAs(Recorded):
    """As whom a client is counted while several are one person; the one whose code name is kept has a row too.

    Follows from the links in force and is written by the service that changes them. A client without a row is
    counted as themselves. Voided rows say as whom they were counted earlier.
    """

    privacy = classified(Retention.CASE, personal="client kept")

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["client"], condition=Q(voided_at=None), name="clients_countedas_as_one_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
