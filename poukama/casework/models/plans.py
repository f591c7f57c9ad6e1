"""The plan of an episode in three voices, and its versions."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.casework.choices import Voice
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.casework.models.goals import CareGoal
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

PARAGRAPH_LENGTH = 5000
PRESENT_LENGTH = 200


class PlanParagraph(Recorded):
    """What one voice says in one section of an episode's plan; or in what it disagrees.

    Writing it anew voids the former one, which this `corrects`. A disagreement is a paragraph of its own: nobody
    writes over it, it is settled on a day.
    """

    privacy = classified(
        Retention.CASE,
        none="section voice is_disagreement corrects settled_on settled_at",
        personal="episode member settled_by",
        special="text",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plan_paragraphs")
    section = models.CharField(max_length=50)
    """A word of the work form's list."""
    voice = models.CharField(max_length=10, choices=Voice)
    is_disagreement = models.BooleanField(default=False)
    member = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whom it concerns; None for the family as a whole."""
    text = SealedTextField(max_length=PARAGRAPH_LENGTH, tied_to="episode")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    settled_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_planparagraph_says_something", condition=Q(text__isnull=False)
            ),
            models.CheckConstraint(
                name="casework_planparagraph_nobody_writes_over_a_disagreement",
                condition=Q(is_disagreement=False) | Q(voided_at=None, corrects=None),
            ),
            models.CheckConstraint(
                name="casework_planparagraph_only_a_disagreement_is_settled",
                condition=Q(settled_on=None, settled_at=None, settled_by=None)
                | Q(
                    is_disagreement=True,
                    settled_on__isnull=False,
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["episode", "section", "voice"],
                condition=Q(voided_at=None, is_disagreement=False, member=None),
                name="casework_planparagraph_one_of_the_family",
            ),
            models.UniqueConstraint(
                fields=["episode", "section", "voice", "member"],
                condition=Q(voided_at=None, is_disagreement=False, member__isnull=False),
                name="casework_planparagraph_one_of_each_member",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanVersion(Recorded):
    """A plan as it was read and agreed on a day, with whom, and when it is looked at next.

    It points to the paragraphs and goals as they stood, whose words never change.
    """

    privacy = classified(
        Retention.CASE,
        none="number published_on next_review_on read_together with_referrer",
        personal="episode present",
        special="paragraphs goals others_present",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    next_review_on = models.DateField()
    read_together = models.BooleanField(default=False)
    with_referrer = models.BooleanField(default=False)
    """Whether it was gone through with whoever referred them."""
    paragraphs = models.ManyToManyField(PlanParagraph, related_name="versions")
    goals = models.ManyToManyField(CareGoal, related_name="plan_versions")
    present = models.ManyToManyField(EpisodeMember, blank=True, related_name="+")
    others_present = SealedTextField(max_length=PRESENT_LENGTH, tied_to="episode")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["episode", "number"], name="casework_planversion_number_unique_in_its_episode"
            ),
            models.CheckConstraint(
                name="casework_planversion_is_looked_at_later",
                condition=Q(next_review_on__gt=F("published_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PlanApproval(Recorded):
    """One of the voices accepts a version of a plan."""

    privacy = classified(Retention.CASE, none="version voice approved_on", personal="member")

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="approvals")
    voice = models.CharField(max_length=10, choices=Voice)
    member = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who of the family accepts it, when it is one of them."""
    approved_on = models.DateField()

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "voice"],
                condition=Q(voided_at=None, member=None),
                name="casework_planapproval_once",
            ),
            models.UniqueConstraint(
                fields=["version", "voice", "member"],
                condition=Q(voided_at=None, member__isnull=False),
                name="casework_planapproval_once_each",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
