"""Documents and photos that are kept of those served."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.models import Attachment, KnownIn
from poukama.clients.rules import Action
from poukama.toolkit.contents import FileKind
from poukama.toolkit.sealing import opens

MOST_SHOWN = 100
"""How many a list shows, the newest first: more than anybody keeps of one family."""


@dataclass(frozen=True)
class AttachmentRow:
    """One that is kept, with how large it is in bytes; None when its box does not open."""

    attachment: Attachment
    title: str
    kind: FileKind
    size: int | None


def attachments_of(actor: Actor, known: Sequence[KnownIn]) -> list[AttachmentRow]:
    """What is kept of these, the newest first. One query."""
    rows = visible(actor, Action.READ_ATTACHMENT, Attachment.objects.filter(known__in=known))
    found = rows.select_related("known__client", "known__family", "recorded_by")
    return [row_of(each) for each in found.order_by("-recorded_at", "pk")[:MOST_SHOWN]]


def row_of(attachment: Attachment) -> AttachmentRow:
    """One that is kept, as a list says it."""
    kind = FileKind(attachment.kind)
    if not opens(attachment):
        return AttachmentRow(attachment, _("This attachment cannot be opened"), kind, None)
    return AttachmentRow(attachment, attachment.title, kind, int(attachment.size))
