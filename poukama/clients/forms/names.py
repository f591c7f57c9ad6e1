from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.code_names import MAX_LENGTH, as_code_name
from poukama.clients.models import NAME_LENGTH, Identity
from poukama.clients.names import LettersMixed, NameTooLong, NotLetters, checked
from poukama.clients.queries import is_taken, proposed_code_name
from poukama.clients.services import OLDEST
from poukama.toolkit.fields import DayField


class CodeNameField(forms.CharField):
    """A code name that is free: a word of the list, alone or with a number. Plain names are refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code name"))
        kwargs.setdefault(
            "help_text", _("A word of nature, never a name. Change the word if it does not please.")
        )
        kwargs.setdefault("error_messages", {"required": _("Choose a code name, or draw another word.")})
        widget = forms.TextInput(attrs={"autocomplete": "off", "data-unit": "", "class": "pk-code"})
        super().__init__(max_length=MAX_LENGTH, **{"widget": widget} | kwargs)

    def clean(self, value: Any) -> str:
        """The code name as it is written on the list."""
        typed = super().clean(value)
        if not typed:
            return ""
        code = as_code_name(typed)
        if code is None:
            raise forms.ValidationError(
                _("This is not on the list of code names. For example %(free)s is free."),
                params={"free": proposed_code_name()},
            )
        if is_taken(code):
            raise forms.ValidationError(
                _("This code name is in use. For example %(free)s is free."),
                params={"free": proposed_code_name()},
            )
        return code


class CodeNameForm(forms.Form):
    """Only a code name: what "another word" draws anew."""

    code_name = CodeNameField()


class NameField(forms.CharField):
    """A name: letters of one script a word, with spaces, hyphens and apostrophes. What cannot be seen is refused."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}
        )
        super().__init__(required=False, strip=True, **{"widget": widget} | kwargs)

    def clean(self, value: Any) -> str:
        """The name as it is kept."""
        try:
            return checked(super().clean(value) or "")
        except NameTooLong as error:
            said = _("A name has at most %(most)s letters. Write it shorter.") % {"most": NAME_LENGTH}
            raise forms.ValidationError(said) from error
        except NotLetters as error:
            raise forms.ValidationError(
                _(
                    "There is something here that is not a letter, a space, a hyphen or an apostrophe. Write it again."
                )
            ) from error
        except LettersMixed as error:
            raise forms.ValidationError(
                _(
                    "A word here has letters of two alphabets, which look alike. Write it again in one of them."
                )
            ) from error


class NameForm(forms.Form):
    """By which name somebody is known here."""

    first_names = NameField(label=_("First names"))
    last_name = NameField(label=_("Last name"))
    born_on = DayField(label=_("Born, or the due day"), required=False, years_back=OLDEST)
    former = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The name that is corrected: what somebody else has written meanwhile is not undone unseen."""

    def __init__(self, *args: Any, former: Identity | None = None, **kwargs: Any) -> None:
        if former is not None:
            told = {
                "first_names": former.first_names,
                "last_name": former.last_name,
                "born_on": former.born_on,
                "former": former.pk,
            }
            kwargs["initial"] = told
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """At least one of the names."""
        data = super().clean() or {}
        if not self.errors and not data.get("first_names") and not data.get("last_name"):
            self.add_error("first_names", _("Write the first name or the last name."))
        return data
