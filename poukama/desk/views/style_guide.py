"""The living style guide: every part in every state, the colours with their contrasts, and the tone of voice."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.desk import tokens
from poukama.desk.rules import Action
from poukama.toolkit import clock, fields, formatting
from poukama.toolkit.drawing import Column
from poukama.toolkit.words import Words


class SpecimenForm(forms.Form):
    """One field of each kind, as forms use them."""

    kind = fields.ChipField(
        label=gettext_lazy("What"),
        choices=[("visit", gettext_lazy("Visit")), ("call", gettext_lazy("Phone call"))],
        initial="call",
    )
    present = fields.ChipsField(
        label=gettext_lazy("Who was there"),
        choices=[("parent", gettext_lazy("Parent")), ("baby", gettext_lazy("Baby"))],
        initial=["parent"],
    )
    agreed_on = fields.DayField(
        label=gettext_lazy("Day"), help_text=gettext_lazy("The day it happened"), may_be_ahead=False
    )
    people = fields.CountField(label=gettext_lazy("How many people"), required=False)
    whose = forms.ChoiceField(
        label=gettext_lazy("Work form"), choices=[("a", "Ensikoti"), ("b", "Perhetupa")], required=False
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it ended"),
        choices=[("goals", gettext_lazy("Goals were met")), ("moved", gettext_lazy("Moved away"))],
        widget=forms.RadioSelect,
    )
    text = Words(
        label=gettext_lazy("In your own words"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    told = forms.BooleanField(label=gettext_lazy("The family has been told"), required=False)


_MONTHS = (6, 5, 7, 4, 6, 3, 1, 5, 6, 6, 7, 5)
_TYPICAL_DAYS = (-2, 0, 1, 4)


@reads(Action.READ_STYLE_GUIDE)
def style_guide(request: StaffRequest) -> HttpResponse:
    """All parts on one page."""
    return render(request, "desk/style_guide.html", _specimens())


def _specimens() -> dict[str, Any]:
    today = clock.today()
    faulty = SpecimenForm(
        {
            "kind": "call",
            "agreed_on": str(today + timedelta(days=1)),
            "people": "-1",
            "text": _("Slept well."),
        }
    )
    faulty.auto_id = "faulty_%s"
    months = zip(formatting.month_names(), _MONTHS, strict=True)
    return {
        "form": SpecimenForm(auto_id="good_%s", initial={"agreed_on": today}),
        "faulty": faulty,
        "columns": [Column(name, value, place > 8) for place, (name, value) in enumerate(months)],
        "days": [today + timedelta(days=days) for days in _TYPICAL_DAYS],
        "today": today,
        "now": clock.now(),
        "colours": tokens.COLOURS,
        "contrasts": tokens.contrasts(),
        "names": ("Lumme", "Ruoko", "Helmi", "Kaisla", "Pouta"),
        "initials": "NH",
        "letters": "Äö ää åå ÄÖÅ, Töölö, Päijät-Häme",
        "spaces": (4, 8, 12, 16, 24, 40, 44, 64),
        "tone": tokens.TONE,
        "icons": tokens.icons(),
    }
