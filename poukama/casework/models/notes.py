"""What is written of an episode: versions that nobody changes, in parts that say whom each tells of."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.casework.choices import PartKind
from poukama.casework.models.contacts import Contact
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.casework.models.goals import CareGoal
from poukama.clients.models import REASON_LENGTH
from poukama.duties.models import Duty
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

NOTE_LENGTH = 20_000
"""Letters in one part: ten pages, more than anybody writes of one meeting."""
REGISTER_LENGTH = 120
PROMISE_LENGTH = 200
"""A promise is a sentence: one that does not fit here is two."""


class Note(Recorded):
    """One version of an entry of the narrative of an episode (kirjaus, asiakaskertomus), perhaps of a contact.

    It is final. A correction is a new version of the same entry with a reason, and voids the former, which is kept; one that
    was written to the wrong family is taken out with a reason, and kept too. So 703/2023: in clear words and without
    delay (19–21 §), whole, unchangeable and by a named author (22 §), with its service task (37 §), its event, time and
    participants (44 §). Where a work form keeps no notes it is a reference to the official record, without parts.
    """

    privacy = classified(
        Retention.CASE,
        none="entry version corrects happened_on starts_at together read_together is_late tells_of_child written_at",
        personal="episode contact written_by children",
        special="service_task correction_reason taken_out_because register register_number",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="notes")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    entry = models.UUIDField(default=uuid4)
    """The same in all versions of an entry."""
    version = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="next_version"
    )
    correction_reason = SealedTextField(max_length=REASON_LENGTH, tied_to="episode")
    taken_out_because = SealedTextField(max_length=REASON_LENGTH, tied_to="episode")
    happened_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    """Local time; None where only the day is told."""
    service_task = models.CharField(max_length=50, blank=True)
    """The episode's when it was written: a document says for which task it was made."""
    together = models.BooleanField(default=False)
    read_together = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    """Whether it was written later than its work form says; a correction makes nothing late."""
    tells_of_child = models.BooleanField(default=False)
    """Whether some part tells of a child."""
    children = models.ManyToManyField(EpisodeMember, blank=True, related_name="+")
    """Of which children parts tell: figures count them, so that it stays when the parts are destroyed."""
    register = SealedTextField(max_length=REGISTER_LENGTH, tied_to="episode")
    """In which register the official record is; None where the note itself is kept."""
    register_number = SealedTextField(max_length=REGISTER_LENGTH, tied_to="episode")
    written_at = models.DateTimeField(editable=False)
    """When the first version was written, and by whom: this one was recorded by whoever corrected it."""
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["entry", "version"], name="casework_note_each_version_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(voided_at=None), name="casework_note_one_version_in_force"
            ),
            models.CheckConstraint(
                name="casework_note_is_corrected_with_a_reason",
                condition=Q(corrects=None, correction_reason=None, version=1)
                | Q(corrects__isnull=False, correction_reason__isnull=False, version__gt=1),
            ),
            models.CheckConstraint(
                name="casework_note_taken_out_is_voided",
                condition=Q(taken_out_because=None) | Q(voided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_note_refers_to_a_register_by_number",
                condition=Q(register=None, register_number=None)
                | Q(register__isnull=False, register_number__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "-happened_on", "-written_at"], name="casework_note_of_episode"),
            models.Index(fields=["happened_on"], name="casework_note_when"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_reference(self) -> bool:
        """Whether it only says where the official record is."""
        return self.register is not None


class NotePart(models.Model):
    """One heading of a note, and whom it tells of; without anybody it is the whole family's.

    Somebody's own words and their disagreement are parts of their own, which no correction overwrites.
    """

    privacy = classified(
        Retention.CASE,
        none="kind heading order gone_through_at",
        personal="note whose tells_of goals gone_through_by",
        special="text observations",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=15, choices=PartKind, default=PartKind.TEXT)
    heading = models.CharField(max_length=50, blank=True)
    """A word of the work form's list; a disagreement has none."""
    order = models.PositiveSmallIntegerField(default=0)
    text = SealedTextField(max_length=NOTE_LENGTH, tied_to="note")
    observations = SealedTextField(max_length=NOTE_LENGTH, tied_to="note")
    """Words of the work form's list that were tapped, with spaces between."""
    whose = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who says so, in their own words; they are also among those it tells of."""
    tells_of = models.ManyToManyField(EpisodeMember, blank=True, related_name="note_parts")
    goals = models.ManyToManyField(CareGoal, blank=True, related_name="note_parts")
    """Which goals it is about, under a heading that asks so; all of one member, or all of the family."""
    gone_through_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When it was said afterwards of whom it tells, since the family had parted."""
    gone_through_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="casework_notepart_gone_through_at_and_by_together",
                condition=Q(gone_through_at=None, gone_through_by=None)
                | Q(gone_through_at__isnull=False, gone_through_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["note", "order"], name="casework_notepart_one_in_a_place"),
            models.CheckConstraint(
                name="casework_notepart_says_something",
                condition=Q(text__isnull=False)
                | Q(observations__isnull=False)
                | Q(kind__in=(PartKind.GOALS, PartKind.AGREED)),
            ),
            models.CheckConstraint(
                name="casework_notepart_own_words_are_somebodys",
                condition=Q(whose=None) | Q(kind__in=(PartKind.OWN_WORDS, PartKind.DISAGREEMENT)),
            ),
            models.CheckConstraint(
                name="casework_notepart_has_a_heading_or_disagrees",
                condition=Q(kind=PartKind.DISAGREEMENT) ^ ~Q(heading=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Promise(models.Model):
    """What one of the workers promised, in one version of a note (lupaus): to do what, by which day.

    That it is done stands on its duty, which a promise that stays in the next version keeps.
    """

    privacy = classified(
        Retention.CASE, none="order duty due_on", personal="part promised_by", special="text"
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    part = models.ForeignKey(NotePart, on_delete=models.PROTECT, related_name="promises")
    order = models.PositiveSmallIntegerField(default=0)
    text = SealedTextField(max_length=PROMISE_LENGTH, tied_to="part")
    due_on = models.DateField()
    promised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="promises")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "order"], name="casework_promise_one_in_a_place"),
            models.UniqueConstraint(fields=["part", "duty"], name="casework_promise_once_in_a_part"),
            models.CheckConstraint(name="casework_promise_says_what", condition=Q(text__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)
