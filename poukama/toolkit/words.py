"""A text in a worker's own words: no sign that cannot be seen, and no word that only looks like another."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters but tabs and ends of lines, marks that turn the direction of writing, halves of characters."""
_LATIN, _CYRILLIC = re.compile("[A-Za-z\u00c0-\u024f]"), re.compile("[\u0400-\u052f]")
_LOOKS_LATIN = re.compile("[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορ]")
"""Greek letters that look like Latin ones; others stand beside Latin ones in units and formulas."""
_WORD = re.compile(r"[^\W\d_]+")


class Words(forms.CharField):
    """A text of one or more lines in any language."""

    def clean(self, value: Any) -> str:
        """The text; refuses what could say something else than it shows."""
        typed = value if isinstance(value, str) else ""
        if _UNSEEN.search(typed):
            raise forms.ValidationError(
                _("There is a sign here that cannot be seen. Write the text again by hand.")
            )
        text: str = super().clean(value)
        if any(_is_mixed(word) for word in _WORD.findall(text)):
            raise forms.ValidationError(
                _(
                    "A word here has letters of two alphabets, which look alike. Write it again in one of them."
                )
            )
        return text


def _is_mixed(word: str) -> bool:
    return bool(_LATIN.search(word) and (_CYRILLIC.search(word) or _LOOKS_LATIN.search(word)))
