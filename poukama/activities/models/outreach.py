from django.db import models
from django.db.models import Q

from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class Outreach(Recorded):
    """People met where they are: how many, where and about what. Never who, never what was said."""

    privacy = classified(
        Retention.STATISTICS,
        none="work_form place happened_on people families minutes themes",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="outreach")
    place = models.CharField(max_length=50)
    happened_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    families = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    themes = models.JSONField(default=list, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="activities_outreach_met_someone",
                condition=Q(people__gt=0) | Q(families__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "happened_on"], name="activities_outreach_when"),
            models.Index(
                fields=["-happened_on", "-id"],
                condition=models.Q(voided_at=None),
                name="activities_outreach_newest",
            ),
            models.Index(
                fields=["recorded_by", "recorded_at"],
                name="activities_outreach_recorded",
            ),
        ]


class ChatDuty(Recorded):
    """A shift on one of the federation's chats: how long, how many were met, about what. Never contents."""

    privacy = classified(
        Retention.STATISTICS,
        none="work_form service happened_on minutes contacts themes",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="chat_duties")
    service = models.CharField(max_length=50)
    happened_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    contacts = models.PositiveSmallIntegerField()
    themes = models.JSONField(default=list, blank=True)

    class Meta(Recorded.Meta):
        constraints = [*Recorded.Meta.constraints]
        indexes = [
            models.Index(fields=["work_form", "happened_on"], name="activities_chatduty_when"),
            models.Index(
                fields=["-happened_on", "-id"],
                condition=models.Q(voided_at=None),
                name="activities_chatduty_newest",
            ),
            models.Index(
                fields=["recorded_by", "recorded_at"],
                name="activities_chatduty_recorded",
            ),
        ]
