"""Deciding requests: accepted, waiting, directed elsewhere, not for us, withdrawn; and what happens while one waits."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from poukama.access import audit
from poukama.casework import duty_kinds
from poukama.casework.choices import (
    DECIDED_WITH_REASON,
    DECISIONS,
    RequestState,
    Risk,
    SafePlace,
    StepKind,
    Timing,
    Urgency,
)
from poukama.casework.duty_kinds import check_key
from poukama.casework.models import Episode, Request, RequestStep
from poukama.casework.rules import Action
from poukama.casework.services.arriving import Arrival, open_for
from poukama.casework.services.clocks import check_by, urgency_of
from poukama.casework.services.reaching import carry_reach
from poukama.casework.services.refusals import DayNotYetCome, NothingRuns, UndoTooLate, UnknownWord, word
from poukama.casework.services.requests import NotDecidable, changed, locked_request
from poukama.duties.services import drop_duty, finish_duty, open_duty, reopen_duty
from poukama.organisation.choices import TermList
from poukama.organisation.models import Partner, User, WorkForm
from poukama.toolkit import clock

DECIDED = tuple(StepKind(state) for state in RequestState.values if state != RequestState.OPEN)
"""The steps that decide."""
_DECIDED = ["state", "decided_on", "timing", "wait_began_on", "wait_ended_on", "waited_days", "next_check_on"]
"""The columns that a decision writes: what is sealed stays as it is."""


class NoReason(Exception):
    """The order of a waiting list is not changed without saying why."""


class SameAsNow(Exception):
    """It stands so already."""


class NowhereNamed(Exception):
    """Directed elsewhere, and it is not said where."""


@dataclass(frozen=True)
class Why:
    """Why something was decided: a word of the list, and perhaps words of one's own; where they were directed."""

    reason: str
    words: str = ""
    to_partner: Partner | None = None
    to_work_form: WorkForm | None = None


@transaction.atomic
def decide_request(
    *, asked: Request, state: RequestState, why: Why, by: User, decided_on: date | None = None
) -> Request:
    """Decide a request in another way than by accepting it. A waiting one may be decided anew."""
    asked = _undecided(asked)
    if state not in DECIDED_WITH_REASON:
        raise ValueError(state)
    if state == asked.state:
        raise SameAsNow
    if state == RequestState.ELSEWHERE and not (why.to_partner or why.to_work_form or why.words.strip()):
        raise NowhereNamed
    day = decided_on or clock.today()
    _step(asked, StepKind(state), why, day, by)
    _decided(asked, state, day, by)
    if state == RequestState.WAITING:
        asked.wait_began_on, asked.next_check_on = day, check_by(asked.work_form, asked.risk, day)
        _open_check(asked, by)
    asked.save(update_fields=_DECIDED)
    _audit(asked, by, why.reason)
    return asked


@transaction.atomic
def accept_request(  # noqa: PLR0913  # a decision, and all that an episode begins with
    *,
    asked: Request,
    arrival: Arrival,
    starts_on: date,
    why: Why,
    by: User,
    phase: str = "",
    key_worker: User | None = None,
    pair_worker: User | None = None,
    is_reach_confirmed: bool = False,
) -> Episode:
    """Open an episode for whoever asks, through the ordinary opening; it knows by what way they came.

    `is_reach_confirmed` says that it was gone through with them again how they may be reached.
    """
    asked = _undecided(asked)
    episode = open_for(
        work_form=asked.work_form,
        arrival=arrival,
        starts_on=starts_on,
        phase=phase,
        key_worker=key_worker,
        pair_worker=pair_worker,
        by=by,
    )
    episode.source, episode.source_partner = asked.source, asked.partner
    episode.save(update_fields=["source", "source_partner"])
    day = clock.today()
    _step(asked, StepKind.ACCEPTED, why, day, by)
    _decided(asked, RequestState.ACCEPTED, day, by)
    asked.episode = episode
    asked.family, asked.client = episode.family, episode.client
    asked.save(update_fields=[*_DECIDED, "episode", "family", "client"])
    if is_reach_confirmed:
        carry_reach(asked, episode, by)
    _audit(asked, by, why.reason)
    return episode


@transaction.atomic
def check_safety(*, asked: Request, risk: Risk, place: SafePlace, by: User, words: str = "") -> Request:
    """Write down that those who wait were asked again whether they are safe. What changed changes how urgent it is."""
    asked = locked_request(asked)
    if asked.state != RequestState.WAITING:
        raise NotDecidable
    today = clock.today()
    is_other = (asked.risk, asked.place) != (risk, place)
    if is_other:
        asked.risk, asked.place, asked.urgency = risk, place, urgency_of(risk, place)
    _record(
        asked,
        StepKind.CHECKED,
        today,
        by,
        words=words,
        risk=risk,
        place=place,
        urgency=asked.urgency if is_other else None,
    )
    finish_duty(
        kind=duty_kinds.SAFETY_RECHECK_DUTY, key=check_key(asked.code, asked.checks), done_on=today, by=by
    )
    asked.checks += 1
    asked.next_check_on = check_by(asked.work_form, risk, today)
    _open_check(asked, by)
    asked.save(update_fields=["risk", "place", "urgency", "checks", "next_check_on"])
    changed(asked, by, "checked")
    return asked


