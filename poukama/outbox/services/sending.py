"""Sending: only what was agreed, only while it holds, and in words that could come from anybody.

No other code sends anything to those served; a guard test holds it.
"""

import logging
from email.utils import make_msgid
from smtplib import SMTPException, SMTPServerDisconnected
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from poukama.access import audit
from poukama.clients.choices import Channel
from poukama.clients.models import KnownIn
from poukama.clients.queries import safe_contact_in
from poukama.organisation.models import User
from poukama.outbox.choices import Refusal, State, Template
from poukama.outbox.models import Message
from poukama.outbox.queries import is_not_sent
from poukama.outbox.rules import Action
from poukama.toolkit import clock
from poukama.toolkit.sealing import opens

logger = logging.getLogger(__name__)

SENT_BY_PEOPLE = (Channel.CALL, Channel.VOICEMAIL, Channel.POST)


class SettledAlready(Exception):
    """Somebody else has settled it meanwhile."""


class StillOutside(Exception):
    """It is outside the agreed hours now too."""


def send(  # noqa: PLR0913  # a message is told whole
    *,
    known: KnownIn,
    channel: Channel,
    template: Template,
    language: str,
    by: User,
    key: UUID | None = None,
) -> Message:
    """Send somebody a neutral message, or say why not. It is written down before anything leaves.

    `key` is the message's own, made when it was begun: the same once more sends nothing again. Within a transaction
    it refuses (RuntimeError): what has left cannot be taken back with one.
    """
    message, is_new = _written_down(known, channel, template, language, by, key or uuid4())
    if is_new and message.state == State.SENDING:
        _deliver(message)
    return message


def send_now(*, message: Message, by: User) -> Message:
    """Send, within the hours, what waited for them; the former is settled. Once however often it is asked for.

    `SettledAlready` when it waits no more or for another reason, `StillOutside` when the hours have not begun.
    """
    waiting = Message.objects.filter(is_not_sent(), pk=message.pk, why=Refusal.OUTSIDE)
    if not waiting.exists():
        raise SettledAlready
    if _why_not(message.known, Channel(message.channel)) == Refusal.OUTSIDE:
        raise StillOutside
    again = send(
        known=message.known,
        channel=Channel(message.channel),
        template=Template(message.template),
        language=message.language,
        key=uuid5(message.pk, "again"),
        by=by,
    )
    settle(message=message, by=by)
    return again


@transaction.atomic
def settle(*, message: Message, by: User) -> None:
    """Say that a message that was not sent needs nothing more: they were told otherwise, or need not be."""
    waiting = Message.objects.select_for_update().filter(is_not_sent(), pk=message.pk)
    if not waiting.order_by().update(settled_at=clock.now(), settled_by=by):
        raise SettledAlready
    audit.record(Action.SETTLE, by=by, about=message, work_form=message.known.work_form.key)


@transaction.atomic(durable=True)
def _written_down(  # noqa: PLR0913  # a message is told whole
    known: KnownIn, channel: Channel, template: Template, language: str, by: User, key: UUID
) -> tuple[Message, bool]:
    """The message, and whether it was not there before."""
    why = _why_not(known, channel)
    message, is_new = Message.objects.get_or_create(
        pk=key,
        defaults={
            "known": known,
            "channel": channel,
            "template": template,
            "language": language,
            "state": State.NOT_SENT if why else State.SENDING,
            "why": why,
            "recorded_at": clock.now(),
            "recorded_by": by,
        },
    )
    if is_new:
        detail = {"channel": str(channel)} | ({"why": str(why)} if why else {})
        audit.record(Action.SEND, by=by, about=known.client, work_form=known.work_form.key, detail=detail)
    return message, is_new


def _why_not(known: KnownIn, channel: Channel) -> Refusal | str:
    """What stands in the way; empty when nothing does."""
    contact = safe_contact_in(known)
    if contact is None:
        return Refusal.NOT_AGREED
    if contact.expires_on < clock.today():
        return Refusal.EXPIRED
    if not getattr(contact, f"by_{channel}"):
        return Refusal.NOT_ALLOWED
    if channel != Channel.EMAIL or settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return Refusal.NO_SERVICE
    if not opens(contact) or not contact.email:
        return Refusal.FAILED
    return "" if contact.agreed_hours().allow(clock.now()) else Refusal.OUTSIDE


def _deliver(message: Message) -> None:
    """Ask once more what was agreed, and let it leave."""
    with translation.override(message.language):
        subject, text = _words(Template(message.template))
    why = _why_not(message.known, Channel(message.channel))
    contact = safe_contact_in(message.known)
    if not why and contact is not None:
        why = _leave(message, subject, text, contact.email)
    if why:
        message.state, message.why = State.NOT_SENT, why
    else:
        message.state, message.sent_at = State.SENT, clock.now()
    message.save(update_fields=["state", "why", "sent_at"])


def _leave(message: Message, subject: str, text: str, address: str) -> Refusal | str:
    """Give it to the mail server; what went wrong. Nothing in its head names this machine."""
    domain = settings.NEUTRAL_FROM.rpartition("@")[2]
    head = {"Message-ID": make_msgid(domain=domain)}
    try:
        gone = EmailMessage(subject, text, settings.NEUTRAL_FROM, [address], headers=head).send()
    except (TimeoutError, SMTPServerDisconnected) as problem:
        logger.warning("Whether message %s left is not known: %s", message.pk, type(problem).__name__)
        return Refusal.UNCERTAIN
    except (OSError, SMTPException) as problem:
        logger.warning("Message %s could not be delivered: %s", message.pk, type(problem).__name__)
        return Refusal.FAILED
    return "" if gone else Refusal.FAILED


def _words(template: Template) -> tuple[str, str]:
    """Title and text. The title says nothing at all: others see it on a locked screen."""
    if template == Template.CALL:
        return _("Hello"), _("Hello! Please call when it suits you.")
    return _("Hello"), _(
        "Hello! This is a reminder of the time we agreed. If it does not suit you, please call."
    )
