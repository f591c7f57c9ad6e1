"""Codes of what is written to the audit trail besides the actions of the rules; their values are stable."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """What happens around signing in."""

    SIGNED_IN = "access.signed_in", _("Signed in")
    SIGNED_OUT = "access.signed_out", _("Signed out")
    SIGNED_OUT_EVERYWHERE = "access.signed_out_everywhere", _("Signed out everywhere")
    SIGN_IN_FAILED = "access.sign_in_failed", _("A sign-in failed")
    SECOND_FACTOR_FAILED = "access.second_factor_failed", _("A second step failed")
    SECOND_FACTOR_ADDED = "access.second_factor_added", _("Added a second step")
    SECOND_FACTOR_REMOVED = "access.second_factor_removed", _("Removed a second step")
    RECOVERY_CODES_MADE = "access.recovery_codes_made", _("Made new recovery codes")
    PASSWORD_CHANGED = "access.password_changed", _("Changed the password")
    PASSWORD_RESET = "access.password_reset", _("Chose a password by a link")
    SINGLE_SIGN_ON_LINKED = "access.single_sign_on_linked", _("Linked a single sign-on")
