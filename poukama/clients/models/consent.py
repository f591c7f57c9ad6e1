"""What may be told of somebody, to whom and until when; and what was told, on which ground."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from poukama.clients.choices import HowGiven, Purpose
from poukama.clients.models.people import KnownIn
from poukama.organisation.models import Partner, WorkForm
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified
from poukama.toolkit.sealing import SealedTextField

WHAT_LENGTH = 200


class ToSomebody(Recorded):
    """Something that is told of somebody to a partner, a work form, or whoever was named in words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    known = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="%(class)ss")
    """Of whom it is told, and which work form tells it."""
    to_partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_work_form = models.ForeignKey(
        WorkForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_words = SealedTextField(max_length=WHAT_LENGTH, tied_to="known")

    class Meta(Recorded.Meta):
        abstract = True
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_to_one",
                condition=Q(to_partner__isnull=False, to_work_form=None, to_words=None)
                | Q(to_partner=None, to_work_form__isnull=False, to_words=None)
                | Q(to_partner=None, to_work_form=None, to_words__isnull=False),
            ),
        ]


class Consent(ToSomebody):
    """What somebody has said may be told of them: what, to whom, what for, until when. Withdrawing voids it.

    Of a child it is given by who looks after them, or by the child, who understands what it is about. One that is
    renewed is voided too, and the new one says which it renews.
    """

    privacy = classified(
        Retention.CASE,
        none="purpose how given_on expires_on renews",
        personal="known given_by to_partner to_work_form",
        special="what purpose_words to_words",
    )

    given_by = models.ForeignKey(KnownIn, on_delete=models.PROTECT, related_name="+")
    """Who said so: they themselves, or on behalf of a child another whom the work form knows."""
    what = SealedTextField(max_length=WHAT_LENGTH, tied_to="known")
    purpose = models.CharField(max_length=10, choices=Purpose)
    purpose_words = SealedTextField(max_length=WHAT_LENGTH, tied_to="known")
    how = models.CharField(max_length=10, choices=HowGiven)
    given_on = models.DateField()
    expires_on = models.DateField()
    """The last day on which it may be relied on."""
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(ToSomebody.Meta):
        constraints = [
            *ToSomebody.Meta.constraints,
            models.CheckConstraint(name="clients_consent_says_what", condition=Q(what__isnull=False)),
            models.CheckConstraint(
                name="clients_consent_says_what_for",
                condition=~Q(purpose=Purpose.OTHER) | Q(purpose_words__isnull=False),
            ),
            models.CheckConstraint(
                name="clients_consent_ends_after_it_was_given", condition=Q(expires_on__gte=F("given_on"))
            ),
            models.UniqueConstraint(fields=["renews"], name="clients_consent_renewed_once"),
        ]
        indexes = [models.Index(fields=["known", "expires_on"], name="clients_consent_in_force")]

    def __str__(self) -> str:
        return str(self.pk)


class Disclosure(ToSomebody):
    """What was told of somebody on a day, and on which ground: a consent that held, or a law."""

    privacy = classified(
        Retention.LOG,
        none="law told_on consent",
        personal="known to_partner to_work_form",
        special="what to_words",
    )

    what = SealedTextField(max_length=WHAT_LENGTH, tied_to="known")
    """None where a work form was only told that they are served, and under which code name."""
    told_on = models.DateField()
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="disclosures"
    )
    law = models.CharField(max_length=50, blank=True)
    """Key of a word of the list of grounds by law."""

    class Meta(ToSomebody.Meta):
        constraints = [
            *ToSomebody.Meta.constraints,
            models.CheckConstraint(
                name="clients_disclosure_has_one_ground", condition=Q(consent=None) ^ Q(law="")
            ),
            models.CheckConstraint(
                name="clients_disclosure_says_what",
                condition=Q(what__isnull=False) | Q(to_work_form__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["known", "-told_on"], name="clients_disclosure_told")]

    def __str__(self) -> str:
        return str(self.pk)
