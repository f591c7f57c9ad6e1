"""Who may have something sent to those served, and see what was not."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from poukama.access.actor import Actor
from poukama.access.policy import allows
from poukama.clients.choices import ClientIdentification
from poukama.clients.models import KnownIn
from poukama.clients.rules import STAFF, told_to
from poukama.outbox.models import Message


class Action(StrEnum):
    """What can be done with messages."""

    SEND = "outbox.send"
    SEE_NOT_SENT = "outbox.see_not_sent"
    SETTLE = "outbox.settle"
    SEND_NOW = "outbox.send_now"


@allows(Action.SEND, KnownIn, to=STAFF, title=_("Send neutral messages to clients"))
def may_send(actor: Actor) -> Q:
    """Whoever works in a work form that knows them, except past a wall."""
    return told_to(actor) & Q(client__identification=ClientIdentification.CODED)


@allows(Action.SEE_NOT_SENT, Message, to=STAFF, title=_("See messages that were not sent"))
def may_see_not_sent(actor: Actor) -> Q:
    """Whoever works in the work form from which it was to be sent, except past a wall."""
    return told_to(actor, "known__")


@allows(Action.SETTLE, Message, to=STAFF, title=_("Settle messages that were not sent"))
def may_settle(actor: Actor) -> Q:
    """The same, so that nothing waits for somebody who is on holiday."""
    return may_see_not_sent(actor)


@allows(Action.SEND_NOW, Message, to=STAFF, title=_("Send what waited for the agreed hours"))
def may_send_now(actor: Actor) -> Q:
    """The same: whoever is at work when the hours begin."""
    return may_see_not_sent(actor)
