"""Codes of clients; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClientIdentification(TextChoices):
    """How a client is known: by a code name that finds them again, or not at all."""

    CODED = "coded", _("By code name")
    ANONYMOUS = "anonymous", _("Anonymous")
