"""What processes read of their episodes, loaded for many at once: the number of queries does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from poukama.casework.choices import IS_VISIT, PLANNED
from poukama.casework.models import Appointment, Contact, Episode, EpisodeMember, Process, ProcessStep
from poukama.casework.process_days import AHEAD, Course, Meeting, State
from poukama.clients.choices import Outcome
from poukama.clients.models import Expecting, Parting
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term


@dataclass(frozen=True)
class _Visit:
    """A visit that took place or is agreed, and who came or is expected; without anybody named it is everybody's."""

    day: date
    took_place: bool
    who: frozenset[int]


PAIR = 2
"""A family with whom a pair works has two workers, whether or not a process names them."""


@dataclass
class _Read:
    """What was loaded of one episode."""

    visits: list[_Visit] = field(default_factory=list)
    births: list[date] = field(default_factory=list)
    is_expecting: bool = False
    latest: dict[int, int] = field(default_factory=dict)
    """The latest part of each client: one may leave and come back."""


def courses(processes: Sequence[Process], today: date) -> dict[int, Course]:
    """The course of each process, by its id. The processes come with their episode and their member."""
    read = _read({process.episode_id: process.episode for process in processes})
    named = dict(
        Process.objects.filter(pk__in=[process.pk for process in processes])
        .order_by()
        .values_list("pk")
        .annotate(many=Count("workers"))
    )
    planned = _planned_reasons(process.episode for process in processes)
    parted = _parted(process for process in processes if _has_left(process))
    return {
        process.pk: Course(
            starts_on=process.starts_on,
            known_on=timezone.localdate(process.recorded_at),
            until=today + AHEAD,
            state=_state(process, planned, read[process.episode_id], parted),
            ends_on=_last_day(process),
            meetings=tuple(_meetings_of(process, read[process.episode_id].visits)),
            births=tuple(sorted(set(read[process.episode_id].births))),
            is_expecting=read[process.episode_id].is_expecting,
            workers=max(named[process.pk], PAIR if process.episode.pair_worker_id else 0),
        )
        for process in processes
    }


def steps_of(processes: Iterable[Process]) -> dict[tuple[int, int], list[ProcessStep]]:
    """The steps of each template and version, of the templates that these follow, in order. One query."""
    found: dict[tuple[int, int], list[ProcessStep]] = defaultdict(list)
    rows = ProcessStep.objects.filter(template__in={process.template_id for process in processes})
    for step in rows.order_by("order", "pk"):
        found[step.template_id, step.version].append(step)
    return found


def visit_kinds_left_out() -> QuerySet[Term]:
    """Kinds of contact that are no visit: a call, a network meeting."""
    return Term.objects.filter(list=TermList.CONTACT_KIND, **{f"attributes__{IS_VISIT}": False}).order_by()


def _planned_reasons(episodes: Iterable[Episode]) -> set[str]:
    if all(episode.ends_on is None for episode in episodes):
        return set()
    words = Term.objects.filter(list=TermList.END_REASON, **{f"attributes__{PLANNED}": True})
    return set(words.order_by().values_list("key", flat=True))


def _state(process: Process, planned: set[str], read: _Read, parted: set[tuple[int, int]]) -> State:
    episode, member = process.episode, process.member
    if process.ends_on is not None or episode.voided_at is not None:
        return State.STOPPED
    if member is not None and member.voided_at is not None:
        return State.STOPPED
    if member is not None and _has_left(process):
        came_back = read.latest[member.client_id] != member.pk
        is_elsewhere = (episode.family_id, member.client_id) in parted
        return State.STOPPED if came_back or is_elsewhere else State.ENDED
    if episode.ends_on is None:
        return State.GOES_ON
    return State.ENDED_AS_PLANNED if episode.end_reason in planned else State.ENDED


def _has_left(process: Process) -> bool:
    """Whether it is of somebody whose part ended before the episode: it ends on their own last day."""
    episode, member = process.episode, process.member
    if member is None or member.voided_at is not None or member.ends_on is None:
        return False
    return episode.ends_on is None or member.ends_on < episode.ends_on


