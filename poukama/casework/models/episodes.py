from django.conf import settings
from django.db import models
from django.db.models import F, Q

from poukama.clients.models import Client, Family
from poukama.organisation.models import Partner, WorkForm
from poukama.toolkit.models import Destructible, Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified


class Episode(Recorded, Destructible):
    """One continuous period of support to a family or a person in one work form (asiakkuusjakso).

    `client` is the person whose episode it is when there is no family; without either the people are anonymous.
    """

    privacy = classified(
        Retention.CASE,
        none="work_form starts_on ends_on closed_at destroyed_at",
        personal="family client key_worker pair_worker closed_by source source_partner payer payer_partner destroyed_by",
        special="end_reason service_task",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="episodes")
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, blank=True, related_name="episodes"
    )
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="own_episodes"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=50, blank=True)
    service_task = models.CharField(max_length=50, blank=True)
    """For which task of social welfare they are served (palvelutehtävä): of the placement, not of the work form."""
    key_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who it is now, or was at the end; since when, and who before, is kept in `EpisodeWorkers`."""
    pair_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=50, blank=True)
    """By what way they came: key of a word of the list of sources, asked once and carried from the request."""
    source_partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payer = models.CharField(max_length=50, blank=True)
    """Key of a word of the list of funders."""
    payer_partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            *Destructible.Meta.constraints,
            models.CheckConstraint(
                name="casework_episode_end_date_and_reason_together",
                condition=Q(ends_on=None, end_reason="")
                | (Q(ends_on__gte=F("starts_on")) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="casework_episode_closed_at_and_by_together",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="casework_episode_pair_is_two",
                condition=Q(pair_worker=None)
                | (Q(key_worker__isnull=False) & ~Q(pair_worker=F("key_worker"))),
            ),
            models.CheckConstraint(
                name="casework_episode_is_of_a_family_or_a_person",
                condition=Q(family=None) | Q(client=None),
            ),
            models.UniqueConstraint(
                fields=["family", "work_form"],
                condition=Q(voided_at=None, ends_on=None, family__isnull=False),
                name="casework_episode_family_open_once",
            ),
            models.UniqueConstraint(
                fields=["client", "work_form"],
                condition=Q(voided_at=None, ends_on=None, client__isnull=False),
                name="casework_episode_person_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "starts_on"], name="casework_episode_when"),
            models.Index(fields=["work_form", "ends_on"], name="casework_episode_ends"),
            models.Index(
                fields=["-starts_on", "-id"],
                condition=Q(voided_at=None, ends_on=None),
                name="casework_episode_newest_open",
            ),
            models.Index(
                fields=["work_form", "-starts_on", "-id"],
                condition=Q(voided_at=None, ends_on=None),
                name="casework_episode_open_there",
            ),
            models.Index(fields=["recorded_by", "recorded_at"], name="casework_episode_recorded"),
        ]

    @property
    def code(self) -> str:
        """How the episode is called: the code name of the family or the person, else its number."""
        whose = self.family or self.client
        return whose.code_name if whose else f"J-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ends_on is None


class EpisodePhase(Lasting):
    """A phase of an episode (motivation, group, aftercare …), with its days."""

    privacy = classified(Retention.CASE, none="phase starts_on ends_on ended_at", personal="episode ended_by")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="phases")
    phase = models.CharField(max_length=50)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="casework_episodephase_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["phase", "starts_on"], name="casework_episodephase_when")]


class EpisodeMember(Lasting):
    """A client taking part in an episode in a role, for a time."""

    privacy = classified(
        Retention.CASE, none="starts_on ends_on ended_at", personal="episode client ended_by", special="role"
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="members")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=50)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="casework_episodemember_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["episode", "client"],
                condition=Q(voided_at=None, ends_on=None),
                name="casework_episodemember_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["role", "starts_on"], name="casework_episodemember_when")]

    @property
    def has_parted(self) -> bool:
        """Whether they are of another family by now than the episode's. Reads the client and the episode."""
        family = self.episode.family_id
        return family is not None and self.client.family_id not in (None, family)

    @property
    def code_name_here(self) -> str:
        """Their code name; empty for whoever has parted: what they are called since is told to nobody here."""
        return "" if self.has_parted else self.client.code_name or ""
