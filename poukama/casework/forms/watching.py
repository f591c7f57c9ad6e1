"""What whoever checks a reading says of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import ReadingFinding
from poukama.clients.forms.walls import ReasonField
from poukama.toolkit.fields import ChipField


class CheckReadingForm(forms.Form):
    """What it was, and how that is known."""

    finding = ChipField(label=_("What was it?"), choices=ReadingFinding.choices)
    conclusion = ReasonField(
        label=_("What you found out, and what follows"),
        error_messages={"required": _("Write what you found out. It is kept sealed.")},
    )
