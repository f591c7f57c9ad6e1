from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.activities.choices import OccasionState
from poukama.clients.models import Client, Family
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Destructible, Recorded
from poukama.toolkit.privacy import Retention, classified


class Group(Recorded):
    """A group that meets: open or closed, led by us or run by its own members."""

    privacy = classified(
        Retention.STATISTICS,
        none="work_form name kind is_open self_run starts_on ends_on",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=50)
    is_open = models.BooleanField(default=False)
    self_run = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="activities_group_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["work_form", "starts_on"], name="activities_group_when")]


class Occasion(Recorded):
    """Something held on a day: a session of a group, an event, a trip, a training, an evening.

    One that was planned is recorded anew, by whoever holds it, at the moment it is marked held: so a figure as
    it was known earlier does not count it.
    """

    privacy = classified(
        Retention.STATISTICS,
        none="work_form kind group title happened_on starts_at minutes state",
        personal="led_by",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="occasions")
    kind = models.CharField(max_length=50)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="occasions"
    )
    title = models.CharField(max_length=120, blank=True)
    happened_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=OccasionState, default=OccasionState.HELD)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(Recorded.Meta):
        constraints = [*Recorded.Meta.constraints]
        indexes = [
            models.Index(
                fields=["work_form", "happened_on", "kind"],
                name="activities_occasion_when",
            ),
            models.Index(fields=["happened_on", "id"], name="activities_occasion_newest"),
            models.Index(
                fields=["recorded_by", "recorded_at"],
                name="activities_occasion_recorded",
            ),
        ]


class Attendance(Recorded, Destructible):
    """A client or a family known by code who took part in an occasion."""

    privacy = classified(
        Retention.CASE, none="occasion role destroyed_at", personal="client family destroyed_by"
    )

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="attendances")
    client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
    )
    family = models.ForeignKey(
        Family,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
    )
    role = models.CharField(max_length=50, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            *Destructible.Meta.constraints,
            models.CheckConstraint(
                name="activities_attendance_is_of_someone",
                condition=Q(client__isnull=False) | Q(family__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["occasion", "client"],
                condition=Q(voided_at=None, client__isnull=False),
                name="activities_attendance_client_once",
            ),
            models.UniqueConstraint(
                fields=["occasion", "family"],
                condition=Q(voided_at=None, client=None),
                name="activities_attendance_family_once",
            ),
        ]


class Headcount(Recorded):
    """How many people (and families) of a category took part in an occasion without being known by it.

    An estimate says on what ground it was made.
    """

    privacy = classified(
        Retention.STATISTICS,
        none="occasion category people families is_estimate basis basis_text",
    )

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="headcounts")
    category = models.CharField(max_length=50)
    people = models.PositiveIntegerField(default=0)
    families = models.PositiveIntegerField(default=0)
    is_estimate = models.BooleanField(default=False)
    basis = models.CharField(max_length=50, blank=True)
    basis_text = models.CharField(max_length=200, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="activities_headcount_counts_someone",
                condition=Q(people__gt=0) | Q(families__gt=0),
            ),
            models.CheckConstraint(
                name="activities_headcount_estimate_has_basis",
                condition=Q(is_estimate=False, basis="") | (Q(is_estimate=True) & ~Q(basis="")),
            ),
            models.UniqueConstraint(
                fields=["occasion", "category"],
                condition=Q(voided_at=None),
                name="activities_headcount_category_once",
            ),
        ]
