"""What is asked of where somebody is found, and of the orders that protect them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.clients.choices import OrderKind
from poukama.clients.code_names import MAX_LENGTH
from poukama.clients.models import (
    ACTION_LENGTH,
    ADDRESS_LENGTH,
    AGAINST_LENGTH,
    PLACE_LENGTH,
    Client,
    KnownIn,
    Whereabouts,
)
from poukama.clients.queries import known_called
from poukama.clients.services.whereabouts import Places
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.fields import BEGAN_WITHIN, ChipField, ChipsField, DayField
from poukama.toolkit.words import Words


def _words(label: Any, help_text: Any = "", most: int = PLACE_LENGTH) -> Words:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return Words(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


def _lines(label: Any, **kwargs: Any) -> Words:
    widget = forms.Textarea(attrs={"rows": 3})
    return Words(label=label, max_length=ACTION_LENGTH, widget=widget, **kwargs)


class WhereaboutsForm(forms.Form):
    """Where somebody is found: what is not known stays empty."""

    municipality = _words(_("Municipality"))
    home = _words(_("Home address"), most=ADDRESS_LENGTH)
    school = _words(_("School"))
    daycare = _words(_("Daycare"))
    workplace = _words(_("Workplace"))
    starts_on = DayField(label=_("Since"), required=False, years_back=BEGAN_WITHIN)
    ends_on = DayField(
        label=_("Until"), required=False, help_text=_("Leave it empty if it is not known when they move.")
    )
    former = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """What was known: what somebody else has written meanwhile is not undone unseen."""

    def __init__(self, *args: Any, now: Whereabouts | None = None, **kwargs: Any) -> None:
        if now is not None:
            kwargs["initial"] = {name: getattr(now, name) for name in (*_PLACES, "starts_on", "ends_on")}
            kwargs["initial"]["former"] = now.pk
        super().__init__(*args, **kwargs)

    def places(self) -> Places:
        """Where, as the service takes it."""
        return cast(Places, {name: self.cleaned_data[name] for name in _PLACES})


_PLACES = ("municipality", "home", "school", "daycare", "workplace")


class OrderForm(forms.Form):
    """Whom an order protects, of what kind it is, until when, and who may open where they are."""

    about = ChipField(label=_("Whom it protects"))
    kind = ChipField(label=_("What it is"), choices=OrderKind.choices)
    starts_on = DayField(label=_("In force from"), may_be_ahead=False)
    ends_on = DayField(
        label=_("In force until"),
        help_text=_(
            "As the decision says. A non-disclosure order lasts five years at most, a renewed one two."
        ),
    )
    against = _words(
        _("Whom it keeps away"), _("Only of a restraining order: who, and how to know them."), AGAINST_LENGTH
    )
    kept_away = forms.CharField(
        label=_("Their code name, if they come to us too"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A wall between the two is then proposed to the gatekeeper."),
    )
    action = _lines(
        _("What else to do"),
        required=False,
        help_text=_("The page says what everybody does. Write no places."),
    )
    readers = ChipsField(
        label=_("Who may open where they are, beside you"),
        required=False,
        help_text=_("Nobody else is told, the lead neither. Choose those who cannot work without knowing."),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        known: Sequence[KnownIn],
        people: Sequence[User],
        chosen: Sequence[User] = (),
        **kwargs: Any,
    ) -> None:
        self._actor = actor
        self._known = {str(each.pk): each for each in known}
        self._people = {str(user.pk): user for user in people}
        kwargs["initial"] = {
            "starts_on": clock.today(),
            "readers": [str(user.pk) for user in chosen],
        }
        super().__init__(*args, **kwargs)
        about, readers = (cast(ChipField, self.fields[name]) for name in ("about", "readers"))
        about.choices = [(key, str(each.client)) for key, each in self._known.items()]
        readers.choices = [(key, user.name) for key, user in self._people.items()]
        if not people:
            del self.fields["readers"]

    def clean(self) -> dict[str, Any]:
        """Whom it keeps away, when they are known to the actor there; None when nobody was named."""
        data = super().clean() or {}
        typed, about = data.get("kept_away"), self._known.get(data.get("about", ""))
        data["kept_away"] = known_called(self._actor, about, typed) if typed and about else None
        if typed and about and data["kept_away"] is None:
            self.add_error("kept_away", _("Nobody whom this work form knows has this code name."))
        elif about and data["kept_away"] == about.client:
            said = _("This is whom the order protects. Write the code name of whom it keeps away.")
            self.add_error("kept_away", said)
        return data

    def known(self) -> KnownIn:
        """Whom it protects."""
        return self._known[self.cleaned_data["about"]]

    def readers_chosen(self) -> list[User]:
        """Those who may open where they are."""
        return [self._people[key] for key in self.cleaned_data.get("readers", ())]


class RenewForm(forms.Form):
    """Until when it was renewed."""

    ends_on = DayField(label=_("In force until"), help_text=_("As the new decision says."))


class EndOrderForm(forms.Form):
    """Why an order is ended before its day."""

    because = _lines(_("Why it is ended"), error_messages={"required": _("Write why. It is kept sealed.")})


class ReadersForm(forms.Form):
    """Who may open where those are whom an order reaches."""

    readers = ChipsField(label=_("Who may open where they are"), required=False)
    former = forms.CharField(required=False, widget=forms.HiddenInput)
    """Whom it named when the page was opened."""

    def __init__(
        self, *args: Any, people: Sequence[User], now: Sequence[User], former: str, **kwargs: Any
    ) -> None:
        self._people = {str(user.pk): user for user in people}
        kwargs["initial"] = {"readers": [str(user.pk) for user in now], "former": former}
        super().__init__(*args, **kwargs)
        readers = cast(ChipsField, self.fields["readers"])
        readers.choices = [(key, user.name) for key, user in self._people.items()]

    def chosen(self) -> list[User]:
        """Those who may."""
        return [self._people[key] for key in self.cleaned_data["readers"]]


class ExemptForm(forms.Form):
    """Whom an order does not reach, and why."""

    whom = ChipField(label=_("Whom it does not reach"))
    reason = _lines(_("Why not"), error_messages={"required": _("Write why. It is kept sealed.")})

    def __init__(self, *args: Any, people: Sequence[Client], **kwargs: Any) -> None:
        self._people = {str(client.pk): client for client in people}
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["whom"]).choices = [
            (key, str(each)) for key, each in self._people.items()
        ]

    def client(self) -> Client:
        """Whom."""
        return self._people[self.cleaned_data["whom"]]
