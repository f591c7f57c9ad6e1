from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

MOST_LETTERS = 200_000


class Draft(models.Model):
    """What somebody has typed into a form and not recorded yet: theirs alone, destroyed when it is recorded or too old."""

    privacy = classified(
        Retention.SESSION, none="kind key page turn written_at", personal="written_by", special="typed"
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    """The key of a `drafts.kinds.DraftKind`."""
    key = models.CharField(max_length=60)
    """What the form is about: an id."""
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    written_at = models.DateTimeField(editable=False)
    page = models.UUIDField(editable=False)
    """Which open page wrote it last: drawn by lot when the page is opened."""
    turn = models.PositiveIntegerField(editable=False)
    """How many changes that page had seen."""
    typed = SealedTextField(max_length=MOST_LETTERS, tied_to="written_by", editable=False)
    """The names and values of the form, in its order, as JSON."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["written_by", "kind", "key"], name="drafts_draft_one_of_each"),
            models.CheckConstraint(name="drafts_draft_holds_something", condition=Q(typed__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["kind", "key", "written_at"], name="drafts_draft_beside"),
            models.Index(fields=["written_at"], name="drafts_draft_too_old"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Presence(models.Model):
    """That somebody has a form open, so that another who opens it sees that they are two. Goes in two minutes."""

    privacy = classified(Retention.SESSION, none="kind key seen_at", personal="seen_by")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    seen_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "seen_by"], name="drafts_presence_one_of_each"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
