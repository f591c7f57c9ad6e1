"""Finding, once a week, reading that is seldom part of the work; and saying what it was.

Names are compared by their marks: no name is opened.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from poukama.access import audit
from poukama.access.actor import Actor
from poukama.access.decorators import FAR_BACK
from poukama.access.models import AuditEvent
from poukama.access.policy import visible
from poukama.casework.choices import Oddity, ReadingFinding
from poukama.casework.models import Episode, EpisodeMember, OddReading
from poukama.casework.rules import Action
from poukama.clients.models import Client, Family, NameMark
from poukama.clients.queries import NAMES
from poukama.clients.rules import Action as Clients
from poukama.organisation.models import User, WorkForm
from poukama.toolkit import clock
from poukama.toolkit.formatting import week_starts
from poukama.toolkit.sealing import blind

WEEKS_BACK = 4
"""How many whole weeks are gone through: a week in which the command did not run is made up for."""
WEEK = timedelta(days=7)
READINGS = (
    Action.READ_EPISODE,
    Action.SEE_OPENINGS,
    Action.READ_NOTES,
    Action.EXPORT_NOTES,
    Action.WRITE_REPORT,
    Action.READ_REPORT,
    Action.EXPORT_REPORT,
    Action.MEET_FOLLOW_UP,
    Action.ASK_OWN_DATA,
    Action.READ_OWN_DATA,
    Action.CHECK_OWN_DATA,
    Action.TAKE_OWN_DATA,
    Clients.READ_CARD,
    Clients.READ_NAME,
    Clients.READ_IDENTITY_CODE,
    Clients.READ_SAFE_CONTACT,
    Clients.READ_WHEREABOUTS,
    Clients.SEE_TIES,
    Clients.READ_IN_EMERGENCY,
)


class NoConclusion(Exception):
    """It was not said what was found."""


class CheckedMeanwhile(Exception):
    """Somebody has checked it already."""


class NotTheirs(Exception):
    """Somebody else checks it."""


@dataclass(frozen=True)
class Read:
    """What one person opened in a week of one episode, client or family, and how many times."""

    reader: int
    action: str
    about: str
    number: int
    work_form: str
    times: int


@dataclass(frozen=True)
class Key:
    """By what an odd reading is one: of whom, why, who read and where."""

    oddity: Oddity
    reader: int
    work_form: str
    family: int | None
    client: int | None


def find_odd_readings(*, weeks: int = WEEKS_BACK, until: date | None = None) -> int:
    """Go through the last whole weeks before a day (today); how many were found anew. Doing it again finds nothing."""
    this = week_starts(until or clock.today())
    return sum(find_in_week(this - WEEK * ago) for ago in range(weeks, 0, -1))


@transaction.atomic
def find_in_week(monday: date) -> int:
    """Keep what was odd in one week. The number of queries is the same however much was read."""
    read = _readings(monday)
    found = _odd(read, monday)
    places = {row.key: row for row in WorkForm.objects.order_by("pk")}
    readers = set(
        User.objects.filter(pk__in={key.reader for key in found}).order_by().values_list("pk", flat=True)
    )
    before = OddReading.objects.filter(week_starts_on=monday).count()
    OddReading.objects.bulk_create(
        [
            OddReading(
                oddity=key.oddity,
                week_starts_on=monday,
                reader_id=key.reader,
                work_form=places[key.work_form],
                family_id=key.family,
                client_id=key.client,
                times=times,
                found_at=clock.now(),
            )
            for key, times in sorted(found.items(), key=str)
            if key.work_form in places and key.reader in readers
        ],
        ignore_conflicts=True,
    )
    return OddReading.objects.filter(week_starts_on=monday).count() - before


@transaction.atomic
def check_reading(*, reading: OddReading, finding: ReadingFinding, conclusion: str, by: User) -> OddReading:
    """Say what it was, in words that are kept sealed. Nobody checks their own."""
    if not conclusion.strip():
        raise NoConclusion
    rows = OddReading.objects.select_for_update(of=("self",))
    found = visible(Actor(by, clock.today()), Action.CHECK_READING, rows).filter(pk=reading.pk).first()
    if found is None:
        raise NotTheirs
    if found.checked_at is not None:
        raise CheckedMeanwhile
    found.finding, found.conclusion = finding, conclusion.strip()
    found.checked_at, found.checked_by = clock.now(), by
    found.save(update_fields=["finding", "conclusion", "checked_at", "checked_by"])
    audit.record(
        Action.CHECK_READING,
        by=by,
        about=found,
        work_form=found.work_form.key,
        detail={"finding": str(finding), "reader": found.reader_id},
    )
    return found


def _readings(monday: date) -> list[Read]:
    kinds = [model._meta.label for model in (Episode, Client, Family)]
    events = AuditEvent.objects.filter(
        happened_at__gte=clock.local(monday, time.min),
        happened_at__lt=clock.local(monday + WEEK, time.min),
        action__in=READINGS,
        about__in=kinds,
        actor__isnull=False,
    ).exclude(work_form="")
    groups = events.order_by().values_list("actor", "action", "about", "about_id", "work_form")
    return [
        Read(actor, action, about, int(number), work_form, times)
        for actor, action, about, number, work_form, times in groups.annotate(times=Count("pk"))
        if actor is not None
    ]


def _odd(read: Iterable[Read], monday: date) -> Counter[Key]:
    read = list(read)
    episodes = Episode.objects.in_bulk(_numbers(read, Episode))
    clients = Client.objects.in_bulk(_numbers(read, Client))
    members = _members(episodes)
    named = _same_name(read, members)
    ended = _ended_places(clients, monday - FAR_BACK)
    found: Counter[Key] = Counter()
    for each in read:
        whom = _whom(each, episodes, clients)
        if whom is None:
            continue
        people = members.get(each.number, ()) if each.about == Episode._meta.label else (each.number,)
        oddities = {
            Oddity.OTHER_WORK_FORM: each.action == Clients.READ_IN_EMERGENCY,
            Oddity.SAME_NAME: each.about != Family._meta.label
            and any((each.reader, person, each.work_form) in named for person in people),
            Oddity.LONG_CLOSED: _is_long_closed(each, episodes, ended, monday - FAR_BACK),
        }
        for oddity, is_so in oddities.items():
            if is_so:
                found[Key(oddity, each.reader, each.work_form, *whom)] += each.times
    return found


def _numbers(read: Iterable[Read], model: type[Episode] | type[Client]) -> set[int]:
    return {each.number for each in read if each.about == model._meta.label}


def _whom(
    each: Read, episodes: dict[int, Episode], clients: dict[int, Client]
) -> tuple[int | None, int | None] | None:
    """The family, or the person without one; None for the anonymous."""
    if each.about == Family._meta.label:
        return each.number, None
    if each.about == Episode._meta.label:
        episode = episodes.get(each.number)
        whom = (episode.family_id, episode.client_id) if episode else (None, None)
    else:
        client = clients.get(each.number)
        whom = (client.family_id, None if client.family_id else client.pk) if client else (None, None)
    return whom if any(whom) else None


def _members(episodes: Iterable[int]) -> dict[int, list[int]]:
    """The clients who have taken part in each episode."""
    found: dict[int, list[int]] = {}
    rows = EpisodeMember.objects.filter(episode__in=list(episodes), voided_at=None).order_by("pk")
    for episode, client in rows.values_list("episode", "client"):
        found.setdefault(episode, []).append(client)
    return found


def _same_name(read: list[Read], members: dict[int, list[int]]) -> set[tuple[int, int, str]]:
    """Who has the surname of whom, as the work form was told it: reader, client, work form."""
    people = _numbers(read, Client) | {client for those in members.values() for client in those}
    readers: dict[bytes, set[int]] = {}
    for user in User.objects.filter(pk__in={each.reader for each in read}).order_by("pk"):
        for word in blind.words((user.name.split() or [""])[-1]):
            readers.setdefault(blind.mark(NAMES, f"{word}$"), set()).add(user.pk)
    rows = NameMark.objects.filter(client__in=people, identity__voided_at=None, mark__in=list(readers))
    pairs = rows.order_by("pk").values_list("mark", "client", "work_form__key")
    return {(reader, client, place) for mark, client, place in pairs for reader in readers[bytes(mark)]}


def _ended_places(clients: Iterable[int], before: date) -> set[tuple[int, str]]:
    """Clients all of whose episodes in a work form ended before the day."""
    rows = EpisodeMember.objects.filter(client__in=list(clients), voided_at=None, episode__voided_at=None)
    places = rows.order_by().values_list("client", "episode__work_form__key")
    asked = places.annotate(
        last=Max("episode__ends_on"), going_on=Count("pk", filter=Q(episode__ends_on=None))
    )
    return {(client, place) for client, place, last, going_on in asked if not going_on and last < before}


def _is_long_closed(
    each: Read, episodes: dict[int, Episode], ended: set[tuple[int, str]], before: date
) -> bool:
    if each.about == Episode._meta.label:
        ends_on = episodes[each.number].ends_on
        return ends_on is not None and ends_on < before
    return each.about == Client._meta.label and (each.number, each.work_form) in ended
