from django.db import models

from poukama.toolkit.privacy import Retention, classified


class AuditEvent(models.Model):
    """One thing that somebody did, chained to the one before it. Never changed, never deleted.

    Holds ids and codes, no free text, and no foreign keys: it outlives what it tells of.
    """

    privacy = classified(
        Retention.LOG,
        none="id happened_at action about about_id work_form detail previous_hash hash",
        personal="actor",
    )

    id = models.BigIntegerField(primary_key=True)
    happened_at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    work_form = models.CharField(max_length=50, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["about", "about_id", "id"], name="access_auditevent_about"),
            models.Index(fields=["actor", "id"], name="access_auditevent_actor"),
            models.Index(fields=["action", "happened_at", "id"], name="access_auditevent_action"),
            models.Index(fields=["happened_at", "id"], name="access_auditevent_when"),
        ]


class ChainHead(models.Model):
    """The last link of the audit chain; locked while the next one is added. There is one row."""

    privacy = classified(Retention.LOG, none="last_id last_hash")

    last_id = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(name="access_chainhead_is_the_only_one", condition=models.Q(pk=1)),
        ]
