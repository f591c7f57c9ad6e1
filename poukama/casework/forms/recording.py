from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.forms.receipts import ReceiptWordsField
from poukama.casework.forms.words import choices_of, labelled
from poukama.casework.models import Episode, EpisodeMember
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, User, WorkForm
from poukama.toolkit import formatting
from poukama.toolkit.facts import Text
from poukama.toolkit.fields import ChipField, ChipsField, CountField, DayField

MINUTES = (
    ("10", _("under 15 min")),
    ("30", _("½ h")),
    ("60", _("1 h")),
    ("90", _("1½ h")),
    ("120", _("2 h")),
    ("180", _("3 h")),
)


def names_of(episodes: Sequence[Episode]) -> list[tuple[str, str]]:
    """Episodes as choices; where two have the same code, with their work form."""
    codes = [episode.code for episode in episodes]
    return [
        (
            str(episode.pk),
            episode.code
            if codes.count(episode.code) == 1
            else f"{episode.code}, {episode.work_form.label()}",
        )
        for episode in episodes
    ]


def _with(minutes: int | None) -> list[tuple[str, Text]]:
    """The durations to choose from; with one that was agreed, if it is another."""
    known: dict[str, Text] = dict(MINUTES)
    if minutes is not None:
        known.setdefault(str(minutes), formatting.minutes(minutes))
    return sorted(known.items(), key=lambda each: int(each[0]))


class ContactForm(forms.Form):
    """Whom, what, how long; on its own page also the day and who was there."""

    episode = ChipField(label=_("Whom"), error_messages={"required": _("Choose whom you met.")})
    kind = ChipField(label=_("What"), error_messages={"required": _("Choose what it was.")})
    minutes = ChipField(label=_("Duration"), choices=MINUTES, required=False)
    present = ChipsField(label=_("Who was there"), required=False)
    workers = ChipsField(label=_("Who met them"), required=False)
    happened_on = DayField(label=_("Day"), may_be_ahead=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"data-undrafted": ""}))

    def __init__(
        self,
        *args: Any,
        episodes: Sequence[Episode],
        kinds: Iterable[Term],
        members: Sequence[tuple[EpisodeMember, str]] = (),
        people: Sequence[User] = (),
        has_day: bool = False,
        is_one: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"token": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["episode"].choices = names_of(episodes)  # type: ignore[attr-defined]
        self.fields["kind"].choices = labelled(kinds)  # type: ignore[attr-defined]
        self.members = {str(member.pk): member for member, _role in members}
        self.fields["present"].choices = [(str(member.pk), label) for member, label in members]  # type: ignore[attr-defined]
        self.people = {str(user.pk): user for user in people}
        self.fields["workers"].choices = [(key, user.name) for key, user in self.people.items()]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = _with(self.initial.get("minutes"))  # type: ignore[attr-defined]
        if not members:
            del self.fields["present"]
        if len(people) < 2:  # noqa: PLR2004  # a pair needs two
            del self.fields["workers"]
        if not has_day:
            del self.fields["happened_on"]
        if is_one:
            del self.fields["episode"]

    def who_was_there(self) -> list[EpisodeMember]:
        """Who was there, of a valid form."""
        return [self.members[pk] for pk in self.cleaned_data.get("present", [])]

    def who_met(self) -> list[User]:
        """Who met them, of a valid form; nobody chosen is whoever records."""
        return [self.people[key] for key in self.cleaned_data.get("workers", [])]

    def how_long(self) -> int | None:
        """How long it took, of a valid form."""
        chosen = self.cleaned_data["minutes"]
        return int(chosen) if chosen else None


class ConsultationForm(forms.Form):
    """How many were advised, on what."""

    work_form = ChipField(label=_("Work form"))
    people = CountField(label=_("How many people"), required=False, at_most=1000)
    families = CountField(label=_("Families"), required=False, at_most=1000)
    professionals = CountField(label=_("Professionals"), required=False, at_most=1000)
    themes = ChipsField(label=_("Themes"), required=False)
    happened_on = DayField(label=_("Day"), may_be_ahead=False)
    gives_receipt = forms.BooleanField(
        label=_("Give them a receipt code"),
        help_text=_(
            "Three words that only they have. With them they can link this contact to themself later."
        ),
        required=False,
    )
    words = ReceiptWordsField(
        label=_("Or they have one: the three words"),
        help_text=_("The contact joins their earlier ones. You do not see those."),
        required=False,
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, work_forms: Sequence[WorkForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work_forms = {work_form.key: work_form for work_form in work_forms}
        self.fields["work_form"].choices = [(form.key, form.label()) for form in work_forms]  # type: ignore[attr-defined]
        only = work_forms[0] if len(work_forms) == 1 else None
        self.fields["work_form"].initial = only.key if only else None
        self.fields["themes"].choices = choices_of(TermList.THEME, *work_forms)  # type: ignore[attr-defined]
        if not self.fields["themes"].choices:  # type: ignore[attr-defined]
            del self.fields["themes"]

    def clean(self) -> dict[str, Any]:
        """Somebody was advised."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(given.get(name) for name in ("people", "families", "professionals")):
            self.add_error("people", _("Count at least one person, family or professional."))
        if given.get("gives_receipt") and given.get("words"):
            self.add_error("words", _("Either a new code or the one that they have, not both."))
        return given

    @property
    def is_about_a_receipt(self) -> bool:
        """Whether something of a receipt code was filled in, or is wrong: then it stays open."""
        return bool(self["gives_receipt"].data or self["words"].data)

    def chosen_work_form(self) -> WorkForm:
        """The work form of a valid form."""
        return self.work_forms[self.cleaned_data["work_form"]]
