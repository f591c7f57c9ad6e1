"""An entry of the narrative: when it was and of which meeting, and where the official record is."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.forms.recording import MINUTES
from poukama.casework.forms.words import labelled
from poukama.casework.models import REGISTER_LENGTH, Contact, EpisodeMember
from poukama.casework.queries import Called, NoteRow
from poukama.casework.services import Meeting, Reference, Written
from poukama.clients.forms.words import Words
from poukama.clients.models import REASON_LENGTH
from poukama.organisation.models import Term
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, ChipsField, DayField, TimeField

NO_MEETING = "none"
Recorded = Sequence[tuple[Contact, str]]
"""Contacts that are recorded already, each with what it was."""


class EntryForm(forms.Form):
    """When it was, and of which meeting: one that is recorded, one that is recorded now, or none."""

    about = ChipField(
        label=gettext_lazy("Which meeting it is about"),
        error_messages={
            "required": gettext_lazy(
                "Choose which meeting or contact it is about. If there was none, choose “No meeting”."
            )
        },
    )
    present = ChipsField(label=gettext_lazy("Who was there"), required=False)
    minutes = ChipField(label=gettext_lazy("Duration"), choices=MINUTES, required=False)
    happened_on = DayField(label=gettext_lazy("Day"), may_be_ahead=False)
    starts_at = TimeField(label=gettext_lazy("Time"), required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"data-undrafted": ""}))

    def __init__(
        self,
        *args: Any,
        people: Sequence[Called],
        kinds: Iterable[Term],
        recorded: Recorded,
        fixed: Contact | None = None,
        row: NoteRow | None = None,
        **kwargs: Any,
    ) -> None:
        said = _said_before(row) if row else {"happened_on": clock.today(), "token": uuid4()}
        kwargs["initial"] = said | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.people = {str(each.member.pk): each for each in people}
        self.recorded = {f"c{contact.pk}": contact for contact, _said in recorded}
        self.fixed = fixed
        self.row = row
        chips = [(f"c{contact.pk}", said) for contact, said in recorded]
        chips += [(f"k{key}", label) for key, label in labelled(kinds)]
        self.fields["about"].choices = [*chips, (NO_MEETING, _("No meeting"))]  # type: ignore[attr-defined]
        self.fields["present"].choices = [(pk, each.label) for pk, each in self.people.items()]  # type: ignore[attr-defined]
        if row is not None:
            self.fields["reason"] = Words(
                label=_("Why it is corrected"),
                max_length=REASON_LENGTH,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
                error_messages={
                    "required": _("Say why it is corrected: the former version stays beside it.")
                },
            )
        if not self.people:
            del self.fields["present"]
        for name in ("about", "present", "minutes", "happened_on") if fixed else ():
            self.fields.pop(name, None)

    def day(self) -> date:
        """The day, of a valid form: that of the recorded contact, else the one that was chosen."""
        contact = self.fixed or self.recorded.get(self.cleaned_data.get("about", ""))
        day: date = contact.happened_on if contact else self.cleaned_data["happened_on"]
        return day

    def meeting(self) -> Contact | Meeting | None:
        """The contact that it is about, of a valid form."""
        chosen = self.cleaned_data.get("about", "")
        if self.fixed or chosen in self.recorded:
            return self.fixed or self.recorded[chosen]
        if not chosen.startswith("k"):
            return None
        minutes = self.cleaned_data["minutes"]
        return Meeting(
            kind=chosen.removeprefix("k"),
            minutes=int(minutes) if minutes else None,
            present=self._members(self.cleaned_data.get("present", [])),
        )

    def _members(self, chosen: Iterable[str]) -> tuple[EpisodeMember, ...]:
        """Those chosen, by their membership on the day."""
        return tuple(self.people[pk].on(self.day()) for pk in chosen)


class ReferenceForm(EntryForm):
    """Where the official record is, when the work form keeps no notes."""

    register = Words(
        label=gettext_lazy("In which register"),
        max_length=REGISTER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = Words(
        label=gettext_lazy("Its number there"),
        max_length=REGISTER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def written(self) -> Written:
        """The reference, of a valid form."""
        reference = Reference(self.cleaned_data["register"], self.cleaned_data["number"])
        return Written(
            happened_on=self.day(),
            reference=reference,
            about=self.meeting(),
            starts_at=self.cleaned_data["starts_at"],
        )


def _said_before(row: NoteRow) -> dict[str, Any]:
    """What the version that is corrected says, as the form has it."""
    note = row.note
    said: dict[str, Any] = {
        "about": f"c{note.contact_id}" if note.contact else NO_MEETING,
        "happened_on": note.happened_on,
        "starts_at": note.starts_at,
        "together": note.together,
        "read_together": note.read_together,
        "register": note.register,
        "number": note.register_number,
    }
    for part in row.parts:
        key = part.part.heading
        if part.disagrees or part.cannot_be_opened:
            continue
        if part.goals:
            said.setdefault(f"goals_{key}", []).extend(str(goal.pk) for goal in part.goals)
            continue
        said[f"text_{key}"] = part.part.text or ""
        said[f"seen_{key}"] = (part.part.observations or "").split()
        said[f"of_{key}"] = [str(each.member.pk) for each in part.tells_of]
        if part.whose:
            said[f"whose_{key}"] = str(part.whose.member.pk)
    return said
