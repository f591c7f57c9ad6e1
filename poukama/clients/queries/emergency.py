"""Opening in an emergency: whom a text names in other work forms, what of them is shown, and who looks at it later."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import may_ever, visible
from poukama.clients.choices import ClientIdentification
from poukama.clients.code_names import as_code_name, folded
from poukama.clients.models import (
    Alert,
    Client,
    EmergencyAccess,
    EmergencyCheck,
    Family,
    Identity,
    KnownIn,
    NameMark,
)
from poukama.clients.queries.finding import NAMES, Served, marked_also
from poukama.clients.queries.protection import Protection, protections_of
from poukama.clients.queries.safety import Reach, reaches_of
from poukama.clients.rules import STAFF, Action, unwalled
from poukama.clients.shielding import unshielded_known
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock
from poukama.toolkit.sealing import blind, opens

NOTE_WITHIN = timedelta(hours=24)
"""After this, those who look at an emergency are told that its note is missing."""
_MEMBER = re.compile(r"(?P<family>.+) [A-Za-z]{1,2}")
_MOST_WORDS, _TWO = 6, 2


def looks_like_code_name(text: str) -> bool:
    """Whether the text is written like the code name of a family, a person or a family's member ("Lumme K")."""
    member = _MEMBER.fullmatch(" ".join(text.split()))
    return as_code_name(text) is not None or (
        member is not None and as_code_name(member["family"]) is not None
    )


def served_elsewhere(actor: Actor, text: str, born_in: int | None) -> Served | None:
    """Whom the text names, exactly, in a work form where the actor does not work, past no wall.

    The code name, or a first name and the whole last name with the birth year. A family's member opens the family.
    What is asked of the database depends on the text alone, unless somebody is found. Two alike are nobody.
    """
    by_code = looks_like_code_name(text)
    found = _called(actor, folded(text)) if by_code else _named(actor, text, born_in)
    served: dict[tuple[str, int], Served] = {}
    for each in found:
        one = each.family if isinstance(each, Client) and each.family is not None else each
        served[type(one).__name__, one.pk] = one
    return next(iter(served.values())) if len(served) == 1 else None


def _elsewhere(actor: Actor) -> QuerySet[KnownIn]:
    outside = ~actor.within("work_form", *STAFF) & unwalled(actor, client="client", family="family")
    return KnownIn.objects.filter(outside).select_related("client__family", "family").order_by("pk")


def _called(actor: Actor, key: str) -> list[Served]:
    rows = _elsewhere(actor)
    families = [row.family for row in rows.filter(family__search_key=key)[:_TWO] if row.family]
    return [*families, *(row.client for row in rows.filter(client__search_key=key)[:_TWO] if row.client)]


def _named(actor: Actor, text: str, born_in: int | None) -> list[Served]:
    asked = blind.words(text)[:_MOST_WORDS]
    first, *rest = [blind.mark(NAMES, f"{word}$") for word in sorted(asked, key=len, reverse=True)] or [b""]
    there = WorkForm.objects.exclude(actor.within("", *STAFF)).order_by().values("pk")
    marks = NameMark.objects.filter(
        unwalled(actor, client="client"),
        work_form__in=there,
        mark=first,
        identity__voided_at=None,
        client__birth_year=born_in,
    )
    found = (
        marked_also(marks, rest)
        .select_related("identity__client__family")
        .order_by("pk")[: _TWO * _MOST_WORDS]
    )
    return [row.identity.client for row in found if _is_whole(row.identity, set(asked))]


def _is_whole(identity: Identity, asked: set[str]) -> bool:
    """Whether the words hold all of the last name and at least one first name."""
    if not opens(identity):
        return False
    last, first = set(blind.words(identity.last_name or "")), set(blind.words(identity.first_names or ""))
    return bool(last) and last <= asked and bool(asked & first)


def about(served: Served) -> Q:
    """Rows of `KnownIn` about a family and its members, or about a person."""
    if isinstance(served, Family):
        return Q(family=served) | Q(client__family=served)
    return Q(client=served)


