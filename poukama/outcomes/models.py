from django.db import models

from poukama.organisation.models import Titled, WorkForm
from poukama.outcomes.choices import Channel, Respondent
from poukama.toolkit.models import Recorded
from poukama.toolkit.privacy import Retention, classified


class Form(Titled):
    """A named form that people answer. What it asks is not kept here."""

    privacy = classified(
        Retention.CONFIGURATION, none="key name name_sv name_en work_forms respondent is_active"
    )

    work_forms = models.ManyToManyField(WorkForm, blank=True, related_name="forms")
    respondent = models.CharField(max_length=20, choices=Respondent)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="outcomes_form_key_unique")]


class ReceivedAnswer(Recorded):
    """An answer to a form was received, on a day, in a work form. Not who gave it and not what it says."""

    privacy = classified(Retention.STATISTICS, none="form work_form happened_on channel")

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="answers")
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="answers")
    happened_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta(Recorded.Meta):
        constraints = [*Recorded.Meta.constraints]
        indexes = [models.Index(fields=["work_form", "happened_on"], name="outcomes_receivedanswer_when")]
