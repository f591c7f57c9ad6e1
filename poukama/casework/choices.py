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


class Oddity(TextChoices):
    """Why a reading is looked at."""

    SAME_NAME = "same_name", _("The reader has the same surname")
    LONG_CLOSED = "long_closed", _("The episode ended over a year ago")
    OTHER_WORK_FORM = "other_work_form", _("Opened in an emergency, from another work form")


class ReadingFinding(TextChoices):
    """What was found when a reading was looked at."""

    PART_OF_WORK = "part_of_work", _("Part of the work")
    MISTAKE = "mistake", _("A slip")
    NOT_ALLOWED = "not_allowed", _("Not part of the work")
