"""Requests and referrals: who asks for help, before there is an episode, and what was decided."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from poukama.casework.choices import RequestState, Risk, SafePlace, StepKind, Timing, Urgency
from poukama.casework.models.episodes import Episode
from poukama.clients.choices import Channel
from poukama.clients.models import Client, Family
from poukama.organisation.models import Partner, WorkForm
from poukama.toolkit.models import Destructible, Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

DO_NOW_LENGTH, NEED_LENGTH, REACH_LENGTH, STEP_LENGTH = 200, 300, 120, 300
CODE_LENGTH = 8


class Request(Recorded, Destructible):
    """Somebody asks for help of a work form, themselves or through others (pyyntö).

    Nobody needs a name to ask: the request has a code drawn by lot, which tells nothing. Once it is known who asks, it
    is tied to the family or the person whom the work form knows. What was asked here is carried into the episode.
    """

    privacy = classified(
        Retention.CASE,
        none="code work_form came_on adults children state due_on wait_began_on wait_ended_on waited_days next_check_on "
        "checks decided_on timing destroyed_at",
        personal="source partner channel reach hours family client episode destroyed_by",
        special="need need_words risk place do_now urgency is_expecting",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=CODE_LENGTH)
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="requests")
    came_on = models.DateField()
    risk = models.CharField(max_length=10, choices=Risk)
    place = models.CharField(max_length=10, choices=SafePlace)
    """Whether they are safe where they are now."""
    do_now = SealedTextField(max_length=DO_NOW_LENGTH, tied_to="work_form")
    """What was agreed to be done at once, by them or by us."""
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    need = models.CharField(max_length=50)
    need_words = SealedTextField(max_length=NEED_LENGTH, tied_to="work_form")
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    """The one way in which they said that they may be reached; empty where they must not be."""
    reach = SealedTextField(max_length=REACH_LENGTH, tied_to="work_form")
    hours = SealedTextField(max_length=REACH_LENGTH, tied_to="work_form")
    adults = models.PositiveSmallIntegerField(null=True, blank=True)
    children = models.PositiveSmallIntegerField(null=True, blank=True)
    is_expecting = models.BooleanField(null=True, blank=True)
    """None as long as it has not been asked."""
    source = models.CharField(max_length=50, blank=True)
    """Key of a word of the list of sources; empty as long as it has not been asked."""
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    due_on = models.DateField()
    """The last day on which deciding is in time."""
    decided_on = models.DateField(null=True, blank=True)
    """The day of the first decision that stands."""
    timing = models.CharField(max_length=10, choices=Timing, blank=True)
    wait_began_on = models.DateField(null=True, blank=True)
    wait_ended_on = models.DateField(null=True, blank=True)
    waited_days = models.PositiveIntegerField(null=True, blank=True)
    next_check_on = models.DateField(null=True, blank=True)
    """By which day those who wait are asked again whether they are safe."""
    checks = models.PositiveSmallIntegerField(default=0)
    episode = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="came_by"
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            *Destructible.Meta.constraints,
            models.UniqueConstraint(fields=["code"], name="casework_request_code_unique"),
            models.CheckConstraint(
                name="casework_request_is_of_a_family_or_a_person",
                condition=Q(family=None) | Q(client=None),
            ),
            models.CheckConstraint(
                name="casework_request_decided_unless_open",
                condition=Q(state=RequestState.OPEN, decided_on=None, timing="")
                | (~Q(state=RequestState.OPEN) & Q(decided_on__isnull=False) & ~Q(timing="")),
            ),
            models.CheckConstraint(
                name="casework_request_accepted_with_its_episode",
                condition=Q(state=RequestState.ACCEPTED, episode__isnull=False)
                | (~Q(state=RequestState.ACCEPTED) & Q(episode=None)),
            ),
            models.CheckConstraint(
                name="casework_request_waits_while_it_waits",
                condition=Q(
                    state=RequestState.WAITING, wait_began_on__isnull=False, next_check_on__isnull=False
                )
                | (~Q(state=RequestState.WAITING) & Q(next_check_on=None)),
            ),
            models.CheckConstraint(
                name="casework_request_waited_from_a_day_to_a_day",
                condition=Q(wait_ended_on=None, waited_days=None)
                | Q(wait_ended_on__isnull=False, waited_days__isnull=False, wait_began_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["work_form", "came_on"], name="casework_request_when"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(voided_at=None, state=RequestState.OPEN),
                name="casework_request_open",
            ),
            models.Index(
                fields=["work_form", "urgency", "wait_began_on", "id"],
                condition=Q(voided_at=None, state=RequestState.WAITING),
                name="casework_request_in_line",
            ),
            models.Index(
                fields=["work_form", "-wait_ended_on"],
                condition=Q(voided_at=None, wait_ended_on__isnull=False, state=RequestState.ACCEPTED),
                name="casework_request_waited",
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """How the request is called: the code name of whoever asks once they are known, else its own code."""
        whose = self.family or self.client
        return whose.code_name if whose else self.code


class RequestStep(Recorded):
    """Something done with a request: a decision with its reason, a safety check, or urgency changed by hand."""

    privacy = classified(
        Retention.CASE,
        none="number what happened_on",
        personal="request to_partner to_work_form",
        special="reason words risk place urgency",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    """Its place among the steps of the request, from 1."""
    what = models.CharField(max_length=10, choices=StepKind)
    happened_on = models.DateField()
    reason = models.CharField(max_length=50, blank=True)
    """Key of a word of the list of reasons; a decision always has one."""
    words = SealedTextField(max_length=STEP_LENGTH, tied_to="request")
    risk = models.CharField(max_length=10, choices=Risk, blank=True)
    place = models.CharField(max_length=10, choices=SafePlace, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, null=True, blank=True)
    to_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_work_form = models.ForeignKey(
        WorkForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="casework_requeststep_says_why",
                condition=(Q(what=StepKind.CHECKED) & ~Q(risk="") & ~Q(place=""))
                | (Q(what=StepKind.MOVED) & Q(words__isnull=False, urgency__isnull=False))
                | (~Q(what__in=(StepKind.CHECKED, StepKind.MOVED)) & ~Q(reason="")),
            ),
            models.UniqueConstraint(fields=["request", "number"], name="casework_requeststep_one_at_a_place"),
            models.CheckConstraint(
                name="casework_requeststep_to_one",
                condition=Q(to_partner=None) | Q(to_work_form=None),
            ),
        ]
        indexes = [
            models.Index(fields=["happened_on"], name="casework_requeststep_when"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
