"""The end of a record: what is held back, what is proposed for destruction, and what is left to show that it was done."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.casework.models.episodes import Episode
from poukama.casework.models.requests import CODE_LENGTH, Request
from poukama.clients.models import REASON_LENGTH, Client, Family, KnownIn
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField


class LegalHold(Lasting):
    """A record that is not destroyed although its time may have come, why, and until when (säilytettävä toistaiseksi).

    Of a family or a person as a work form knows them, or of an episode of people who stayed anonymous. A trial, a
    complaint or an inspection needs it. It ends on its day, or is lifted before with a reason.
    """

    privacy = classified(
        Retention.CASE,
        none="ends_on ended_at",
        personal="known episode ended_by",
        special="reason lifted_because",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="holds"
    )
    reason = SealedTextField(max_length=REASON_LENGTH)
    ends_on = models.DateField()
    """The last day on which it holds."""
    lifted_because = SealedTextField(max_length=REASON_LENGTH)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="casework_legalhold_is_of_one",
                condition=Q(known=None, episode__isnull=False) | Q(known__isnull=False, episode=None),
            ),
            models.CheckConstraint(name="casework_legalhold_says_why", condition=Q(reason__isnull=False)),
            models.CheckConstraint(
                name="casework_legalhold_is_lifted_with_a_reason",
                condition=Q(ended_at=None, lifted_because=None)
                | Q(ended_at__isnull=False, lifted_because__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="casework_legalhold_ends")]

    def __str__(self) -> str:
        return str(self.pk)


class Destruction(Recorded):
    """Records of a work form whose time has come: proposed by one person, destroyed by another (hävittäminen).

    703/2023 §§ 23–24 and its annex. Done, it is the certificate: numbers and the rules that they were kept by, and
    nobody. `told` is made when it is done: records, the rules that they were kept by, what is gone and what stays.
    """

    privacy = classified(
        Retention.LOG,
        none="code work_form done_at refused_at told",
        personal="done_by refused_by",
        special="refused_because",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="destructions")
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    refused_because = SealedTextField(max_length=REASON_LENGTH)
    told = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["code"], name="casework_destruction_code_unique"),
            models.UniqueConstraint(
                fields=["work_form"],
                condition=Q(voided_at=None, done_at=None, refused_at=None),
                name="casework_destruction_waits_once",
            ),
            models.CheckConstraint(
                name="casework_destruction_done_by_another",
                condition=Q(done_at=None, done_by=None)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_by=F("recorded_by"))),
            ),
            models.CheckConstraint(
                name="casework_destruction_refused_with_a_reason",
                condition=Q(refused_at=None, refused_by=None, refused_because=None)
                | Q(refused_at__isnull=False, refused_by__isnull=False, refused_because__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_destruction_ends_one_way",
                condition=Q(done_at=None) | Q(refused_at=None, voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def waits(self) -> bool:
        """Whether somebody else must still decide."""
        return self.voided_at is None and self.done_at is None and self.refused_at is None


class DestructionLine(models.Model):
    """One record that is proposed for destruction: of whom, when it ended and until when it was to be kept.

    It goes when the destruction is decided, whatever was decided.
    """

    privacy = classified(
        Retention.CASE,
        none="destruction rule last_on kept_until_on",
        personal="family client episode request",
    )

    destruction = models.ForeignKey(Destruction, on_delete=models.CASCADE, related_name="lines")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.CharField(max_length=50)
    """Key of the word of the list of service tasks or of retention times by which it was kept."""
    last_on = models.DateField()
    kept_until_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_destructionline_is_of_one",
                condition=Q(family__isnull=False, client=None, episode=None, request=None)
                | Q(family=None, client__isnull=False, episode=None, request=None)
                | Q(family=None, client=None, episode__isnull=False, request=None)
                | Q(family=None, client=None, episode=None, request__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
