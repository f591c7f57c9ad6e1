from django.db import models

from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class Contact(Recorded):
    """A meeting, call or visit of an episode; or one that was agreed and did not take place."""

    privacy = classified(
        Retention.CASE, none="kind happened_on minutes took_place", personal="episode present"
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=50)
    happened_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    took_place = models.BooleanField(default=True)
    present = models.ManyToManyField(EpisodeMember, blank=True, related_name="contacts")

    class Meta(Recorded.Meta):
        constraints = [*Recorded.Meta.constraints]
        indexes = [
            models.Index(fields=["happened_on"], name="casework_contact_when"),
            models.Index(fields=["episode", "happened_on"], name="casework_contact_of_episode"),
            models.Index(fields=["recorded_by", "recorded_at"], name="casework_contact_recorded"),
        ]


class Consultation(Recorded):
    """Advice given once, to people or about a family, without an episode. Only counted."""

    privacy = classified(
        Retention.STATISTICS, none="work_form happened_on people families professionals themes"
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="consultations")
    happened_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    families = models.PositiveSmallIntegerField(default=0)
    professionals = models.PositiveSmallIntegerField(default=0)
    themes = models.JSONField(default=list, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_consultation_counts_someone",
                condition=models.Q(people__gt=0) | models.Q(families__gt=0) | models.Q(professionals__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "happened_on"], name="casework_consultation_when"),
            models.Index(
                fields=["-happened_on", "-id"],
                condition=models.Q(voided_at=None),
                name="casework_consultation_newest",
            ),
            models.Index(fields=["recorded_by", "recorded_at"], name="casework_consultation_recorded"),
        ]
