"""Destroying records whose time has come: one person proposes, another does it (703/2023 §§ 23–24).

What binds a record is looked at twice, when it is proposed and when it is destroyed.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.casework.choices import Sort
from poukama.casework.models import Destruction, DestructionLine, Episode, EpisodeMember, LegalHold, Request
from poukama.casework.queries.records import Record
from poukama.casework.queries.retention import come, key_of, of_hold, preview, records
from poukama.casework.rules import Action
from poukama.casework.services.ending import end_casework
from poukama.casework.services.requests import with_a_code
from poukama.clients.ending import LOOKED_INTO, keepers
from poukama.clients.models import Client, Family, KnownIn
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock

LETTER = "H"
"""With which the code of a destruction begins (hävittäminen)."""
TAKEN_AWAY = "not_there"
NOT_YET = "not_yet"
ORDER = "order"
"""What else binds somebody under a protection order would say that they come."""


class NothingToDestroy(Exception):
    """No record's time has come, or each is bound by something."""


class WaitsAlready(Exception):
    """Records of the work form are proposed already, and nobody has decided."""


class NotWaiting(Exception):
    """It has been decided or withdrawn meanwhile."""


class ProposedIt(Exception):
    """Whoever proposed it is not the one who destroys."""


class NoReason(Exception):
    """It was not said why."""


class EndsBeforeToday(Exception):
    """A hold lasts until today at the earliest."""


class HeldAlready(Exception):
    """It is held back already."""


class GoneMeanwhile(Exception):
    """It has been destroyed meanwhile."""


class NotHeld(Exception):
    """The hold has ended."""


@transaction.atomic
def propose_destruction(*, work_form: WorkForm, by: User) -> Destruction:
    """Propose every record of the work form whose time has come and which nothing binds. None is left out by hand."""
    waiting = Destruction.objects.filter(work_form=work_form, voided_at=None, done_at=None, refused_at=None)
    if waiting.exists():
        raise WaitsAlready
    found = preview(Actor(by, clock.today()), work_form).now
    if not found:
        raise NothingToDestroy
    row = Destruction(work_form=work_form, recorded_at=clock.now(), recorded_by=by)
    with_a_code(row, LETTER)
    DestructionLine.objects.bulk_create([_line(row, record) for record in found])
    _tell(Action.PROPOSE_DESTRUCTION, row, by, records=len(found))
    return row


@transaction.atomic
def withdraw_destruction(*, destruction: Destruction, by: User) -> None:
    """Take one's proposal back; the records are as they were."""
    row = _waiting(destruction)
    row.voided_at, row.voided_by = clock.now(), by
    row.save(update_fields=["voided_at", "voided_by"])
    row.lines.all().delete()
    _tell(Action.WITHDRAW_DESTRUCTION, row, by)


@transaction.atomic
def refuse_destruction(*, destruction: Destruction, because: str, by: User) -> None:
    """Say why nothing is destroyed; the records are as they were, and may be proposed again."""
    row = _waiting(destruction)
    if not because.strip():
        raise NoReason
    if row.recorded_by_id == by.pk:
        raise ProposedIt
    row.refused_at, row.refused_by, row.refused_because = clock.now(), by, because.strip()
    row.save(update_fields=["refused_at", "refused_by", "refused_because"])
    row.lines.all().delete()
    _tell(Action.REFUSE_DESTRUCTION, row, by)


@transaction.atomic
def carry_out_destruction(*, destruction: Destruction, by: User) -> Destruction:
    """Destroy what was proposed, but for what something binds by now. It cannot be taken back."""
    row = _waiting(destruction)
    if row.recorded_by_id == by.pk:
        raise ProposedIt
    today, told = clock.today(), _Told()
    lines = list(row.lines.select_related("destruction__work_form").order_by("pk"))
    _lock_lines(row.work_form, lines)
    found = records(row.work_form, today)
    passed, there = come(found, today), {each.key for each in found}
    for line in lines:
        key = key_of(line)
        record = passed.get(key)
        left = _why_left(record, is_there=key in there)
        if record is None or left:
            told.leave(left)
            continue
        told.add(record, line)
        line.delete()
        told.rows += end_record(record, by)
    row.lines.all().delete()
    row.done_at, row.done_by, row.told = clock.now(), by, told.as_codes()
    row.save(update_fields=["done_at", "done_by", "told"])
    _tell(Action.CARRY_OUT_DESTRUCTION, row, by, records=told.records, left=told.stays)
    return row


