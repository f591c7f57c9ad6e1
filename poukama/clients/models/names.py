"""The names that were told to a work form, and the marks by which they are found."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from poukama.clients.models.people import Client
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

NAME_LENGTH = 120


class Identity(Recorded):
    """The name by which a work form knows a client, sealed. A correction voids the former one and keeps it.

    Another work form that knows the same client by a code name is told nothing of it.
    """

    privacy = classified(
        Retention.CASE, none="work_form", personal="client first_names last_name born_on code corrects"
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="identities")
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    first_names = SealedTextField(max_length=NAME_LENGTH, tied_to="client")
    last_name = SealedTextField(max_length=NAME_LENGTH, tied_to="client")
    born_on = SealedTextField(max_length=10, tied_to="client")
    """A day as text (2019-03-14), since it is sealed."""
    code = SealedTextField(max_length=11, tied_to="client")
    """The personal identity code, where the work form may keep it and it was told."""
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["client", "work_form"],
                condition=Q(voided_at=None),
                name="clients_identity_one_in_a_work_form",
            ),
            models.CheckConstraint(
                name="clients_identity_has_a_name",
                condition=Q(first_names__isnull=False) | Q(last_name__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class NameMark(models.Model):
    """A mark under which an identity is found: of a word of the name, its beginning, or the code. Tells no letters.

    It goes when the name is corrected. The work form and the client stand here too, so that a search walks one index
    and nothing else.
    """

    privacy = classified(Retention.CASE, none="work_form", personal="identity client mark")

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="marks", db_index=False)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+", db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    mark = models.BinaryField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "mark"], name="clients_namemark_once_an_identity"),
        ]
        indexes = [
            models.Index(
                fields=["work_form", "mark", "id", "identity", "client"], name="clients_namemark_found"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
