"""The mail that invites a colleague. It says nothing of the work, since anyone may see a mail's title.

Mail to the people whom the association serves goes only through `outbox`; this is for those who work here.
"""

import logging
from smtplib import SMTPException

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.access.rules import Action
from poukama.organisation.models import User

logger = logging.getLogger(__name__)


class HasSignedIn(Exception):
    """The person has an account in use: a forgotten password is replaced from the sign-in page."""


def token_for(person: User) -> str:
    """The secret of a link that lets the person choose a password, once and within three days."""
    return str(PASSWORD_RESET_TOKEN_GENERATOR().make_token(person))


@transaction.atomic
def note_resending(*, person: User, by: User) -> None:
    """Write down that an invitation is sent again."""
    if person.last_login is not None:
        raise HasSignedIn
    audit.record(Action.RESEND_INVITATION, by=by, about=person)


def send(*, person: User, link: str) -> bool:
    """Send the link; whether the mail went. Call it after the transaction, since a mail cannot be taken back."""
    with translation.override(person.language):
        subject = _("An invitation")
        text = _(
            "Hello,\n\nyou have been invited to Poukama. With this link you choose a password; it works once, "
            "for three days:\n\n%(link)s\n\nIf you did not expect this, leave it."
        ) % {"link": link}
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
    except (OSError, SMTPException):
        logger.exception("An invitation to user %s could not be sent", person.pk)
        return False
    return True
