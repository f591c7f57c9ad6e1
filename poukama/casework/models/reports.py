"""What is told of an episode to whoever referred them, or to a child: signed off, in versions, and sent on a ground."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.casework.choices import ReportBlock, ReportKind
from poukama.casework.models.contacts import Contact
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.casework.models.goals import GoalWords, RoundGoal
from poukama.casework.models.notes import Note
from poukama.clients.models import REASON_LENGTH, Disclosure
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

REPORT_LENGTH = 30_000
"""Letters under one heading: fifteen pages, more than a referrer reads."""


class Report(Recorded):
    """One version of a report: of a month to the referrer (kuukausiraportti), or of a child when they leave.

    It was signed off and is final. A correction is a new version with a reason, and voids the former, which is kept.
    The plan asks for a report each month, with the family's own view in it, and for a summary of each child (4.1).
    """

    privacy = classified(
        Retention.CASE,
        none="kind entry version corrects starts_on ends_on due_on signed_on signed_at",
        personal="episode member about signed_by",
        special="correction_reason",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind)
    member = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    """The child of a summary or a letter; None for the family's month."""
    about = models.ManyToManyField(EpisodeMember, related_name="+")
    """Everybody of whom it may tell."""
    entry = models.UUIDField(default=uuid4)
    """The same in all versions of a report."""
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_version"
    )
    correction_reason = SealedTextField(max_length=REASON_LENGTH, tied_to="episode")
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The days of which it tells."""
    due_on = models.DateField(null=True, blank=True)
    """The last day on which it was in time; None where no process asks for it."""
    signed_on = models.DateField()
    signed_at = models.DateTimeField(editable=False)
    """When the first version was signed off, and by whom; a correction makes nothing late."""
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["entry", "version"], name="casework_report_each_version_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(voided_at=None), name="casework_report_one_version_in_force"
            ),
            models.CheckConstraint(
                name="casework_report_of_a_month_or_of_a_child",
                condition=Q(kind=ReportKind.MONTH, member=None)
                | (~Q(kind=ReportKind.MONTH) & Q(member__isnull=False)),
            ),
            models.CheckConstraint(
                name="casework_report_is_corrected_with_a_reason",
                condition=Q(corrects=None, correction_reason=None, version=1)
                | Q(corrects__isnull=False, correction_reason__isnull=False, version__gt=1),
            ),
            models.CheckConstraint(
                name="casework_report_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "-starts_on"], name="casework_report_of_episode"),
            models.Index(fields=["signed_on"], name="casework_report_when"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_late(self) -> bool:
        """Whether it was signed off after its day."""
        return self.due_on is not None and self.signed_on > self.due_on


class ReportPart(models.Model):
    """What stands under one heading of a report, and from which entries it was put together."""

    privacy = classified(
        Retention.CASE,
        none="block heading order",
        personal="report",
        special="text notes turns words contacts",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="parts")
    block = models.CharField(max_length=10, choices=ReportBlock)
    heading = models.CharField(max_length=50, blank=True)
    """The heading of the notes that it tells of; empty in the blocks that every report has."""
    order = models.PositiveSmallIntegerField(default=0)
    text = SealedTextField(max_length=REPORT_LENGTH, tied_to="report")
    notes = models.ManyToManyField(Note, blank=True, related_name="+")
    turns = models.ManyToManyField(RoundGoal, blank=True, related_name="+")
    words = models.ManyToManyField(GoalWords, blank=True, related_name="+")
    contacts = models.ManyToManyField(Contact, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="casework_reportpart_one_in_a_place"),
            models.CheckConstraint(
                name="casework_reportpart_says_something", condition=Q(text__isnull=False)
            ),
            models.CheckConstraint(
                name="casework_reportpart_of_notes_says_which_heading",
                condition=Q(block=ReportBlock.HEADING) ^ Q(heading=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReportSending(Recorded):
    """A version of a report was sent to somebody: to whom and on which ground, each disclosure of it says."""

    privacy = classified(Retention.LOG, none="sent_on", personal="report disclosures")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sendings")
    sent_on = models.DateField()
    disclosures = models.ManyToManyField(Disclosure, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)
