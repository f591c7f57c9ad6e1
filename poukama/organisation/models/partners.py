from django.db import models
from django.db.models import F, Q

from poukama.organisation.choices import PartnershipKind
from poukama.organisation.models.structure import Titled, WorkForm
from poukama.toolkit.models import Lasting
from poukama.toolkit.privacy import Retention, classified


class Partner(Titled):
    """An organisation that we work with."""

    privacy = classified(Retention.CONFIGURATION, none="key name name_sv name_en kind")

    kind = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_partner_key_unique")]


class Network(Titled):
    """A network, expert group or regional working group that work forms take part in."""

    privacy = classified(Retention.CONFIGURATION, none="key name name_sv name_en work_forms")

    work_forms = models.ManyToManyField(WorkForm, blank=True, related_name="networks")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_network_key_unique")]


class Partnership(Lasting):
    """A partner working with a work form in some capacity, for a time."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="partner network work_form kind starts_on ends_on ended_at",
        personal="ended_by",
    )

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="partnerships")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="partnerships")
    kind = models.CharField(max_length=20, choices=PartnershipKind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="organisation_partnership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["work_form", "starts_on"], name="organisation_partnership_when")]
