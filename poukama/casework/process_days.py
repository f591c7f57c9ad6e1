"""When the steps of a process fall due, from what has happened and is agreed. Reads nothing and writes nothing.

The same course always gives the same days, so following an episode after every change and computing it anew from
the beginning come to the same. A contact that was agreed counts after those that took place.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from poukama.casework.choices import Trigger
from poukama.casework.models import ProcessStep
from poukama.toolkit.working_days import in_its_week, is_working_day

AHEAD = timedelta(days=35)
"""How far ahead what comes round by the month is laid out, so that the next time is always seen."""
NEAR = timedelta(days=8)
"""How far ahead what comes round by the week or the day is laid out: the next time, and no heap of later ones."""
SHORT_MONTH = timedelta(days=14)
"""What comes round monthly is first due when the process has lasted so long."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class State(StrEnum):
    """How it stands with what a process follows."""

    GOES_ON = "goes_on"
    STOPPED = "stopped"
    """The process has ended, was begun anew when they came back, or goes on in another family."""
    ENDED = "ended"
    """The episode has ended, or before it the part of whoever it is of."""
    ENDED_AS_PLANNED = "ended_as_planned"


@dataclass(frozen=True)
class Meeting:
    """A visit that took place, or one that is agreed."""

    day: date
    took_place: bool


@dataclass(frozen=True)
class Course:
    """What a process reads of its episode. `known_on` is the day on which it was begun in the books."""

    starts_on: date
    known_on: date
    until: date
    """What comes round by the month is laid out up to this day."""
    state: State = State.GOES_ON
    ends_on: date | None = None
    meetings: tuple[Meeting, ...] = ()
    births: tuple[date, ...] = ()
    is_expecting: bool = False
    workers: int = 0

    @property
    def today(self) -> date:
        """The day on which it is read."""
        return self.until - AHEAD

    @property
    def met(self) -> int:
        """How many visits have taken place."""
        return sum(meeting.took_place for meeting in self.meetings)

    @property
    def has_ended(self) -> bool:
        """Whether the episode or their part in it has ended while the process went on."""
        return self.state in (State.ENDED, State.ENDED_AS_PLANNED)


@dataclass(frozen=True)
class Fall:
    """A step that is due on a day. `met_on` is when what was recorded has done it by itself."""

    occasion: str
    due_on: date
    met_on: date | None = None


@dataclass(frozen=True)
class Coming:
    """When a step without a day falls due next: at which visit, in how many more; without a number after an event."""

    contact: int | None = None
    more: int = 0


def falls(step: ProcessStep, course: Course) -> list[Fall]:
    """Every time that a step has fallen due or is known to fall due, in order of the days."""
    trigger = Trigger(step.trigger)
    if trigger in (Trigger.AT_END, Trigger.AFTER_END):
        return list(_after_end(step, course))
    return list(_FALLS[trigger](step, course)) if course.state == State.GOES_ON else []


def coming(step: ProcessStep, course: Course) -> Coming | None:
    """When a step is due next, if no day is known for it; None when one is, or when it does not come any more."""
    if course.state != State.GOES_ON:
        return None
    if step.trigger in (Trigger.AT_END, Trigger.AFTER_END):
        return Coming()
    if step.trigger in (Trigger.AFTER_BIRTH, Trigger.BEFORE_BIRTH):
        return Coming() if course.is_expecting and not course.births else None
    known = len(course.meetings)
    contact = _next_contact(step, known)
    return None if contact is None or contact <= known else Coming(contact, contact - course.met)


def _next_contact(step: ProcessStep, known: int) -> int | None:
    """The number of the visit at which a step is due next, after so many that are known."""
    if step.trigger == Trigger.EACH_MEETING:
        return known + 1
    first = step.upto if step.trigger == Trigger.MEETINGS else step.number
    if step.trigger not in (Trigger.BY_CONTACT, Trigger.ABOUT_CONTACT, Trigger.MEETINGS) or first is None:
        return None
    if step.again_every and known >= first:
        return first + ((known - first) // step.again_every + 1) * step.again_every
    return first


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _after_end(step: ProcessStep, course: Course) -> Iterator[Fall]:
    is_its = course.state == State.ENDED_AS_PLANNED or not step.planned_only
    if not (course.has_ended and is_its and course.ends_on):
        return
    number = step.number or 0
    if step.trigger == Trigger.AT_END:
        yield Fall("end", course.ends_on + _DAY * number)
    else:
        yield Fall(f"end+{number}", months_after(course.ends_on, number))


def _at_start(step: ProcessStep, course: Course) -> Iterator[Fall]:
    yield Fall("start", course.starts_on + _DAY * (step.number or 0))


def _workers(step: ProcessStep, course: Course) -> Iterator[Fall]:
    are_named = course.workers >= (step.number or 1)
    yield Fall("workers", course.starts_on, course.today if are_named else None)


def _at_contacts(step: ProcessStep, course: Course) -> Iterator[Fall]:
    """By or about a visit, at each, and at the last of those that belong to the process."""
    number, known = _next_contact(step, 0), len(course.meetings)
    every = 1 if step.trigger == Trigger.EACH_MEETING else step.again_every
    while number is not None and number <= known:
        yield Fall(f"visit-{number}", course.meetings[number - 1].day)
        number = number + every if every else None


def _weekly(step: ProcessStep, course: Course) -> Iterator[Fall]:
    first = _from(course)
    day = first + _DAY * (((step.weekday or 1) - first.isoweekday()) % 7)
    while day <= course.today + NEAR:
        yield Fall(day.isoformat(), max(in_its_week(day), first))
        day += _WEEK


def _weekdays(_step: ProcessStep, course: Course) -> Iterator[Fall]:
    day = _from(course)
    while day <= course.today + NEAR:
        if is_working_day(day):
            yield Fall(day.isoformat(), day)
        day += _DAY


def _monthly(step: ProcessStep, course: Course) -> Iterator[Fall]:
    first = _from(course)
    year, month = first.year, first.month
    while True:
        last = monthrange(year, month)[1]
        day = date(year, month, step.number or last)
        if day > course.until:
            return
        if day >= max(course.starts_on + SHORT_MONTH, first):
            yield Fall(f"{year}-{month:02}", day)
        year, month = year + month // 12, month % 12 + 1


def _after_birth(step: ProcessStep, course: Course) -> Iterator[Fall]:
    for born_on in course.births:
        yield Fall(f"birth-{born_on}", born_on + _WEEK * (step.number or 0))


def _before_birth(step: ProcessStep, course: Course) -> Iterator[Fall]:
    for born_on in course.births:
        before = [each.day for each in course.meetings if each.took_place and each.day <= born_on]
        number = step.number or 1
        yield Fall(f"birth-{born_on}", born_on, before[number - 1] if len(before) >= number else None)


def _from(course: Course) -> date:
    """The first day of what comes round: nothing that was not known yet could be done."""
    return max(course.starts_on, course.known_on)


_FALLS: Mapping[Trigger, Callable[[ProcessStep, Course], Iterable[Fall]]] = {
    Trigger.AT_START: _at_start,
    Trigger.BY_CONTACT: _at_contacts,
    Trigger.ABOUT_CONTACT: _at_contacts,
    Trigger.EACH_MEETING: _at_contacts,
    Trigger.MEETINGS: _at_contacts,
    Trigger.WEEKLY: _weekly,
    Trigger.WEEKDAYS: _weekdays,
    Trigger.MONTHLY: _monthly,
    Trigger.AFTER_BIRTH: _after_birth,
    Trigger.BEFORE_BIRTH: _before_birth,
    Trigger.WORKERS: _workers,
}
