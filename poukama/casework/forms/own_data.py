"""What is asked when somebody wants their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import HowGiven, WithheldGround
from poukama.toolkit.fields import ChipField, DayField

GIVE = "give"


class AskForm(forms.Form):
    """When they asked: the month is counted from that day."""

    asked_on = DayField(label=_("When did they ask?"), may_be_ahead=False)


class WithholdForm(forms.Form):
    """Whether a passage is given, and if not, why."""

    ground = ChipField(
        label=_("Is this given to them?"), choices=[(GIVE, _("Yes, it is given")), *WithheldGround.choices]
    )

    def chosen(self) -> WithheldGround | None:
        """The ground, of a valid form; None when it is given."""
        ground = self.cleaned_data["ground"]
        return None if ground == GIVE else WithheldGround(ground)


class CheckForm(forms.Form):
    """That somebody has read it all."""

    is_read = forms.BooleanField(
        label=_("I have read all of it, and what is not withheld may be given"),
        error_messages={"required": _("Read it first, and tick this. Nothing has been given.")},
    )


class GiveForm(forms.Form):
    """In what way it was given."""

    how = ChipField(
        label=_("How was it given?"),
        choices=[(each.value, each.label) for each in (HowGiven.IN_PERSON, HowGiven.IN_WRITING)],
    )
