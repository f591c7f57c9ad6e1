"""Families that part, and children who have two homes."""

from django.db import models
from django.db.models import F, Q

from poukama.clients.code_names import MAX_LENGTH
from poukama.clients.models.people import Client, Family
from poukama.organisation.models import WorkForm
from poukama.toolkit.models import Lasting, Recorded
from poukama.toolkit.privacy import Retention, classified


class Parting(Recorded):
    """On a day a member became, alone or with others, a family of their own; until then they were of the former.

    By mistake: they were never of the former, and are of `family` or, without one, of none.
    """

    privacy = classified(
        Retention.CASE,
        none="work_form parted_on by_mistake",
        personal="client former family former_code_name",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="partings")
    former = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="parted_from")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    former_code_name = models.CharField(max_length=MAX_LENGTH)
    parted_on = models.DateField()
    by_mistake = models.BooleanField(default=False)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="clients_parting_into_another_family", condition=~Q(former=F("family"))
            ),
            models.CheckConstraint(
                name="clients_parting_into_a_family_unless_by_mistake",
                condition=Q(by_mistake=True) | Q(family__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OtherHome(Lasting):
    """A client lives in another home too, as a work form was told; whose it is stands nowhere on the page.

    When the other home is a family of ours, the child is a client there as well, by a code name of that family:
    `there`. The two are said to be one child only to whoever may read both.
    """

    privacy = classified(
        Retention.CASE, none="work_form starts_on ends_on ended_at", personal="client there ended_by"
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="other_homes")
    there = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                name="clients_otherhome_ends_after_it_begins",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="clients_otherhome_is_of_two", condition=Q(there=None) | ~Q(client=F("there"))
            ),
            models.UniqueConstraint(
                fields=["client", "work_form"],
                condition=Q(voided_at=None, ends_on=None),
                name="clients_otherhome_goes_on_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
