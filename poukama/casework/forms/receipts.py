"""What is asked when a client tells the words of their receipt code."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poukama.casework.queries import ToLink
from poukama.casework.receipt_words import MOST, NotAWord, NotThreeWords, Words, as_words
from poukama.toolkit import formatting
from poukama.toolkit.fields import ChipsField


class ReceiptWordsField(forms.CharField):
    """Three words, as the client tells them. What is typed stays out of the drafts of the browser."""

    default_error_messages: ClassVar = {
        "required": gettext_lazy("Write the three words."),
        "max_length": gettext_lazy("That is too long. Write three words."),
    }

    def __init__(self, **kwargs: Any) -> None:
        unkept = {
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            "data-undrafted": "",
        }
        super().__init__(max_length=MOST, widget=forms.TextInput(attrs=unkept), **kwargs)

    def clean(self, value: Any) -> Any:
        """The words as they stand on the list; nothing when nothing was written."""
        text = super().clean(value)
        if not text:
            return ()
        try:
            return as_words(text)
        except NotThreeWords as error:
            raise forms.ValidationError(_("A receipt code is three words. Write all three.")) from error
        except NotAWord as error:
            said = _("Word %(place)s is not a word of any receipt code. Check how it is written.")
            raise forms.ValidationError(said % {"place": error.place}) from error


class ReceiptForm(forms.Form):
    """The words of a receipt code."""

    words = ReceiptWordsField(
        label=gettext_lazy("The three words"),
        help_text=gettext_lazy(
            "As the client tells them. Capitals and dots over letters make no difference."
        ),
    )

    def told(self) -> Words:
        """The words, of a valid form."""
        return cast(Words, self.cleaned_data["words"])


class ChooseEarlierForm(forms.Form):
    """Which earlier contacts the client wants to be linked."""

    chosen = ChipsField(
        label=gettext_lazy("Which of these are linked"),
        error_messages={"required": gettext_lazy("Tick what the client wants to be linked, or go back.")},
    )
    held = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Sequence[ToLink], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ChipsField, self.fields["chosen"]).choices = [
            (str(row.consultation.pk), self._said(row)) for row in rows if not row.is_linked
        ]

    @staticmethod
    def _said(row: ToLink) -> str:
        return f"{formatting.day(row.consultation.happened_on)}, {row.consultation.work_form.label()}"

    def ids(self) -> list[int]:
        """The contacts chosen, of a valid form."""
        return [int(pk) for pk in self.cleaned_data["chosen"]]
