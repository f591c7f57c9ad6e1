"""Inviting people and giving them roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access import queries
from poukama.organisation.choices import AssignmentKind, Language, Role
from poukama.organisation.models import Position, User, WorkForm
from poukama.organisation.queries import work_forms
from poukama.toolkit.fields import BEGAN_WITHIN, ChipField, ChipsField, DayField


class InviteForm(forms.Form):
    """Who is invited, and in which language."""

    name = forms.CharField(label=_("Name"), max_length=120)
    initials = forms.CharField(
        label=_("Initials"), max_length=4, help_text=_("Shown where the name has no room, such as AK.")
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = ChipField(label=_("Language"), choices=Language.choices, initial=Language.FINNISH)


class AssignForm(forms.Form):
    """A role, where and from when. A position brings its own role and work forms, unless others are chosen."""

    position = forms.ChoiceField(
        label=_("Position"),
        required=False,
        help_text=_("Its role and work forms are taken, if you choose none."),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", "–"), *Role.choices])
    work_forms = ChipsField(
        label=_("Work forms"), required=False, help_text=_("None chosen means the whole association.")
    )
    kind = ChipField(
        label=_("For how long"),
        choices=AssignmentKind.choices,
        required=False,
        initial=AssignmentKind.REGULAR,
    )
    supervisor = forms.ChoiceField(
        label=_("Supervisor of a student"),
        required=False,
        help_text=_("Somebody who works there. A student sees nothing of clients."),
    )
    starts_on = DayField(label=_("First day"), years_back=BEGAN_WITHIN)
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("A substitute and a student always have one. Everything closes by itself after it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._positions: dict[str, Position] = {row.key: row for row in queries.positions()}
        self._work_forms: dict[str, WorkForm] = {row.key: row for row in work_forms()}
        self._choose("position", [("", "–"), *self._position_choices()])
        self._supervisors: dict[str, User] = {str(row.pk): row for row in queries.who_can_supervise()}
        self._choose("supervisor", [("", "–"), *((key, row.name) for key, row in self._supervisors.items())])
        self._choose("work_forms", [(key, row.label()) for key, row in self._work_forms.items()])

    def clean(self) -> dict[str, Any]:
        """Turn codes into what they stand for, and let the position answer what was left open."""
        data = super().clean() or {}
        position = self._positions.get(data.get("position", ""))
        chosen = [self._work_forms[key] for key in data.get("work_forms", ())]
        role = data.get("role", "")
        if position is not None:
            role = role or position.role
            chosen = chosen or list(position.work_forms.all())
        if not role and not self.errors:
            self.add_error("role", _("Choose a role or a position."))
        supervisor = self._supervisors.get(data.get("supervisor", ""))
        kind = AssignmentKind(data.get("kind") or AssignmentKind.REGULAR)
        return data | {
            "position": position,
            "work_forms": chosen,
            "role": role,
            "kind": kind,
            "supervisor": supervisor,
        }

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # the types cannot know
        field.choices = choices

    def _position_choices(self) -> list[tuple[str, str]]:
        return [
            (key, f"{row.team.label()}: {row.label()} {row.number}") for key, row in self._positions.items()
        ]


class EndForm(forms.Form):
    """The last day of a role."""

    ends_on = DayField(label=_("Last day"))
