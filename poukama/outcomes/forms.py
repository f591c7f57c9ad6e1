"""Forms for answers received."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.organisation.models import WorkForm
from poukama.outcomes.choices import Channel
from poukama.outcomes.models import Form
from poukama.toolkit import clock
from poukama.toolkit.fields import ChipField, CountField, DayField


class AnswerForm(forms.Form):
    """Which form was answered, how the answers came, how many and when."""

    channel = ChipField(label=_("How it came"), choices=Channel.choices, initial=Channel.PAPER)
    how_many = CountField(label=_("How many answers"), at_least=1, at_most=100, initial=1)
    happened_on = DayField(label=_("Day"), may_be_ahead=False, initial=clock.today)

    def __init__(self, *args: Any, work_form: WorkForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Form.objects.filter(is_active=True, work_forms=work_form).order_by("name", "pk")
        self.forms = {form.key: form for form in found}
        self.fields["form"] = ChipField(
            label=_("Which form"), choices=[(key, form.label()) for key, form in self.forms.items()]
        )
        self.order_fields(["form", "channel", "how_many", "happened_on"])
