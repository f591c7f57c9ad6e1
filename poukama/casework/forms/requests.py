"""What is asked of a request: the least on the phone, the rest later and once; and what is decided."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import RequestState, Risk, SafePlace, Urgency
from poukama.casework.forms.opening import OpenForm
from poukama.casework.forms.words import choices_of
from poukama.casework.models import Request
from poukama.casework.models.requests import DO_NOW_LENGTH, NEED_LENGTH, REACH_LENGTH, STEP_LENGTH
from poukama.casework.queries import reasons_for
from poukama.casework.queries.requests import rest_version
from poukama.casework.services.deciding import Why
from poukama.casework.services.requests import MOST, Rest, Told
from poukama.clients.choices import Channel
from poukama.clients.forms.words import Words
from poukama.organisation.choices import TermList
from poukama.organisation.models import Partner, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, CountField, DayField
from poukama.toolkit.versions import VersionedForm

NOT_BY_ANY = "none"
"""They must not be contacted: they come back to us."""
YES, NO = "yes", "no"


def line(label: Any, most: int, help_text: Any = "", *, required: bool = False) -> Words:
    """One line in a worker's own words, which no browser remembers."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return Words(label=label, help_text=help_text, max_length=most, required=required, widget=widget)


def lines(label: Any, most: int, help_text: Any = "", *, required: bool = False, rows: int = 3) -> Words:
    """A few lines in a worker's own words, which no browser remembers."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return Words(label=label, help_text=help_text, max_length=most, required=required, widget=widget)


class PartnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """One of those with whom we work, or nobody said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Partner.objects.order_by("name", "pk"), required=False, empty_label="–", **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        """The name in the language of the screen."""
        name: str = obj.label()
        return name


SAFE_PLACES = [
    (SafePlace.YES.value, _("It is safe")),
    (SafePlace.NO.value, _("It is not safe")),
    (SafePlace.NOT_KNOWN.value, SafePlace.NOT_KNOWN.label),
]
"""The answers in words that say enough when they are read back alone."""


