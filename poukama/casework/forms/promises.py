"""What is promised under a heading of a note: a few rows of what, by which day and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.models import PROMISE_LENGTH, Promise
from poukama.casework.services import PromiseIn
from poukama.clients.forms.words import Words
from poukama.organisation.models import User
from poukama.toolkit.fields import ChipField, DayField

MOST = 3
"""How many one note promises under one heading, unless more were promised before."""


@dataclass(frozen=True)
class PromiseRow:
    """The fields of one promise."""

    what: BoundField
    by_day: BoundField
    who: BoundField
    is_open: bool
    """Whether it is shown at once: the first one, and whatever is filled."""


class Promises:
    """The promises of one heading, as fields of the form of a note."""

    def __init__(self, form: forms.Form, key: str, former: Sequence[Promise], people: Sequence[User]) -> None:
        self.form, self.key, self.former = form, key, list(former)
        named = {promise.promised_by_id: promise.promised_by for promise in former}
        self.people = {f"u{user.pk}": user for user in (named | {user.pk: user for user in people}).values()}
        self.names = [self._names(n) for n in range(max(MOST, len(self.former)))]
        for n, (what, by_day, who) in enumerate(self.names):
            was = self.former[n] if n < len(self.former) else None
            form.fields[what] = Words(
                label=gettext_lazy("What is promised"),
                max_length=PROMISE_LENGTH,
                required=False,
                initial=was.text if was else None,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            form.fields[by_day] = DayField(
                label=gettext_lazy("By which day"), required=False, initial=was.due_on if was else None
            )
            form.fields[who] = ChipField(
                label=gettext_lazy("Who does it"),
                required=False,
                choices=[(pk, user.name) for pk, user in self.people.items()],
                initial=f"u{was.promised_by_id if was else people[0].pk}",
            )

    def _names(self, n: int) -> tuple[str, str, str]:
        return f"promise_{self.key}_{n}", f"promise_on_{self.key}_{n}", f"promise_by_{self.key}_{n}"

    def rows(self) -> list[PromiseRow]:
        """The fields, promise by promise."""
        rows = [[self.form[name] for name in names] for names in self.names]
        return [
            PromiseRow(
                what, by_day, who, n == 0 or any(each.errors or each.value() for each in (what, by_day))
            )
            for n, (what, by_day, who) in enumerate(rows)
        ]

    def check(self, given: Mapping[str, Any], day: date | None) -> None:
        """Whoever promises something says by which day and who; nothing new for a day before the note's."""
        for n, (what, by_day, who) in enumerate(self.names):
            if given.get(what):
                if not given.get(by_day) and by_day not in self.form.errors:
                    self.form.add_error(by_day, _("Choose by which day. Without a day nobody is reminded."))
                if not given.get(who) and who not in self.form.errors:
                    self.form.add_error(who, _("Choose who does it."))
            elif given.get(by_day) and what not in self.form.errors:
                self.form.add_error(what, _("Write what is promised, or leave the day out."))
            if self._is_too_early(n, given.get(by_day), day):
                self.form.add_error(
                    by_day, _("This is before the day of the note. Choose that or a later day.")
                )

    def _is_too_early(self, n: int, by_day: date | None, day: date | None) -> bool:
        """Whether it is before the note's day; not when it was promised for that day already."""
        former = self.former[n].due_on if n < len(self.former) else None
        return bool(day and by_day and by_day < day and by_day != former)

    def given(self) -> tuple[PromiseIn, ...]:
        """What is promised, of a valid form; a row that was emptied takes its promise back."""
        said = self.form.cleaned_data
        return tuple(
            PromiseIn(
                text=said[what],
                due_on=said[by_day],
                promised_by=self.people[said[who]],
                was=self.former[n] if n < len(self.former) else None,
            )
            for n, (what, by_day, who) in enumerate(self.names)
            if said[what]
        )

    def field_of(self, who: User) -> str:
        """The field in which somebody was chosen."""
        chosen = self.form.cleaned_data
        names = [name for _what, _day, name in self.names if self.people.get(chosen.get(name, "")) == who]
        return next(iter(names), "")
