from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.clients.models import Client, Family
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Destructible, Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified


class Volunteer(models.Model):
    """Someone who gives their time. Known by a code name; names arrive with sealing."""

    privacy = classified(Retention.EMPLOYMENT, none="created_at", personal="code_name birth_year created_by")

    code_name = models.CharField(max_length=40)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code_name"], name="workforce_volunteer_code_name_unique")
        ]

    def __str__(self) -> str:
        return self.code_name


class VolunteerRole(Lasting):
    """A volunteer in a role of a work form, from a day to a day."""

    privacy = classified(
        Retention.EMPLOYMENT, none="role work_form starts_on ends_on ended_at", personal="volunteer ended_by"
    )

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=50)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="volunteer_roles")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="workforce_volunteerrole_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "starts_on"], name="workforce_volunteerrole_when"),
            models.Index(
                fields=["-starts_on", "-id"],
                condition=Q(voided_at=None, ends_on=None),
                name="workforce_volunteerrole_newest",
            ),
        ]


class Match(Lasting, Destructible):
    """Volunteers standing beside a family or a child: a doula relationship, a friendship, peer support."""

    privacy = classified(
        Retention.CASE,
        none="work_form starts_on ends_on ended_at destroyed_at",
        personal="family client ended_by destroyed_by",
        special="end_reason",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="matches")
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, blank=True, related_name="matches"
    )
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="matches"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=50, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            *Destructible.Meta.constraints,
            models.CheckConstraint(
                name="workforce_match_is_with_someone",
                condition=Q(client__isnull=False) | Q(family__isnull=False),
            ),
            models.CheckConstraint(
                name="workforce_match_end_date_and_reason_together",
                condition=Q(ends_on=None, end_reason="")
                | (Q(ends_on__gte=F("starts_on")) & ~Q(end_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "starts_on"], name="workforce_match_when"),
            models.Index(fields=["work_form", "ends_on"], name="workforce_match_ends"),
        ]


class MatchVolunteer(Recorded):
    """A volunteer in a match, for a time."""

    privacy = classified(Retention.CASE, none="starts_on ends_on", personal="match volunteer")

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="volunteers")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="matches")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["match", "volunteer"],
                condition=Q(voided_at=None),
                name="workforce_matchvolunteer_once_in_a_match",
            ),
            models.CheckConstraint(
                name="workforce_matchvolunteer_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
