"""What is typed and tapped of occasions and groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.activities.models import Group
from poukama.activities.queries.people import Person
from poukama.activities.services import AttendanceIn, HeadcountIn
from poukama.organisation.models import Term
from poukama.toolkit import clock, formatting
from poukama.toolkit.fields import BEGAN_WITHIN, ChipField, ChipsField, CountField, DayField, TimeField
from poukama.toolkit.words import Words

MINUTES = (30, 45, 60, 90, 120, 180, 240, 360)


@dataclass(frozen=True)
class Choices:
    """What can be chosen in a work form."""

    kinds: Sequence[Term]
    groups: Sequence[Group]
    people: Sequence[Person] = ()
    categories: Sequence[Term] = ()
    bases: Sequence[Term] = ()


class MinutesField(forms.TypedChoiceField):
    """How long, as chips; whoever does not know leaves it."""

    widget = forms.RadioSelect

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            choices=[(each, "") for each in MINUTES],
            coerce=int,
            empty_value=None,
            label=_("How long"),
            required=required,
        )

    def name_them(self) -> None:
        """Say the durations in the language of the reader."""
        self.choices = [(each, formatting.minutes(each)) for each in MINUTES]


class _ChoosingForm(forms.Form):
    """A form whose choices come from a work form; halves of it can be joined."""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class PlanOccasionForm(_ChoosingForm):
    """What is to be held, in a group or by itself."""

    group = ChipField(label=_("Group"), required=False)
    kind = ChipField(label=_("What"), required=False)
    happened_on = DayField(label=_("Day"))
    starts_at = TimeField(label=_("Starts at"), required=False)
    minutes = MinutesField(required=False)
    title = Words(
        label=_("What it is called"), max_length=120, required=False, help_text=_("No names of people.")
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.groups = {str(group.pk): group for group in choices.groups}
        self._choose("kind", [(term.key, term.label()) for term in choices.kinds])
        no_group = [("", _("Not in a group"))]
        self._choose("group", [*no_group, *((key, group.name) for key, group in self.groups.items())])
        duration = self.fields["minutes"]
        if isinstance(duration, MinutesField):
            duration.name_them()

    def clean(self) -> dict[str, Any]:
        """Take the kind of the group where only the group is given."""
        group = self.groups.get(self.cleaned_data.get("group", ""))
        self.cleaned_data["group"] = group
        if not self.cleaned_data.get("kind") and "kind" not in self.errors:
            if group is None:
                self.add_error("kind", _("Choose what was held, or the group."))
            else:
                self.cleaned_data["kind"] = group.kind
        return self.cleaned_data

    def occasion(self) -> dict[str, Any]:
        """What the service asks for of the occasion itself."""
        names = ("group", "kind", "happened_on", "starts_at", "minutes", "title")
        return {name: self.cleaned_data[name] for name in names}


class CountsForm(_ChoosingForm):
    """How many of each category came. The names of the number fields are `count-<category>`."""

    is_estimate = forms.BooleanField(label=_("The numbers are estimates"), required=False)
    basis = ChipField(label=_("How it was estimated"), required=False)
    basis_text = Words(label=_("More on how it was estimated"), max_length=200, required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.categories: Mapping[str, Term] = {term.key: term for term in choices.categories}
        self._choose("basis", [(term.key, term.label()) for term in choices.bases])
        for term in choices.categories:
            self.fields[f"count-{term.key}"] = stepper(term.label(), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the ground at its own field as soon as a number needs one."""
        if self._needs_ground() and not self.cleaned_data.get("basis") and "basis" not in self.errors:
            self.add_error("basis", _("Say how the number was estimated."))
        return self.cleaned_data

    def counters(self) -> list[forms.BoundField]:
        """The number fields of what is counted."""
        return [self[f"count-{key}"] for key, term in self.categories.items() if not _only_estimated(term)]

    def estimated_counters(self) -> list[forms.BoundField]:
        """The number fields of what can only be estimated."""
        return [self[f"count-{key}"] for key, term in self.categories.items() if _only_estimated(term)]

    @property
    def opens_more(self) -> bool:
        """Whether a category beyond the first ones has a number or an error."""
        return any(field.value() or field.errors for field in self.counters()[4:])

    @property
    def opens_estimate(self) -> bool:
        """Whether something about estimates is filled in or missing."""
        own = [self["is_estimate"], self["basis"], self["basis_text"], *self.estimated_counters()]
        return any(field.value() or field.errors for field in own)

    def headcounts(self) -> list[HeadcountIn]:
        """What the service asks for of those who were counted."""
        found = []
        for key, term in self.categories.items():
            many = self.cleaned_data.get(f"count-{key}")
            if not many:
                continue
            guessed = self.cleaned_data["is_estimate"] or _only_estimated(term)
            number = {"families": many} if term.attributes.get("families") else {"people": many}
            ground = (
                {"basis": self.cleaned_data["basis"], "basis_text": self.cleaned_data["basis_text"]}
                if guessed
                else {}
            )
            found.append(HeadcountIn(key, is_estimate=guessed, **number, **ground))
        return found

    def _needs_ground(self) -> bool:
        counted = [key for key in self.categories if self.cleaned_data.get(f"count-{key}")]
        if self.cleaned_data.get("is_estimate"):
            return bool(counted)
        return any(_only_estimated(self.categories[key]) for key in counted)


