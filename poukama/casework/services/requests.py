"""Taking a request in, asking the rest of it once, and tying it to whoever turns out to ask."""

from dataclasses import dataclass, replace
from datetime import date
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from poukama.access import audit
from poukama.access.models import AuditEvent
from poukama.casework import duty_kinds
from poukama.casework.choices import RequestState, Risk, SafePlace
from poukama.casework.models import Destruction, Handover, OwnData, Request, RequestStep
from poukama.casework.queries.requests import rest_said
from poukama.casework.rules import Action
from poukama.casework.services.clocks import decide_by, urgency_of
from poukama.casework.services.refusals import (
    AlreadyVoided,
    CountsNobody,
    DayNotYetCome,
    SomethingHangsOnIt,
    WorkFormOnlyCounts,
    refuse_old,
    word,
)
from poukama.clients.choices import Channel
from poukama.clients.models import Client, Family, KnownIn
from poukama.duties.services import drop_duty, open_duty
from poukama.organisation.choices import Identification, TermList
from poukama.organisation.models import Partner, User, WorkForm
from poukama.toolkit import clock

MOST = 20
"""People in one request: more is a slip of the finger."""
_TRIES = 5


class RecordedAlready(Exception):
    """The same form has been recorded."""


class NoReach(Exception):
    """A way of reaching them is chosen without a number or address, or the other way round."""


class NotDecidable(Exception):
    """It has been decided, or taken back, by somebody else meanwhile."""


class SaidMeanwhile(Exception):
    """Somebody else has added to the same request since one began to write. It has the request as it stands now."""

    def __init__(self, asked: Request, said: AuditEvent) -> None:
        self.asked, self.said = asked, said
        super().__init__()


class NotKnownHere(Exception):
    """The work form that is asked does not know them."""


@dataclass(frozen=True)
class Told:
    """What is asked on the phone at once: safety first, then what for and how many."""

    risk: Risk
    place: SafePlace
    need: str
    do_now: str = ""
    channel: str = ""
    reach: str = ""
    adults: int | None = None
    children: int | None = None


@dataclass(frozen=True)
class Rest:
    """What is asked later, and once; None or empty is what has not been asked yet."""

    source: str = ""
    partner: Partner | None = None
    need_words: str = ""
    hours: str = ""
    is_expecting: bool | None = None
    adults: int | None = None
    children: int | None = None


@transaction.atomic
def take_request(
    *,
    work_form: WorkForm,
    told: Told,
    by: User,
    came_on: date | None = None,
    token: UUID | None = None,
) -> Request:
    """Write down that somebody asks for help. How soon it is decided follows from what was told of the danger.

    `token` is the form's, and becomes the key of the row: sending a form twice makes one request.
    """
    if token is not None and Request.objects.filter(pk=token).exists():
        raise RecordedAlready
    day = came_on or clock.today()
    if work_form.identification == Identification.COUNTED:
        raise WorkFormOnlyCounts
    if day > clock.today():
        raise DayNotYetCome
    word(TermList.NEED, told.need, work_form)
    told = _whole(told)
    urgency = urgency_of(told.risk, told.place)
    asked = Request(
        id=token or uuid4(),
        work_form=work_form,
        came_on=day,
        urgency=urgency,
        due_on=decide_by(work_form, urgency, day),
        recorded_at=clock.now(),
        recorded_by=by,
        **_columns(told),
    )
    with_a_code(asked, "Y")
    open_duty(kind=duty_kinds.REQUEST_DUTY, key=asked.code, work_form=work_form, due_on=asked.due_on, by=by)
    audit.record(
        Action.TAKE_REQUEST, by=by, about=asked, work_form=work_form.key, detail={"urgency": int(urgency)}
    )
    return asked


