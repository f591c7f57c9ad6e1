"""What a work form keeps of whom, until when, and what binds it longer.

A record is what one work form keeps of a family with its members, or of a person; or one episode of people who stayed
anonymous, or one request of somebody who never became known. Its time is counted from the last day on which anything
was done: 703/2023 annex for what is kept for a service task, the association's own schedule for the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import cast

from django.db.models import Q

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.choices import Sort
from poukama.casework.models import (
    DestructionLine,
    Episode,
    EpisodeMember,
    LegalHold,
    Request,
)
from poukama.casework.queries.bonds import HELD, SHARED, holds_of, of_casework
from poukama.casework.queries.records import Kept, Record
from poukama.casework.queries.withheld import as_told
from poukama.casework.rules import Action
from poukama.clients.ending import LOOKED_INTO, Bond, Keeper, Person, keepers
from poukama.clients.models import Client, Family, KnownIn
from poukama.clients.rules import Action as Clients
from poukama.organisation.choices import TermList
from poukama.organisation.models import Term, WorkForm

YEARS, FROM, BY_TASK = "years", "from", "by_service_task"
"""What a word of the retention times or of the service tasks says: how many years, from what, or by the task."""
FROM_BIRTH, FROM_DEATH = "birth", "death"


@dataclass
class _Found:
    """A record while it is put together."""

    days: list[date] = field(default_factory=list)
    is_open: bool = False
    is_known: bool = False
    known: int | None = None
    tasks: set[str] = field(default_factory=set)
    births: list[int | None] = field(default_factory=list)
    clients: set[int] = field(default_factory=set)
    shared: set[int] = field(default_factory=set)
    episodes: set[int] = field(default_factory=set)
    requests: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether anything of it would go."""
        return self.is_known or bool(self.clients or self.episodes or self.requests)


_Key = tuple[Sort, int | str]


def records(work_form: WorkForm, day: date) -> list[Record]:
    """All that the work form keeps, in the order in which it ends, with nothing of what binds it.

    The same number of queries however much is kept.
    """
    found = _found(work_form)
    rules = _Rules(work_form)
    kept = {key: rules.kept(each) for key, each in found.items()}
    _share_out(found, kept)
    made = [
        Record(
            sort,
            number,
            work_form,
            last_on=day if each.is_open else max(each.days),
            kept=kept[sort, number],
            clients=frozenset(each.clients),
            shared=frozenset(each.shared),
            episodes=frozenset(each.episodes),
            requests=frozenset(each.requests),
            known=each.known,
        )
        for (sort, number), each in found.items()
        if each
    ]
    return sorted(made, key=lambda each: (each.kept.until or date.max, each.last_on, each.key))


def bound(found: Sequence[Record], day: date) -> list[Record]:
    """The same records, each with what binds it. Who shares one that is looked into is not told that there is another."""
    bonds: dict[str, list[Bond]] = defaultdict(list)
    whose = [each.whose for each in found]
    told = [keeper.bonds(whose, day) for keeper in keepers()] if found else []
    for key, bond in chain(of_casework(found, day), *told):
        if bond not in bonds[key]:
            bonds[key].append(bond)
    waiting: dict[int, Bond] = {}
    for each in found:
        for client in each.shared if bonds[each.key] else ():
            looked_into = LOOKED_INTO in bonds[each.key]
            waiting[client] = LOOKED_INTO if looked_into else waiting.get(client, SHARED)
    for each in found:
        for client in sorted(each.clients & waiting.keys()):
            if waiting[client] not in bonds[each.key]:
                bonds[each.key].append(waiting[client])
    return [replace(each, bonds=tuple(bonds[each.key])) for each in found]


def seen_by(actor: Actor, work_form: WorkForm, found: Sequence[Record]) -> list[Record]:
    """Those of the records that the actor may see, each as it is called: past a wall there is nothing. Three queries."""
    here = KnownIn.objects.filter(work_form=work_form)
    families = _called(visible(actor, Clients.READ_FAMILY, Family.objects.filter(known_in__in=here)))
    clients = _called(visible(actor, Clients.READ_CLIENT, Client.objects.filter(known_in__in=here)))
    asked = visible(
        actor, Action.READ_REQUEST, Request.objects.filter(work_form=work_form, family=None, client=None)
    )
    requests: dict[int | str, str] = {
        str(pk): code for pk, code in asked.order_by().values_list("pk", "code")
    }
    names: Mapping[Sort, Mapping[int | str, str]] = {
        Sort.FAMILY: families,
        Sort.PERSON: clients,
        Sort.REQUEST: requests,
    }
    return [
        replace(each, code=code)
        for each in found
        if (code := names[each.sort].get(each.number) if each.sort in names else f"J-{each.number}")
    ]


