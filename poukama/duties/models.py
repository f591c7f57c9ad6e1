from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class Duty(Recorded):
    """What somebody must do by a day. It says what kind of thing; what it is about is kept by the app that opened it.

    Without an owner it is the work form's: whoever works there does it. What need not be done any more is voided.
    """

    privacy = classified(
        Retention.CASE,
        none="kind key work_form due_on done_on done_at",
        personal="owner deputy done_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60)
    """The key of a `duties.kinds.DutyKind`."""
    key = models.CharField(max_length=120)
    """By which whoever opened it finds it again; ids and codes only."""
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="duties")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    """The last day on which it is in time."""
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="duties_duty_done_on_at_and_by_together",
                condition=Q(done_on=None, done_at=None, done_by=None)
                | Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="duties_duty_deputy_only_beside_an_owner",
                condition=Q(deputy=None) | Q(owner__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(voided_at=None), name="duties_duty_opened_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(voided_at=None, done_on=None), name="duties_duty_mine"
            ),
            models.Index(
                fields=["deputy", "due_on"],
                condition=Q(voided_at=None, done_on=None, deputy__isnull=False),
                name="duties_duty_of_deputy",
            ),
            models.Index(
                fields=["work_form", "due_on"],
                condition=Q(voided_at=None, done_on=None),
                name="duties_duty_of_work_form",
            ),
            models.Index(fields=["due_on"], name="duties_duty_when"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
