"""What is asked of a consent, of something that was told, and of the ground on which somebody is made known elsewhere."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.clients.choices import HowGiven, Purpose
from poukama.clients.models import WHAT_LENGTH, Consent, KnownIn
from poukama.clients.queries import receivers_for, sentence
from poukama.clients.receivers import Receiver, receiver_of
from poukama.clients.services.consent import Said
from poukama.clients.services.disclosing import BY_CONSENT, NoConsent, Why
from poukama.organisation.choices import TermList
from poukama.organisation.models import Partner, WorkForm
from poukama.organisation.queries import terms
from poukama.toolkit import clock, formatting
from poukama.toolkit.fields import ChipField, ChipsField, DayField
from poukama.toolkit.words import Words

USUAL_CONSENT = timedelta(days=90)


def _words(label: Any, help_text: Any = "", *, required: bool = True) -> Words:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return Words(label=label, help_text=help_text, max_length=WHAT_LENGTH, required=required, widget=widget)


class ToSomebodyForm(forms.Form):
    """To whom: one of those we work with, or somebody in words."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"), required=False)
    to_words = _words(
        gettext_lazy("Or somebody else"),
        gettext_lazy("An office or a role, for example: the maternity clinic of the town."),
        required=False,
    )

    def __init__(self, *args: Any, known: KnownIn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        work_forms, partners = receivers_for(known.work_form)
        self._receivers: dict[str, WorkForm | Partner] = {f"w{each.pk}": each for each in work_forms}
        self._receivers |= {f"p{each.pk}": each for each in partners}
        names = [(key, each.label()) for key, each in self._receivers.items()]
        groups = [
            (_("Our own work forms"), names[: len(work_forms)]),
            (_("Partners"), names[len(work_forms) :]),
        ]
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            ("", "–"),
            *(each for each in groups if each[1]),
        ]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two ways of saying to whom."""
        data = super().clean() or {}
        chosen, typed = data.get("to", ""), data.get("to_words", "").strip()
        if chosen and typed:
            self.add_error("to_words", _("Choose somebody above or write here, not both."))
        elif not chosen and not typed and not {"to", "to_words"} & set(self.errors):
            self.add_error("to", _("Say to whom."))
        return data

    def receiver(self) -> Receiver:
        """To whom, as far as it has been said."""
        data = self.so_far()
        chosen = self._receivers.get(data.get("to") or "")
        if isinstance(chosen, WorkForm):
            return Receiver(work_form=chosen)
        return Receiver(partner=chosen, words="" if chosen else data.get("to_words") or "")

    def so_far(self) -> dict[str, Any]:
        """What has been written well so far; before anything was sent, what is offered."""
        if self.is_bound:
            return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}


class ConsentForm(ToSomebodyForm):
    """A consent, in the order of its sentence."""

    of = ChipsField(label=gettext_lazy("Of whom may be told"))
    given_by = ChipField(
        label=gettext_lazy("Who gives the consent"),
        help_text=gettext_lazy(
            "For a child the guardian. A child who understands what it is about gives it too; 13 years is the usual age."
        ),
    )
    what = _words(
        gettext_lazy("What may be told"),
        gettext_lazy("Go on with the sentence, for example: on which days you come here."),
    )
    expires_on = DayField(
        label=gettext_lazy("Until"), may_be_ahead=True, help_text=gettext_lazy("A year at most.")
    )
    purpose = ChipField(label=gettext_lazy("What for"), choices=Purpose.choices)
    purpose_words = _words(
        gettext_lazy("What for, in your own words"),
        gettext_lazy("Go on with the sentence: so that …"),
        required=False,
    )
    how = ChipField(
        label=gettext_lazy("How it is given"), choices=HowGiven.choices, initial=HowGiven.IN_PERSON
    )
    given_on = DayField(label=gettext_lazy("Given on"), may_be_ahead=False)

    def __init__(
        self,
        *args: Any,
        known: KnownIn,
        people: Sequence[KnownIn],
        renews: Consent | None = None,
        **kwargs: Any,
    ) -> None:
        self._people = {str(each.pk): each for each in people}
        kwargs["initial"] = {
            "of": [str(known.pk)],
            "given_by": str(known.pk) if len(people) == 1 else None,
            "given_on": clock.today(),
            "expires_on": clock.today() + USUAL_CONSENT,
        }
        if renews is not None:
            kwargs["initial"] |= _as_typed(renews)
        super().__init__(*args, known=known, **kwargs)
        names = [(key, str(each.client)) for key, each in self._people.items()]
        for name in ("of", "given_by"):
            cast(forms.ChoiceField, self.fields[name]).choices = names
        if renews is not None or len(people) == 1:
            self.fields["of"].widget = forms.MultipleHiddenInput()
            cast(forms.ChoiceField, self.fields["of"]).choices = [(str(known.pk), str(known.client))]
        self.order_fields(["of", "given_by", "to", "to_words", "what", "expires_on", "purpose"])

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        data = super().clean()
        if data.get("purpose") == Purpose.OTHER and not data.get("purpose_words", "").strip():
            self.add_error("purpose_words", _("Write what it is for."))
        return data

    def people(self) -> list[KnownIn]:
        """Of whom it is."""
        return [self._people[key] for key in self.cleaned_data["of"]]

    def giver(self) -> KnownIn:
        """Who says so."""
        return self._people[self.cleaned_data["given_by"]]

    def said(self) -> Said:
        """What was said, as the service takes it."""
        data = self.cleaned_data
        return Said(
            to=self.receiver(),
            what=data["what"],
            purpose=Purpose(data["purpose"]),
            purpose_words=data["purpose_words"],
            how=HowGiven(data["how"]),
            given_on=data["given_on"],
            expires_on=data["expires_on"],
        )

    def sentence(self) -> str:
        """What it says so far, with dots for what is still missing."""
        data = self.so_far()
        return sentence(
            to=str(self.receiver()),
            what=data.get("what") or "",
            purpose=data.get("purpose") or "",
            purpose_words=data.get("purpose_words") or "",
            until=data.get("expires_on"),
        )


def _as_typed(consent: Consent) -> dict[str, Any]:
    """A consent that is renewed, as it was written; its last day is asked anew."""
    to = receiver_of(consent)
    chosen = f"w{to.work_form.pk}" if to.work_form else f"p{to.partner.pk}" if to.partner else ""
    return {
        "given_by": str(consent.given_by_id),
        "to": chosen,
        "to_words": to.words,
        "what": consent.what,
        "purpose": consent.purpose,
        "purpose_words": consent.purpose_words,
        "how": None,
    }


class GroundField(ChipField):
    """On which ground something is told: a consent, or one of the laws that the work form knows."""

    def __init__(self, *, work_form: WorkForm, **kwargs: Any) -> None:
        laws = [(term.key, term.label()) for term in terms(TermList.DISCLOSURE_GROUND, work_form)]
        super().__init__(choices=[(BY_CONSENT, _("Their consent")), *laws], **kwargs)


class DisclosureForm(ToSomebodyForm):
    """What was told, to whom, when, and on which ground."""

    what = _words(gettext_lazy("What was told"), gettext_lazy("Only what was needed, in a few words."))
    told_on = DayField(label=gettext_lazy("On which day"), may_be_ahead=False)

    def __init__(self, *args: Any, known: KnownIn, **kwargs: Any) -> None:
        kwargs["initial"] = {"told_on": clock.today()}
        super().__init__(*args, known=known, **kwargs)
        self.fields["basis"] = GroundField(
            work_form=known.work_form,
            label=_("On which ground"),
            help_text=_("A consent is checked: it must hold on the day, and be for this receiver."),
        )


def said_why(refused: NoConsent) -> str:
    """Why no consent allows it, for the field that asked for the ground."""
    said = {
        Why.NONE: _("%(of)s: no consent for telling this to %(to)s. Ask for one, or choose a law."),
        Why.WITHDRAWN: _("%(of)s: the consent was withdrawn on %(day)s. Nothing is told by it any more."),
        Why.ENDED: _("%(of)s: the consent ended on %(day)s. It can be renewed together with them."),
        Why.LATER: _("%(of)s: the consent was given later, on %(day)s."),
        Why.BROKEN: _("%(of)s: a consent cannot be opened. Tell whoever looks after the system."),
    }[refused.why]
    day = formatting.day(refused.day) if refused.day else ""
    return said % {"of": refused.of, "to": refused.to, "day": day}