def _called(rows: "Iterable[Family] | Iterable[Client]") -> dict[int | str, str]:
    return {row.pk: row.code_name for row in rows}


@dataclass(frozen=True)
class Preview:
    """What vanishes from a work form and when, and what is kept although its time has come."""

    now: list[Record]
    bound: list[Record]
    soon: list[Record]
    later: int
    without_a_day: int


SOON_DAYS = 366


def preview(actor: Actor, work_form: WorkForm) -> Preview:
    """As the actor may see it."""
    day = actor.day
    found = records(work_form, day)
    bonds = {key: each.bonds for key, each in come(found, day).items()}
    seen = seen_by(actor, work_form, found)
    passed = [replace(each, bonds=bonds[each.key]) for each in seen if each.key in bonds]
    coming = [each for each in seen if each.kept.until is not None and not each.has_come(day)]
    soon = [each for each in coming if (_until(each) - day).days < SOON_DAYS]
    passed = as_told(actor, work_form, passed)
    return Preview(
        now=[each for each in passed if not each.bonds],
        bound=[each for each in passed if each.bonds],
        soon=as_told(actor, work_form, bound(soon, day)),
        later=len(coming) - len(soon),
        without_a_day=sum(each.kept.until is None for each in seen),
    )


def _until(record: Record) -> date:
    return record.kept.until or date.max


def come(found: Sequence[Record], day: date) -> dict[str, Record]:
    """Those of the records whose time has passed by their keys, with what binds them. Who is of two waits for both."""
    return {each.key: each for each in bound([one for one in found if one.has_come(day)], day)}


def key_of(line: DestructionLine) -> str:
    """The key of the record of a line."""
    for sort, number in (
        (Sort.FAMILY, line.family_id),
        (Sort.PERSON, line.client_id),
        (Sort.EPISODE, line.episode_id),
    ):
        if number is not None:
            return f"{sort}:{number}"
    return f"{Sort.REQUEST}:{line.request_id}"


def _found(work_form: WorkForm) -> dict[_Key, _Found]:
    found: dict[_Key, _Found] = defaultdict(_Found)
    known = _add_known(found, work_form)
    of_episode = _add_episodes(found, work_form)
    _add_members(found, work_form, of_episode)
    _add_requests(found, work_form, of_episode)
    for keeper in keepers():
        _add_latest(found, known, keeper, work_form)
    return found


def _add_known(found: dict[_Key, _Found], work_form: WorkForm) -> dict[int, _Key]:
    """Families and people as they are known; of which record each client is."""
    of_client: dict[int, _Key] = {}
    rows = KnownIn.objects.filter(work_form=work_form).order_by("pk")
    families = set(rows.filter(family__isnull=False).values_list("family", flat=True))
    for pk, family, client, of_family, came_with, birth, since_on in rows.values_list(
        "pk", "family", "client", "client__family", "client__came_with", "client__birth_year", "since_on"
    ):
        if family is not None:
            found[Sort.FAMILY, family].is_known, found[Sort.FAMILY, family].known = True, pk
            found[Sort.FAMILY, family].days.append(since_on)
            continue
        key: _Key = (Sort.FAMILY, of_family) if of_family in families else (Sort.PERSON, came_with or client)
        of_client[client] = key
        if key == (Sort.PERSON, client):
            found[key].known = pk
        found[key].clients.add(client)
        found[key].births.append(birth)
        found[key].days.append(since_on)
    return of_client


def _add_episodes(found: dict[_Key, _Found], work_form: WorkForm) -> dict[int, _Key]:
    """Of which record each episode is."""
    of_episode: dict[int, _Key] = {}
    rows = Episode.objects.filter(work_form=work_form, destroyed_at=None).order_by("pk")
    for pk, family, client, starts_on, ends_on, voided_at, task in rows.values_list(
        "pk", "family", "client", "starts_on", "ends_on", "voided_at", "service_task"
    ):
        key: _Key = (Sort.EPISODE, pk)
        if family or client:
            key = (Sort.FAMILY, family) if family else (Sort.PERSON, client)
        of_episode[pk] = key
        found[key].episodes.add(pk)
        found[key].days.append(ends_on or starts_on)
        if voided_at is None:
            found[key].tasks.add(task)
            found[key].is_open |= ends_on is None
    return of_episode


def _add_members(found: dict[_Key, _Found], work_form: WorkForm, of_episode: Mapping[int, _Key]) -> None:
    """Who took part belongs to the record."""
    rows = EpisodeMember.objects.filter(episode__work_form=work_form, episode__destroyed_at=None).order_by(
        "pk"
    )
    for episode, client, birth in rows.values_list("episode", "client", "client__birth_year"):
        each = found[of_episode[episode]]
        each.clients.add(client)
        each.births.append(birth)


