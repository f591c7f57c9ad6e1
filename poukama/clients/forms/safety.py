"""What is asked of alerts, and of how somebody may be contacted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import AlertKind, Channel
from poukama.clients.hours import Hours, Window
from poukama.clients.models import (
    ACTION_LENGTH,
    ADDRESS_LENGTH,
    ALERT_LENGTH,
    WORDS_LENGTH,
    Alert,
    KnownIn,
    SafeContact,
)
from poukama.clients.queries import allowed_by
from poukama.clients.services.safety import Agreement
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, ChipsField, DayField, TimeField
from poukama.toolkit.versions import VersionedForm
from poukama.toolkit.words import Words

USUAL_AGREEMENT = timedelta(days=30)
"""For how long an agreement is offered; a shelter's client moves within weeks."""


class AlertForm(VersionedForm):
    """What to know, what to do, and until when."""

    about = ChipField(label=_("Whom it is about"))
    kind = ChipField(label=_("What it is about"), choices=AlertKind.choices)
    what = Words(
        label=_("What to know"), max_length=ALERT_LENGTH, help_text=_("In a few words, without names.")
    )
    action = Words(label=_("What to do"), max_length=ACTION_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
    ends_on = DayField(
        label=_("In force until"),
        may_be_ahead=True,
        help_text=_("A year at most. Renew it if it still holds then."),
    )

    def __init__(
        self, *args: Any, known: Sequence[KnownIn], former: Alert | None = None, **kwargs: Any
    ) -> None:
        self._known = {str(each.pk): each for each in known}
        if former is not None:
            kwargs["initial"] = {"version": str(former.pk), **alert_as_typed(former)}
        elif len(self._known) == 1:
            kwargs["initial"] = {"about": next(iter(self._known))}
        super().__init__(*args, **kwargs)
        about = cast(ChipField, self.fields["about"])
        about.choices = [
            (key, _("Whole family") if each.family else str(each.client)) for key, each in self._known.items()
        ]

    def known(self) -> KnownIn:
        """Whom it is about."""
        return self._known[self.cleaned_data["about"]]


def alert_as_typed(alert: Alert) -> dict[str, Any]:
    """An alert as its form holds it."""
    told = {name: getattr(alert, name) for name in ("kind", "what", "action", "ends_on")}
    return {"about": str(alert.known_id), **told}


def _words(label: Any, help_text: Any = "", most: int = WORDS_LENGTH) -> Words:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return Words(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


class SafeContactForm(forms.Form):
    """How somebody may be contacted, gone through together with them."""

    channels = ChipsField(
        label=_("What is allowed"),
        choices=Channel.choices,
        required=False,
        help_text=_("Only what they have said yes to. Choose nothing if they must not be contacted."),
    )
    phone = _words(_("Phone number"), most=40)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    address = _words(_("Postal address"), _("An address where others do not open the post."), ADDRESS_LENGTH)
    weekdays_from = TimeField(label=_("On weekdays from"), required=False)
    weekdays_until = TimeField(
        label=_("On weekdays until"),
        required=False,
        help_text=_("Nothing is sent outside these hours. Leave all four empty if every hour will do."),
    )
    weekend_from = TimeField(label=_("At weekends from"), required=False)
    weekend_until = TimeField(label=_("At weekends until"), required=False)
    hours = _words(_("What else of when"), _("For example: never during meals."))
    say = _words(_("What to say, and as whom"), _("For example: I am calling about the agreed time."))
    code_word = _words(_("Code word"), _("By which you know each other on the phone."), 40)
    language = _words(_("Language"), most=40)
    interpreter = _words(_("Interpreter"), _("Who may interpret, and who may not."))
    note = _words(_("What else to know"), most=ACTION_LENGTH)
    expires_on = DayField(
        label=_("Holds until"),
        may_be_ahead=True,
        help_text=_("Half a year at most. After that nothing is sent until it is confirmed again."),
    )
    former = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The agreement that is changed: what somebody else has written meanwhile is not undone unseen."""

    def __init__(self, *args: Any, now: SafeContact | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"expires_on": clock.today() + USUAL_AGREEMENT}
        if now is not None:
            kwargs["initial"] |= {name: getattr(now, name) for name in _TOLD} | {
                "channels": allowed_by(now),
                "former": now.pk,
            }
            kwargs["initial"] |= _times_of(now)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Hours have a beginning and an end, which are not the same."""
        data = super().clean() or {}
        for name in _PARTS:
            starts, ends = data.get(f"{name}_from"), data.get(f"{name}_until")
            if {f"{name}_from", f"{name}_until"} & set(self.errors):
                continue
            if (starts is None) != (ends is None):
                missing = "from" if starts is None else "until"
                self.add_error(f"{name}_{missing}", _("Write both times, or neither."))
            elif starts is not None and starts == ends:
                self.add_error(f"{name}_until", _("The hours begin and end at the same time."))
        return data

    def _window(self, name: str) -> Window | None:
        starts, ends = (self.cleaned_data[f"{name}_{each}"] for each in ("from", "until"))
        return Window(starts, ends) if starts is not None else None

    def agreed(self) -> Agreement:
        """What was agreed, as the service takes it."""
        data = self.cleaned_data
        allowed = {f"by_{channel}": channel in data["channels"] for channel in Channel}
        times = Hours(self._window("weekdays"), self._window("weekend")).written()
        return cast(Agreement, allowed | {name: data[name] for name in _TOLD} | {"times": times})


def _times_of(contact: SafeContact) -> dict[str, Any]:
    """The agreed hours, as the form asks for them."""
    hours = contact.agreed_hours()
    parts = {"weekdays": hours.weekdays, "weekend": hours.weekend}
    return {
        f"{name}_{which}": at
        for name, window in parts.items()
        if window
        for which, at in (("from", window.starts), ("until", window.ends))
    }


_PARTS = ("weekdays", "weekend")
_TOLD = ("phone", "email", "address", "hours", "say", "code_word", "language", "interpreter", "note")
