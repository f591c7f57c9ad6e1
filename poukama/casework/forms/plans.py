"""What is asked of a family's plan: a section in three voices, a disagreement, a version, who accepts it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import OF_PLANS, Voice
from poukama.casework.forms.goals import FAMILY, Names, voices
from poukama.casework.forms.long_words import LongWords
from poukama.casework.models import PlanParagraph
from poukama.casework.models.plans import PARAGRAPH_LENGTH, PRESENT_LENGTH
from poukama.clients.forms.words import Words
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, ChipsField, DayField

USUAL_BETWEEN = timedelta(days=91)
"""When a plan is looked at again, unless something else is agreed."""
_ASKS = {
    Voice.FAMILY: _("In the family's words"),
    Voice.WORKER: _("In the worker's words"),
    Voice.REFERRER: _("In the referrer's words"),
}


class SectionForm(forms.Form):
    """What each voice says in a section, and which paragraph each had before them when they began to write."""

    def __init__(self, *args: Any, standing: Mapping[Voice, PlanParagraph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for voice in OF_PLANS:
            before = standing.get(voice)
            self.fields[voice.value] = LongWords(
                most=PARAGRAPH_LENGTH,
                rows=5,
                label=_ASKS[voice],
                required=False,
                initial=before.text if before else "",
            )
            self.fields[f"seen_{voice.value}"] = forms.UUIDField(
                widget=forms.HiddenInput, required=False, initial=before.pk if before else None
            )

    def texts(self) -> dict[Voice, tuple[str, UUID | None]]:
        """For each voice the text and the paragraph that was seen."""
        return {
            voice: (self.cleaned_data[voice.value], self.cleaned_data[f"seen_{voice.value}"])
            for voice in OF_PLANS
        }


class DisagreeForm(forms.Form):
    """In what a voice disagrees, when one does. Written beside what all say, and saved with it."""

    prefix = "disagree"
    voice = ChipField(label=_("Who disagrees"), choices=voices(*OF_PLANS), required=False)
    text = LongWords(
        most=PARAGRAPH_LENGTH, label=_("In what"), required=False, help_text=_("It stays as it is written.")
    )

    def clean(self) -> dict[str, Any]:
        """Words are somebody's; somebody pressed without words says nothing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("text") and not given.get("voice") and "voice" not in self.errors:
            self.add_error("voice", _("Choose one."))
        return given

    def said(self) -> tuple[Voice, str] | None:
        """Who and what, of a valid form; None when nobody disagrees."""
        given = self.cleaned_data
        return (Voice(given["voice"]), given["text"]) if given["text"] else None


class PublishForm(forms.Form):
    """When a version was read, with whom, and when it is looked at next."""

    published_on = DayField(label=_("Day of the version"), may_be_ahead=False)
    read_together = forms.BooleanField(label=_("It was read together"), required=False)
    with_referrer = forms.BooleanField(label=_("It was gone through with the referrer"), required=False)
    present = ChipsField(label=_("Who of them was present"), required=False)
    others_present = Words(
        label=_("Who else was present"),
        max_length=PRESENT_LENGTH,
        required=False,
        help_text=_("By their task, without names: the social worker, the nurse of the clinic."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    next_review_on = DayField(label=_("Looked at next"))

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ChipsField, self.fields["present"]).choices = [(str(pk), name) for pk, name in names.items()]
        self.initial.setdefault("published_on", clock.today())
        self.initial.setdefault("next_review_on", clock.today() + USUAL_BETWEEN)

    def present_members(self) -> list[int]:
        """The keys of those who were present."""
        return [int(key) for key in self.cleaned_data["present"]]


class ApproveForm(forms.Form):
    """Who accepts a version, and when."""

    who = ChipField(label=_("Who accepts it"))
    approved_on = DayField(label=_("On which day"), may_be_ahead=False)

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["who"]).choices = [
            (FAMILY, _("The whole family")),
            *((str(pk), name) for pk, name in names.items()),
            (Voice.WORKER.value, Voice.WORKER.label),
            (Voice.REFERRER.value, Voice.REFERRER.label),
        ]
        self.initial.setdefault("approved_on", clock.today())

    def voice_and_member(self) -> tuple[Voice, int | None]:
        """Which voice, and which of the family."""
        who = self.cleaned_data["who"]
        if who in (Voice.FAMILY, Voice.WORKER, Voice.REFERRER):
            return Voice(who), None
        return Voice.FAMILY, int(who)
