"""What is asked before anything is opened in an emergency, and afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import EmergencyWhy
from poukama.clients.forms.walls import ReasonField
from poukama.clients.models import NAME_LENGTH
from poukama.clients.queries.emergency import looks_like_code_name
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField
from poukama.toolkit.sealing import blind

_OLDEST = 1900
_TYPED = {"autocomplete": "off", "spellcheck": "false"}


class EmergencyForm(forms.Form):
    """Why, and whom."""

    why = ChipField(label=_("Why now"), choices=EmergencyWhy.choices)
    reason = ReasonField(label=_("What has happened"))
    whom = forms.CharField(
        label=_("Whom: the code name, or first and last name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs=_TYPED),
    )
    born_in = forms.IntegerField(
        label=_("Birth year, when you write a name"),
        required=False,
        widget=forms.TextInput(attrs=_TYPED | {"inputmode": "numeric", "class": "pk-short"}),
    )

    def clean_born_in(self) -> int | None:
        """A year that somebody alive can be born in."""
        year: int | None = self.cleaned_data["born_in"]
        if year is not None and not _OLDEST <= year <= clock.today().year + 1:
            raise forms.ValidationError(_("Write the year with four digits, as in 1987."))
        return year

    def clean(self) -> dict[str, Any]:
        """A name alone is not enough: it takes the last name and the year."""
        data = super().clean() or {}
        whom = data.get("whom", "")
        if whom and "born_in" not in self.errors and not looks_like_code_name(whom):
            if len(blind.words(whom)) < 2:  # noqa: PLR2004  # a first name and a last name
                self.add_error(
                    "whom", _("This is no code name. Of a name, write the first and the last one.")
                )
            elif data.get("born_in") is None:
                self.add_error("born_in", _("A name is found only with the birth year."))
        return data


class EmergencyNoteForm(forms.Form):
    """What was done with what was seen."""

    note = ReasonField(
        label=_("What you did, and whom you told"),
        error_messages={"required": _("Write what you did. It is kept sealed.")},
    )