class RequestForm(forms.Form):
    """What is asked on the phone in a minute and a half, safety first. Nobody is asked who they are."""

    risk = ChipField(label=_("Is there danger?"), choices=Risk.choices)
    place = ChipField(label=_("Are they safe where they are now?"), choices=SAFE_PLACES)
    do_now = line(
        _("What is done now"),
        DO_NOW_LENGTH,
        _("By them or by you, for example: calls 112, comes in a taxi, we call back at nine."),
    )
    channel = ChipField(
        label=_("How may they be reached safely?"),
        choices=[*Channel.choices, (NOT_BY_ANY, _("Must not be contacted"))],
    )
    reach = line(_("Number or address"), REACH_LENGTH)
    need = ChipField(label=_("What do they need?"))
    adults = CountField(label=_("Adults"), required=False, at_most=MOST)
    children = CountField(label=_("Children"), required=False, at_most=MOST)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"data-undrafted": ""}))

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid4()}
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["need"]).choices = choices_of(TermList.NEED, work_form)

    def clean(self) -> dict[str, Any]:
        """A way of reaching them has a number or an address, and somebody asks."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        channel, reach = given.get("channel"), given.get("reach", "")
        if channel and channel != NOT_BY_ANY and not reach and "reach" not in self.errors:
            self.add_error(
                "reach", _("Write the number or the address, or choose that they must not be contacted.")
            )
        if channel == NOT_BY_ANY and reach:
            self.add_error("channel", _("There is a number or an address. Choose how it may be used."))
        refuse_nobody(self, given)
        return given

    def told(self) -> Told:
        """What was told, of a valid form."""
        given = self.cleaned_data
        is_reached = given["channel"] != NOT_BY_ANY
        return Told(
            risk=Risk(given["risk"]),
            place=SafePlace(given["place"]),
            need=given["need"],
            do_now=given["do_now"],
            channel=given["channel"] if is_reached else "",
            reach=given["reach"],
            adults=given["adults"],
            children=given["children"],
        )


def refuse_nobody(form: forms.Form, given: dict[str, Any]) -> None:
    """Say at the field that somebody must ask."""
    if given.get("adults") == 0 and given.get("children") == 0:
        form.add_error("adults", _("Somebody asks: count at least one, or leave both empty."))


class RestForm(VersionedForm):
    """What was not asked at once. What is known already stands there."""

    source = ChipField(label=_("By what way do they come?"), required=False)
    partner = PartnerField(label=_("Through whom"))
    need_words = lines(
        _("What they hope for"), NEED_LENGTH, _("One sentence, in their own words and without names."), rows=2
    )
    hours = line(_("When they can be reached"), REACH_LENGTH, _("For example: on weekdays before two."))
    is_expecting = ChipField(
        label=_("Is a child expected?"), choices=[(YES, _("Yes")), (NO, _("No"))], required=False
    )
    adults = CountField(label=_("Adults"), required=False, at_most=MOST)
    children = CountField(label=_("Children"), required=False, at_most=MOST)

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        kwargs["initial"] = rest_as_typed(asked) | {"version": rest_version(asked)}
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["source"]).choices = choices_of(TermList.REFERRAL_SOURCE, asked.work_form)

    def clean(self) -> dict[str, Any]:
        """Somebody asks."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_nobody(self, given)
        return given

    def rest(self) -> Rest:
        """What was said, of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        expecting = {YES: True, NO: False}.get(given["is_expecting"])
        return Rest(**(given | {"is_expecting": expecting}))


def rest_as_typed(asked: Request) -> dict[str, Any]:
    """What is known of the rest already, as its form has it."""
    return {
        "source": asked.source,
        "partner": asked.partner,
        "need_words": asked.need_words or "",
        "hours": asked.hours or "",
        "is_expecting": {True: YES, False: NO, None: ""}[asked.is_expecting],
        "adults": asked.adults,
        "children": asked.children,
    }


class DecideForm(forms.Form):
    """Why, in a word of the list and perhaps one's own; on which day; and where they were directed."""

    reason = ChipField(label=_("Why"))
    to = forms.ChoiceField(label=_("Where to"), required=False)
    words = lines(_("In your own words"), STEP_LENGTH, _("Without names."), rows=2)
    decided_on = DayField(label=_("Decided on"), may_be_ahead=False)

    def __init__(
        self,
        *args: Any,
        asked: Request,
        state: RequestState,
        work_forms: Sequence[WorkForm] = (),
        partners: Sequence[Partner] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"decided_on": clock.today()}
        super().__init__(*args, **kwargs)
        reasons = reasons_for(state.value, asked.work_form)
        cast(ChipField, self.fields["reason"]).choices = reasons
        self.came_on = asked.came_on
        self._places: dict[str, WorkForm | Partner] = {f"w{each.pk}": each for each in work_forms}
        self._places |= {f"p{each.pk}": each for each in partners}
        if state != RequestState.ELSEWHERE:
            del self.fields["to"]
            return
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", "–"), *_grouped(work_forms, partners)]

    def clean(self) -> dict[str, Any]:
        """Directed somewhere, on a day after they asked."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "to" in self.fields and not given.get("to") and not given.get("words") and not self.errors:
            self.add_error("to", _("Say where to: choose it here, or write it below."))
        if given.get("decided_on") and given["decided_on"] < self.came_on:
            self.add_error("decided_on", _("They asked for help later than that."))
        return given

    def why(self) -> Why:
        """Why, of a valid form."""
        given = self.cleaned_data
        place = self._places.get(given.get("to") or "")
        return Why(
            reason=given["reason"],
            words=given["words"],
            to_partner=place if isinstance(place, Partner) else None,
            to_work_form=place if isinstance(place, WorkForm) else None,
        )


def _grouped(
    work_forms: Iterable[WorkForm], partners: Iterable[Partner]
) -> list[tuple[Any, list[tuple[str, str]]]]:
    groups = [
        (_("Our own work forms"), [(f"w{each.pk}", each.label()) for each in work_forms]),
        (_("Partners"), [(f"p{each.pk}", each.label()) for each in partners]),
    ]
    return [group for group in groups if group[1]]


class AcceptForm(OpenForm):
    """Who arrives, as when an episode is opened; why it is accepted; and how they may be reached, asked no second time."""

    reason = ChipField(label=_("Why it is accepted"))
    words = line(_("In your own words"), STEP_LENGTH, _("Without names."))
    is_reach_confirmed = forms.BooleanField(
        label=_("It was gone through with them: they may be reached as they said"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-says": ""}),
    )

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        reasons = reasons_for(RequestState.ACCEPTED.value, asked.work_form)
        kwargs["initial"] = kwargs.get("initial", {}) | {"reason": reasons[0][0] if reasons else ""}
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["reason"]).choices = reasons
        if not asked.channel:
            del self.fields["is_reach_confirmed"]

    def why(self) -> Why:
        """Why, of a valid form."""
        return Why(reason=self.cleaned_data["reason"], words=self.cleaned_data["words"])


class CheckForm(forms.Form):
    """How it is with those who wait."""

    risk = ChipField(label=_("Is there danger?"), choices=Risk.choices)
    place = ChipField(label=_("Are they safe where they are now?"), choices=SAFE_PLACES)
    words = line(_("In your own words"), STEP_LENGTH, _("Without names."))

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        kwargs["initial"] = {"risk": asked.risk, "place": asked.place}
        super().__init__(*args, **kwargs)


class MoveForm(forms.Form):
    """How urgent it is, and why that is said by hand."""

    urgency = ChipField(label=_("How urgent it is"), choices=Urgency.choices)
    words = line(
        _("Why"), STEP_LENGTH, _("Nobody passes anybody without a reason. Without names."), required=True
    )

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        kwargs["initial"] = {"urgency": asked.urgency}
        super().__init__(*args, **kwargs)


class ArrivalForm(forms.Form):
    """By what way they came, and who pays."""

    source = ChipField(label=_("By what way they came"), required=False)
    source_partner = PartnerField(label=_("Through whom"))
    payer = ChipField(label=_("Who pays"), required=False)
    payer_partner = PartnerField(label=_("Which one"))

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, which in (("source", TermList.REFERRAL_SOURCE), ("payer", TermList.FUNDER)):
            cast(ChipField, self.fields[name]).choices = choices_of(which, work_form)
