"""Of whom parts tell that were written of a whole family before it parted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.choices import WhyShared
from poukama.casework.models import EpisodeMember
from poukama.casework.queries import Called, PartRow
from poukama.toolkit.fields import ChipField, ChipsField


class WhyForm(forms.Form):
    """Why it is opened."""

    why = ChipField(label=gettext_lazy("Why"), choices=WhyShared.choices)


class GoThroughForm(forms.Form):
    """For each part, those of whom it tells, of those who took part that day."""

    def __init__(self, *args: Any, rows: Sequence[PartRow], people: Sequence[Called], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.people = rows, {str(each.member.pk): each for each in people}
        for row in rows:
            day = row.part.note.happened_on
            along = [(pk, each.label) for pk, each in self.people.items() if each.is_along(day)]
            everybody = [(pk, each.label) for pk, each in self.people.items()]
            self.fields[_name(row)] = ChipsField(
                label=_("Of whom does it tell?"), choices=along or everybody, required=False
            )

    def shown(self) -> list[tuple[PartRow, BoundField]]:
        """Each part with its chips."""
        return [(row, self[_name(row)]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        """Of one part at least it is said."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(given.values()):
            self.add_error(None, _("Choose of whom at least one of these tells."))
        return given

    def said(self) -> dict[UUID, list[EpisodeMember]]:
        """By part, the memberships of those chosen on the day, of a valid form."""
        return {
            row.part.pk: [self.people[pk].on(row.part.note.happened_on) for pk in chosen]
            for row in self.rows
            if (chosen := self.cleaned_data[_name(row)])
        }


def _name(row: PartRow) -> str:
    return f"of_{row.part.pk.hex}"
