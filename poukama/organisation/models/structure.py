from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from poukama.organisation.choices import Identification, NotesKept, Regime, TermList
from poukama.toolkit.privacy import Retention, classified


def usual_intake() -> dict[str, Any]:
    """Within how many days requests are decided by urgency, the waiting are asked again by risk, handovers answered."""
    return {
        "decide_within": {"today": 0, "soon": 2, "ordinary": 7},
        "check_every": {"acute": 1, "raised": 3, "not_known": 3, "ordinary": 7},
        "answer_within": 7,
    }


class Titled(models.Model):
    """A thing with a stable key and a name in three languages; Finnish is what there always is."""

    key = models.SlugField(max_length=50, db_index=False)
    name = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label()

    def label(self) -> str:
        """The name in the language of the screen, else in Finnish."""
        translated = {"sv": self.name_sv, "en": self.name_en}
        return translated.get((get_language() or "fi")[:2], "") or self.name


class Association(models.Model):
    """The association that this database belongs to. There is one row."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="name short_name federation county business_id pack_name pack_version blind_match",
    )

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    federation = models.CharField(max_length=120, blank=True)
    county = models.CharField(max_length=120, blank=True)
    business_id = models.CharField(max_length=9, blank=True)
    pack_name = models.CharField(max_length=60, blank=True)
    pack_version = models.CharField(max_length=64, blank=True)
    blind_match = models.BooleanField(default=True)
    """Whether one may ask if another team knows somebody, and be told no more than whom to ask."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisation_association_is_the_only_one", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name


class Area(Titled):
    """A main area of the plan, a chapter that gathers work forms."""

    privacy = classified(Retention.CONFIGURATION, none="key name name_sv name_en order")

    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_area_key_unique")]


class WorkForm(Titled):
    """A way of working (työmuoto) that carries its régime; nothing in the code knows one by name."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="key name name_sv name_en order parent regime controller legal_basis identification "
        "identity_codes retention_class self_monitoring door_counter phone funding intake active_from active_until "
        "keeps_notes late_note_hours child_unseen_days areas",
    )

    order = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    areas = models.ManyToManyField(Area, through="WorkFormArea", related_name="work_forms")
    regime = models.CharField(max_length=2, choices=Regime)
    controller = models.CharField(max_length=120)
    legal_basis = models.CharField(max_length=200, blank=True)
    identification = models.CharField(max_length=10, choices=Identification)
    identity_codes = models.BooleanField(default=False)
    """Whether its register may hold personal identity codes, of those known by name."""
    retention_class = models.CharField(max_length=60, blank=True)
    self_monitoring = models.BooleanField(default=False)
    door_counter = models.BooleanField(default=False)
    phone = models.CharField(max_length=40, blank=True)
    """Where whoever is on duty answers; told to colleagues only."""
    keeps_notes = models.CharField(max_length=10, choices=NotesKept, default=NotesKept.NOTES)
    late_note_hours = models.PositiveSmallIntegerField(default=24)
    """A note is late when it is written more than so many hours after the day it tells of."""
    child_unseen_days = models.PositiveSmallIntegerField(default=7)
    """After how many days without a word of their own a child is spoken up for."""
    funding = models.JSONField(default=dict, blank=True)
    intake = models.JSONField(default=usual_intake, blank=True)
    """The clocks of requests, waiting and handovers, in days."""
    active_from = models.DateField(null=True, blank=True)
    active_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="organisation_workform_key_unique"),
            models.CheckConstraint(
                name="organisation_workform_ends_after_it_starts",
                condition=Q(active_from=None) | Q(active_until=None) | Q(active_until__gte=F("active_from")),
            ),
        ]


class WorkFormArea(models.Model):
    """A work form's place in an area. It may stand in several, and counts once."""

    privacy = classified(Retention.CONFIGURATION, none="area work_form order")

    area = models.ForeignKey(Area, on_delete=models.CASCADE)
    work_form = models.ForeignKey(WorkForm, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "work_form"], name="organisation_workformarea_once_in_an_area"
            ),
        ]


class Site(Titled):
    """A place where the association works. Its address may be secret and is not kept here."""

    privacy = classified(Retention.CONFIGURATION, none="key name name_sv name_en is_secret")

    is_secret = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_site_key_unique")]


class Unit(Titled):
    """A service unit (palveluyksikkö): a work form at a site, with its capacity for a time."""

    privacy = classified(
        Retention.CONFIGURATION,
        none="key name name_sv name_en work_form site capacity capacity_unit valid_from valid_until",
    )

    work_form = models.ForeignKey(WorkForm, on_delete=models.PROTECT, related_name="units")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    capacity_unit = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="organisation_unit_key_unique")]


class Term(Titled):
    """A word of the work, chosen from a list when recording. Without work forms it belongs to all of them."""

    privacy = classified(
        Retention.CONFIGURATION, none="list key name name_sv name_en work_forms order is_active attributes"
    )

    list = models.CharField(max_length=20, choices=TermList)
    work_forms = models.ManyToManyField(WorkForm, blank=True, related_name="terms")
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    attributes = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "key"], name="organisation_term_key_unique_in_its_list"),
        ]
