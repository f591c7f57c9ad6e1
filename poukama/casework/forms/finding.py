from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.casework.choices import EpisodeState, WhoseWork
from poukama.casework.forms.words import choices_of
from poukama.casework.queries import Filters
from poukama.organisation.choices import TermList
from poukama.organisation.models import WorkForm


class SearchForm(forms.Form):
    """What one looks for. The text is sent in the body of the request, never in an address."""

    q = forms.CharField(
        label=_("Code name, name or birth year"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "data-search": "", "autocomplete": "off"}),
    )

    def text(self) -> str:
        """What is looked for; empty when it was not understood."""
        return self.cleaned_data["q"].strip() if self.is_valid() else ""


class FilterForm(forms.Form):
    """What the list is narrowed to; what is not understood narrows nothing."""

    state = forms.ChoiceField(choices=EpisodeState, required=False)
    work_form = forms.ChoiceField(label=_("Work form"), required=False)
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    key_worker = forms.ChoiceField(
        label=_("Key worker"), required=False, choices=[("", _("Anybody")), *WhoseWork.choices]
    )

    def __init__(self, *args: Any, work_forms: list[WorkForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work_form"].choices = [  # type: ignore[attr-defined]
            ("", _("All my work forms")),
            *((work_form.key, work_form.label()) for work_form in work_forms),
        ]
        phases = choices_of(TermList.PHASE, *work_forms)
        self.has_phases = bool(phases)
        self.fields["phase"].choices = [("", _("All phases")), *phases]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "ds-input"

    def filters(self) -> Filters:
        """The filters that were understood."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            state=given.get("state") or EpisodeState.OPEN,
            work_form=given.get("work_form", ""),
            phase=given.get("phase", ""),
            key_worker=given.get("key_worker", ""),
        )