def _share_out(found: dict[_Key, _Found], kept: Mapping[_Key, Kept]) -> None:
    """Whoever belongs to several records goes with the one that is kept longest."""
    owners: dict[int, list[_Key]] = defaultdict(list)
    for key, each in found.items():
        for client in each.clients:
            owners[client].append(key)
    for client, keys in owners.items():
        last = max(keys, key=lambda key: (kept[key].until or date.max, key[0] != Sort.PERSON, str(key)))
        for key in keys:
            if key != last:
                found[key].clients.discard(client)
                found[key].shared.add(client)


def _add_requests(found: dict[_Key, _Found], work_form: WorkForm, of_episode: Mapping[int, _Key]) -> None:
    rows = Request.objects.filter(work_form=work_form, destroyed_at=None).order_by("pk")
    for pk, family, client, episode, came_on, decided_on, waited in rows.values_list(
        "pk", "family", "client", "episode", "came_on", "decided_on", "wait_ended_on"
    ):
        key: _Key = (Sort.REQUEST, str(pk))
        if episode in of_episode:
            key = of_episode[episode]
        elif family or client:
            key = (Sort.FAMILY, family) if family else (Sort.PERSON, client)
        found[key].requests.add(str(pk))
        found[key].days.append(max(filter(None, (came_on, decided_on, waited))))


def _add_latest(
    found: dict[_Key, _Found], of_client: Mapping[int, _Key], keeper: Keeper, work_form: WorkForm
) -> None:
    for person, day in keeper.latest(work_form):
        key = _of_person(person, of_client)
        if key in found:
            found[key].days.append(day)


def _of_person(person: Person, of_client: Mapping[int, _Key]) -> _Key | None:
    if person.family is not None:
        return Sort.FAMILY, person.family
    return of_client.get(person.client or 0)


class _Rules:
    """The retention time of a work form, and of each service task."""

    def __init__(self, work_form: WorkForm) -> None:
        rows = Term.objects.filter(list__in=(TermList.RETENTION_CLASS, TermList.SERVICE_TASK)).order_by("pk")
        self.words = {(row.list, row.key): row for row in rows}
        self.own = work_form.retention_class

    def kept(self, found: _Found) -> Kept:
        """The longest of what it is kept for; while it goes on it has no end."""
        own = self.words.get((TermList.RETENTION_CLASS, self.own))
        attributes = own.attributes if own else {}
        by_task = attributes.get(BY_TASK) is True and bool(found.tasks)
        kept = list(self._by_tasks(found)) if by_task else [Kept(self.own, _end(attributes, found))]
        if found.is_open:
            return Kept(kept[0].rule, None)
        return max(kept, key=lambda each: each.until or date.max)

    def _by_tasks(self, found: _Found) -> Iterator[Kept]:
        for task in sorted(found.tasks):
            word = self.words.get((TermList.SERVICE_TASK, task))
            yield Kept(task or self.own, _end(word.attributes, found) if word else None)


def _end(attributes: Mapping[str, object], found: _Found) -> date | None:
    """The last day on which it is kept; None where it hangs on a day that nobody knows."""
    years = attributes.get(YEARS)
    if not isinstance(years, int) or attributes.get(FROM) == FROM_DEATH:
        return None
    if attributes.get(FROM) == FROM_BIRTH:
        births = [birth for birth in found.births if birth]
        return date(max(births) + years, 12, 31) if births and len(births) == len(found.births) else None
    return _later(max(found.days), years)


def _later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


RULE_LISTS = Q(list__in=(TermList.RETENTION_CLASS, TermList.SERVICE_TASK))


def rules_said() -> dict[str, str]:
    """The words of the rules by key: service tasks and retention times. One query."""
    return {row.key: row.label() for row in Term.objects.filter(RULE_LISTS).order_by("pk")}


@dataclass(frozen=True)
class RecordRow:
    """A record as it is shown: by which rule in words, and the hold on it if there is one."""

    record: Record
    rule: str
    hold: LegalHold | None = None

    @property
    def others(self) -> list[Bond]:
        """What binds it besides the hold, which says more itself."""
        return [bond for bond in self.record.bonds if self.hold is None or bond.code != HELD]


def rows_said(found: Sequence[Record], day: date) -> list[RecordRow]:
    """The records as they are shown. Two queries however many."""
    said = rules_said()
    holds = dict(holds_of(found, day)) if found else {}
    return [RecordRow(each, said.get(each.kept.rule, ""), holds.get(each.key)) for each in found]


def of_hold(hold: LegalHold) -> tuple[WorkForm, str]:
    """Where something is held back, and how whom it is of is called."""
    if hold.episode is not None:
        return hold.episode.work_form, hold.episode.code
    known = cast(KnownIn, hold.known)
    return known.work_form, str(known.family or known.client)