class HoldOccasionForm(CountsForm, PlanOccasionForm):
    """What was held, who came and how many there were."""

    happened_on = DayField(label=_("Day"), may_be_ahead=False)
    people = ChipsField(label=_("Who came"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.known = {person.key: person for person in choices.people}
        self._choose("people", [(key, person.label) for key, person in self.known.items()])

    def clean(self) -> dict[str, Any]:
        """All checks of both halves."""
        PlanOccasionForm.clean(self)
        return CountsForm.clean(self)

    def attendances(self) -> list[AttendanceIn]:
        """What the service asks for of those who are known."""
        return [attendance_of(self.known[key]) for key in self.cleaned_data["people"]]


class CorrectOccasionForm(forms.Form):
    """On which day it truly was, and what."""

    kind = ChipField(label=_("What"))
    starts_at = TimeField(label=_("Starts at"), required=False)
    minutes = CountField(label=_("How many minutes"), at_least=1, at_most=24 * 60, required=False)
    title = Words(
        label=_("What it is called"), max_length=120, required=False, help_text=_("No names of people.")
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], is_held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"] = DayField(label=_("Day"), may_be_ahead=not is_held)
        self.order_fields(["happened_on", "kind"])
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = kinds


class StartGroupForm(forms.Form):
    """A new group."""

    name = Words(
        label=_("Name of the group"),
        max_length=80,
        help_text=_("No names of people."),
        error_messages={"required": _("Give the group a name.")},
    )
    kind = ChipField(label=_("What"))
    starts_on = DayField(label=_("First day"), years_back=BEGAN_WITHIN)
    is_open = forms.BooleanField(label=_("Open: anyone may come to any session"), required=False)
    self_run = forms.BooleanField(label=_("Run by its own members"), required=False)

    def __init__(self, *args: Any, kinds: Sequence[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [(term.key, term.label()) for term in kinds]


class EndGroupForm(forms.Form):
    """The last day of a group."""

    ends_on = DayField(label=_("Last day"))


class FilterForm(forms.Form):
    """Which occasions are listed."""

    work_form = forms.ChoiceField(label=_("Work form"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("All")), *choices[name]]
                field.widget.attrs["class"] = "ds-input"


def stepper(label: Any, **kwargs: Any) -> CountField:
    """A number between two big buttons."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "ds-input"})
    return CountField(label=label, widget=widget, **kwargs)


def attendance_of(person: Person) -> AttendanceIn:
    """A person as the service asks for them."""
    return AttendanceIn(person.client, person.family, person.role)


def months_back(many: int = 24) -> list[tuple[str, str]]:
    """The latest months, newest first, as choices."""
    today = clock.today()
    year, month = today.year, today.month
    found = []
    for _each in range(many):
        name = formatting.month_names(short=False)[month - 1]
        found.append((f"{year}-{month:02}", f"{name} {year}"))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found


def _only_estimated(term: Term) -> bool:
    return bool(term.attributes.get("estimate"))
