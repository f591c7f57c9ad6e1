"""What is asked when a child is expected, is born, or is lost."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.forms.words import choices_of
from poukama.casework.services.birth import MOST_AT_ONCE
from poukama.clients.models import KnownIn
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm
from poukama.toolkit.fields import ChipField, CountField, DayField


class DueDayField(DayField):
    """The due day as the clinic said it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Due day"), years_back=1, **kwargs)


class ExpectForm(forms.Form):
    """Who expects, and by which day."""

    mother = ChipField(label=_("Who expects"))
    due_on = DueDayField()

    def __init__(self, *args: Any, known: Sequence[KnownIn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(each.pk): each for each in known}
        choices = [(key, str(each.client)) for key, each in self._known.items()]
        cast(ChipField, self.fields["mother"]).choices = choices
        if len(choices) == 1:
            self.fields["mother"].initial = choices[0][0]

    def known(self) -> KnownIn:
        """As whom the work form knows her, of a valid form."""
        return self._known[self.cleaned_data["mother"]]


class DueDayForm(forms.Form):
    """The due day, said anew."""

    due_on = DueDayField()


class BirthForm(forms.Form):
    """On which day, how many, and in which role they take part."""

    born_on = DayField(label=_("Born"), may_be_ahead=False, years_back=1)
    children = CountField(label=_("How many children"), at_least=1, at_most=MOST_AT_ONCE, initial=1)
    role = ChipField(label=_("Role"))

    def __init__(self, *args: Any, work_form: WorkForm, born_on: date, role: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"born_on": born_on, "role": role, "children": 1}
        super().__init__(*args, **kwargs)
        cast(ChipField, self.fields["role"]).choices = choices_of(TermList.MEMBER_ROLE, work_form)


class LossForm(forms.Form):
    """On which day."""

    ended_on = DayField(label=_("Day"), may_be_ahead=False, years_back=1)
