"""Receipt codes: three words that only the client has, by which contacts that are only counted are theirs."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection

from django.db import transaction

from poukama.access import audit
from poukama.casework.models import ReceiptLink
from poukama.casework.queries import places_in, told_by
from poukama.casework.receipt_words import Words, drawn
from poukama.casework.rules import Action
from poukama.casework.services.refusals import AlreadyVoided
from poukama.clients.models import KnownIn
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.sealing import BoxBroken, seal, unseal
from poukama.toolkit.sealing.chains import Chain

_INDEX = "casework.receipt"
_HELD_FOR = 10 * 60
"""Seconds in which it is chosen what is linked, before the words are asked again."""


class NoSuchReceipt(Exception):
    """No receipt code has these words."""


class WordsTooOld(Exception):
    """The words were told too long ago, or to somebody else, or of somebody else."""


class NotTheirs(Exception):
    """A contact does not belong to the receipt code."""


def chain_of(words: Words) -> Chain:
    """The chain of a receipt code, whether anything belongs to it or not. Slow on purpose."""
    return Chain(_INDEX, " ".join(words))


def new_receipt() -> tuple[Words, Chain]:
    """Three words that nobody has yet, and their chain. They are kept nowhere: show them, and forget them."""
    while True:
        words = drawn()
        chain = chain_of(words)
        if not places_in(chain):
            return words, chain


def follow_receipt(*, words: Words, work_form: WorkForm, by: User) -> Chain:
    """The chain of the words that a client tells. A wrong try is an event, which does not hold the words.

    A right one is none: beside the contact recorded next it would tell that this was not their first.
    """
    chain = chain_of(words)
    if not told_by(chain):
        audit.record(Action.FOLLOW_RECEIPT, by=by, work_form=work_form.key, detail={"found": False})
        raise NoSuchReceipt
    return chain


def hold(words: Words, *, known: KnownIn, by: User) -> str:
    """The words sealed for a page on which it is chosen what is linked: for this client and person, for a while."""
    text = json.dumps([int(clock.now().timestamp()), *words])
    return urlsafe_b64encode(seal(text, _place(known, by))).decode()


def held(text: str, *, known: KnownIn, by: User) -> Words:
    """The words that were sealed for the page; raises `WordsTooOld`."""
    try:
        since, *words = json.loads(unseal(urlsafe_b64decode(text.encode()), _place(known, by)))
    except (BoxBroken, ValueError) as error:
        raise WordsTooOld from error
    if not 0 <= clock.now().timestamp() - since <= _HELD_FOR:
        raise WordsTooOld
    return tuple(words)


def _place(known: KnownIn, by: User) -> str:
    return f"casework.receipt:{known.pk}:{by.pk}"


@transaction.atomic
def link_earlier(*, known: KnownIn, chain: Chain, chosen: Collection[int], by: User) -> list[ReceiptLink]:
    """Link contacts of a receipt code to a client, as the client chooses; what is linked already stays as it is.

    `chosen` are their ids. Only those of the chain: without the words nobody links anything.
    """
    known = (
        KnownIn.objects.select_for_update(of=("self",)).select_related("client", "work_form").get(pk=known.pk)
    )
    theirs = {row.pk: row for row in told_by(chain)}
    if not set(chosen) <= set(theirs):
        raise NotTheirs
    linked = set(
        ReceiptLink.objects.filter(known=known, voided_at=None)
        .order_by("pk")
        .values_list("consultation", flat=True)
    )
    made = [
        ReceiptLink.objects.create(
            known=known, consultation=theirs[pk], recorded_at=clock.now(), recorded_by=by
        )
        for pk in sorted(set(chosen) - linked)
    ]
    if made:
        detail = {"links": [link.pk for link in made]}
        audit.record(
            Action.LINK_EARLIER, by=by, about=known.client, work_form=known.work_form.key, detail=detail
        )
    return made


@transaction.atomic
def unlink_earlier(*, link: ReceiptLink, by: User) -> None:
    """Take the linking of an earlier contact back; the contact stays, counted as before."""
    rows = ReceiptLink.objects.select_for_update(of=("self",))
    link = rows.select_related("known__client", "known__work_form").get(pk=link.pk)
    if link.voided_at is not None:
        raise AlreadyVoided
    link.voided_at, link.voided_by = clock.now(), by
    link.save(update_fields=["voided_at", "voided_by"])
    known = link.known
    detail = {"link": link.pk}
    audit.record(
        Action.UNLINK_EARLIER, by=by, about=known.client, work_form=known.work_form.key, detail=detail
    )


def next_mark(chain: Chain) -> bytes:
    """The mark of the contact that joins a chain next."""
    return chain.mark(max(places_in(chain), default=-1) + 1)


def is_of_one(*, people: int, families: int) -> bool:
    """Whether a contact was with one person or one family, who can hold a receipt code."""
    return families == 1 or (families == 0 and people == 1)
