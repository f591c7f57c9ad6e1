"""How the sign-in library behaves in this house."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from poukama.access import second_factor
from poukama.access.actor import Actor
from poukama.access.second_secrets import opened_secret, sealed_secret
from poukama.organisation.models import User
from poukama.toolkit import clock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody makes an account for themself, and whoever has just signed in need not prove it again."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes and try again."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: people are invited."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within a few minutes of signing in, as when the second factor is set up for the first time."""
        request = context.request
        records = get_authentication_records(request, request.user)
        newest = max((record["at"] for record in records), default=0)
        if time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password by the address that the person signs in with."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_from_email(self) -> str:
        """The sender of every mail."""
        return settings.DEFAULT_FROM_EMAIL

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say what went wrong; that signing in went right is plain to see."""
        if kwargs.get("message_template", args[0] if args else "") in _NEEDLESS:
            return
        super().add_message(request, level, *args, **kwargs)


_NEEDLESS = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """The second factor stays where it is compulsory."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your work needs a second step when signing in. Add another one first."
        ),
        "incorrect_code": _("The code is not right. Wait for the next one and try again."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of someone who must have one."""
        if settings.DEMO or authenticator.type not in second_factor.TYPES:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=second_factor.TYPES)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        return not second_factor.is_compulsory_for(Actor(authenticator.user, clock.today()))

    def encrypt(self, text: str) -> str:
        """Seal what an authenticator app or recovery codes are made from."""
        return sealed_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what was sealed."""
        return opened_secret(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """A name to begin with; people give their own."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Passkey {number}")).format(number=number)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Single sign-on opens only what an invitation has opened before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No: people are invited."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the identity to the invited person whose address the provider has verified."""
        if sociallogin.is_existing:
            return
        addresses = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        user = (
            User.objects.filter(email__in=addresses, is_active=True).first() if len(addresses) == 1 else None
        )
        if user is not None:
            sociallogin.connect(request, user)
