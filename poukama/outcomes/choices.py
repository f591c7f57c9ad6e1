"""Codes of answers; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Respondent(TextChoices):
    """Who answers a form."""

    PARENT = "parent", _("Parent")
    PARENT_FOR_BABY = "parent_for_baby", _("Parent on behalf of the baby")
    CHILD = "child", _("Child")
    ADULT = "adult", _("Adult client")
    VOLUNTEER = "volunteer", _("Volunteer")
    PROFESSIONAL = "professional", _("Professional")
    SENDER = "sender", _("Referring agency")


class Channel(TextChoices):
    """How an answer came."""

    PAPER = "paper", _("On paper")
    TABLET = "tablet", _("On a tablet")
    LINK = "link", _("Through a link")
    SPOKEN = "spoken", _("Spoken")