def known_elsewhere(actor: Actor, served: Served) -> list[KnownIn]:
    """By what the work forms where the actor does not work know them, the family first. One query."""
    rows = _elsewhere(actor).filter(about(served)).select_related("client__family", "family", "work_form")
    return sorted(rows, key=lambda each: (each.work_form.order, each.family_id is None, str(each.client)))


@dataclass(frozen=True)
class Person:
    """One of those opened: the name that was told, and how they may be reached."""

    known: KnownIn
    client: Client
    identity: Identity | None
    reach: Reach
    cannot_be_opened: bool
    is_told: bool
    """Whether no order hides from the actor where they are, and so their number."""


@dataclass(frozen=True)
class Kept:
    """The least of what one work form keeps of them."""

    work_form: WorkForm
    alerts: list[Alert]
    people: list[Person]
    protections: list[Protection]


def least_of(actor: Actor, access: EmergencyAccess, today: date) -> list[Kept]:
    """What is shown of those opened: names, alerts and orders that hold, and how they may be reached.

    Where an order hides somebody's place from the actor, their number is not told: those on duty there are called.
    """
    served = access.family or access.client
    known = known_elsewhere(actor, served) if served is not None else []
    alerts = list(
        Alert.objects.filter(known__in=known, voided_at=None, ends_on__gte=today)
        .select_related("known__client", "known__family")
        .order_by("-kind", "ends_on", "pk")
    )
    clients = [each.client for each in known if each.client is not None]
    names = {
        (row.client_id, row.work_form_id): row
        for row in Identity.objects.filter(client__in=clients, voided_at=None).order_by("pk")
    }
    reaches = {reach.known.pk: reach for reach in reaches_of(known, today)}
    rows = KnownIn.objects.filter(unshielded_known(actor), pk__in=[each.pk for each in known])
    told = set(rows.order_by().values_list("pk", flat=True))
    protections = protections_of(actor, known, today)
    people = [
        Person(
            each,
            each.client,
            (identity := names.get((each.client_id or 0, each.work_form_id))),
            reaches[each.pk],
            cannot_be_opened=identity is not None and not opens(identity),
            is_told=each.pk in told,
        )
        for each in known
        if each.client is not None and each.client.identification == ClientIdentification.CODED
    ]
    return [
        Kept(
            work_form,
            [alert for alert in alerts if alert.known.work_form_id == work_form.pk and opens(alert)],
            [person for person in people if person.known.work_form_id == work_form.pk],
            [each for each in protections if each.order.known.work_form_id == work_form.pk],
        )
        for work_form in dict.fromkeys(each.work_form for each in known)
    ]


def own_emergencies(actor: Actor) -> list[EmergencyAccess]:
    """Those of the actor that are open now, or have no note yet, the latest first."""
    if not may_ever(actor, Action.NOTE_EMERGENCY):
        return []
    is_open = Q(closed_at=None, ends_at__gt=clock.now())
    rows = visible(actor, Action.NOTE_EMERGENCY, EmergencyAccess.objects.filter(Q(noted_at=None) | is_open))
    return list(rows.select_related("family", "client").order_by("-recorded_at", "pk"))


def emergencies_to_check(actor: Actor) -> QuerySet[EmergencyCheck]:
    """Those that the actor must still look at, and those looked at whose note has been missing for a day."""
    late = Q(access__noted_at=None, access__recorded_at__lt=clock.now() - NOTE_WITHIN)
    rows = EmergencyCheck.objects.filter(Q(checked_at=None) | late)
    return in_words(visible(actor, Action.CHECK_EMERGENCY, rows)).order_by("-access__recorded_at", "pk")


def in_words(rows: QuerySet[EmergencyCheck]) -> QuerySet[EmergencyCheck]:
    """With what a list says of each."""
    return rows.select_related(
        "access__family", "access__client", "access__recorded_by", "work_form", "checked_by"
    )


def is_note_late(access: EmergencyAccess) -> bool:
    """Whether the note has been missing for a day."""
    return access.noted_at is None and access.recorded_at < clock.now() - NOTE_WITHIN


def is_open(access: EmergencyAccess) -> bool:
    """Whether it has neither ended nor been closed."""
    return access.closed_at is None and access.ends_at > clock.now()
