from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.governance.facts import Direction, TargetUnit
from poukama.organisation.models import WorkForm
from poukama.reporting.choices import Purpose, ReportState, SourceMark
from poukama.toolkit.privacy import Retention, classified


class FigureCache(models.Model):
    """What was counted for an ask, good exactly while its sources have not changed since (`version`).

    Holds nothing that could not be counted again: the table may be emptied at any time.
    """

    is_precomputed = True
    privacy = classified(Retention.STATISTICS, none="key kind starts_on ends_on version payload kept_on")

    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.TextField()
    payload = models.JSONField()
    kept_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on", "ends_on", "kind", "key"], name="reporting_figurecache_once"
            ),
        ]
        indexes = [models.Index(fields=["kept_on"], name="reporting_figurecache_kept")]


class Snapshot(models.Model):
    """A figure as it was given to somebody: with its definition, frozen, and re-run when asked.

    Without a work form and an aim it is of the whole association and nothing was promised of it; without
    `taken_by` it was taken at the command line.
    """

    privacy = classified(
        Retention.STATISTICS,
        none="target_code plan_year work_form label measure measure_title measure_text definition_version "
        "filters unit direction aim starts_on ends_on value estimated mark left_out unjoinable stamp_version "
        "purpose note taken_at",
        personal="taken_by",
    )

    target_code = models.CharField(max_length=20)
    plan_year = models.PositiveSmallIntegerField()
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=200)
    measure = models.CharField(max_length=60)
    measure_title = models.CharField(max_length=120)
    measure_text = models.TextField()
    definition_version = models.PositiveSmallIntegerField()
    filters = models.JSONField(default=dict, blank=True)
    unit = models.CharField(max_length=20, choices=TargetUnit)
    direction = models.CharField(max_length=10, choices=Direction, blank=True)
    aim = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.BigIntegerField()
    estimated = models.BigIntegerField(default=0)
    mark = models.CharField(max_length=10, choices=SourceMark)
    left_out = models.JSONField(default=list, blank=True)
    unjoinable = models.BigIntegerField(default=0)
    stamp_version = models.TextField()
    purpose = models.CharField(max_length=20, choices=Purpose)
    note = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reporting_snapshot_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
        ]
        indexes = [
            models.Index(fields=["plan_year", "target_code", "taken_at"], name="reporting_snapshot_target")
        ]


class AnnualReport(models.Model):
    """The annual report of a year as it was made: its words and numbers, from which its files are drawn.

    There is one draft a year, made again in its place; a final one is never changed. Without `made_by` it was
    made at the command line. Holds nothing that is withheld from the public.
    """

    privacy = classified(
        Retention.STATISTICS,
        none="plan_year version state ends_on content figures snapshots made_at",
        personal="made_by",
    )

    plan_year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReportState)
    ends_on = models.DateField()
    content = models.JSONField()
    figures = models.JSONField()
    snapshots = models.ManyToManyField(Snapshot, related_name="reports")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan_year", "version"], name="reporting_annualreport_version"),
            models.UniqueConstraint(
                fields=["plan_year"], condition=Q(state="draft"), name="reporting_annualreport_one_draft"
            ),
        ]


class ReportAnswer(models.Model):
    """What was answered to a question of a year's annual report, or why the question was left out of it."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="plan_year question text is_left_out written_at",
        personal="written_by",
    )

    plan_year = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=80)
    text = models.TextField()
    is_left_out = models.BooleanField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan_year", "question"], name="reporting_reportanswer_once"),
            models.CheckConstraint(name="reporting_reportanswer_says_something", condition=~Q(text="")),
        ]