@transaction.atomic
def ask_the_rest(*, asked: Request, rest: Rest, by: User, version: str | None = None) -> Request:
    """Add what was not asked at once; what is known already may be said better, of the version one has seen."""
    asked = locked_request(asked)
    said = rest_said(asked)
    if said is not None and version not in (None, said.hash):
        raise SaidMeanwhile(asked, said)
    if rest.source:
        word(TermList.REFERRAL_SOURCE, rest.source, asked.work_form)
    asked.source, asked.partner = rest.source, rest.partner
    asked.need_words, asked.hours = rest.need_words.strip() or None, rest.hours.strip() or None
    _refuse_counts(rest.adults, rest.children)
    asked.is_expecting, asked.adults, asked.children = rest.is_expecting, rest.adults, rest.children
    names = ["source", "partner", "need_words", "hours", "is_expecting", "adults", "children"]
    asked.save(update_fields=names)
    changed(asked, by, "rest")
    return asked


@transaction.atomic
def tie_to(
    *, asked: Request, by: User, family: Family | None = None, client: Client | None = None
) -> Request:
    """Say which family or person of the work form it is who asks; without either, that it is not known after all."""
    asked = locked_request(asked)
    if asked.state == RequestState.ACCEPTED:
        raise NotDecidable
    if family or client:
        whom: dict[str, Any] = {"family": family} if family else {"client": client}
        if not KnownIn.objects.filter(work_form=asked.work_form, **whom).exists():
            raise NotKnownHere
    asked.family, asked.client = family, None if family else client
    asked.save(update_fields=["family", "client"])
    changed(asked, by, "tied" if family or client else "untied")
    return asked


@transaction.atomic
def void_request(*, asked: Request, by: User) -> None:
    """Take back, on the same day, a request that was recorded by mistake; refused once anything was done with it."""
    asked = locked_request(asked)
    refuse_old(asked)
    if asked.state != RequestState.OPEN or RequestStep.objects.filter(request=asked, voided_at=None).exists():
        raise SomethingHangsOnIt
    asked.voided_at, asked.voided_by = clock.now(), by
    asked.save(update_fields=["voided_at", "voided_by"])
    drop_duty(kind=duty_kinds.REQUEST_DUTY, key=asked.code, by=by)
    changed(asked, by, "taken_back")


def locked_request(asked: Request) -> Request:
    """The request as it is now, locked until the transaction ends; refuses one that was taken back."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("work_form", "family", "client")
    now = rows.get(pk=asked.pk)
    if now.voided_at is not None:
        raise AlreadyVoided
    return now


def changed(asked: Request, by: User, what: str) -> None:
    """Write to the trail that something of a request was changed."""
    audit.record(
        Action.CHANGE_REQUEST,
        by=by,
        about=asked,
        work_form=asked.work_form.key,
        detail={"what": what},
    )


def with_a_code(row: Request | Handover | Destruction | OwnData, letter: str) -> None:
    """Save a new row under a code drawn by lot: numbers in a row would tell that one is hidden between two."""
    for tries_left in reversed(range(_TRIES)):
        row.code = f"{letter}-{randbelow(10**6):06}"
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            return


def _whole(told: Told) -> Told:
    """What was told without empty ends; refuses half of a way to reach them, and people who cannot be."""
    told = replace(told, do_now=told.do_now.strip(), reach=told.reach.strip())
    if bool(told.channel) != bool(told.reach) or told.channel not in ("", *Channel.values):
        raise NoReach
    _refuse_counts(told.adults, told.children)
    return told


def _refuse_counts(adults: int | None, children: int | None) -> None:
    counts = [count for count in (adults, children) if count is not None]
    if any(not 0 <= count <= MOST for count in counts) or adults == children == 0:
        raise CountsNobody


def _columns(told: Told) -> dict[str, Any]:
    return {
        "risk": told.risk,
        "place": told.place,
        "need": told.need,
        "do_now": told.do_now or None,
        "channel": told.channel,
        "reach": told.reach or None,
        "adults": told.adults,
        "children": told.children,
    }
