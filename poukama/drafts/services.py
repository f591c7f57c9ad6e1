"""Keeping what is typed, and letting go of it: when it is recorded, taken back by its writer, or too old.

None of these is an event of the audit trail: a draft is no record yet, and nobody but its writer ever opens it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from poukama.drafts.kinds import Of
from poukama.drafts.models import MOST_LETTERS, Draft, Presence
from poukama.drafts.queries import KEPT_FOR, WARNED_FOR, Pairs
from poukama.drafts.rules import JUST_NOW
from poukama.organisation.models import User
from poukama.toolkit import clock

MOST_FIELDS = 500


class TooMuchForADraft(Exception):
    """No form of ours is this large: it is sent as it is, or not at all."""


class TypedElsewhere(Exception):
    """The same person has typed into the same form in another window since this one was opened."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__()


@dataclass(frozen=True)
class Stand:
    """How far a page has come: which page, and after how many changes."""

    page: UUID
    turn: int


@dataclass(frozen=True)
class Expired:
    """How many drafts were destroyed, and how many will be within a week."""

    destroyed: int
    soon: int


@transaction.atomic
def keep_draft(*, of: Of, typed: Pairs, stand: Stand, after: Stand | None, by: User) -> Draft:
    """Keep what has been typed in place of what the same page kept before, or of what it began `after`.

    What arrives late, or twice, changes nothing.
    """
    text = json.dumps(typed, ensure_ascii=False, separators=(",", ":"))
    if len(typed) > MOST_FIELDS or len(text) > MOST_LETTERS:
        raise TooMuchForADraft
    found = _locked(of, by) or _begun(of, text, stand, by)
    kept = Stand(found.page, found.turn)
    if kept.page == stand.page and kept.turn >= stand.turn:
        return found
    if kept.page != stand.page and kept != after:
        raise TypedElsewhere(found)
    found.typed, found.written_at, found.page, found.turn = text, clock.now(), stand.page, stand.turn
    found.save(update_fields=["typed", "written_at", "page", "turn"])
    return found


def finish(*, kind: str, key: object, by: User) -> None:
    """Let go of one's draft: it has been recorded, or is begun anew. Within the transaction that records."""
    Draft.objects.filter(kind=kind, key=str(key), written_by=by).delete()
    Presence.objects.filter(kind=kind, key=str(key), seen_by=by).delete()


@contextmanager
def finishing(*, kind: str, key: object, by: User) -> Iterator[None]:
    """Record within this block, in one transaction: the draft goes when the recording succeeds, else it stays."""
    with transaction.atomic():
        finish(kind=kind, key=key, by=by)
        yield


@transaction.atomic
def be_seen(*, of: Of, by: User) -> None:
    """Say that one has a form open. Where one was before, and who has left this one, is forgotten."""
    long_ago = clock.now() - JUST_NOW
    Presence.objects.filter(seen_at__lt=long_ago, seen_by=by).delete()
    Presence.objects.filter(seen_at__lt=long_ago, kind=of.kind, key=of.key).delete()
    Presence.objects.update_or_create(kind=of.kind, key=of.key, seen_by=by, defaults={"seen_at": clock.now()})


@transaction.atomic
def expire(*, kept_for: timedelta = KEPT_FOR) -> Expired:
    """Destroy what nobody has gone on with for so long. Its writer was told for a week, where they may still write."""
    now = clock.now()
    destroyed, _each = Draft.objects.filter(written_at__lt=now - kept_for).delete()
    Presence.objects.filter(seen_at__lt=now - JUST_NOW).delete()
    soon = Draft.objects.filter(written_at__lt=now - kept_for + WARNED_FOR).count()
    return Expired(destroyed, soon)


def _locked(of: Of, by: User) -> Draft | None:
    rows = Draft.objects.select_for_update(of=("self",)).filter(kind=of.kind, key=of.key, written_by=by)
    return rows.first()


def _begun(of: Of, text: str, stand: Stand, by: User) -> Draft:
    """A new draft; or the one that another window has begun in this very moment."""
    try:
        with transaction.atomic():
            return Draft.objects.create(
                kind=of.kind,
                key=of.key,
                typed=text,
                page=stand.page,
                turn=stand.turn,
                written_at=clock.now(),
                written_by=by,
            )
    except IntegrityError:
        return Draft.objects.select_for_update(of=("self",)).get(kind=of.kind, key=of.key, written_by=by)
