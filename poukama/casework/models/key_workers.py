from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.casework.models.episodes import Episode
from poukama.toolkit.models import Lasting
from poukama.toolkit.privacy import Retention, classified


class EpisodeWorkers(Lasting):
    """Who works with them from a day on: the key worker, and where it is done in pairs the other (omatyöntekijä, työpari).

    One row at a time; without a key worker, nobody was named. Who it is now stands in the episode too.
    """

    privacy = classified(
        Retention.CASE,
        none="starts_on ends_on ended_at instead_of",
        personal="episode key_worker pair_worker ended_by",
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="workers_named")
    key_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pair_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    instead_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    """Whom these followed, and who work on when this is taken back."""

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="casework_episodeworkers_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="casework_episodeworkers_pair_is_two",
                condition=Q(pair_worker=None)
                | (Q(key_worker__isnull=False) & ~Q(pair_worker=F("key_worker"))),
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(voided_at=None, ends_on=None),
                name="casework_episodeworkers_one_row_at_a_time",
            ),
        ]
