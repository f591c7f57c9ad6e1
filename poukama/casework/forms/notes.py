"""What is written of a meeting or an observation: a text under each heading, of whom it tells, and their own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.choices import OF_CHILD_FIRST, HeadingKind, PartKind
from poukama.casework.forms.entries import EntryForm
from poukama.casework.forms.long_words import LongWords
from poukama.casework.forms.promises import PromiseRow, Promises
from poukama.casework.forms.words import labelled
from poukama.casework.models import NOTE_LENGTH, CareGoal, EpisodeMember, Promise
from poukama.casework.queries import Called, in_language
from poukama.casework.services import PartIn, Written
from poukama.clients.forms.words import Words
from poukama.clients.models import REASON_LENGTH
from poukama.organisation.models import Term, User
from poukama.toolkit.fields import ChipField, ChipsField

_LAST = (
    *("together", "read_together", "disagreement", "disagrees"),
    *("about", "present", "minutes", "happened_on", "starts_at", "token", "reason"),
)
"""What stands under the headings, in the order of the page: so what is to be mended is told from above."""


@dataclass(frozen=True)
class Tag:
    """Somebody whom a part may tell of, as a chip."""

    id: str
    value: str
    label: str
    icon: str
    is_checked: bool


@dataclass(frozen=True)
class Section:
    """A heading with its fields. `tags` is empty where there is nobody to choose between."""

    key: str
    heading: str
    hint: str
    text: BoundField | None
    tapped: BoundField | None
    of: BoundField | None
    tags: list[Tag]
    whose: BoundField | None
    goals: BoundField | None
    promises: list[PromiseRow]
    is_voice: bool


class NoteForm(EntryForm):
    """A note: under each heading of the work form a text, and of whom it tells.

    Where whoever writes does not see everybody who takes part, what is tagged to nobody tells of those whom they see.
    """

    together = forms.BooleanField(label=gettext_lazy("We wrote this together"), required=False)
    read_together = forms.BooleanField(label=gettext_lazy("We read this together"), required=False)
    disagreement = LongWords(most=NOTE_LENGTH, label=gettext_lazy("What they disagree about"), required=False)
    disagrees = ChipField(label=gettext_lazy("Who disagrees"), required=False)

    def __init__(
        self,
        *args: Any,
        headings: Sequence[Term],
        observations: Sequence[Term],
        people: Sequence[Called],
        goals: Sequence[CareGoal] = (),
        workers: Sequence[User] = (),
        sees_everybody: bool = True,
        of: Called | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.headings, self.sees_everybody = headings, sees_everybody
        before = [goal for part in self.row.parts for goal in part.goals] if self.row else []
        self.goals = {str(goal.pk): goal for goal in (*goals, *before)}
        self.workers = workers
        self.promises: dict[str, Promises] = {}
        self.has_choice = len(people) > 1
        self.fields["disagrees"].choices = self._names()  # type: ignore[attr-defined]
        if not self.has_choice:
            del self.fields["disagrees"]
        icons = {each.icon for each in people}
        offered = [
            term
            for term in observations
            if not term.attributes.get("of") or icons & set(term.attributes["of"])
        ]
        for heading in headings:
            self._add(heading, offered, of)
        self.order_fields([*(name for name in self.fields if name not in _LAST), *_LAST])

    def _names(self) -> list[tuple[str, str]]:
        return [(pk, each.label) for pk, each in self.people.items()]

    def _add(self, heading: Term, observations: Sequence[Term], of: Called | None) -> None:
        key, kind = heading.key, heading.attributes.get("kind", HeadingKind.TEXT)
        if kind == HeadingKind.GOALS and self.goals:
            self.fields[f"goals_{key}"] = ChipsField(
                label=heading.label(),
                choices=[(pk, goal.text) for pk, goal in self.goals.items()],
                required=False,
            )
            if not self.initial.get(f"text_{key}"):
                return
        self.fields[f"text_{key}"] = LongWords(most=NOTE_LENGTH, label=heading.label(), required=False)
        if kind == HeadingKind.AGREED:
            self.promises[key] = Promises(self, key, self._promised(key), self.workers)
        if kind == HeadingKind.OBSERVATIONS and observations:
            self.fields[f"seen_{key}"] = ChipsField(
                label=_("Observations to tap"), choices=labelled(observations), required=False
            )
        if not self.has_choice:
            return
        if kind == HeadingKind.OWN_WORDS:
            self.fields[f"whose_{key}"] = ChipField(
                label=_("Whose words"), choices=self._names(), required=False
            )
            return
        child_first = heading.attributes.get("first") == OF_CHILD_FIRST
        self.fields[f"of_{key}"] = ChipsField(
            label=heading.label(),
            choices=self._names(),
            required=False,
            initial=[str(of.member.pk)] if of and child_first else None,
        )

    def _promised(self, key: str) -> list[Promise]:
        """What the version that is corrected promises under a heading."""
        rows = self.row.parts if self.row else []
        return [promise for part in rows if part.part.heading == key for promise in part.promises]

    def _bound(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def sections(self) -> list[Section]:
        """The headings with their fields, in their order."""
        return [self._section(heading) for heading in self.headings]

    def _section(self, heading: Term) -> Section:
        key = heading.key
        of = self._bound(f"of_{key}")
        return Section(
            key=key,
            heading=heading.label(),
            hint=in_language(heading.attributes.get("hint")),
            text=self._bound(f"text_{key}"),
            tapped=self._bound(f"seen_{key}"),
            of=of,
            tags=self._tags(of) if of else [],
            whose=self._bound(f"whose_{key}"),
            goals=self._bound(f"goals_{key}"),
            promises=self.promises[key].rows() if key in self.promises else [],
            is_voice=heading.attributes.get("kind") == HeadingKind.OWN_WORDS,
        )

    def _tags(self, bound: BoundField) -> list[Tag]:
        chosen = {str(value) for value in bound.value() or ()}
        return [
            Tag(f"{bound.auto_id}_{place}", pk, each.about, each.icon, pk in chosen)
            for place, (pk, each) in enumerate(self.people.items())
        ]

    def clean(self) -> dict[str, Any]:
        """Something is written, and it is clear of whom what was tapped tells, and whose the words are."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for heading in self.headings:
            key = heading.key
            if given.get(f"seen_{key}") and f"of_{key}" in self.fields and not given.get(f"of_{key}"):
                self.add_error(f"of_{key}", _("Choose of whom, so that it goes to the right file."))
            if given.get(f"text_{key}") and f"whose_{key}" in self.fields and not given.get(f"whose_{key}"):
                self.add_error(f"whose_{key}", _("Choose whose words these are."))
        for promises in self.promises.values():
            promises.check(given, self._day_of(given))
        if given.get("disagreement") and self.has_choice and not given.get("disagrees"):
            self.add_error("disagrees", _("Choose who disagrees."))
        if not self.errors and not self._says_something():
            first = f"text_{self.headings[0].key}" if self.headings else ""
            self.add_error(first if first in self.fields else None, _("Nothing is written yet."))
        return given

    def _day_of(self, given: dict[str, Any]) -> date | None:
        """The day of the note, if it can be told."""
        contact = self.fixed or self.recorded.get(given.get("about", ""))
        return contact.happened_on if contact else given.get("happened_on")

    def _says_something(self) -> bool:
        said = ("text_", "seen_", "goals_", "promise_")
        names = [name for name in self.fields if name.startswith(said) or name == "disagreement"]
        names = [name for name in names if not name.startswith("promise_by_")]
        return any(self.cleaned_data.get(name) for name in names)

    def written(self) -> Written:
        """What is written, of a valid form."""
        return Written(
            happened_on=self.day(),
            parts=[*map(self._part, self.headings), self._disagreement()],
            about=self.meeting(),
            starts_at=self.cleaned_data["starts_at"],
            together=self.cleaned_data["together"],
            read_together=self.cleaned_data["read_together"],
        )

    def _part(self, heading: Term) -> PartIn:
        given, key = self.cleaned_data, heading.key
        text, tapped = given.get(f"text_{key}", ""), tuple(given.get(f"seen_{key}", ()))
        if heading.attributes.get("kind") == HeadingKind.OWN_WORDS:
            whose = self._one(given.get(f"whose_{key}"))
            kind = PartKind.OWN_WORDS if whose else PartKind.TEXT
            return PartIn(heading=key, text=text, kind=kind, whose=whose)
        tells_of = self._members(given.get(f"of_{key}", ())) or self._all_seen()
        promises = self.promises[key].given() if key in self.promises else ()
        return PartIn(
            heading=key,
            text=text,
            kind=PartKind.AGREED if promises else PartKind.TEXT,
            observations=tapped,
            tells_of=tells_of,
            goals=tuple(self.goals[pk] for pk in given.get(f"goals_{key}", ())),
            promises=promises,
        )

    def _disagreement(self) -> PartIn:
        return PartIn(
            text=self.cleaned_data["disagreement"],
            kind=PartKind.DISAGREEMENT,
            whose=self._one(self.cleaned_data.get("disagrees")),
        )

    def _one(self, chosen: str | None) -> EpisodeMember | None:
        """Who was chosen, or the only one there is."""
        only = next(iter(self.people), None) if not self.has_choice else None
        found = self._members([chosen or only] if chosen or only else [])  # type: ignore[list-item]
        return found[0] if found else None

    def _all_seen(self) -> tuple[EpisodeMember, ...]:
        if self.sees_everybody:
            return ()
        day = self.day()
        return tuple(each.on(day) for each in self.people.values() if each.is_along(day))


class TakeOutForm(forms.Form):
    """Why a note is taken out."""

    because = Words(
        label=gettext_lazy("Why it is taken out"),
        help_text=gettext_lazy("It stays here, shown as taken out. Do not write what it said."),
        max_length=REASON_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ServiceTaskForm(forms.Form):
    """For which service task the family is served."""

    service_task = ChipField(label=gettext_lazy("Service task"), required=False)

    def __init__(self, *args: Any, tasks: Iterable[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_task"].choices = [*labelled(tasks), ("", _("Not known yet"))]  # type: ignore[attr-defined]
