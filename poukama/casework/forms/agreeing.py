from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import TOOK_PLACE, CallOff
from poukama.casework.forms.words import labelled
from poukama.casework.models import EpisodeMember
from poukama.organisation.models import Term, User
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, ChipsField, CountField, DayField, TimeField


class ComingDayField(DayField):
    """A day that has not gone yet."""

    def earliest(self) -> date:
        """Today: nothing is agreed for a day that has gone."""
        return clock.today()

    def clean(self, value: Any) -> date | None:
        """The day; one that has gone is said to have."""
        day: date | None = forms.DateField.clean(self, value)
        if day is not None and day < self.earliest():
            raise forms.ValidationError(_("This day has gone. What has been is recorded, not agreed."))
        return super().clean(value)


class TimeForm(forms.Form):
    """What is agreed: what, when, with whom and who is expected."""

    kind = ChipField(label=_("What"), error_messages={"required": _("Choose what is agreed.")})
    planned_on = ComingDayField(label=_("Day"))
    starts_at = TimeField(label=_("Time"), required=False, help_text=_("Empty when only the day is agreed."))
    minutes = CountField(label=_("Minutes"), required=False, at_least=1, at_most=24 * 60)
    workers = ChipsField(
        label=_("Who meets them"),
        error_messages={"required": _("Choose at least one. A pair is two.")},
    )
    expected = ChipsField(label=_("Who is expected"), required=False)

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[Term],
        people: Sequence[User],
        members: Sequence[tuple[EpisodeMember, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.members = {str(member.pk): member for member, _role in members}
        agreed = [term for term in kinds if term.attributes.get(TOOK_PLACE) is not False]
        for name, choices in {
            "kind": labelled(agreed),
            "workers": [(key, user.name) for key, user in self.people.items()],
            "expected": [(str(member.pk), label) for member, label in members],
        }.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not members:
            del self.fields["expected"]

    def who_meets(self) -> list[User]:
        """The workers, of a valid form."""
        return [self.people[key] for key in self.cleaned_data["workers"]]

    def who_is_expected(self) -> list[EpisodeMember]:
        """Those expected, of a valid form."""
        return [self.members[key] for key in self.cleaned_data.get("expected", [])]


class CallOffForm(forms.Form):
    """Why an agreed time is called off."""

    reason = ChipField(
        label=_("Why"),
        choices=[choice for choice in CallOff.choices if choice[0] != CallOff.ENDED],
        error_messages={"required": _("Choose why it is called off.")},
    )
