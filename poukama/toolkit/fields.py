"""Form fields of the house. Plain Django fields are fine too; these only save the same three lines."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.toolkit import clock, formatting

HAPPENED_WITHIN = 10
"""Years: no plan, funder or report asks further back, so an earlier day is a slip of the finger (2004 for 2024)."""
BEGAN_WITHIN = 50
"""Years: what still goes on (a post, a volunteer's task, a partner, a group) began in somebody's working life."""
PLANNED_WITHIN = 5
"""Years: nothing is agreed further ahead than a grant lasts."""

MISSING: dict[type[forms.Field], Any] = {
    forms.Field: gettext_lazy("This is still empty. Fill it in."),
    forms.ChoiceField: gettext_lazy("Choose one."),
    forms.MultipleChoiceField: gettext_lazy("Choose at least one."),
    forms.IntegerField: gettext_lazy("Write a number, as in 12."),
    forms.FileField: gettext_lazy("Choose a file."),
    forms.BooleanField: gettext_lazy("Tick this to go on."),
}
"""What a kind of field says when it was left empty, unless it says something of its own."""


def say_what_is_missing() -> None:
    """Let every form, also one of a library, say what to do about an empty field. Called once, at the start."""
    for kind, words in MISSING.items():
        kind.default_error_messages = kind.default_error_messages | {"required": words}


class DayField(forms.DateField):
    """A day, with the device's own calendar. `may_be_ahead=False` refuses days that have not come.

    A day more than `years_back` years ago (counted from its 1 January), or too far ahead, is refused.
    """

    default_error_messages: ClassVar = {
        "required": gettext_lazy("Choose the day."),
        "invalid": gettext_lazy("There is no such day. Write it again, as in 17.9.2024."),
    }

    def __init__(
        self, *, may_be_ahead: bool = True, years_back: int = HAPPENED_WITHIN, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y"])
        super().__init__(**kwargs)
        self.may_be_ahead, self.years_back = may_be_ahead, years_back

    def earliest(self) -> date:
        """The first day that is believed."""
        return date(clock.today().year - self.years_back, 1, 1)

    def latest(self) -> date:
        """The last day that is believed."""
        today = clock.today()
        return date(today.year + PLANNED_WITHIN, 12, 31) if self.may_be_ahead else today

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The field of a form, whose calendar offers only days that are believed."""
        self.widget.attrs |= {"min": self.earliest().isoformat(), "max": self.latest().isoformat()}
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> date | None:
        """The day; refuses one that cannot be meant."""
        day: date | None = super().clean(value)
        if day is None:
            return None
        if day < self.earliest():
            said = _("That is too long ago: the earliest day is %(day)s. Is the year right?")
            raise forms.ValidationError(said % {"day": formatting.day(self.earliest())})
        if day > self.latest():
            raise forms.ValidationError(self._too_late())
        return day

    def _too_late(self) -> str:
        if not self.may_be_ahead:
            return _("This day has not come yet. Choose today or an earlier day.")
        said: str = _("That is too far ahead: the latest day is %(day)s. Is the year right?")
        return said % {"day": formatting.day(self.latest())}


class TimeField(forms.TimeField):
    """A time of day, with the device's own clock."""

    default_error_messages: ClassVar = {
        "required": gettext_lazy("Choose the time."),
        "invalid": gettext_lazy("There is no such time. Write it again, as in 9.30."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M"])
        super().__init__(**kwargs)


class UploadField(forms.FileField):
    """A file. The browser says at the field that it is larger than `most()` bytes, before it sends what was typed.

    Where scripts are off, and whoever goes around them, is refused while it arrives (`uploads`).
    """

    def __init__(self, *, most: Callable[[], int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The field of a form, which knows how much is too much and says it in the language of the page."""
        most = self.most()
        said = _(
            "The file is too large: %(most)s at most. Choose a smaller one. What you have written is kept."
        )
        self.widget.attrs |= {
            "data-most": str(most),
            "data-too-large": said % {"most": formatting.file_size(most)},
        }
        return super().get_bound_field(form, field_name)


class ChipField(forms.ChoiceField):
    """One of a few, as chips: render with `{% chips form.name %}`."""

    widget = forms.RadioSelect
    default_error_messages: ClassVar = {
        "required": gettext_lazy("Choose one."),
        "invalid_choice": gettext_lazy("Choose one of these."),
    }


class ChipsField(forms.MultipleChoiceField):
    """Any of a few, as chips: render with `{% chips form.name %}`."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar = {
        "required": gettext_lazy("Choose at least one."),
        "invalid_choice": gettext_lazy("Choose from these."),
    }


class CountField(forms.IntegerField):
    """How many: a whole number from zero up, with the number keyboard on a phone."""

    default_error_messages: ClassVar = {
        "required": gettext_lazy("Write how many."),
        "invalid": gettext_lazy("Write a whole number, as in 12."),
        "min_value": gettext_lazy("Too few: write %(limit_value)s or more."),
        "max_value": gettext_lazy("Too many to be true: write at most %(limit_value)s."),
    }

    def __init__(self, *, at_least: int = 0, at_most: int = 100_000, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "pk-short"})
        super().__init__(min_value=at_least, max_value=at_most, **{"widget": widget} | kwargs)