@transaction.atomic
def change_urgency(*, asked: Request, urgency: Urgency, words: str, by: User) -> Request:
    """Change by hand how urgent a waiting request is, and so its place in line; never without saying why."""
    asked = locked_request(asked)
    if asked.state != RequestState.WAITING:
        raise NotDecidable
    if not words.strip():
        raise NoReason
    if asked.urgency == urgency:
        raise SameAsNow
    asked.urgency = urgency
    _record(asked, StepKind.MOVED, clock.today(), by, words=words, urgency=urgency)
    asked.save(update_fields=["urgency"])
    changed(asked, by, "moved")
    return asked


@transaction.atomic
def take_decision_back(*, asked: Request, by: User) -> Request:
    """Take the last decision back, on the day on which it was made. An accepted one by undoing its episode."""
    asked = locked_request(asked)
    if asked.state in (RequestState.OPEN, RequestState.ACCEPTED):
        raise NothingRuns
    last = _decisions(asked).last()
    if last is None or not clock.is_today(last.recorded_at):
        raise UndoTooLate
    _back_to_before(asked, last, by)
    changed(asked, by, "decision_taken_back")
    return asked


def undecide_with(episode: Episode, by: User) -> None:
    """An episode is taken back: the request that it was opened for is where it was before."""
    asked = Request.objects.select_for_update(of=("self",)).filter(episode=episode, voided_at=None).first()
    if asked is not None and (last := _decisions(asked).last()) is not None:
        asked.episode = None
        _back_to_before(asked, last, by)


def _back_to_before(asked: Request, last: RequestStep, by: User) -> None:
    was_waiting = asked.state == RequestState.WAITING
    last.voided_at, last.voided_by = clock.now(), by
    last.save(update_fields=["voided_at", "voided_by"])
    if was_waiting:
        drop_duty(kind=duty_kinds.SAFETY_RECHECK_DUTY, key=check_key(asked.code, asked.checks), by=by)
    before = _decisions(asked).last()
    asked.wait_ended_on = asked.waited_days = asked.next_check_on = None
    if before is None:
        asked.state, asked.decided_on, asked.timing, asked.wait_began_on = RequestState.OPEN, None, "", None
        reopen_duty(kind=duty_kinds.REQUEST_DUTY, key=asked.code)
    else:
        asked.state, asked.wait_began_on = RequestState(before.what), before.happened_on
        asked.next_check_on = check_by(asked.work_form, asked.risk, clock.today())
        _open_check(asked, by)
    asked.save(update_fields=[*_DECIDED, "episode"])


def _undecided(asked: Request) -> Request:
    """The request, locked; refuses one that has been decided for good."""
    asked = locked_request(asked)
    if asked.state not in (RequestState.OPEN, RequestState.WAITING):
        raise NotDecidable
    return asked


def _step(asked: Request, what: StepKind, why: Why, day: date, by: User) -> None:
    """Write a decision down; refuses a reason that is not one for it, and a day that cannot be."""
    reason = word(TermList.DECISION_REASON, why.reason, asked.work_form)
    if what.value not in (reason.attributes.get(DECISIONS) or [what.value]):
        raise UnknownWord(TermList.DECISION_REASON, why.reason)
    if day > clock.today() or day < asked.came_on:
        raise DayNotYetCome
    _record(
        asked,
        what,
        day,
        by,
        reason=why.reason,
        words=why.words,
        to_partner=why.to_partner,
        to_work_form=why.to_work_form,
    )


def _record(  # noqa: PLR0913  # a row, each of its columns by name
    asked: Request,
    what: StepKind,
    day: date,
    by: User,
    *,
    reason: str = "",
    words: str = "",
    risk: str = "",
    place: str = "",
    urgency: int | None = None,
    to_partner: Partner | None = None,
    to_work_form: WorkForm | None = None,
) -> None:
    RequestStep.objects.create(
        request=asked,
        number=RequestStep.objects.filter(request=asked).count() + 1,
        what=what,
        happened_on=day,
        reason=reason,
        words=words.strip() or None,
        risk=risk,
        place=place,
        urgency=urgency,
        to_partner=to_partner,
        to_work_form=to_work_form,
        recorded_at=clock.now(),
        recorded_by=by,
    )


def _decided(asked: Request, state: RequestState, day: date, by: User) -> None:
    """The first decision stops the clock; the last one ends the waiting."""
    if asked.state == RequestState.OPEN:
        asked.decided_on = day
        asked.timing = Timing.IN_TIME if day <= asked.due_on else Timing.LATE
        finish_duty(kind=duty_kinds.REQUEST_DUTY, key=asked.code, done_on=day, by=by)
    elif asked.wait_began_on is not None:
        asked.wait_ended_on = max(day, asked.wait_began_on)
        asked.waited_days = (asked.wait_ended_on - asked.wait_began_on).days
        asked.next_check_on = None
        drop_duty(kind=duty_kinds.SAFETY_RECHECK_DUTY, key=check_key(asked.code, asked.checks), by=by)
    asked.state = state


def _audit(asked: Request, by: User, reason: str) -> None:
    audit.record(
        Action.DECIDE_REQUEST,
        by=by,
        about=asked,
        work_form=asked.work_form.key,
        detail={"decision": str(asked.state), "reason": reason},
    )


def _decisions(asked: Request) -> QuerySet[RequestStep]:
    rows = RequestStep.objects.filter(request=asked, voided_at=None, what__in=DECIDED)
    return rows.order_by("number")


def _open_check(asked: Request, by: User) -> None:
    if asked.next_check_on is not None:
        open_duty(
            kind=duty_kinds.SAFETY_RECHECK_DUTY,
            key=check_key(asked.code, asked.checks),
            work_form=asked.work_form,
            due_on=asked.next_check_on,
            by=by,
        )
