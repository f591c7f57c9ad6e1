"""Documents and photos that were given to a work form."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from poukama.clients.models.people import KnownIn
from poukama.toolkit.contents import FileKind
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedFileField, SealedTextField

TITLE_LENGTH = 120


class Attachment(Recorded):
    """A document or a photo of a family or a client, told to a work form. Its content is a sealed file.

    The name that it had on somebody's device is not kept. Voiding says why, and keeps the file sealed.
    """

    privacy = classified(
        Retention.CASE, none="kind content", personal="known", special="title size voided_because"
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="attachments")
    title = SealedTextField(max_length=TITLE_LENGTH, tied_to="known")
    kind = models.CharField(max_length=4, choices=FileKind)
    size = SealedTextField(max_length=12, tied_to="known")
    """In bytes. Sealed, since a document that everybody can get is known by its size."""
    content = SealedFileField(tied_to="known")
    voided_because = SealedTextField(max_length=200, tied_to="known")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="clients_attachment_says_what_it_is",
                condition=Q(title__isnull=False, size__isnull=False) & ~Q(content=""),
            ),
            models.UniqueConstraint(fields=["content"], name="clients_attachment_a_file_of_its_own"),
        ]
        indexes = [models.Index(fields=["known", "recorded_at"], name="clients_attachment_newest")]

    def __str__(self) -> str:
        return str(self.pk)
