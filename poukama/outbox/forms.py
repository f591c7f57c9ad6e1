"""What is asked before a message leaves."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.choices import Channel
from poukama.organisation.choices import Language
from poukama.outbox.choices import Template
from poukama.outbox.services import SENT_BY_PEOPLE
from poukama.toolkit.fields import ChipField


class SendForm(forms.Form):
    """By which way, in which language, and which of the few things that can be said."""

    channel = ChipField(
        label=_("By which way"),
        choices=[(each.value, each.label) for each in Channel if each not in SENT_BY_PEOPLE],
        initial=Channel.EMAIL,
    )
    template = ChipField(label=_("What it says"), choices=Template.choices)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    """The message's own: sent twice, it leaves once."""
    language = ChipField(label=_("In which language"), choices=Language.choices, initial=Language.FINNISH)
