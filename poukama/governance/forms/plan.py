"""What is typed into a plan. After approval every form also asks why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.governance.choices import BudgetSide, Direction, PlanState, TargetUnit
from poukama.governance.models import Goal, Plan
from poukama.organisation.models import Position, Team
from poukama.toolkit.fields import ChipField, CountField, DayField
from poukama.toolkit.words import Words

LONGEST_TEXT = 2000
ROWS = 4


class ReasonForm(forms.Form):
    """Why; asked for when the board has approved the plan."""

    reason = Words(
        label=_("Why is this changed?"),
        help_text=_("The board has approved the plan, so the change is shown with its reason."),
        max_length=300,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plan.state != PlanState.APPROVED:
            del self.fields["reason"]

    def why(self) -> str:
        """The reason, or an empty text where none is asked."""
        return str(self.cleaned_data.get("reason", ""))

    def values(self) -> dict[str, Any]:
        """What was typed, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class PositionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes no type while it runs
    """A post as the owner."""

    def __init__(self, **kwargs: Any) -> None:
        positions = Position.objects.select_related("team").order_by("team__order", "order", "pk")
        super().__init__(positions, required=False, label=_("Owner"), empty_label=_("Nobody yet"), **kwargs)

    def label_from_instance(self, obj: Position) -> str:
        """The post with its team, since teams have posts with the same name."""
        return f"{obj.label()} ({obj.team.label()})"


class GoalForm(ReasonForm):
    """A goal with its result and owner."""

    text = Words(label=_("Goal"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": ROWS}))
    result = Words(
        label=_("Intended result"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )
    evidence = Words(
        label=_("What shows it"),
        help_text=_("Besides targets: a survey, an assessment, a record."),
        required=False,
        max_length=200,
    )
    owner = PositionChoice()
    field_order = ["text", "result", "evidence", "owner", "reason"]


class AssessmentForm(forms.Form):
    """How a goal went, in words."""

    assessment = Words(
        label=_("How did it go?"),
        help_text=_("In plain words, for the annual report. Nothing here may tell of a single person."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class GoalChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes no type while it runs
    """One of the goals of the work form."""

    def label_from_instance(self, obj: Goal) -> str:
        """The goal, cut to fit."""
        return obj.goal if len(obj.goal) <= 90 else f"{obj.goal[:88]}…"


class TargetForm(ReasonForm):
    """A target: words, number, unit, direction, goal, owner."""

    label = forms.CharField(label=_("What is counted, in words"), max_length=200)
    aim = CountField(label=_("Aim"), at_most=10_000_000)
    unit = forms.ChoiceField(label=_("Unit"), choices=TargetUnit.choices)
    direction = ChipField(label=_("Which way is good"), choices=Direction.choices)
    goal = GoalChoice(Goal.objects.none(), label=_("Goal"), required=False, empty_label=_("No goal"))
    owner = PositionChoice()
    note = Words(
        label=_("Note"),
        help_text=_("For example how a unit that the plan leaves open was decided."),
        required=False,
        max_length=300,
    )
    is_settled = forms.BooleanField(
        label=_("The unit has been settled: it is the one chosen above"),
        help_text=_("The plan can be read in two ways. Write in the note how it was settled."),
        required=False,
    )
    field_order = [
        "label", "aim", "unit", "is_settled", "direction", "goal", "owner", "note", "reason",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, plan: Plan, work_form_id: int, is_ambiguous: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        if not is_ambiguous:
            del self.fields["is_settled"]
        goal = self.fields["goal"]
        if isinstance(goal, GoalChoice):
            goal.queryset = Goal.objects.filter(plan=plan, work_form=work_form_id).order_by("order", "pk")


class BudgetLineForm(ReasonForm):
    """A line of the budget."""

    label = forms.CharField(label=_("Line"), max_length=200)
    amount = forms.DecimalField(
        label=_("Euros"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "pk-short"}),
        error_messages={"required": _("Write the sum."), "invalid": _("Write a sum, as in 1500 or 1500,50.")},
    )
    side = ChipField(label=_("Income or expense"), choices=BudgetSide.choices, initial=BudgetSide.INCOME)
    field_order = ["label", "amount", "side", "reason"]


class StatedIncomeForm(ReasonForm):
    """The total that the plan states."""

    amount = forms.DecimalField(
        label=_("Income in all, as the plan states it"),
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "pk-short"}),
        error_messages={"invalid": _("Write a sum, as in 1500 or 1500,50.")},
    )
    field_order = ["amount", "reason"]


class StaffLineForm(ReasonForm):
    """A line of the posts."""

    label = forms.CharField(label=_("Line"), max_length=200)
    stated_count = CountField(label=_("Posts"), at_most=10_000)
    team = forms.ModelChoiceField(
        Team.objects.order_by("order", "pk"),
        label=_("Team"),
        help_text=_("Leave empty for the sum of an area."),
        required=False,
        empty_label=_("An area as a whole"),
    )
    field_order = ["label", "stated_count", "team", "reason"]


class FocusAreaForm(ReasonForm):
    """A focus area and what it is followed by."""

    title = forms.CharField(label=_("Focus area"), max_length=300)
    development = Words(
        label=_("What is developed"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )
    indicators = Words(
        label=_("What it is followed by"),
        help_text=_("Each on a line of its own."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": ROWS}),
    )
    field_order = ["title", "development", "indicators", "reason"]

    def clean_indicators(self) -> list[str]:
        """One indicator a line."""
        lines = [line.strip() for line in self.cleaned_data["indicators"].splitlines() if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("Write each on at most 200 characters."))
        return lines


class ApproveForm(forms.Form):
    """The day of the board's meeting."""

    approved_on = DayField(label=_("Day of the board's meeting"), may_be_ahead=False)


class AcceptFindingsForm(forms.Form):
    """Findings accepted as they are, and why."""

    finding = forms.MultipleChoiceField(label=_("Findings"), widget=forms.MultipleHiddenInput)
    reason = Words(label=_("Why is this all right?"), max_length=300)

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["finding"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, key) for key in keys]
