from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import Whose
from poukama.casework.forms.ground import add_ground, ground_of
from poukama.casework.forms.key_workers import add_key_workers, named_in
from poukama.casework.forms.words import choices_of
from poukama.casework.services import Arrival, Named, PersonIn
from poukama.clients.forms import BirthYearField, CodeNameField
from poukama.clients.models import Client, Family, KnownIn
from poukama.organisation.choices import TermList
from poukama.organisation.models import User, WorkForm
from poukama.toolkit.fields import ChipField, DayField

NEW_PEOPLE = {Whose.FAMILY: 6, Whose.PERSON: 1, Whose.ANONYMOUS: 4}
"""How many new people fit in the form at once; more are added on the episode's page."""


class OpenForm(forms.Form):
    """Who arrives, in which roles, from which day; for a family or person found again, or for new ones."""

    starts_on = DayField(label=_("First day"), may_be_ahead=False)
    phase = ChipField(label=_("Phase"), required=False)
    service_task = ChipField(label=_("Service task"), required=False)

    def __init__(
        self,
        *args: Any,
        work_form: WorkForm,
        workers: Sequence[User],
        whose: Whose,
        family: Family | None = None,
        known: Sequence[Client] = (),
        roles_before: Mapping[int, str] | None = None,
        sources: Sequence[KnownIn] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        self._workers = workers
        add_key_workers(self, workers)
        add_ground(self, work_form, sources)
        self.whose, self.family, self.known = whose, family, known
        roles = choices_of(TermList.MEMBER_ROLE, work_form)
        phases = choices_of(TermList.PHASE, work_form)
        self.fields["phase"].choices = phases  # type: ignore[attr-defined]
        if not phases:
            del self.fields["phase"]
        tasks = choices_of(TermList.SERVICE_TASK, work_form)
        self.fields["service_task"].choices = tasks  # type: ignore[attr-defined]
        if not tasks:
            del self.fields["service_task"]
        if family is None and not known and whose != Whose.ANONYMOUS:
            self.fields["code_name"] = CodeNameField()
        is_alone = whose == Whose.PERSON
        for client in known:
            self.fields[f"role_of_{client.pk}"] = ChipField(
                label=client.code_name,
                required=False,
                choices=roles if is_alone else [*roles, ("", _("Not along"))],
                initial=(roles_before or {}).get(client.pk, ""),
            )
        self.new_people = 0 if is_alone and known else NEW_PEOPLE[whose]
        for place in range(self.new_people):
            label = _("Role") if self.new_people == 1 else _("Person %(n)s") % {"n": place + 1}
            self.fields[f"role_{place}"] = ChipField(label=label, required=False, choices=roles)
            self.fields[f"year_{place}"] = BirthYearField()

    def known_rows(self) -> Iterator[BoundField]:
        """The roles of those found again."""
        return (self[f"role_of_{client.pk}"] for client in self.known)

    def first_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Role and birth year of the new people that are shown at once."""
        return self._rows()[: 1 if self.known else 2]

    def more_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Role and birth year of the rest."""
        return self._rows()[1 if self.known else 2 :]

    def shows_more(self) -> bool:
        """Whether something was typed among the rest, so that it must be in sight."""
        return any(
            role.value() or year.value() or role.errors or year.errors for role, year in self.more_rows()
        )

    def clean(self) -> dict[str, Any]:
        """Somebody takes part, and whoever has a birth year has a role."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(self.new_people):
            if given.get(f"year_{place}") and not given.get(f"role_{place}"):
                self.add_error(f"role_{place}", _("Choose a role too."))
        if not self.errors and not self._people():
            first = f"role_of_{self.known[0].pk}" if self.known else "role_0"
            self.add_error(first, _("Choose the role of at least one person."))
        return given

    def arrival(self) -> Arrival:
        """Who arrives, of a valid form."""
        return Arrival(
            whose=self.whose,
            people=self._people(),
            family=self.family,
            code_name=self.cleaned_data.get("code_name"),
            ground=ground_of(self, self.sources),
        )

    def named(self) -> Named:
        """Who works with them, of a valid form."""
        return named_in(self, self._workers)

    def _rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"role_{place}"], self[f"year_{place}"]) for place in range(self.new_people)]

    def _people(self) -> list[PersonIn]:
        given = self.cleaned_data
        found_again = [
            PersonIn(given[f"role_of_{client.pk}"], client=client)
            for client in self.known
            if given.get(f"role_of_{client.pk}")
        ]
        new = [
            PersonIn(given[f"role_{place}"], birth_year=given.get(f"year_{place}"))
            for place in range(self.new_people)
            if given.get(f"role_{place}")
        ]
        return found_again + new
