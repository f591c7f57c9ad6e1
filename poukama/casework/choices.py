"""Codes of casework; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EpisodeState(TextChoices):
    """Which episodes a list shows."""

    OPEN = "open", _("Open now")
    ENDED = "ended", _("Ended")


class Whose(TextChoices):
    """Whose episode begins; stands in addresses."""

    FAMILY = "family", _("A new family")
    PERSON = "person", _("A new person")
    ANONYMOUS = "anonymous", _("Without a name")


TOOK_PLACE = "took_place"
"""The attribute of a kind of contact that is false when nobody came ("did not arrive")."""
USED_VIOLENCE = "used_violence"
"""The attribute of a role of whoever has used violence; a wall is proposed between them and their partners."""
