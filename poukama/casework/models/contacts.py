from django.conf import settings
from django.db import models

from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing.chains import LENGTH


class Contact(Recorded):
    """A meeting, call or visit of an episode; or one that was agreed and did not take place.

    `workers` are who met them, one or a pair: it is one contact all the same. Without any, whoever recorded it did.
    The token is the form's, so that sending it twice makes one row.
    """

    privacy = classified(
        Retention.CASE, none="kind happened_on minutes took_place token", personal="episode present workers"
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=50)
    happened_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    took_place = models.BooleanField(default=True)
    present = models.ManyToManyField(EpisodeMember, blank=True, related_name="contacts")
    workers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    token = models.UUIDField(null=True, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(fields=["token"], name="casework_contact_token_unique"),
        ]
        indexes = [
            models.Index(fields=["happened_on"], name="casework_contact_when"),
            models.Index(fields=["episode", "happened_on"], name="casework_contact_of_episode"),
            models.Index(fields=["recorded_by", "recorded_at"], name="casework_contact_recorded"),
        ]


class Consultation(Recorded):
    """Advice given once, to people or about a family, without an episode. Only counted.

    Its mark tells whoever holds the words of its receipt code that it was theirs, and nobody else anything: without
    a code the mark is drawn by lot. The token is the form's, so that sending it twice makes one row.
    """

    privacy = classified(
        Retention.STATISTICS,
        none="work_form happened_on people families professionals themes token",
        secret="mark",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="consultations")
    happened_on = models.DateField()
    people = models.PositiveSmallIntegerField(default=0)
    families = models.PositiveSmallIntegerField(default=0)
    professionals = models.PositiveSmallIntegerField(default=0)
    themes = models.JSONField(default=list, blank=True)
    token = models.UUIDField(null=True, blank=True)
    mark = models.BinaryField(max_length=LENGTH, null=True, blank=True)
    """None on what was recorded before there were receipt codes."""

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_consultation_counts_someone",
                condition=models.Q(people__gt=0) | models.Q(families__gt=0) | models.Q(professionals__gt=0),
            ),
            models.UniqueConstraint(fields=["token"], name="casework_consultation_token_unique"),
            models.UniqueConstraint(fields=["mark"], name="casework_consultation_mark_unique"),
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
