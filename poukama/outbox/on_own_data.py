"""Messages to somebody who asks for their own data. What they said is not kept."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.clients.choices import OwnSection
from poukama.clients.models import KnownIn
from poukama.clients.own_data import Passage, gives
from poukama.outbox.models import Message


def connect() -> None:
    """Have messages asked; called once, when the app starts."""
    gives("outbox", 15, passages)


def passages(actor: Actor, known: KnownIn) -> Iterable[Passage]:
    """That a message was sent, or was not. One query."""
    for row in Message.objects.filter(known=known, voided_at=None).order_by("recorded_at", "pk"):
        said = f"{row.get_channel_display()}, {row.get_state_display()}"
        yield Passage(OwnSection.REACH, _("A message"), said, row.recorded_at.date())
