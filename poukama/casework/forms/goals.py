"""What is asked of goals: of main and interim goals, of a week, and of a month evaluated together."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import (
    OF_GOALS,
    OF_MARKS,
    GoalEnding,
    GoalLevel,
    HandedFor,
    Voice,
)
from poukama.casework.forms.long_words import LongWords
from poukama.casework.models import CareGoal
from poukama.casework.models.goals import GOAL_LENGTH, SAID_LENGTH
from poukama.casework.queries.goal_marks import Marks
from poukama.casework.queries.goals import TurnRow
from poukama.toolkit.fields import ChipField, ChipsField, DayField

FAMILY = "family"
"""Whose goal it is when it is nobody's alone."""
ON_TABLET = 1000
"""How many letters somebody writes on a tablet: more is told to the worker."""
GOES_ON = "goes_on"
NEW_AT_ONCE = 3
"""How many new interim goals are agreed in one talk."""

Names = Mapping[int, str]


def voices(*which: Voice) -> list[tuple[str, Any]]:
    """Voices as choices."""
    return [(voice.value, voice.label) for voice in which]


def _goal_words(**kwargs: Any) -> LongWords:
    return LongWords(most=GOAL_LENGTH, rows=2, **kwargs)


class _Whose(forms.Form):
    """A form that asks whose something is: the family's, or one's who takes part."""

    whose = ChipField(label=_("Whose"))

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = cast(ChipField, self.fields["whose"])
        whose.choices = [(FAMILY, _("The whole family")), *((str(pk), name) for pk, name in names.items())]
        self.initial.setdefault("whose", FAMILY)

    def member(self) -> int | None:
        """The key of the one whose it is; None for the family."""
        chosen = self.cleaned_data["whose"]
        return None if chosen == FAMILY else int(chosen)


