from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.toolkit.privacy import Retention, classified


class Recorded(models.Model):
    """Something a person recorded. It is never changed into something else or deleted: undoing voids it."""

    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    voided_at = models.DateTimeField(null=True, blank=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_voided_at_and_by_together",
                condition=Q(voided_at=None, voided_by=None)
                | Q(voided_at__isnull=False, voided_by__isnull=False),
            ),
        ]


class Lasting(Recorded):
    """Something recorded that lasts from a day to a day; with who wrote its last day, and when.

    The last day may be taken back, and figures as they were known earlier do not know of it.
    """

    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta(Recorded.Meta):
        abstract = True
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ended_at_and_by_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]


class Destructible(models.Model):
    """A row that goes on being counted when the record to which it belongs is destroyed.

    From then on nobody opens it, and what it told of anybody is gone.
    """

    destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_destroyed_at_and_by_together",
                condition=Q(destroyed_at=None, destroyed_by=None)
                | Q(destroyed_at__isnull=False, destroyed_by__isnull=False),
            ),
        ]


class Stamp(models.Model):
    """How many times the rows of one table that begin in one year have changed.

    Kept by triggers in the database itself, so that a precomputed figure can know whether anything that
    it was counted from has changed since (see `stamps`).
    """

    privacy = classified(Retention.STATISTICS, none="source year changes")

    source = models.CharField(max_length=63)
    year = models.IntegerField()
    changes = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "year"], name="toolkit_stamp_one_row_per_source_and_year"
            ),
        ]


class KeyCheck(models.Model):
    """That a key seals in this database, and how to notice that a ring does not hold it. Tells nothing of the key."""

    privacy = classified(Retention.CONFIGURATION, none="number check_value since_on")

    number = models.PositiveSmallIntegerField()
    check_value = models.CharField(max_length=32)
    since_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="toolkit_keycheck_one_row_per_key"),
        ]


class Round(models.Model):
    """When the house last did by itself what comes round, and when a process began it."""

    privacy = classified(Retention.CONFIGURATION, none="name done_on begun_at")

    name = models.CharField(max_length=40)
    done_on = models.DateField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="toolkit_round_one_row_per_name")]

    def __str__(self) -> str:
        return self.name
