"""What is asked when records are destroyed or held back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.forms.walls import ReasonField
from poukama.toolkit.fields import DayField


class DestroyForm(forms.Form):
    """That it was looked at, and is meant."""

    is_looked_at = forms.BooleanField(
        label=_("I have looked at the list, and these may be destroyed for good"),
        error_messages={"required": _("Look at the list first, and tick this. Nothing has been destroyed.")},
    )


class ReasonForm(forms.Form):
    """Why something is not destroyed, or why a hold ends."""

    reason = ReasonField(label=_("Why"))


class HoldForm(ReasonForm):
    """Why a record is held back, and until when."""

    ends_on = DayField(label=_("Until (the last day)"))
    field_order = ("reason", "ends_on")
