"""About whom one asks the others, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import AskPurpose
from poukama.clients.forms.names import NameField
from poukama.clients.services import OLDEST
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, DayField


class AskForm(forms.Form):
    """Whole names, the birthday or at least the year, and why it is asked: all three, since the answer tells something."""

    first_names = NameField(label=_("First names"))
    last_name = NameField(label=_("Last name"))
    born_on = DayField(label=_("Born"), required=False, years_back=OLDEST, may_be_ahead=False)
    birth_year = forms.IntegerField(
        label=_("Or only the birth year"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "pk-short"}),
    )
    purpose = ChipField(
        label=_("Why you ask"),
        choices=AskPurpose.choices,
        help_text=_("Your name, the time and the reason are written down; whom you asked about is not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_names", "last_name"):
            self.fields[name].required = True

    def clean_birth_year(self) -> int | None:
        """A year in which somebody alive was born."""
        year: int | None = self.cleaned_data["birth_year"]
        this_year = clock.today().year
        if year is not None and not this_year - OLDEST <= year <= this_year:
            raise forms.ValidationError(_("Nobody alive was born in that year."))
        return year

    def clean(self) -> dict[str, Any]:
        """Both names, and one of the two ways of saying when they were born."""
        data = super().clean() or {}
        day, year = data.get("born_on"), data.get("birth_year")
        if day and year and day.year != year:
            self.add_error("birth_year", _("The birthday is in another year. Leave one of them empty."))
        elif not day and not year and not self.errors:
            self.add_error("born_on", _("Write the birthday, or at least the birth year."))
        data["born_in"] = day.year if day else year
        return data
