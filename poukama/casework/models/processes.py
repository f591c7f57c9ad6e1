"""How the work is meant to go, step by step, and how it goes in an episode."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.casework.choices import Begins, ForWhom, Trigger
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.clients.models import REASON_LENGTH
from poukama.duties.models import Duty
from poukama.organisation.models import Titled, WorkForm
from poukama.toolkit.models import Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

COUNTED = (
    Trigger.BY_CONTACT,
    Trigger.ABOUT_CONTACT,
    Trigger.AFTER_END,
    Trigger.AFTER_BIRTH,
    Trigger.BEFORE_BIRTH,
    Trigger.MEETINGS,
    Trigger.WORKERS,
)
"""Triggers that take a number from one up."""
DAYS = (Trigger.AT_START, Trigger.AT_END)
"""Triggers that take a number of days, which may be none."""
NUMBERLESS = (Trigger.WEEKLY, Trigger.WEEKDAYS, Trigger.EACH_MEETING)


class ProcessTemplate(Titled):
    """How the work with a family or a person of a work form is meant to go (prosessimalli).

    Its steps are those of its `version`: changed steps are a new version, and those of the former ones are kept.
    """

    privacy = classified(
        Retention.CONFIGURATION,
        none="key name name_sv name_en work_form for_whom begins source order version is_active",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.CASCADE, related_name="process_templates")
    for_whom = models.CharField(max_length=20, choices=ForWhom, default=ForWhom.FAMILY)
    begins = models.CharField(max_length=20, choices=Begins, default=Begins.BY_CHOICE)
    source = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="casework_processtemplate_key_unique")]


class ProcessStep(Titled):
    """A step of a process (vaihe): what is done (`does`: a word of steps or a form) and the one thing it falls due by.

    `number` is the contact, days, weeks, months, day of the month (None: its last), meetings or workers. Never changed.
    """

    privacy = classified(
        Retention.CONFIGURATION,
        none="key name name_sv name_en template version order does trigger number upto again_every weekday "
        "planned_only",
    )

    template = models.ForeignKey(ProcessTemplate, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=0)
    does = models.CharField(max_length=50)
    trigger = models.CharField(max_length=20, choices=Trigger)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    upto = models.PositiveSmallIntegerField(null=True, blank=True)
    """The most meetings that a process has."""
    again_every = models.PositiveSmallIntegerField(null=True, blank=True)
    """After how many more contacts it falls due anew, when the process goes on."""
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    """1 for Monday, 7 for Sunday."""
    planned_only = models.BooleanField(default=False)
    """Whether it follows planned endings only."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "version", "key"], name="casework_processstep_key_once_in_a_version"
            ),
            models.CheckConstraint(
                name="casework_processstep_has_the_number_of_its_trigger",
                condition=Q(trigger__in=COUNTED, number__gte=1)
                | Q(trigger__in=DAYS, number__gte=0)
                | Q(trigger=Trigger.MONTHLY, number=None)
                | Q(trigger=Trigger.MONTHLY, number__gte=1, number__lte=28)
                | Q(trigger__in=NUMBERLESS, number=None),
            ),
            models.CheckConstraint(
                name="casework_processstep_weekday_only_when_weekly",
                condition=Q(trigger=Trigger.WEEKLY, weekday__gte=1, weekday__lte=7)
                | (~Q(trigger=Trigger.WEEKLY) & Q(weekday=None)),
            ),
            models.CheckConstraint(
                name="casework_processstep_length_from_and_upto",
                condition=Q(trigger=Trigger.MEETINGS, upto__gte=F("number"))
                | (~Q(trigger=Trigger.MEETINGS) & Q(upto=None)),
            ),
            models.CheckConstraint(
                name="casework_processstep_again_only_about_a_contact",
                condition=Q(again_every=None) | Q(trigger=Trigger.ABOUT_CONTACT, again_every__gte=1),
            ),
            models.CheckConstraint(
                name="casework_processstep_planned_only_of_an_end",
                condition=Q(planned_only=False) | Q(trigger__in=(Trigger.AT_END, Trigger.AFTER_END)),
            ),
        ]


class Process(Lasting):
    """A template followed in an episode, of the whole of it or of one who takes part (prosessi).

    It keeps the steps of the version with which it began, unless a worker takes the new ones.
    """

    privacy = classified(
        Retention.CASE,
        none="template version starts_on ends_on ended_at",
        personal="episode member workers ended_by",
    )

    template = models.ForeignKey(ProcessTemplate, on_delete=models.PROTECT, related_name="processes")
    version = models.PositiveIntegerField(default=1)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="processes")
    member = models.ForeignKey(
        EpisodeMember, on_delete=models.PROTECT, null=True, blank=True, related_name="processes"
    )
    workers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="casework_process_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["template", "episode"],
                condition=Q(voided_at=None, ends_on=None, member=None),
                name="casework_process_of_the_whole_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["template", "member"],
                condition=Q(voided_at=None, ends_on=None, member__isnull=False),
                name="casework_process_of_a_member_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DueStep(Recorded):
    """A step of a process that has fallen due, or will on a known day: `occasion` says which time of it.

    By when, by whom and when it was done stands on its duty. It is left out with a reason and nothing else; what
    need not be done any more is voided.
    """

    privacy = classified(
        Retention.CASE,
        none="step key occasion duty by_itself left_out_at",
        personal="process left_out_by",
        special="reason",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="due_steps")
    step = models.ForeignKey(ProcessStep, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=50, db_index=False)
    """The key of the step: the same in another version."""
    occasion = models.CharField(max_length=20)
    duty = models.OneToOneField(Duty, on_delete=models.PROTECT, related_name="due_step")
    by_itself = models.BooleanField(default=False)
    """Whether it was done by what was recorded: meetings before a birth, workers named."""
    left_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    reason = SealedTextField(max_length=REASON_LENGTH, tied_to="process")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_duestep_left_out_with_a_reason",
                condition=Q(left_out_at=None, left_out_by=None, reason=None)
                | Q(left_out_at__isnull=False, left_out_by__isnull=False, reason__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["process", "key", "occasion"],
                condition=Q(voided_at=None),
                name="casework_duestep_once_an_occasion",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
