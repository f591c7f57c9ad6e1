"""Choosing a document, and correcting what is proposed from it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.governance.choices import Direction, Every, ProposalKind, TargetUnit
from poukama.governance.forms.plan import LONGEST_TEXT
from poukama.governance.reading.documents import DEFAULT_LIMITS
from poukama.governance.reading.refusals import TooLarge
from poukama.organisation.models import Team, WorkForm
from poukama.toolkit.fields import ChipField, CountField, UploadField

Choices = Iterable[tuple[str, str]]


class DocumentForm(forms.Form):
    """A plan document and the year that it is for."""

    document = UploadField(
        most=lambda: DEFAULT_LIMITS.file_bytes,
        label=_("Plan document"),
        help_text=_("Text, PDF or Word (.docx). The document itself is not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.pdf,.docx"}),
        error_messages={
            "required": _("Choose the document."),
            "empty": _("There is no text in the file."),
        },
    )
    year = CountField(
        label=_("Year of the plan"),
        help_text=_("Leave empty to take the year that the document names."),
        required=False,
        at_least=2000,
        at_most=2100,
    )

    def clean_document(self) -> Any:
        """Refuse what is larger than any plan before a byte of it is read."""
        document = self.cleaned_data["document"]
        if document.size > DEFAULT_LIMITS.file_bytes:
            raise forms.ValidationError(TooLarge.message)
        return document


class CorrectionForm(forms.Form):
    """A proposal as the person wants it; the fields follow its kind."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(_fields_of(kind))
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def decided(self) -> dict[str, Any]:
        """What was typed, as plain data."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _fields_of(kind: str) -> dict[str, forms.Field]:
    makers = {
        ProposalKind.WORK_FORM: _work_form,
        ProposalKind.GOAL: _goal,
        ProposalKind.TARGET: _target,
        ProposalKind.BUDGET: _budget,
        ProposalKind.STAFF: _staff,
        ProposalKind.RHYTHM: _rhythm,
    }
    return makers[ProposalKind(kind)]()


def _chooser(*, required: bool = True) -> forms.Field:
    forms_of_work = [(form.key, form.label()) for form in WorkForm.objects.order_by("order", "pk")]
    return forms.ChoiceField(
        label=_("Work form"),
        choices=[("", _("Not known yet")), *forms_of_work],
        required=required,
        error_messages={"required": _("Choose the work form.")},
    )


def _text(label: Any, *, required: bool = True, most: int = LONGEST_TEXT) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4}) if most > 300 else forms.TextInput()
    return forms.CharField(label=label, required=required, max_length=most, widget=widget)


def _work_form() -> dict[str, forms.Field]:
    return {"work_form_key": _chooser()}


def _goal() -> dict[str, forms.Field]:
    return {
        "work_form_key": _chooser(),
        "goal": _text(_("Goal")),
        "result": _text(_("Intended result"), required=False),
    }


def _target() -> dict[str, forms.Field]:
    return {
        "work_form_key": _chooser(),
        "label": _text(_("What is counted, in words"), most=200),
        "aim": CountField(label=_("Aim"), at_most=10_000_000),
        "unit": forms.ChoiceField(
            label=_("Unit"), choices=[("", _("Not known yet")), *TargetUnit.choices], required=False
        ),
        "direction": ChipField(label=_("Which way is good"), choices=Direction.choices),
    }


def _budget() -> dict[str, forms.Field]:
    return {
        "label": _text(_("Line"), most=200),
        "amount": forms.DecimalField(
            label=_("Euros"),
            max_digits=12,
            decimal_places=2,
            min_value=0,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "pk-short"}),
            error_messages={"invalid": _("Write a sum, as in 1500 or 1500,50.")},
        ),
        "is_total": forms.BooleanField(label=_("This is the sum of the lines"), required=False),
    }


def _staff() -> dict[str, forms.Field]:
    teams = [(team.key, team.label()) for team in Team.objects.order_by("order", "pk")]
    return {
        "label": _text(_("Line"), most=200),
        "count": CountField(label=_("Posts"), at_most=10_000),
        "team": forms.ChoiceField(
            label=_("Team"), choices=[("", _("An area as a whole")), *teams], required=False
        ),
        "is_total": forms.BooleanField(label=_("This is the sum of the lines"), required=False),
    }


def _rhythm() -> dict[str, forms.Field]:
    return {
        "work_form_key": _chooser(required=False),
        "text": _text(_("What comes round"), most=120),
        "every": forms.ChoiceField(label=_("How often"), choices=Every.choices),
    }
