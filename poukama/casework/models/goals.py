"""Goals agreed with those served: the tree of them, the weeks and months they are set for, and how each went."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.casework.choices import GoalEnding, GoalLevel, GoalSpan, Voice
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.toolkit.models import Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

GOAL_LENGTH = 300
"""A goal is a sentence: one that does not fit here is two goals."""
SAID_LENGTH = 5000


class CareGoal(Lasting):
    """A goal of an episode (tavoite), in the words of whoever said it: of the family, or of one who takes part.

    A main goal is agreed at the start, interim goals stand under it, and goals of the week under those. Its words
    never change: a goal that is said anew is another goal, and this one ends.
    """

    privacy = classified(
        Retention.CASE,
        none="level under voice starts_on ends_on ended_at with_family with_referrer",
        personal="episode member ended_by",
        special="text ending",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="goals")
    level = models.CharField(max_length=10, choices=GoalLevel)
    under = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="goals_under"
    )
    member = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="goals"
    )
    """Whose goal it is; None for the family as a whole."""
    voice = models.CharField(max_length=10, choices=Voice)
    text = SealedTextField(max_length=GOAL_LENGTH, tied_to="episode")
    starts_on = models.DateField()
    """The day on which it was agreed."""
    ends_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=GoalEnding, blank=True)
    with_family = models.BooleanField(default=True)
    with_referrer = models.BooleanField(default=False)
    """With whom it was agreed."""

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(name="casework_caregoal_says_something", condition=Q(text__isnull=False)),
            models.CheckConstraint(
                name="casework_caregoal_end_day_and_ending_together",
                condition=Q(ends_on=None, ending="") | (Q(ends_on__gte=F("starts_on")) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="casework_caregoal_main_goals_stand_under_none",
                condition=~Q(level=GoalLevel.MAIN) | Q(under=None),
            ),
            models.CheckConstraint(
                name="casework_caregoal_interim_goals_stand_under_one",
                condition=~Q(level=GoalLevel.INTERIM) | Q(under__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["episode", "level", "starts_on"], name="casework_caregoal_of"),
            models.Index(fields=["starts_on"], name="casework_caregoal_when"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def goes_on(self) -> bool:
        """Whether it has not ended."""
        return self.ends_on is None


class GoalRound(Recorded):
    """A week or a month of an episode for which goals are set at its beginning and evaluated at its end (kierros)."""

    privacy = classified(
        Retention.CASE,
        none="span starts_on ends_on evaluated_on evaluated_at",
        personal="episode evaluated_by present",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="goal_rounds")
    span = models.CharField(max_length=10, choices=GoalSpan)
    starts_on = models.DateField()
    """Its Monday, or the first of the month."""
    ends_on = models.DateField()
    evaluated_on = models.DateField(null=True, blank=True)
    """Of a week, the day on which the family had looked at the last of its goals; of a month, the talk."""
    evaluated_at = models.DateTimeField(null=True, blank=True, editable=False)
    evaluated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    present = models.ManyToManyField(EpisodeMember, blank=True, related_name="+")
    """Who evaluated it together."""

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["episode", "span", "starts_on"],
                condition=Q(voided_at=None),
                name="casework_goalround_once",
            ),
            models.CheckConstraint(
                name="casework_goalround_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="casework_goalround_evaluated_on_at_and_by_together",
                condition=Q(evaluated_on=None, evaluated_at=None, evaluated_by=None)
                | Q(evaluated_on__isnull=False, evaluated_at__isnull=False, evaluated_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["span", "starts_on"], name="casework_goalround_when")]

    def __str__(self) -> str:
        return str(self.pk)


class RoundGoal(Recorded):
    """A goal taken for a week or a month; one that goes on is taken again for the next, and not written again."""

    privacy = classified(Retention.CASE, none="set_on by_own_hand", personal="round goal")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(GoalRound, on_delete=models.PROTECT, related_name="turns")
    goal = models.ForeignKey(CareGoal, on_delete=models.PROTECT, related_name="turns")
    set_on = models.DateField()
    by_own_hand = models.BooleanField(default=False)
    """Whether somebody of the family chose it themselves, on a device that was handed to them."""

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "goal"], condition=Q(voided_at=None), name="casework_roundgoal_once"
            ),
        ]
        indexes = [models.Index(fields=["set_on"], name="casework_roundgoal_when")]

    def __str__(self) -> str:
        return str(self.pk)


class GoalMark(Recorded):
    """How a goal went in its week or month, by the scale of the work form; the family and the worker may differ.

    A mark that is changed voids the former one, which it `corrects`.
    """

    privacy = classified(
        Retention.CASE, none="voice marked_on by_own_hand corrects", personal="turn", special="mark"
    )

    turn = models.ForeignKey(RoundGoal, on_delete=models.PROTECT, related_name="marks")
    voice = models.CharField(max_length=10, choices=Voice)
    mark = models.CharField(max_length=50)
    marked_on = models.DateField()
    by_own_hand = models.BooleanField(default=False)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["turn", "voice"], condition=Q(voided_at=None), name="casework_goalmark_one_of_each"
            ),
        ]
        indexes = [models.Index(fields=["marked_on"], name="casework_goalmark_when")]

    def __str__(self) -> str:
        return str(self.pk)


class GoalWords(Recorded):
    """What somebody said of a goal, or of the whole week or month, when it was looked at.

    Saying it better voids the former words, which these `corrects`.
    """

    privacy = classified(
        Retention.CASE,
        none="voice said_on by_own_hand corrects",
        personal="round turn member",
        special="text",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(GoalRound, on_delete=models.PROTECT, related_name="words")
    turn = models.ForeignKey(RoundGoal, on_delete=models.PROTECT, null=True, blank=True, related_name="words")
    """The goal of which it was said; None for the whole."""
    voice = models.CharField(max_length=10, choices=Voice)
    member = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who said it, when it is known."""
    text = SealedTextField(max_length=SAID_LENGTH, tied_to="round")
    said_on = models.DateField()
    by_own_hand = models.BooleanField(default=False)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(name="casework_goalwords_say_something", condition=Q(text__isnull=False)),
        ]
        indexes = [models.Index(fields=["round", "said_on"], name="casework_goalwords_of")]

    def __str__(self) -> str:
        return str(self.pk)
