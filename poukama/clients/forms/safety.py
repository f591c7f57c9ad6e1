"""What is asked of alerts, and of how somebody may be contacted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import AlertKind, Channel
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
from poukama.toolkit.fields import ChipField, ChipsField, DayField

USUAL_AGREEMENT = timedelta(days=30)
"""For how long an agreement is offered; a shelter's client moves within weeks."""


class AlertForm(forms.Form):
    """What to know, what to do, and until when."""

    about = ChipField(label=_("Whom it is about"))
    kind = ChipField(label=_("What it is about"), choices=AlertKind.choices)
    what = forms.CharField(
        label=_("What to know"), max_length=ALERT_LENGTH, help_text=_("In a few words, without names.")
    )
    action = forms.CharField(
        label=_("What to do"), max_length=ACTION_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
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
            kwargs["initial"] = {
                "about": str(former.known_id),
                "kind": former.kind,
                "what": former.what,
                "action": former.action,
                "ends_on": former.ends_on,
            }
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


def _words(label: Any, help_text: Any = "", most: int = WORDS_LENGTH) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=False, widget=widget)


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
    hours = _words(_("When"), _("For example: weekdays from 9 to 12."))
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
        super().__init__(*args, **kwargs)

    def agreed(self) -> Agreement:
        """What was agreed, as the service takes it."""
        data = self.cleaned_data
        allowed = {f"by_{channel}": channel in data["channels"] for channel in Channel}
        return cast(Agreement, allowed | {name: data[name] for name in _TOLD})


_TOLD = ("phone", "email", "address", "hours", "say", "code_word", "language", "interpreter", "note")