def _last_day(process: Process) -> date | None:
    return process.member.ends_on if process.member and _has_left(process) else process.episode.ends_on


def _parted(left: Iterable[Process]) -> set[tuple[int, int]]:
    """Families and those of them who are of another by now: their process goes on there. One query, or none."""
    families = {process.episode.family_id for process in left}
    if not families:
        return set()
    rows = Parting.objects.filter(former__in=families - {None}, voided_at=None).order_by()
    return set(rows.values_list("former", "client"))


def _meetings_of(process: Process, visits: Iterable[_Visit]) -> Iterator[Meeting]:
    for visit in visits:
        is_theirs = process.member_id is None or not visit.who or process.member_id in visit.who
        if is_theirs and visit.day >= process.starts_on:
            yield Meeting(visit.day, visit.took_place)


def _read(episodes: Mapping[int, Episode]) -> dict[int, _Read]:
    read: dict[int, _Read] = {pk: _Read() for pk in episodes}
    left_out = visit_kinds_left_out().values("key")
    contacts = Contact.objects.filter(episode__in=read, voided_at=None, took_place=True)
    there = contacts.exclude(kind__in=left_out).order_by("happened_on", "pk")
    took_place = list(there.values_list("pk", "episode", "happened_on"))
    who = _who(Contact.present.through.objects.filter(contact__in=there.order_by().values("pk")), "contact")
    for pk, episode, day in took_place:
        read[episode].visits.append(_Visit(day, True, who[pk]))
    agreed = Appointment.objects.filter(episode__in=read, voided_at=None, contact=None)
    agreed = agreed.exclude(kind__in=left_out)
    expected = Appointment.expected.through.objects.filter(appointment__in=agreed.order_by().values("pk"))
    who = _who(expected, "appointment")
    rows = agreed.order_by("planned_on", "pk").values_list("pk", "episode", "planned_on", "starts_at")
    for pk, episode, day, _at in sorted(rows, key=_in_order):
        read[episode].visits.append(_Visit(day, False, who[pk]))
    _read_members(episodes, read)
    return read


def _in_order(row: tuple[int, int, date, time | None]) -> tuple[date, time, int]:
    pk, _episode, day, at = row
    return day, at or time.max, pk


def _who(through: QuerySet[Any], of: str) -> defaultdict[int, frozenset[int]]:
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for pk, member in through.order_by("pk").values_list(of, "episodemember"):
        found[pk] |= {member}
    return found


def _read_members(episodes: Mapping[int, Episode], read: dict[int, _Read]) -> None:
    """Their latest parts; births of children of those who take part, as told, and whether one is expected.

    A child whose part has ended hangs nothing on their birth any more.
    """
    members: dict[int, dict[int, EpisodeMember]] = defaultdict(dict)
    along: dict[int, set[int]] = defaultdict(set)
    for member in EpisodeMember.objects.filter(episode__in=read, voided_at=None).order_by("starts_on", "pk"):
        members[member.client_id][member.episode_id] = member
        along[member.client_id].add(member.episode_id)
        read[member.episode_id].latest[member.client_id] = member.pk
    told = Expecting.objects.filter(Q(mother__in=members) | Q(client__in=members), voided_at=None)
    for row in told.order_by("recorded_at", "pk"):
        for pk in along[row.client_id] | along[row.mother_id]:
            if episodes[pk].work_form_id != row.work_form_id:
                continue
            child = members[row.client_id].get(pk)
            if row.ended_at is None:
                read[pk].is_expecting = True
            elif row.outcome == Outcome.BORN and row.came_on and child and _goes_on(child, episodes[pk]):
                read[pk].births.append(date.fromisoformat(row.came_on))


def _goes_on(child: EpisodeMember, episode: Episode) -> bool:
    return child.ends_on is None or child.ends_on == episode.ends_on
