"""Codes of what is sent; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Template(TextChoices):
    """What a message can say. Each could come from anybody: no name, no place, no reason, no link."""

    CALL = "call", _("Please call when it suits you")
    TIME = "time", _("A reminder of the agreed time")


class State(TextChoices):
    """What became of a message."""

    SENDING = "sending", _("Leaving")
    SENT = "sent", _("Sent")
    NOT_SENT = "not_sent", _("Not sent")


class Refusal(TextChoices):
    """Why a message was not sent."""

    NOT_AGREED = "not_agreed", _("nothing has been agreed with them")
    EXPIRED = "expired", _("what was agreed has expired")
    NOT_ALLOWED = "not_allowed", _("they have not said yes to this way")
    OUTSIDE = "outside", _("it is outside the agreed hours")
    NO_SERVICE = "no_service", _("the house has no service for this way")
    FAILED = "failed", _("it could not be delivered")
    UNCERTAIN = "uncertain", _("it is not known whether it left")
