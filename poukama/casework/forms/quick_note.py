"""A contact with a few words of it, at once: one heading and one text."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import HeadingKind
from poukama.casework.forms.long_words import LongWords
from poukama.casework.forms.recording import ContactForm
from poukama.casework.forms.words import labelled
from poukama.casework.models import NOTE_LENGTH
from poukama.casework.queries import Called
from poukama.casework.services import Meeting, PartIn, Written
from poukama.organisation.models import Term
from poukama.toolkit.fields import ChipField, ChipsField


class ContactWithTextForm(ContactForm):
    """A contact of one episode, and if something is typed, a note of it."""

    heading = ChipField(label=_("Heading"), required=False)
    text = LongWords(most=NOTE_LENGTH, label=_("Text"), required=False)
    tells_of = ChipsField(label=_("Tells"), required=False)

    def __init__(
        self,
        *args: Any,
        along: Sequence[Called],
        headings: Iterable[Term],
        sees_everybody: bool = True,
        **kwargs: Any,
    ) -> None:
        members = [(each.member, each.label) for each in along]
        super().__init__(*args, episodes=[], members=members, has_day=True, is_one=True, **kwargs)
        self.along = {str(each.member.pk): each for each in along}
        self.sees_everybody = sees_everybody
        own = [term for term in headings if term.attributes.get("kind") != HeadingKind.OWN_WORDS]
        self.fields["heading"].choices = labelled(own)  # type: ignore[attr-defined]
        self.fields["heading"].initial = own[0].key if own else None
        self.fields["tells_of"].choices = [(pk, each.about) for pk, each in self.along.items()]  # type: ignore[attr-defined]
        if len(self.along) < 2:
            del self.fields["tells_of"]
        if not own:
            del self.fields["heading"], self.fields["text"]

    @property
    def has_text(self) -> bool:
        """Whether something was typed, or is wrong with it: then it stays open."""
        return "text" in self.fields and bool(self["text"].value() or self["text"].errors)

    def written(self) -> Written | None:
        """The note, of a valid form; None when nothing was typed."""
        given = self.cleaned_data
        if not given.get("text"):
            return None
        day = given["happened_on"]
        tells_of = [self.along[pk] for pk in given.get("tells_of", ())]
        if not tells_of and not self.sees_everybody:
            tells_of = [each for each in self.along.values() if each.is_along(day)]
        part = PartIn(
            heading=given["heading"] or str(self.fields["heading"].initial),
            text=given["text"],
            tells_of=tuple(each.on(day) for each in tells_of),
        )
        meeting = Meeting(given["kind"], self.how_long(), tuple(self.who_was_there()), tuple(self.who_met()))
        return Written(happened_on=day, parts=[part], about=meeting)
