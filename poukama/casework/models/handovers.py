"""Supported handovers: those who are served move from one work form to another, and are met there."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from poukama.casework.choices import HandoverState
from poukama.casework.models.episodes import Episode, EpisodeMember
from poukama.casework.models.requests import CODE_LENGTH
from poukama.clients.models import Disclosure
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

SUMMARY_LENGTH, ANSWER_LENGTH = 800, 300


class Handover(Recorded):
    """Members of an episode are handed over to another work form, with one summary that they agreed to.

    Until it is accepted, whoever receives it sees what is asked for and by when, and nobody. Under another controller
    it is told on a ground: `basis` is a consent or the key of a law, and `disclosures` are the notes of it.
    """

    privacy = classified(
        Retention.CASE,
        none="code to_work_form sent_on before_on basis state answer_by_on answered_on answered_at first_on heard_at",
        personal="episode members disclosures to_worker answered_by heard_by opened",
        special="need summary reason answer",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="handovers")
    members = models.ManyToManyField(EpisodeMember, related_name="handovers")
    to_work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="handovers")
    to_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who receives it; under a protection order nobody else there sees it."""
    need = models.CharField(max_length=50)
    sent_on = models.DateField()
    before_on = models.DateField(null=True, blank=True)
    """By which day they hope to be met."""
    summary = SealedTextField(max_length=SUMMARY_LENGTH, tied_to="episode")
    basis = models.CharField(max_length=50, blank=True)
    """On which ground it is told under another controller; empty within one."""
    disclosures = models.ManyToManyField(Disclosure, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.SENT)
    answer_by_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    reason = models.CharField(max_length=50, blank=True)
    answer = SealedTextField(max_length=ANSWER_LENGTH, tied_to="episode")
    first_on = models.DateField(null=True, blank=True)
    """The day on which they are first met."""
    opened = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="handed_over_by"
    )
    heard_at = models.DateTimeField(null=True, blank=True, editable=False)
    heard_by = models.ForeignKey(
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
            models.UniqueConstraint(fields=["code"], name="casework_handover_code_unique"),
            models.UniqueConstraint(
                fields=["episode", "to_work_form"],
                condition=Q(voided_at=None, state=HandoverState.SENT),
                name="casework_handover_waits_once",
            ),
            models.CheckConstraint(name="casework_handover_says_what", condition=Q(summary__isnull=False)),
            models.CheckConstraint(
                name="casework_handover_answered_at_and_by_together",
                condition=Q(state=HandoverState.SENT, answered_on=None, answered_at=None, answered_by=None)
                | (
                    ~Q(state=HandoverState.SENT)
                    & Q(answered_on__isnull=False, answered_at__isnull=False, answered_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="casework_handover_accepted_with_a_day",
                condition=Q(state=HandoverState.ACCEPTED, opened__isnull=False, first_on__isnull=False)
                | (~Q(state=HandoverState.ACCEPTED) & Q(opened=None, first_on=None)),
            ),
            models.CheckConstraint(
                name="casework_handover_refused_with_a_reason",
                condition=~Q(state=HandoverState.REFUSED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="casework_handover_heard_at_and_by_together",
                condition=Q(heard_at=None, heard_by=None) | Q(heard_at__isnull=False, heard_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_work_form", "answer_by_on"],
                condition=Q(voided_at=None, state=HandoverState.SENT),
                name="casework_handover_to_answer",
            ),
            models.Index(
                fields=["recorded_by", "answered_at"],
                condition=Q(voided_at=None, heard_at=None),
                name="casework_handover_to_hear",
            ),
            models.Index(fields=["sent_on"], name="casework_handover_when"),
        ]

    def __str__(self) -> str:
        return self.code
