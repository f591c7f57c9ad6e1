"""The sign-in library's forms with our words: labels instead of placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code"),
    "name": _("Name of this passkey"),
    "passwordless": _("Sign in with it alone"),
}
_HELP = {
    "login": "",
    "password": "",
    "password1": _(
        "At least 12 characters. Several words that you remember are better than signs that you do not."
    ),
    "name": _("Such as: work phone"),
    "passwordless": _("The device then asks for your fingerprint, face or PIN each time."),
}


class _Worded:
    """Give the fields their labels."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, field.help_text)


class SignInForm(_Worded, account.LoginForm):  # type: ignore[misc]  # the library has no types
    """E-mail and password."""


class ResetPasswordForm(_Worded, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link."""


class ResetPasswordKeyForm(_Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a password after following the link."""


class ChangePasswordForm(_Worded, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""


class SetPasswordForm(_Worded, account.SetPasswordForm):  # type: ignore[misc]
    """A first password for someone who signs in elsewhere."""


class ReauthenticateForm(_Worded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class CodeForm(_Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the second step."""


class CodeAgainForm(_Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more."""


class ActivateAppForm(_Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""


class AddPasskeyForm(_Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""


class RenamePasskeyForm(_Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""
