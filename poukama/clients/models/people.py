"""Families and clients by code name, and where they are known."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.clients.choices import ClientIdentification
from poukama.clients.code_names import MAX_LENGTH
from poukama.organisation.models import WorkForm
from poukama.toolkit.privacy import Retention, classified


class Family(models.Model):
    """People served together, known by a code name; once nothing is kept of them, only a number that is counted."""

    privacy = classified(Retention.CASE, none="created_at", personal="code_name search_key created_by")

    code_name = models.CharField(max_length=MAX_LENGTH, blank=True)
    search_key = models.CharField(max_length=MAX_LENGTH, blank=True, db_index=True)
    """The code name folded, as it is searched by its beginning."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_name"], condition=~Q(code_name=""), name="clients_family_code_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.code_name or f"#{self.pk}"


class Client(models.Model):
    """A person served. One who stays anonymous is a new client every time: joining them would be a guess.

    A member of a family has the family's code name and a letter ("Lumme K"); others a word of their own. One of whom
    nothing is kept any more is a number: figures count them once, and nothing tells who they were.
    """

    privacy = classified(
        Retention.CASE,
        none="identification created_at",
        personal="family came_with code_name search_key birth_year created_by",
        special="is_unborn",
    )

    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, blank=True, related_name="clients"
    )
    came_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="companions"
    )
    """Whose episode one without a family was added to: a wall around that person stands around both."""
    code_name = models.CharField(max_length=MAX_LENGTH, blank=True)
    search_key = models.CharField(max_length=MAX_LENGTH, blank=True, db_index=True)
    """The code name folded, as it is searched by its beginning."""
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    is_unborn = models.BooleanField(default=False)
    """Expected, or never born: takes part in nothing and is counted nowhere."""
    identification = models.CharField(max_length=10, choices=ClientIdentification)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_name"], condition=~Q(code_name=""), name="clients_client_code_name_unique"
            ),
            models.CheckConstraint(
                name="clients_client_has_code_name_unless_anonymous",
                condition=Q(identification__in=("anonymous", "forgotten"), code_name="", family=None)
                | (Q(identification="coded") & ~Q(code_name="")),
            ),
        ]

    def __str__(self) -> str:
        return self.code_name or f"#{self.pk}"

    @property
    def is_anonymous(self) -> bool:
        """Whether they gave no identity at all."""
        return self.identification == ClientIdentification.ANONYMOUS


class KnownIn(models.Model):
    """A family or a client is known in a work form: whoever works there finds them again, nobody else can."""

    privacy = classified(Retention.CASE, none="work_form since_on", personal="client family")

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="known_in"
    )
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, blank=True, related_name="known_in"
    )
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="known")
    since_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clients_knownin_is_of_a_client_or_a_family",
                condition=Q(client=None, family__isnull=False) | Q(client__isnull=False, family=None),
            ),
            models.UniqueConstraint(
                fields=["client", "work_form"],
                condition=Q(client__isnull=False),
                name="clients_knownin_client_once_in_a_work_form",
            ),
            models.UniqueConstraint(
                fields=["family", "work_form"],
                condition=Q(family__isnull=False),
                name="clients_knownin_family_once_in_a_work_form",
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "client"], name="clients_knownin_clients"),
            models.Index(fields=["work_form", "family"], name="clients_knownin_families"),
            models.Index(fields=["work_form", "id"], name="clients_knownin_lately"),
        ]
