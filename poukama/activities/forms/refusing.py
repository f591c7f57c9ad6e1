"""Saying beside a field why a service refused what was typed in it."""

from django import forms

from poukama.activities.services import Refused


def say_why(form: forms.Form, refusal: Refused) -> None:
    """Put the words of a refusal at the field they are about, else above the form."""
    form.add_error(refusal.about if refusal.about in form.fields else None, str(refusal.words))
