"""A text that may be long: what is too much is said, and nothing of it is cut off."""

from typing import Any

from django import forms
from django.utils.translation import ngettext

from poukama.clients.forms.words import Words
from poukama.toolkit import formatting


class LongWords(Words):
    """A text of at most so many letters. A browser that counts itself would cut what is pasted without a word."""

    def __init__(self, *, most: int, rows: int = 3, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The text; refuses one that is too long and says by how much."""
        text = super().clean(value)
        over = len(text) - self.most
        if over > 0:
            said = ngettext(
                "%(over)s letter too many: there is room for %(most)s.",
                "%(over)s letters too many: there is room for %(most)s.",
                over,
            )
            numbers = {"over": formatting.number(over), "most": formatting.number(self.most)}
            raise forms.ValidationError(said % numbers)
        return text
