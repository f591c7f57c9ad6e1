"""A list of choices is written as Django would write it, whatever its words are."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from poukama.toolkit.form_rendering import Renderer

CHOICES = [("", "–"), ("a&b", 'Both "A" & <b>'), (3, "Three"), ("Group & co", [("x", "X"), ("y", "Y")])]


class Choosing(forms.Form):
    """Every kind of list."""

    one = forms.ChoiceField(choices=CHOICES, required=False)
    several = forms.MultipleChoiceField(choices=CHOICES)
    off = forms.ChoiceField(choices=CHOICES, disabled=True, widget=forms.Select(attrs={"data-x": '"<'}))
    known = forms.NullBooleanField()


@pytest.mark.parametrize("data", [None, {"one": "a&b", "several": ["x", "3"]}, {"one": "3", "known": "true"}])
def test_a_list_of_choices_is_written_as_django_writes_it(data):
    ours, theirs = Choosing(data, renderer=Renderer()), Choosing(data, renderer=DjangoTemplates())

    for name in Choosing.base_fields:
        assert _joined(ours[name]) == _joined(theirs[name])


def _joined(field: object) -> str:
    return re.sub(r">\s+<", "><", str(field).strip())
