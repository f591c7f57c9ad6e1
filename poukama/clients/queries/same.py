"""Who are one person, as far as the reader sees them; and who could be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.code_names import folded
from poukama.clients.identity_codes import as_code
from poukama.clients.models import Client, CountedAs, Identity, NameMark, SamePerson
from poukama.clients.queries.finding import NAMES, known_clients, mark_of_code, marked_also
from poukama.clients.rules import STAFF, Action
from poukama.toolkit import clock
from poukama.toolkit.sealing import blind, opens

MAY_BE_TAKEN_APART_FOR = timedelta(days=365)
"""Counted from the day on which two were said to be one person."""
_MOST_ALIKE, _MOST_WORDS = 8, 8


def persons_of(actor: Actor, client: Client) -> list[Client]:
    """The client and those who are the same person, as far as the actor sees them; the kept one first. Two queries."""
    in_force = CountedAs.objects.filter(voided_at=None)
    kept = in_force.filter(client=client).values("kept")
    rows = in_force.filter(kept__in=kept).order_by("pk").values_list("client_id", "kept_id")
    kept_by_client = dict(rows)
    found = known_clients(actor).filter(pk__in={client.pk, *kept_by_client})
    return sorted(found, key=lambda each: (each.pk not in kept_by_client.values(), each.search_key, each.pk))


def also_called(actor: Actor, clients: Iterable[Client]) -> dict[int, list[Client]]:
    """For each of the clients, the others who are the same person and whom the actor sees. Two queries."""
    asked = {client.pk for client in clients}
    in_force = CountedAs.objects.filter(voided_at=None)
    kept = in_force.filter(client__in=asked).values("kept")
    rows = dict(in_force.filter(kept__in=kept).order_by("pk").values_list("client_id", "kept_id"))
    found = list(known_clients(actor).filter(pk__in=rows))
    return {
        pk: [each for each in found if each.pk != pk and rows[each.pk] == rows[pk]]
        for pk in asked
        if pk in rows
    }


@dataclass(frozen=True)
class Link:
    """That two are one person, as a card says it; until when that may be taken back."""

    same: SamePerson
    until: date
    may_be_taken_back: bool


def links_of(actor: Actor, persons: Collection[Client]) -> list[Link]:
    """The links between these, the newest first. One query."""
    rows = SamePerson.objects.filter(Q(kept__in=persons) | Q(other__in=persons))
    found = visible(actor, Action.TAKE_APART, rows).select_related("kept", "other", "recorded_by")
    links = []
    for same in found.order_by("-recorded_at", "-pk"):
        until = timezone.localtime(same.recorded_at + MAY_BE_TAKEN_APART_FOR).date()
        links.append(Link(same, until, clock.now() <= same.recorded_at + MAY_BE_TAKEN_APART_FOR))
    return links


def client_called(actor: Actor, text: str) -> Client | None:
    """Somebody whom the actor sees, with just this code name. One query."""
    return known_clients(actor).filter(search_key=folded(text), search_key__gt="").first()


def alike(actor: Actor, client: Client) -> list[Client]:
    """Those whom the actor's work forms know by the whole first and last name, or the code, by which they know the client.

    Whoever was born in another year, or is known to be the same person, is left out. At most six queries.
    """
    told = Identity.objects.filter(actor.within("work_form", *STAFF), client=client, voided_at=None)
    persons = persons_of(actor, client)
    found: dict[int, Client] = {}
    for identity in told.order_by("pk")[:2]:
        if opens(identity):
            names = f"{identity.first_names or ''} {identity.last_name or ''}"
            found |= {each.pk: each for each in named_just_so(actor, names, client.birth_year)}
            found |= {each.pk: each for each in coded_just_so(actor, identity.code or "")}
    return [each for each in found.values() if each not in persons][:_MOST_ALIKE]


def coded_just_so(actor: Actor, code: str) -> list[Client]:
    """Those known to the actor by just this identity code; nobody by none. One query."""
    found = as_code(code)
    marks = NameMark.objects.filter(mark=mark_of_code(found) if found else b"")
    there = visible(actor, Action.FIND_BY_NAME, marks).order_by().values("client")
    return list(known_clients(actor).filter(pk__in=there)[:_MOST_ALIKE])


def named_just_so(actor: Actor, names: str, born_in: int | None = None) -> list[Client]:
    """Those known to the actor by all of these words, whole, and not born in another year. One query."""
    words = blind.words(names)[:_MOST_WORDS]
    if len(words) < 2:  # noqa: PLR2004 - half a name is shared by too many
        words = ["", ""]
    marks = [blind.mark(NAMES, f"{word}$") for word in dict.fromkeys(words)]
    found = visible(actor, Action.FIND_BY_NAME, NameMark.objects.filter(mark=marks[0]))
    found = marked_also(found, marks[1:])
    born = Q(birth_year=None) | Q(birth_year=born_in) if born_in else Q()
    rows = known_clients(actor).filter(born, pk__in=found.order_by().values("client"))
    return list(rows[:_MOST_ALIKE])
