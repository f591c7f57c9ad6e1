"""What is asked of a family tie."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.clients.choices import Kinship
from poukama.clients.code_names import MAX_LENGTH
from poukama.clients.models import Client, KnownIn
from poukama.clients.queries import known_called
from poukama.toolkit.fields import ChipField, DayField

YEARS_BACK = 100
"""A parent has been one for as long as the child has lived."""

SOMEBODY_ELSE = ("", _("Somebody else"))
"""The chip that takes back a choice among those near: without it a slip could not be undone."""


class TieForm(forms.Form):
    """What they are, to whom, and since when."""

    kind = ChipField(label=_("What they are"), choices=Kinship.choices)
    whom = ChipField(label=_("To whom"), required=False)
    code_name = forms.CharField(
        label=_("Or somebody of another family, by code name"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    starts_on = DayField(
        label=_("Since"),
        required=False,
        may_be_ahead=False,
        years_back=YEARS_BACK,
        help_text=_("Leave it empty if it has always been so, or nobody knows."),
    )
    ends_on = DayField(
        label=_("Until"),
        required=False,
        may_be_ahead=False,
        years_back=YEARS_BACK,
        help_text=_("Leave it empty if it goes on."),
    )

    def __init__(
        self, *args: Any, actor: Actor, known: KnownIn, near: Sequence[Client], **kwargs: Any
    ) -> None:
        self._actor, self._known = actor, known
        self._near = {str(client.pk): client for client in near}
        super().__init__(*args, **kwargs)
        chips = [(key, str(each)) for key, each in self._near.items()]
        cast(ChipField, self.fields["whom"]).choices = [*chips, SOMEBODY_ELSE]
        if not self._near:
            del self.fields["whom"]
            self.fields["code_name"].label = _("To whom, by code name")
            self.fields["code_name"].required = True

    @property
    def to_whom(self) -> str:
        """The field in which it was said to whom."""
        return "whom" if self.cleaned_data.get("whom") else "code_name"

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways of saying to whom."""
        data = super().clean() or {}
        typed, chosen = data.get("code_name", ""), self._near.get(data.get("whom", ""))
        if typed and chosen:
            self.add_error("code_name", _("Choose somebody above or write a code name, not both."))
        elif typed:
            data["other"] = known_called(self._actor, self._known, typed)
            if data["other"] is None:
                self.add_error("code_name", _("Nobody whom this work form knows has this code name."))
        elif chosen is None and not self.errors:
            self.add_error("whom", _("Say to whom."))
        else:
            data["other"] = chosen
        return data


class EndTieForm(forms.Form):
    """Until when it was so."""

    ends_on = DayField(label=_("The last day"), may_be_ahead=False, years_back=YEARS_BACK)


class OnDayForm(forms.Form):
    """As it was on a day."""

    on = DayField(label=_("As it was on"), required=False, may_be_ahead=False, years_back=YEARS_BACK)
