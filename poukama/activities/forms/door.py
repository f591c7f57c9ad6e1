"""What is typed and tapped in activities, checked."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from poukama.activities.choices import Visitor
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, CountField, DayField
from poukama.toolkit.words import Words

CLOCKS_DIFFER = timedelta(minutes=10)
"""How much the clock of a device may be ahead of ours."""


class TapForm(forms.Form):
    """One tap, as a device sends it."""

    token = forms.UUIDField()
    visitor = forms.ChoiceField(choices=Visitor.choices)
    first_time = forms.BooleanField(required=False)
    happened_at = forms.DateTimeField()

    def clean(self) -> dict[str, Any] | None:
        """Give the local day of the tap; refuse one that is still to come."""
        moment = self.cleaned_data.pop("happened_at", None)
        if moment is not None:
            if moment > clock.now() + CLOCKS_DIFFER:
                raise forms.ValidationError(_("The clock of this device is ahead. Set it right."))
            self.cleaned_data["happened_on"] = min(timezone.localdate(moment), clock.today())
        return self.cleaned_data


class UndoTapForm(forms.Form):
    """Which tap is taken back."""

    token = forms.UUIDField()


class Direction(TextChoices):
    """Whether a correction adds visits or takes them away."""

    ADD = "add", _("Add")
    TAKE = "take", _("Take away")


class CorrectDoorForm(forms.Form):
    """A correction of an earlier day at the door."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    happened_on = DayField(label=_("Day"), may_be_ahead=False)
    visitor = ChipField(label=_("Who"), choices=Visitor.choices)
    direction = ChipField(label=_("What is done"), choices=Direction.choices)
    quantity = CountField(label=_("How many visits"), at_least=1, at_most=500)
    reason = Words(
        label=_("Why"),
        max_length=200,
        help_text=_("For example: the counter was closed in the morning. No names here."),
        error_messages={"required": _("Say why the day is corrected.")},
    )

    def correction(self) -> dict[str, Any]:
        """What the service asks for."""
        given = dict(self.cleaned_data)
        sign = 1 if given.pop("direction") == Direction.ADD else -1
        return given | {"quantity": sign * given["quantity"]}


def yesterday() -> date:
    """The day that is most often corrected."""
    return clock.today() - timedelta(days=1)
