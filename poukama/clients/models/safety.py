"""What keeps those served safe: alerts, and how each may be contacted. Both are told to a work form, as names are."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import AlertKind
from poukama.clients.hours import Hours, read
from poukama.clients.models.people import KnownIn
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

ALERT_LENGTH, ACTION_LENGTH = 120, 400
WORDS_LENGTH, ADDRESS_LENGTH = 200, 300


class Alert(Recorded):
    """What whoever works with them must know, what to do about it, and until when. Changing it voids the former."""

    privacy = classified(
        Retention.CASE, none="kind ends_on corrects", personal="known", special="what action"
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=AlertKind)
    what = SealedTextField(max_length=ALERT_LENGTH, tied_to="known")
    action = SealedTextField(max_length=ACTION_LENGTH, tied_to="known")
    ends_on = models.DateField()
    """The last day on which it is shown."""
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="clients_alert_says_what_and_what_to_do",
                condition=Q(what__isnull=False, action__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["known", "ends_on"], name="clients_alert_in_force")]

    def __str__(self) -> str:
        return str(self.pk)


class SafeContact(Recorded):
    """How somebody agreed to be contacted, confirmed with them on a day, and no longer true after another.

    What was not said is not allowed. Once it has expired, nothing is sent until it is confirmed again.
    """

    privacy = classified(
        Retention.CASE,
        none="by_call by_voicemail by_text by_email by_post confirmed_on expires_on corrects",
        personal="known phone email address language interpreter",
        special="times hours say code_word note",
    )

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="safe_contacts")
    by_call = models.BooleanField(default=False)
    by_voicemail = models.BooleanField(default=False)
    by_text = models.BooleanField(default=False)
    by_email = models.BooleanField(default=False)
    by_post = models.BooleanField(default=False)
    phone = SealedTextField(max_length=40, tied_to="known")
    email = SealedTextField(max_length=254, tied_to="known")
    address = SealedTextField(max_length=ADDRESS_LENGTH, tied_to="known")
    times = SealedTextField(max_length=WORDS_LENGTH, tied_to="known")
    """The agreed hours (`clients.hours`); None where every hour will do. Nothing is sent outside them."""
    hours = SealedTextField(max_length=WORDS_LENGTH, tied_to="known")
    """What else was said of when, in words for people: never during meals."""
    say = SealedTextField(max_length=WORDS_LENGTH, tied_to="known")
    """What is said, and as whom: a neutral sender."""
    code_word = SealedTextField(max_length=40, tied_to="known")
    """By which the two know each other on the phone."""
    language = SealedTextField(max_length=40, tied_to="known")
    interpreter = SealedTextField(max_length=WORDS_LENGTH, tied_to="known")
    """Who may interpret and who may not: in a small community an interpreter can be anybody's cousin."""
    note = SealedTextField(max_length=ACTION_LENGTH, tied_to="known")
    confirmed_on = models.DateField()
    expires_on = models.DateField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["known"], condition=Q(voided_at=None), name="clients_safecontact_one_in_a_work_form"
            ),
            models.CheckConstraint(
                name="clients_safecontact_expires_after_it_was_confirmed",
                condition=Q(expires_on__gt=F("confirmed_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def agreed_hours(self) -> Hours:
        """The hours within which something may be sent."""
        return read(self.times)

    def when(self) -> str:
        """The hours, and what else was said of when, in words."""
        return ", ".join(filter(None, (str(self.agreed_hours()), self.hours)))
