"""Forms of something that another person may change meanwhile: neither's text is ever written over unseen.

A form carries the version that it began from. The service refuses when that is not the one that stands; the view then
shows both side by side (`toolkit/_both_versions.html`) with the form still filled in. Sending it once more is knowing.

    except services.ChangedMeanwhile:
        both = both_versions(form, {"what": newer.what}, version=newer.pk, who=newer.recorded_by.initials, at=newer.recorded_at)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from poukama.toolkit import formatting


@dataclass(frozen=True)
class Side:
    """One field in which the two differ."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class BothVersions:
    """What differs between what somebody else saved and what was typed here, and who saved it when."""

    who: str
    at: datetime
    sides: tuple[Side, ...]


class VersionedForm(forms.Form):
    """A form that remembers on which version of a thing one began to write. The page shows it: `{{ form.version }}`."""

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def both_versions(
    form: forms.Form,
    theirs: Mapping[str, Any],
    *,
    version: object,
    who: str,
    at: datetime,
    field: str = "version",
) -> BothVersions:
    """Refuse a valid form, and put what somebody else saved beside what was typed; the next sending follows theirs."""
    mine = dict(form.cleaned_data)
    sides = [
        Side(str(form[name].label), _shown(form, name, value), _shown(form, name, mine.get(name)))
        for name, value in theirs.items()
        if _shown(form, name, value) != _shown(form, name, mine.get(name))
    ]
    form.add_error(None, _("Somebody else has changed this meanwhile. Both texts are shown below."))
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix(field)] = str(version)
    form.data = data
    return BothVersions(who, at, tuple(sides))


def _shown(form: forms.Form, name: str, value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, date):
        return formatting.day(value)
    if isinstance(value, (list, tuple, set)):
        return ", ".join(_shown(form, name, one) for one in value)
    choices = dict(getattr(form.fields[name], "choices", ()) or ())
    return "" if value is None else str(choices.get(value, value)).strip()
