"""With whom somebody is one person, and whose code name stays."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.clients.code_names import MAX_LENGTH
from poukama.clients.forms.ties import SOMEBODY_ELSE
from poukama.clients.models import Client
from poukama.clients.queries import client_called
from poukama.toolkit.fields import ChipField


class SameForm(forms.Form):
    """Somebody who is suggested, or somebody else by code name."""

    whom = ChipField(label=_("Known by the same name"), required=False)
    code_name = forms.CharField(
        label=_("Or somebody else, by code name"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self, *args: Any, actor: Actor, client: Client, near: Sequence[Client], **kwargs: Any
    ) -> None:
        self._actor, self._client = actor, client
        self._near = {str(each.pk): each for each in near}
        super().__init__(*args, **kwargs)
        chips = [(key, _said(each)) for key, each in self._near.items()]
        cast(ChipField, self.fields["whom"]).choices = [*chips, SOMEBODY_ELSE]
        if not self._near:
            del self.fields["whom"]
            self.fields["code_name"].label = _("With whom, by code name")
            self.fields["code_name"].required = True

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways of saying with whom."""
        data = super().clean() or {}
        typed, chosen = data.get("code_name", ""), self._near.get(data.get("whom", ""))
        if typed and chosen:
            self.add_error("code_name", _("Choose somebody above or write a code name, not both."))
        elif typed:
            data["other"] = client_called(self._actor, typed)
            if data["other"] is None:
                self.add_error("code_name", NOBODY)
            elif data["other"] == self._client:
                self.add_error("code_name", _("This is they themselves. Write the other code name."))
        elif chosen is None and not self.errors:
            self.add_error("whom", _("Say with whom."))
        else:
            data["other"] = chosen
        return data


NOBODY = _("Nobody whom your work forms know has this code name.")
"""Also when somebody has it whom the reader may not see, or a wall stands between the two."""


class KeepForm(forms.Form):
    """Which of the two code names is used from now on. The other one goes on leading to it."""

    keep = ChipField(label=_("Which code name stays"))
    code_name = forms.CharField(max_length=MAX_LENGTH, widget=forms.HiddenInput)

    def __init__(self, *args: Any, one: Client, other: Client, **kwargs: Any) -> None:
        self._both = {str(each.pk): each for each in (one, other)}
        kwargs["initial"] = {"keep": str(one.pk), "code_name": other.code_name}
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["keep"]).choices = [
            (key, _said(each)) for key, each in self._both.items()
        ]

    def kept_and_other(self) -> tuple[Client, Client]:
        """The one whose code name stays and the other, of a valid form."""
        kept = self._both[self.cleaned_data["keep"]]
        (other,) = (each for each in self._both.values() if each != kept)
        return kept, other


def _said(client: Client) -> str:
    return f"{client} ({client.birth_year:d})" if client.birth_year else str(client)
