"""Who does a duty."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.organisation.models import User
from poukama.toolkit.fields import ChipField

EVERYBODY = "0"
"""Nobody's by name: whoever works there does it."""


class GiveForm(forms.Form):
    """A colleague, or everybody; and who does it when the colleague is away."""

    owner = ChipField(label=_("Who does it"))
    deputy = ChipField(label=_("When they are away"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in people}
        named = [(key, user.name) for key, user in self._people.items()]
        self.fields["owner"].choices = [*named, (EVERYBODY, _("Everybody who works here"))]  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [*named, ("", _("Nobody named"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The deputy is somebody else than the owner, and only beside one."""
        data: dict[str, Any] = super().clean() or {}
        owner, deputy = data.get("owner"), data.get("deputy")
        if deputy and owner == EVERYBODY:
            self.add_error("deputy", _("Everybody does it already. Choose who does it first."))
        elif deputy and owner == deputy:
            self.add_error("deputy", _("This is who does it. Choose somebody else."))
        return data

    def whose(self) -> User | None:
        """Who does it, of a valid form; None for everybody."""
        return self._people.get(self.cleaned_data["owner"])

    def in_their_place(self) -> User | None:
        """Who does it when the owner is away, if somebody was named."""
        return self._people.get(self.cleaned_data["deputy"])
