from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poukama.clients.code_names import MAX_LENGTH, as_code_name
from poukama.clients.identity_codes import (
    CenturySign,
    CheckCharacter,
    CodeLength,
    NeverGiven,
    NoSuchBirthday,
    NotACode,
    NotDigits,
    checked_code,
)
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


class IdentityCodeField(forms.CharField):
    """A personal identity code. What is wrong is said without repeating what was written."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "pk-short",
            }
        )
        super().__init__(required=False, strip=True, **{"widget": widget} | kwargs)

    def clean(self, value: Any) -> str:
        """The code as it is kept; empty when there is none."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return checked_code(typed).text
        except NotACode as error:
            raise forms.ValidationError(_WRONG[type(error)]) from None


_WRONG = {
    CodeLength: _("An identity code has eleven characters, as in 131052-308T."),
    CenturySign: _("The seventh character tells the century: -, + or one of the letters A–F and U–Y."),
    NotDigits: _("There is something here that is not a digit. Write the code again, by hand."),
    NoSuchBirthday: _(
        "The code begins with the birthday, and there is no such day. Check the first six digits."
    ),
    CheckCharacter: _("The last character does not agree with the digits. Check each of them."),
    NeverGiven: _(
        "Nobody is given such a code for good. Leave the field empty if they have only a temporary one."
    ),
}


class NameForm(forms.Form):
    """By which name somebody is known here."""

    first_names = NameField(label=_("First names"))
    last_name = NameField(label=_("Last name"))
    born_on = DayField(label=_("Born, or the due day"), required=False, years_back=OLDEST)
    code = IdentityCodeField(
        label=_("Personal identity code"),
        help_text=_("Only if it is needed here. It is sealed, and shown nowhere before somebody opens it."),
    )
    forget_code = forms.BooleanField(label=_("Forget the code that is kept"), required=False)
    former = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The name that is corrected: what somebody else has written meanwhile is not undone unseen."""

    def __init__(
        self, *args: Any, former: Identity | None = None, takes_codes: bool = False, **kwargs: Any
    ) -> None:
        if former is not None:
            told = {
                "first_names": former.first_names,
                "last_name": former.last_name,
                "born_on": former.born_on,
                "former": former.pk,
            }
            kwargs["initial"] = told
        super().__init__(*args, **kwargs)
        has_code = former is not None and former.code is not None
        if not takes_codes:
            del self.fields["code"]
        elif has_code:
            self.fields["code"].label = _("Another personal identity code")
            self.fields["code"].help_text = _("One is kept. Leave this empty if it is right.")
        if not has_code:
            del self.fields["forget_code"]

    def clean(self) -> dict[str, Any]:
        """At least one of the names. A code is None when it stays as it was, and empty when it is to be forgotten."""
        data = super().clean() or {}
        forget, code = data.pop("forget_code", False), data.get("code", "")
        if forget and code:
            self.add_error("code", _("Write another code, or forget the one that is kept, not both."))
        data["code"] = "" if forget else code or None
        if not self.errors and not data.get("first_names") and not data.get("last_name"):
            self.add_error("first_names", _("Write the first name or the last name."))
        return data
