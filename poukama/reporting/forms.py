"""What one may choose of figures, and what one writes when freezing or binding one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.governance.facts import Direction, TargetUnit
from poukama.reporting.choices import Purpose
from poukama.reporting.measures import BY_KEY, CATALOGUE
from poukama.reporting.progress import ALL, ATTENTION, MINE, Wanted
from poukama.toolkit.fields import ChipField, CountField, DayField
from poukama.toolkit.words import Words

Choices = Iterable[tuple[Any, Any]]


class ProgressForm(forms.Form):
    """Which targets of the plan are shown, and by which day."""

    show = ChipField(label=gettext_lazy("Show"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    funder = forms.ChoiceField(label=gettext_lazy("Funder"), required=False)
    on = DayField(label=gettext_lazy("By the day"), required=False, may_be_ahead=False)

    def __init__(
        self, data: Any, *, counts: Mapping[str, int], areas: Choices, owners: Choices, funders: Choices
    ) -> None:
        super().__init__(data, auto_id="show-%s")
        self._choices("show").choices = [
            (ALL, _("All %(n)s") % {"n": counts[ALL]}),
            (ATTENTION, _("Need attention: %(n)s") % {"n": counts[ATTENTION]}),
            (MINE, _("My own: %(n)s") % {"n": counts[MINE]}),
        ]
        everyone = [("", _("All"))]
        self._choices("area").choices = [*everyone, *areas]
        self._choices("owner").choices = [*everyone, *owners]
        self._choices("funder").choices = [*everyone, *funders]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared so above
        return field

    def wanted(self) -> Wanted:
        """What was chosen; nothing understandable means everything."""
        chosen = self.cleaned_data if self.is_valid() else {}
        owner = chosen.get("owner")
        return Wanted(
            show=chosen.get("show") or ALL,
            area=chosen.get("area") or "",
            owner=int(owner) if owner else None,
            funder=chosen.get("funder") or "",
        )


class DayForm(forms.Form):
    """The last day that counts."""

    on = DayField(label=gettext_lazy("By the day"), required=False, may_be_ahead=False)

    def day(self) -> date | None:
        """The day chosen; None for today, or when it is no day."""
        return self.cleaned_data.get("on") if self.is_valid() else None


class FreezeForm(forms.Form):
    """For whom a figure is frozen."""

    purpose = ChipField(label=gettext_lazy("For whom"), choices=Purpose)
    note = Words(label=gettext_lazy("Which report or meeting"), required=False, max_length=200)
    on = DayField(label=gettext_lazy("As on the day"), required=False, may_be_ahead=False)


class MeasureForm(forms.Form):
    """What a target counts: a measure, and values of the filters that it knows."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"))

    def __init__(self, data: Any, *, filters: Mapping[str, tuple[str, Choices]]) -> None:
        super().__init__(data)
        self.fields["measure"] = forms.ChoiceField(
            label=_("Measure"), choices=[(measure.key, str(measure.title)) for measure in CATALOGUE]
        )
        for key, (title, choices) in filters.items():
            self.fields[filter_name(key)] = forms.MultipleChoiceField(
                label=title, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
            )

    def filters(self) -> dict[str, list[str]]:
        """The filters chosen; those without a value do not filter."""
        chosen = {
            key.removeprefix("filter-"): value
            for key, value in self.cleaned_data.items()
            if key.startswith("filter-")
        }
        return {key: list(values) for key, values in chosen.items() if values}

    def clean_measure(self) -> str:
        """A measure of the catalogue."""
        measure: str = self.cleaned_data["measure"]
        if measure not in BY_KEY:
            raise forms.ValidationError(_("Choose one of these."))
        return measure


class IndicatorForm(forms.Form):
    """Why it is changed what counts an indicator; asked for when the board has approved the plan."""

    reason = Words(
        label=gettext_lazy("Why it is changed"),
        max_length=300,
        help_text=gettext_lazy("The change and its reason are shown with the plan."),
    )

    def __init__(self, data: Any, *, is_approved: bool) -> None:
        super().__init__(data)
        if not is_approved:
            del self.fields["reason"]

    def why(self) -> str:
        """The reason; empty where none is asked."""
        return str(self.cleaned_data.get("reason", ""))


class BindForm(forms.Form):
    """How many of what, which way is good, and why it is changed."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=TargetUnit)
    direction = ChipField(label=gettext_lazy("What is good"), choices=Direction)
    aim = CountField(label=gettext_lazy("Aim or limit"), at_most=1_000_000)
    reason = Words(
        label=gettext_lazy("Why it is changed"),
        max_length=300,
        help_text=gettext_lazy("The change and its reason are shown with the plan."),
    )


def filter_name(key: str) -> str:
    """The name of a filter's field."""
    return f"filter-{key}"


class AnswerForm(forms.Form):
    """What is written to a question of the annual report."""

    text = Words(
        label=gettext_lazy("Answer, or why it is left out"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("It is printed in the report. Write of nobody by name."),
    )
