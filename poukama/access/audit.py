"""The audit trail: append-only, chained by hashes, written in the transaction of what it tells of.

Each event's hash covers the hash of the one before it, and the head of the chain is kept apart from the
events. An event that is changed, removed or put in between breaks the chain at that place; events removed
from the end no longer meet the head. Whoever wants to hold against someone who can rewrite the whole
database writes down the last number and hash (`audit verify` says them) somewhere else.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_noop as _

from poukama.access.models import AuditEvent, ChainHead
from poukama.organisation.models import User
from poukama.toolkit import clock

NOTHING_BEFORE: Final = "0" * 64
_CODE = re.compile(r"[^\s@]{0,100}")
_AT_A_TIME = 2000


class TextInAuditTrail(Exception):
    """Something that is not an id or a code was about to be kept for twelve years."""


@dataclass(frozen=True)
class Telling:
    """What an event tells: `detail` holds ids and codes only, never text that somebody wrote."""

    action: str
    about: Model | None = None
    work_form: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether the chain holds; if not, what is wrong and at which event."""

    holds: bool
    events: int
    last_hash: str
    broken_at: int | None = None
    reason: str = ""


def link(previous_hash: str, values: dict[str, Any]) -> str:
    """The hash of an event, which covers the hash of the one before it."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def values_of(event: AuditEvent) -> dict[str, Any]:
    """What the hash of an event covers."""
    return {
        "id": event.id,
        "happened_at": _moment(event.happened_at),
        "actor": event.actor,
        "action": event.action,
        "about": event.about,
        "about_id": event.about_id,
        "work_form": event.work_form,
        "detail": event.detail,
    }


def record(
    action: str,
    *,
    by: User | None,
    about: Model | None = None,
    work_form: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one event. `detail` holds ids and codes only, never text that somebody wrote.

    Takes the lock of the chain until the transaction ends: call it last.
    """
    return record_all([Telling(action, about, work_form, detail or {})], by=by)[0]


def record_all(tellings: Iterable[Telling], *, by: User | None) -> list[AuditEvent]:
    """Add several events of one moment, in their order; as `record`, with one lock for all."""
    moment = clock.now()
    events = [
        AuditEvent(
            happened_at=moment,
            actor=by.pk if by else None,
            action=str(told.action),
            about=told.about._meta.label if told.about else "",
            about_id=str(told.about.pk) if told.about else "",
            work_form=told.work_form,
            detail={key: _codes(value) for key, value in told.detail.items()},
        )
        for told in tellings
    ]
    if not events:
        return []
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        last_id, last_hash = _locked_head(cursor)
        for event in events:
            event.id, event.previous_hash = last_id + 1, last_hash
            event.hash = link(last_hash, values_of(event))
            last_id, last_hash = event.id, event.hash
        _append(cursor, events)
    return events


# By hand, since every service ends with it: through the models it takes five times as long.
_HEAD = "SELECT last_id, last_hash FROM access_chainhead WHERE id = 1"
_EVENT = (
    "INSERT INTO access_auditevent (id, happened_at, actor, action, about, about_id, work_form, detail, "
    "previous_hash, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_NEW_HEAD = "UPDATE access_chainhead SET last_id = %s, last_hash = %s WHERE id = 1"


def _locked_head(cursor: Any) -> tuple[int, str]:
    """The last number and hash; no other event is added before the transaction ends."""
    statement = _HEAD + (" FOR UPDATE" if connection.vendor == "postgresql" else "")
    cursor.execute(statement)
    head = cursor.fetchone()
    if head is None:
        ChainHead.objects.get_or_create(pk=1)
        cursor.execute(statement)
        head = cursor.fetchone()
    return int(head[0]), str(head[1])


def _append(cursor: Any, events: Sequence[AuditEvent]) -> None:
    for event in events:
        moment = connection.ops.adapt_datetimefield_value(event.happened_at)
        values = (event.id, moment, event.actor, event.action, event.about, event.about_id, event.work_form)
        cursor.execute(_EVENT, [*values, json.dumps(event.detail), event.previous_hash, event.hash])
        event._state.adding = False
    cursor.execute(_NEW_HEAD, [events[-1].id, events[-1].hash])


def verify() -> Verdict:
    """Follow the chain from its beginning to its head, in constant memory."""
    with transaction.atomic():
        head = ChainHead.objects.filter(pk=1).first() or ChainHead(last_id=0, last_hash=NOTHING_BEFORE)
        last, last_hash = 0, NOTHING_BEFORE
        events = AuditEvent.objects.filter(id__lte=head.last_id).order_by("id")
        for event in events.iterator(chunk_size=_AT_A_TIME):
            if reason := _flaw(event, last, last_hash):
                return Verdict(False, last, last_hash, broken_at=event.id, reason=reason)
            last, last_hash = event.id, event.hash
        beyond = AuditEvent.objects.filter(id__gt=head.last_id).order_by("id").first()
    if last != head.last_id or last_hash != head.last_hash:
        end = last if last == head.last_id else last + 1
        return Verdict(False, last, last_hash, broken_at=end, reason=_("does not meet the head of the chain"))
    if beyond is not None:
        return Verdict(False, last, last_hash, broken_at=beyond.id, reason=_("added past the head"))
    return Verdict(True, last, last_hash)


def _flaw(event: AuditEvent, last: int, last_hash: str) -> str:
    if event.id != last + 1:
        return _("the event before it is missing")
    if event.previous_hash != last_hash:
        return _("does not continue the one before it")
    return "" if event.hash == link(last_hash, values_of(event)) else _("changed after it was written")


def _codes(value: Any) -> Any:
    """The value as it will be read back; refuses what is not made of ids and codes."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        items = [_codes(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    raise TextInAuditTrail


def _moment(moment: datetime) -> str:
    return moment.astimezone(tz=UTC).isoformat(timespec="microseconds")
