"""What is asked when a member becomes a family of their own."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.models import EpisodeMember
from poukama.casework.queries import MemberRow
from poukama.clients.forms import CodeNameField
from poukama.clients.queries import proposed_code_name
from poukama.toolkit.fields import ChipsField


class PartForm(forms.Form):
    """Who parts, and by which code name they are known from now on."""

    members = ChipsField(label=_("Who become a family of their own"))
    code_name = CodeNameField(label=_("Their code name from now on"))

    def __init__(self, *args: Any, rows: Sequence[MemberRow], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"code_name": proposed_code_name()})
        super().__init__(*args, **kwargs)
        self._members = {str(row.member.pk): row.member for row in rows}
        cast(ChipsField, self.fields["members"]).choices = [
            (str(row.member.pk), f"{row.member.client} ({row.role})") for row in rows
        ]

    def chosen(self) -> list[EpisodeMember]:
        """The members who were chosen, of a valid form."""
        return [self._members[key] for key in self.cleaned_data["members"]]
