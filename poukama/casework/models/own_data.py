"""What a client is given when they ask for their own data: put together, checked by a person, and given."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.casework.models.notes import NOTE_LENGTH
from poukama.casework.models.requests import CODE_LENGTH
from poukama.clients.choices import HowGiven, OwnSection, WithheldGround
from poukama.clients.models import KnownIn
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

TITLE_LENGTH = 400


class OwnData(Recorded):
    """What a work form keeps of a client, as it was put together when they asked for it (omat tiedot).

    Whoever put it together withholds what is not theirs to have, with a ground; somebody else checks it, and only they
    take it out and give it. Once it is given, or given up, its passages go: it is a copy, and what it was made of stays.
    """

    privacy = classified(
        Retention.CASE,
        none="code asked_on due_on checked_at given_at how passages_given passages_withheld",
        personal="known checked_by given_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="own_data")
    asked_on = models.DateField()
    due_on = models.DateField()
    """A month from when they asked (GDPR 12(3))."""
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    given_at = models.DateTimeField(null=True, blank=True, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    how = models.CharField(max_length=10, choices=HowGiven, blank=True)
    passages_given = models.PositiveIntegerField(default=0)
    passages_withheld = models.PositiveIntegerField(default=0)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["code"], name="casework_owndata_code_unique"),
            models.UniqueConstraint(
                fields=["known"],
                condition=Q(voided_at=None, given_at=None),
                name="casework_owndata_one_at_a_time",
            ),
            models.CheckConstraint(
                name="casework_owndata_checked_at_and_by_together",
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_owndata_given_once_checked",
                condition=Q(given_at=None, given_by=None, how="")
                | (Q(given_at__isnull=False, given_by__isnull=False, checked_at__isnull=False) & ~Q(how="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def waits(self) -> bool:
        """Whether it has been neither given nor given up."""
        return self.given_at is None and self.voided_at is None


class OwnPassage(models.Model):
    """A passage of it; what is withheld says on which ground."""

    privacy = classified(
        Retention.CASE,
        none="number section happened_on of_others ground",
        personal="own_data",
        special="title text",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    own_data = models.ForeignKey(OwnData, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=10, choices=OwnSection)
    happened_on = models.DateField(null=True, blank=True)
    title = SealedTextField(max_length=TITLE_LENGTH, tied_to="own_data")
    text = SealedTextField(max_length=NOTE_LENGTH, tied_to="own_data")
    of_others = models.BooleanField(default=False)
    """Whether it tells, or may tell, of somebody else: whoever checks looks there first."""
    ground = models.CharField(max_length=10, choices=WithheldGround, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["own_data", "number"], name="casework_ownpassage_one_at_a_place"),
            models.CheckConstraint(
                name="casework_ownpassage_says_something", condition=Q(title__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
