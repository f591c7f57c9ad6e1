"""Sending: only what was agreed, only while it holds, and in words that could come from anybody.

No other code sends anything to those served; a guard test holds it.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn, SafeContact
from poukama.clients.queries import safe_contact_in
from poukama.organisation.models import User
from poukama.outbox.choices import Refusal, State, Template
from poukama.outbox.models import Message
from poukama.outbox.rules import Action
from poukama.toolkit import clock

logger = logging.getLogger(__name__)

SERVICES = (Channel.EMAIL,)
"""The ways for which the house has something that sends. Calls and letters are made by people."""
SENT_BY_PEOPLE = (Channel.CALL, Channel.VOICEMAIL, Channel.POST)


class SettledAlready(Exception):
    """Somebody else has settled it meanwhile."""


def send(*, known: KnownIn, channel: Channel, template: Template, language: str, by: User) -> Message:
    """Send somebody a neutral message, or say why not. It is written down before anything leaves.

    Call it outside a transaction: what has left cannot be taken back with one.
    """
    message, address = _written_down(known, channel, template, language, by)
    if message.state == State.SENDING:
        _deliver(message, address)
    return message


@transaction.atomic
def settle(*, message: Message, by: User) -> None:
    """Say that a message that was not sent needs nothing more: they were told otherwise, or need not be."""
    waiting = Message.objects.select_for_update().filter(pk=message.pk, settled_at=None)
    if not waiting.order_by().update(settled_at=clock.now(), settled_by=by):
        raise SettledAlready
    audit.record(Action.SETTLE, by=by, about=message, work_form=message.known.work_form.key)


@transaction.atomic
def _written_down(
    known: KnownIn, channel: Channel, template: Template, language: str, by: User
) -> tuple[Message, str]:
    contact = safe_contact_in(known)
    why = _why_not(contact, channel)
    message = Message.objects.create(
        known=known,
        channel=channel,
        template=template,
        language=language,
        state=State.NOT_SENT if why else State.SENDING,
        why=why,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    detail = {"channel": str(channel), "why": str(why)} if why else {"channel": str(channel)}
    audit.record(Action.SEND, by=by, about=known.client, work_form=known.work_form.key, detail=detail)
    return message, (contact.email or "") if contact and not why else ""


def _why_not(contact: SafeContact | None, channel: Channel) -> Refusal | str:
    """What stands in the way; empty when nothing does."""
    if contact is None:
        return Refusal.NOT_AGREED
    if contact.expires_on < clock.today():
        return Refusal.EXPIRED
    if not getattr(contact, f"by_{channel}"):
        return Refusal.NOT_ALLOWED
    return "" if channel in SERVICES else Refusal.NO_SERVICE


def _deliver(message: Message, address: str) -> None:
    with translation.override(message.language):
        subject, text = _words(Template(message.template))
    try:
        send_mail(subject, text, settings.NEUTRAL_FROM, [address])
    except (OSError, SMTPException) as problem:
        logger.warning("Message %s could not be delivered: %s", message.pk, type(problem).__name__)
        message.state, message.why = State.NOT_SENT, Refusal.FAILED
    else:
        message.state, message.sent_at = State.SENT, clock.now()
    message.save(update_fields=["state", "why", "sent_at"])


def _words(template: Template) -> tuple[str, str]:
    """Title and text. The title says nothing at all: others see it on a locked screen."""
    if template == Template.CALL:
        return _("Hello"), _("Hello! Please call when it suits you.")
    return _("Hello"), _(
        "Hello! This is a reminder of the time we agreed. If it does not suit you, please call."
    )
