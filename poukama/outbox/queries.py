"""What waits for somebody: messages that were not sent, or of which nobody knows."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.outbox.choices import State
from poukama.outbox.models import Message
from poukama.outbox.rules import Action
from poukama.toolkit import clock

TAKES_AT_MOST = timedelta(minutes=5)
"""After that a message that was leaving has not left as far as anybody knows: the server stopped there."""


def is_not_sent() -> Q:
    """That a message waits for somebody: it was not sent, or is leaving for longer than it can take."""
    stuck = Q(state=State.SENDING, recorded_at__lt=clock.now() - TAKES_AT_MOST)
    return (Q(state=State.NOT_SENT) | stuck) & ~Q(state=State.SENT) & Q(settled_at=None)


def not_sent(actor: Actor) -> QuerySet[Message]:
    """Messages that were not sent and that nobody has settled, unordered."""
    found = visible(actor, Action.SEE_NOT_SENT, Message.objects.filter(is_not_sent(), voided_at=None))
    return found.select_related("known__client", "known__work_form", "recorded_by")
