"""Beginning a process, who works on it, when a step was done and why it is left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import ForWhom
from poukama.casework.models import EpisodeMember, ProcessTemplate
from poukama.casework.services.processes import ADULT, is_for
from poukama.clients.forms.walls import ReasonField
from poukama.organisation.models import User
from poukama.toolkit.fields import ChipField, ChipsField, DayField


class WorkersForm(forms.Form):
    """Who work on a process."""

    workers = ChipsField(label=_("Workers"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in people}
        self.fields["workers"].choices = [(key, user.name) for key, user in self._people.items()]  # type: ignore[attr-defined]

    def named(self) -> list[User]:
        """Those who were chosen, of a valid form."""
        return [self._people[key] for key in self.cleaned_data["workers"]]


class BeginProcessForm(WorkersForm):
    """Which template is followed, of whom, from which day, and who work on it."""

    process = ChipField(label=_("Process"))
    starts_on = DayField(label=_("From"), may_be_ahead=False)

    def __init__(
        self,
        *args: Any,
        templates: Sequence[ProcessTemplate],
        members: Sequence[tuple[EpisodeMember, str]],
        icons: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._chosen: dict[str, tuple[ProcessTemplate, EpisodeMember | None]] = {}
        choices = []
        for template in templates:
            if template.for_whom == ForWhom.FAMILY:
                self._chosen[str(template.pk)] = (template, None)
                choices.append((str(template.pk), template.label()))
                continue
            meant = [pair for pair in members if is_for(template, icons.get(pair[0].role, ADULT))]
            for member, called in meant:
                key = f"{template.pk}-{member.pk}"
                self._chosen[key] = (template, member)
                choices.append((key, f"{template.label()}: {called}"))
        self.fields["process"].choices = choices  # type: ignore[attr-defined]
        self.order_fields(["process", "starts_on", "workers"])

    def template(self) -> ProcessTemplate:
        """The template, of a valid form."""
        return self._chosen[self.cleaned_data["process"]][0]

    def member(self) -> EpisodeMember | None:
        """Whose process it is, when it is not of the whole."""
        return self._chosen[self.cleaned_data["process"]][1]


class EndProcessForm(forms.Form):
    """The last day of a process."""

    ends_on = DayField(label=_("Last day"), may_be_ahead=False)


class StepDoneForm(forms.Form):
    """The day on which a step was done."""

    done_on = DayField(label=_("Done on"), may_be_ahead=False)


class LeaveOutForm(forms.Form):
    """Why a step is left out: nothing else is asked."""

    reason = ReasonField(label=_("Why it is left out"))
