"""What is typed and tapped of outreach and chat duty. There is no field for contents, on purpose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.activities.forms.occasions import MinutesField, stepper
from poukama.organisation.models import Term
from poukama.toolkit.fields import ChipField, ChipsField, DayField


class OutreachForm(forms.Form):
    """One time out among people."""

    place = ChipField(label=_("Where"))
    families = stepper(_("Families met"), at_most=5_000, required=False)
    people = stepper(_("People met"), at_most=5_000, required=False)
    minutes = MinutesField(required=False)
    themes = ChipsField(label=_("About what"), required=False)
    happened_on = DayField(label=_("Day"), may_be_ahead=False)

    def __init__(self, *args: Any, places: Sequence[Term], themes: Sequence[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, {"place": places, "themes": themes})

    def clean(self) -> dict[str, Any]:
        """Somebody must have been met."""
        given = self.cleaned_data
        given["families"], given["people"] = given.get("families") or 0, given.get("people") or 0
        if not given["families"] and not given["people"] and not self.errors.keys() & {"families", "people"}:
            self.add_error("families", _("Give how many families or people you met."))
        return given


class ChatDutyForm(forms.Form):
    """One shift on a chat."""

    service = ChipField(label=_("Chat"))
    minutes = MinutesField()
    contacts = stepper(_("Contacts"), at_most=5_000)
    themes = ChipsField(label=_("About what"), required=False)
    happened_on = DayField(label=_("Day"), may_be_ahead=False)

    def __init__(self, *args: Any, services: Sequence[Term], themes: Sequence[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, {"service": services, "themes": themes})


def _offer(form: forms.Form, offered: dict[str, Sequence[Term]]) -> None:
    """Give the choices, and choose the only one there is."""
    for name, found in offered.items():
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(term.key, term.label()) for term in found]
            if len(found) == 1 and isinstance(field, ChipField):
                form.initial.setdefault(name, found[0].key)
    duration = form.fields["minutes"]
    if isinstance(duration, MinutesField):
        duration.name_them()
