from django.db import models
from django.db.models import Q

from poukama.activities.choices import Visitor
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class DoorCount(Recorded):
    """One tap of the door counter, or one correction of an earlier day. Nobody is known by it.

    The token is given by the device that counted: sending the same tap twice makes one row. A tap that was
    undone before it arrived has a voided row without a visitor, so that it stays undone when it comes.
    """

    privacy = classified(
        Retention.STATISTICS,
        none="token work_form happened_on visitor quantity first_time is_correction reason",
    )

    token = models.UUIDField()
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="door_counts")
    happened_on = models.DateField()
    visitor = models.CharField(max_length=5, choices=Visitor, blank=True)
    quantity = models.SmallIntegerField(default=1)
    first_time = models.BooleanField(default=False)
    is_correction = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["token"], name="activities_doorcount_token_unique"),
            models.CheckConstraint(
                name="activities_doorcount_tap_is_one_and_correction_has_reason",
                condition=Q(is_correction=False, quantity=1, reason="")
                | (Q(is_correction=True) & ~Q(quantity=0) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="activities_doorcount_in_force_has_visitor",
                condition=~Q(visitor="") | Q(voided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["work_form", "happened_on", "visitor", "voided_at", "quantity"],
                name="activities_doorcount_when",
            ),
            models.Index(
                fields=["recorded_by", "recorded_at"],
                name="activities_doorcount_recorded",
            ),
        ]
