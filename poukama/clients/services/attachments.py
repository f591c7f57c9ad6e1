"""Keeping documents and photos of those served, sealed."""

import logging
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model

from poukama.access import audit
from poukama.clients.models import Attachment, KnownIn
from poukama.clients.on_drafts import ATTACHMENT
from poukama.clients.rules import Action
from poukama.drafts.services import finish
from poukama.organisation.models import User
from poukama.toolkit import clock
from poukama.toolkit.contents import LookedInto
from poukama.toolkit.sealing import SealedFileField, folder

logger = logging.getLogger(__name__)


class NoTitle(Exception):
    """Nothing says what it is."""


class SentTwice(Exception):
    """Just this form was sent before, and the file is kept already."""


class TakenOutMeanwhile(Exception):
    """Somebody else has taken it out since it was looked at."""


class NoReason(Exception):
    """Nothing says why it is taken out."""


CONTENT: SealedFileField = Attachment._meta.get_field("content")


def attach(*, known: KnownIn, title: str, file: LookedInto, by: User, once: UUID | None = None) -> Attachment:
    """Keep a file that has been looked into. `once` is drawn for a form, so that sending it twice keeps one.

    The sealed file stands on the disk before its row is written, and outside the transaction: sealing takes its time.
    A file whose row was not written is an orphan, which `files tidy` removes.
    """
    title, pk = title.strip(), once or uuid4()
    if not title:
        raise NoTitle
    if Attachment.objects.filter(pk=pk, known=known).exists():
        raise SentTwice
    attachment = Attachment(
        pk=pk, known=known, title=title, kind=file.kind, size=str(len(file.content)), recorded_by=by
    )
    attachment.content = CONTENT.seal(file.content, attachment)
    try:
        return _recorded(attachment, by)
    except SentTwice:
        folder.remove(attachment.content)
        raise


@transaction.atomic
def take_out(*, attachment: Attachment, because: str, by: User) -> None:
    """Take out what was added by mistake. It stays sealed and is shown to nobody."""
    because = because.strip()
    if not because:
        raise NoReason
    standing = Attachment.objects.select_for_update(of=("self",)).filter(pk=attachment.pk, voided_at=None)
    row = standing.select_related("known__work_form", "known__client", "known__family").first()
    if row is None:
        raise TakenOutMeanwhile
    row.voided_at, row.voided_by, row.voided_because = clock.now(), by, because
    row.save(update_fields=["voided_at", "voided_by", "voided_because"])
    _told(Action.VOID_ATTACHMENT, row, by)


@transaction.atomic
def _recorded(attachment: Attachment, by: User) -> Attachment:
    known = (
        KnownIn.objects.select_for_update(of=("self",))
        .select_related("work_form")
        .get(pk=attachment.known_id)
    )
    if Attachment.objects.filter(pk=attachment.pk).exists():
        raise SentTwice
    attachment.recorded_at = clock.now()
    attachment.save(force_insert=True)
    attachment.known = known
    finish(kind=ATTACHMENT, key=known.pk, by=by)
    _told(Action.ADD_ATTACHMENT, attachment, by)
    return attachment


def _told(action: Action, attachment: Attachment, by: User) -> None:
    known = attachment.known
    audit.record(
        action,
        by=by,
        about=whom(known),
        work_form=known.work_form.key,
        detail={"attachment": str(attachment.pk)},
    )


def say_that_it_does_not_open(attachment: Attachment) -> None:
    """Have the log tell whoever looks after the system that a file is gone or was changed."""
    logger.error("The sealed file of %s %s does not open", attachment._meta.db_table, attachment.pk)


def whom(known: KnownIn) -> Model:
    """Whom something that was told to a work form is about: a client or a family."""
    about: Model | None = known.client or known.family
    if about is None:
        raise TypeError("Nobody is known there.")
    return about
