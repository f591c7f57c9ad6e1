"""What the gatekeeper is asked: who stands on the two sides, who goes on with each, and why."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import WallSide
from poukama.clients.code_names import MAX_LENGTH
from poukama.clients.models import REASON_LENGTH
from poukama.clients.queries import Served, served_called
from poukama.organisation.models import User
from poukama.toolkit.fields import ChipsField
from poukama.toolkit.words import Words


class ServedField(forms.CharField):
    """The code name of a family, or of a person without one; cleaned it is they themselves."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}
        )
        super().__init__(max_length=MAX_LENGTH, **{"widget": widget} | kwargs)

    def clean(self, value: Any) -> Any:
        """Who has the code name."""
        typed = super().clean(value)
        if not typed:
            return None
        found = served_called(typed)
        if found is None:
            raise forms.ValidationError(
                _(
                    "No family has this code name, nor anyone without a family. Of a family's member, write the family."
                )
            )
        return found


class SidesForm(forms.Form):
    """Between whom the wall stands; without the other side, around whom."""

    one = ServedField(label=_("Code name of one side"))
    other = ServedField(
        label=_("Code name of the other side"),
        required=False,
        help_text=_(
            "Leave it empty to restrict one: when somebody who works here, or their kin, is a client, "
            "or somebody whom everybody knows."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Two different ones, or one."""
        data = super().clean() or {}
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", _("This is the same as the one side. A wall stands between two."))
        return data


class ReasonField(Words):
    """Why, in one's own words; kept sealed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Write why. It is kept sealed.")})
        super().__init__(max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class WorkersForm(forms.Form):
    """Who goes on working with each side; everybody else sees neither. A wall may have one side only."""

    one = ChipsField(required=False)
    other = ChipsField(required=False)
    reason = ReasonField(label=_("Why the wall is set"))
    former = forms.CharField(required=False, widget=forms.HiddenInput)
    """Who worked with whom when the page was opened."""

    def __init__(
        self,
        *args: Any,
        sides: Mapping[WallSide, Served],
        choices: Mapping[WallSide, Sequence[User]],
        now: Mapping[WallSide, Sequence[User]] | None = None,
        former: str = "",
        **kwargs: Any,
    ) -> None:
        self._users = {str(user.pk): user for users in choices.values() for user in users}
        if now is not None:
            chosen = {side.value: [str(user.pk) for user in users] for side, users in now.items()}
            kwargs["initial"] = chosen | {"former": former}
        super().__init__(*args, **kwargs)
        if now is not None:
            del self.fields["reason"]
        for side in WallSide:
            if side not in sides:
                del self.fields[side.value]
                continue
            field = cast(ChipsField, self.fields[side.value])
            field.label = _("Who works with %(code)s") % {"code": sides[side]}
            field.choices = [(str(user.pk), user.name) for user in choices[side]]

    def workers(self) -> dict[WallSide, list[User]]:
        """Those who were chosen."""
        return {
            side: [self._users[key] for key in self.cleaned_data[side.value]]
            for side in WallSide
            if side.value in self.cleaned_data
        }


class DismissForm(forms.Form):
    """Why no wall is needed."""

    because = ReasonField(label=_("Why no wall is needed"))


class TakeDownForm(forms.Form):
    """Why a wall is taken down."""

    because = ReasonField(label=_("Why the wall is taken down"))
