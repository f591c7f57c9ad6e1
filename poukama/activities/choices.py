"""Codes of activities; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Visitor(TextChoices):
    """Who came in at the door."""

    ADULT = "adult", _("Adult")
    CHILD = "child", _("Child")


class OccasionState(TextChoices):
    """Whether an occasion is still to come, was held, or was cancelled."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