@transaction.atomic
def hold_back(*, of: KnownIn | Episode, reason: str, ends_on: date, by: User) -> LegalHold:
    """Keep a record although its time may come, until a day."""
    if not reason.strip():
        raise NoReason
    if ends_on < clock.today():
        raise EndsBeforeToday
    known, episode = (of, None) if isinstance(of, KnownIn) else (None, of)
    if not _is_there(of):
        raise GoneMeanwhile
    standing = LegalHold.objects.filter(voided_at=None, ended_at=None, ends_on__gte=clock.today())
    if standing.filter(known=known, episode=episode).exists():
        raise HeldAlready
    hold = LegalHold(
        known=known,
        episode=episode,
        reason=reason.strip(),
        ends_on=ends_on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    hold.save(force_insert=True)
    audit.record(Action.HOLD_BACK, by=by, about=hold, work_form=of.work_form.key, detail=_of(of))
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, because: str, by: User) -> None:
    """End a hold before its day, with a reason."""
    hold = LegalHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if not because.strip():
        raise NoReason
    if hold.ended_at is not None or hold.ends_on < clock.today():
        raise NotHeld
    hold.ended_at, hold.ended_by, hold.lifted_because = clock.now(), by, because.strip()
    hold.save(update_fields=["ended_at", "ended_by", "lifted_because"])
    audit.record(Action.LIFT_HOLD, by=by, about=hold, work_form=of_hold(hold)[0].key)


class _Told:
    """What the certificate says, while it is made."""

    def __init__(self) -> None:
        self.records = self.stays = self.unsaid = 0
        self.rules: Counter[str] = Counter()
        self.years: set[int] = set()
        self.rows: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    def add(self, record: Record, line: DestructionLine) -> None:
        self.records += 1
        self.rules[line.rule] += 1
        self.years.add(record.last_on.year)

    def leave(self, why: list[str]) -> None:
        """Of a record that is looked into nothing is said: whoever may not see it would hear that it is there."""
        self.stays += 1
        if LOOKED_INTO.code in why:
            self.unsaid += 1
        else:
            self.left.update([ORDER] if ORDER in why else why)

    def as_codes(self) -> dict[str, Any]:
        return {
            "records": self.records,
            "rules": dict(self.rules),
            "from_year": min(self.years, default=None),
            "to_year": max(self.years, default=None),
            "rows": dict(self.rows),
            "stays": self.stays - self.unsaid,
            "left": dict(self.left),
        }


def _why_left(record: Record | None, *, is_there: bool) -> list[str]:
    if record is None:
        return [NOT_YET if is_there else TAKEN_AWAY]
    return sorted({bond.code for bond in record.bonds})


def end_record(record: Record, by: User) -> Counter[str]:
    """Let go of a record, in every app that keeps something of it: how many rows of each table. A part of destroying."""
    rows: Counter[str] = Counter()
    for keeper in keepers():
        if keeper.app == "casework":
            rows += end_casework(record, by)
        rows.update(keeper.end(record.whose, by))
    return rows


def _line(row: Destruction, record: Record) -> DestructionLine:
    column = {Sort.FAMILY: "family_id", Sort.PERSON: "client_id", Sort.EPISODE: "episode_id"}
    return DestructionLine(
        destruction=row,
        rule=record.kept.rule,
        last_on=record.last_on,
        kept_until_on=record.kept.until or record.last_on,
        **{column.get(record.sort, "request_id"): record.number},
    )


def _waiting(destruction: Destruction) -> Destruction:
    rows = Destruction.objects.select_for_update(of=("self",)).select_related("work_form")
    row = rows.get(pk=destruction.pk)
    if not row.waits:
        raise NotWaiting
    return row


def _lock_lines(work_form: WorkForm, lines: Sequence[DestructionLine]) -> None:
    """Let nothing come to bind these until all is done: whoever serves, names or holds back one of them locks or joins it."""
    families = {line.family_id for line in lines if line.family_id}
    alone = {line.client_id for line in lines if line.client_id}
    theirs = Q(family__in=families) | Q(client__in=alone)
    episodes = Episode.objects.filter(theirs | Q(pk__in=[line.episode_id for line in lines]))
    here = episodes.filter(work_form=work_form, destroyed_at=None)
    of = Q(family__in=families) | Q(came_with__in=alone) | Q(pk__in=alone)
    of |= Q(pk__in=EpisodeMember.objects.filter(episode__in=here).order_by().values("client"))
    people = Client.objects.filter(of)
    of_people = Q(client__in=people.order_by().values("pk"))
    known = KnownIn.objects.filter(Q(family__in=families) | of_people, work_form=work_form)
    asked = Request.objects.filter(
        theirs | Q(pk__in=[line.request_id for line in lines]), work_form=work_form
    )
    _lock(known, people, Family.objects.filter(pk__in=families), here, asked)


def _is_there(of: KnownIn | Episode) -> bool:
    """Wait for whoever destroys it at this moment, then look."""
    if isinstance(of, Episode):
        episode = Episode.objects.filter(pk=of.pk, destroyed_at=None)
        _lock(episode)
        return episode.exists()
    known = KnownIn.objects.filter(pk=of.pk)
    _lock(known, Client.objects.filter(pk=of.client_id or 0), Family.objects.filter(pk=of.family_id or 0))
    return known.exists()


def _lock(*tables: QuerySet[Any]) -> None:
    """In one order everywhere, so that two never wait for each other."""
    for rows in tables:
        list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def _tell(action: Action, row: Destruction, by: User, **detail: int) -> None:
    audit.record(action, by=by, about=row, work_form=row.work_form.key, detail=detail)


def _of(of: KnownIn | Episode) -> dict[str, int]:
    return {"known" if isinstance(of, KnownIn) else "episode": of.pk}
