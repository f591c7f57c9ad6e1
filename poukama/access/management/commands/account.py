import json
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from poukama.access.forms.staff import InviteForm
from poukama.access.services import invitations
from poukama.access.services.beginning import AccountsExist, begin_account


class Command(BaseCommand):
    """`account begin`: the account of whoever looks after a new installation."""

    help = "Makes the first account, and prints the link by which its owner chooses a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose it is, and where the pages are."""
        parser.add_argument("what", choices=["begin"])
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--at", default=_where(), help="the address at which the pages are")
        parser.add_argument("--json", action="store_true", help="answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say by which link it is opened; fails where there is an account already."""
        where = options["at"].rstrip("/")
        if urlsplit(where).scheme not in {"http", "https"} or not urlsplit(where).netloc:
            raise CommandError(_("The address of the pages is written like this: https://poukama.example"))
        try:
            person = begin_account(**_said(options["name"], options["email"]))
        except AccountsExist as refusal:
            raise CommandError(
                _("There are accounts already. Whoever looks after them invites the others on screen.")
            ) from refusal
        key = {"uidb36": user_pk_to_url_str(person), "key": invitations.token_for(person)}
        link = f"{where}{reverse('account_reset_password_from_key', kwargs=key)}"
        if options["json"]:
            self.stdout.write(json.dumps({"link": link}))
            return
        self.stdout.write(
            _("The account is made: the administrator, who looks after accounts and sees no client.")
        )
        self.stdout.write(
            _(
                "With this link its owner chooses a password. It works once, for three days; nobody else may see it:"
            )
        )
        self.stdout.write(f"\n  {link}\n\n")
        self.stdout.write(
            _("When they sign in, they first set up their second step. Then they invite the director.")
        )


def _where() -> str:
    """Where the pages probably are."""
    if settings.SECURE:
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    return "http://127.0.0.1:8000"


def _said(name: str, email: str) -> dict[str, str]:
    """What is told of somebody, looked at as on screen; their language is that of whoever asks."""
    name = " ".join(name.split())
    initials = "".join(part[0] for part in name.split())[:4].upper()
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    form = InviteForm({"name": name, "initials": initials, "email": email, "language": language})
    if not form.is_valid():
        told = [
            f"{form.fields[field].label}: {' '.join(map(str, why))}" for field, why in form.errors.items()
        ]
        raise CommandError("\n".join(told))
    return dict(form.cleaned_data)