class GoalForm(_Whose):
    """A main or an interim goal."""

    text = _goal_words(label=_("The goal"), help_text=_("As they say it themselves, in one sentence."))
    voice = ChipField(label=_("In whose words"), choices=voices(*OF_GOALS), initial=Voice.PARENT)
    under = ChipField(label=_("Under which main goal"))
    agreed_with = ChipsField(
        label=_("Agreed with"),
        choices=[("family", _("The family")), ("referrer", _("The referrer"))],
        initial=["family"],
    )
    agreed_on = DayField(label=_("Agreed on"), may_be_ahead=False)

    def __init__(self, *args: Any, level: GoalLevel, mains: Sequence[CareGoal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mains = {str(goal.pk): goal for goal in mains}
        if level == GoalLevel.MAIN:
            del self.fields["under"]
        else:
            under = cast(ChipField, self.fields["under"])
            under.choices = [(key, goal.text) for key, goal in self._mains.items()]
            self.initial.setdefault("under", next(iter(self._mains), None))
        self.order_fields(["text", "voice", "whose", "under", "agreed_with", "agreed_on"])

    def main(self) -> CareGoal | None:
        """The main goal under which it stands."""
        return self._mains.get(self.cleaned_data.get("under", ""))


class EndGoalForm(forms.Form):
    """How a goal ended."""

    ending = ChipField(label=_("How it ended"), choices=GoalEnding.choices)
    ends_on = DayField(label=_("On which day"), may_be_ahead=False)


class WeekGoalForm(_Whose):
    """One goal for the week, in words."""

    text = _goal_words(label=_("What they want this week"))
    voice = ChipField(label=_("In whose words"), choices=voices(*OF_GOALS), initial=Voice.PARENT)
    field_order = ("text", "whose", "voice")


class MarkForm(forms.Form):
    """How a goal of the week went, and what somebody said of it."""

    mark = ChipField(label=_("How it went"), required=False)
    by = ChipField(label=_("As who sees it"), choices=voices(*OF_MARKS), initial=Voice.FAMILY)
    words = LongWords(
        most=SAID_LENGTH,
        label=_("In their own words"),
        required=False,
        help_text=_("Who said it is chosen below."),
    )
    voice = ChipField(label=_("Whose words"), choices=voices(*OF_GOALS), initial=Voice.PARENT)
    who = ChipField(label=_("Who said it"), required=False)

    def __init__(self, *args: Any, marks: Marks, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["mark"]).choices = [(mark.key, mark.label) for mark in marks.scale]
        who = cast(ChipField, self.fields["who"])
        who.choices = [("", _("Not said")), *((str(pk), name) for pk, name in names.items())]

    def clean(self) -> dict[str, Any]:
        """Something is said of it."""
        data = super().clean() or {}
        if not self.errors and not data.get("mark") and not data.get("words"):
            self.add_error("mark", _("Choose how it went, or write what was said."))
        return data


class LendDeviceForm(_Whose):
    """What the device is handed over for, and to whom."""

    what = ChipField(label=_("What they do"), choices=HandedFor.choices)
    field_order = ("what", "whose")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whose"].label = _("Whose goals they see")
        self.fields["whose"].help_text = _("The goals of the whole family are always there.")


class OwnGoalForm(forms.Form):
    """A goal that somebody of the family writes themselves."""

    text = _goal_words(label=_("Write your own"), error_messages={"required": _("Write a few words first.")})


class OwnMarkForm(forms.Form):
    """How a goal went, as somebody of the family sees it; the words are theirs, and optional."""

    turn = forms.UUIDField(widget=forms.HiddenInput)
    words = LongWords(most=ON_TABLET, rows=2, label=_("In your own words"), required=False)
    of_child = forms.BooleanField(label=_("These are my child's words"), required=False)


class TakeBackForm(forms.Form):
    """The password of whoever handed the device over."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class MonthForm(forms.Form):
    """A month evaluated together: every interim goal of it, what everybody thinks, and what comes next."""

    held_on = DayField(label=_("When you talked"), may_be_ahead=False)
    present = ChipsField(label=_("Who took part"), required=False)
    family_view = LongWords(most=SAID_LENGTH, label=_("The family's own view of the month"), required=False)
    assessment = LongWords(most=SAID_LENGTH, label=_("Worker's view of the month"), required=False)

    def __init__(
        self,
        *args: Any,
        rows: Sequence[TurnRow],
        marks: Marks,
        names: Names,
        mains: Sequence[CareGoal],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self._mains = {str(goal.pk): goal for goal in mains}
        cast(ChipsField, self.fields["present"]).choices = [(str(pk), name) for pk, name in names.items()]
        scale = [(mark.key, mark.label) for mark in marks.scale]
        for row in rows:
            self._ask_of(row, scale)
        for number in range(1, NEW_AT_ONCE + 1):
            self.fields[f"new_{number}"] = _goal_words(label=_("New interim goal"), required=False)
        self.asks_under = len(self._mains) > 1
        if self.asks_under:
            self.fields["under"] = ChipField(
                label=_("Under which main goal"),
                choices=[(key, goal.text) for key, goal in self._mains.items()],
                initial=next(iter(self._mains)),
            )

    def _ask_of(self, row: TurnRow, scale: Sequence[tuple[str, str]]) -> None:
        of = row.turn.pk.hex
        then = [(GOES_ON, _("Goes on next month")), *GoalEnding.choices]
        self.fields[f"mark_{of}"] = ChipField(label=_("How it went"), choices=scale)
        self.fields[f"family_{of}"] = ChipField(
            label=_("The family sees it otherwise"),
            choices=[("", _("The same")), *scale],
            required=False,
            help_text=_("Both stay in sight."),
        )
        self.fields[f"assessment_{of}"] = LongWords(
            most=SAID_LENGTH, rows=2, label=_("Worker's assessment"), required=False
        )
        self.fields[f"words_{of}"] = LongWords(
            most=SAID_LENGTH, rows=2, label=_("Family's words"), required=False
        )
        self.fields[f"then_{of}"] = ChipField(label=_("What then"), choices=then, initial=GOES_ON)

    def groups(self) -> list[tuple[TurnRow, dict[str, forms.BoundField]]]:
        """The goals, each with its fields."""
        kinds = ("mark", "family", "assessment", "words", "then")
        return [(row, {kind: self[f"{kind}_{row.turn.pk.hex}"] for kind in kinds}) for row in self.rows]

    def told_of(self, turn: UUID, kind: str) -> str:
        """What was said of one goal, of a valid form."""
        return str(self.cleaned_data.get(f"{kind}_{turn.hex}") or "")

    def present_members(self) -> list[int]:
        """The keys of those who took part."""
        return [int(key) for key in self.cleaned_data["present"]]

    def new_texts(self) -> list[str]:
        """The new interim goals that were written."""
        texts = [self.cleaned_data[f"new_{number}"] for number in range(1, NEW_AT_ONCE + 1)]
        return [text for text in texts if text.strip()]

    def main(self) -> CareGoal | None:
        """The main goal under which the new ones stand."""
        chosen = self.cleaned_data.get("under") or next(iter(self._mains), "")
        return self._mains.get(chosen)

    def new_fields(self) -> list[forms.BoundField]:
        """The fields for new interim goals."""
        return [self[f"new_{number}"] for number in range(1, NEW_AT_ONCE + 1)]
