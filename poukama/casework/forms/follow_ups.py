"""What is asked of a follow-up: whom one asks and by which way they may be reached, and how it went."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.choices import FollowUpOutcome
from poukama.casework.forms.long_words import LongWords
from poukama.casework.models.follow_ups import AGREED_LENGTH, TOLD_LENGTH
from poukama.casework.services.follow_ups import FollowUpIn
from poukama.clients.choices import Channel
from poukama.clients.queries import Reach
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, DayField

_MISSING = gettext_lazy("Choose one.")


class AskLater:
    """The fields of a form that ask whom one asks later, and how."""

    def __init__(self, form: forms.Form, reaches: Sequence[Reach]) -> None:
        self.form = form
        self.reaches = {str(reach.known.pk): reach for reach in reaches}

    def add_fields(self, *, required: bool) -> None:
        """Only ways that somebody has said yes to are offered. What is said in words is asked on a page of its own."""
        ways = dict.fromkeys(channel for reach in self.reaches.values() for channel in reach.allowed)
        people = [(key, str(reach.known.client)) for key, reach in self.reaches.items()]
        self.form.fields["whom"] = ChipField(
            label=_("Whom we ask"),
            choices=people,
            required=required,
            initial=people[0][0] if len(people) == 1 else None,
        )
        self.form.fields["channel"] = ChipField(
            label=_("How they may be reached then"),
            choices=[(each.value, each.label) for each in ways],
            required=required,
            help_text=_("Ask them now: an agreement of safe contact may have ended by then."),
        )

    def refuse_half(self, data: Mapping[str, Any]) -> None:
        """Both are said, and they fit."""
        for name in ("whom", "channel"):
            if name in self.form.fields and not data.get(name) and name not in self.form.errors:
                self.form.add_error(name, str(_MISSING))
        reach = self.reaches.get(data.get("whom") or "")
        if reach is not None and data.get("channel") and Channel(data["channel"]) not in reach.allowed:
            self.form.add_error("channel", _("They have not agreed to be reached so."))

    def agreed(self, data: Mapping[str, Any]) -> FollowUpIn | None:
        """Whom and how, of a valid form."""
        reach = self.reaches.get(data.get("whom") or "")
        words = data.get("words") or ""
        return FollowUpIn(reach.known, Channel(data["channel"]), words) if reach else None


class FollowUpForm(forms.Form):
    """A follow-up agreed after the end."""

    due_on = DayField(label=gettext_lazy("On which day"))

    def __init__(self, *args: Any, reaches: Sequence[Reach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follow = AskLater(self, reaches)
        self.follow.add_fields(required=True)
        self.fields["words"] = LongWords(
            most=AGREED_LENGTH,
            rows=2,
            label=_("What else was agreed"),
            required=False,
            help_text=_("When, as whom one calls, and what is not said if somebody else answers."),
        )

    def clean(self) -> dict[str, Any]:
        """The way is one of theirs."""
        data = super().clean() or {}
        self.follow.refuse_half(data)
        return data

    def agreed(self) -> FollowUpIn:
        """Whom and how, of a valid form."""
        return cast(FollowUpIn, self.follow.agreed(self.cleaned_data))


class MeetForm(forms.Form):
    """How a follow-up went."""

    outcome = ChipField(label=gettext_lazy("How it went"), choices=FollowUpOutcome.choices)
    met_on = DayField(label=gettext_lazy("On which day"), may_be_ahead=False)
    told = LongWords(
        most=TOLD_LENGTH, rows=3, label=gettext_lazy("How they are, in their own words"), required=False
    )

    again_on = DayField(
        label=gettext_lazy("If they were not reached: when we try again"),
        required=False,
        help_text=gettext_lazy("By the same way. It is among the due days again."),
    )
    no_more = forms.BooleanField(label=gettext_lazy("We do not try again"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"met_on": clock.today()})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever was not reached is tried again on a day, or it is said that they are not."""
        data = super().clean() or {}
        is_not_reached = data.get("outcome") == FollowUpOutcome.NOT_REACHED
        if is_not_reached and "again_on" not in self.errors and bool(data["again_on"]) == data["no_more"]:
            self.add_error(
                "again_on", _("Choose when you try again, or say that you do not: one of the two.")
            )
        if data.get("outcome") and not is_not_reached and data.get("again_on"):
            self.add_error("again_on", _("This is asked only when they were not reached."))
        return data
