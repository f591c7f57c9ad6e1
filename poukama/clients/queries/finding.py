"""Finding families and clients again, within one's own work forms only."""

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.clients.choices import ClientIdentification
from poukama.clients.code_names import MAX_LENGTH, folded, free_code_name
from poukama.clients.identity_codes import IdentityCode, as_code
from poukama.clients.models import Client, CountedAs, Family, Identity, KnownIn, NameMark
from poukama.clients.rules import STAFF, Action
from poukama.organisation.models import WorkForm
from poukama.toolkit.sealing import blind

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LONGEST_NUMBER = 18
_MOST_WORDS, _MOST_NAMED = 4, 100
NAMES = "clients.names"
"""The blind index of names."""
CODES = "clients.codes"
"""The blind index of personal identity codes."""
SEALED = ("first_names", "last_name", "born_on", "code")
Served = Family | Client
M = TypeVar("M", Family, Client)
AT_HAND = 12
"""How many families and people a form offers without a search."""
MOST_FOUND = 24
"""How many a search offers; then more letters are asked for."""


def known_families(actor: Actor, work_form: WorkForm | None = None) -> QuerySet[Family]:
    """Families known in the work form (or in any) that the actor works in, by code name."""
    found = visible(actor, Action.READ_FAMILY, Family.objects.all())
    if work_form is not None:
        found = found.filter(pk__in=_known(actor, work_form).values("family"))
    return found.order_by("search_key", "pk")


def known_clients(actor: Actor, work_form: WorkForm | None = None) -> QuerySet[Client]:
    """Clients known in the work form (or in any) that the actor works in, by code name, family loaded.

    The anonymous are not among them: nobody can find them again. Nor are the unborn: they take part in nothing.
    """
    found = visible(
        actor,
        Action.READ_CLIENT,
        Client.objects.filter(identification=ClientIdentification.CODED, is_unborn=False),
    )
    if work_form is not None:
        found = found.filter(pk__in=_known(actor, work_form).values("client"))
    return found.select_related("family").order_by("search_key", "pk")


def key_of(served: Served) -> str:
    """How a family or a client is called in a form: `f7`, `c12`."""
    return f"{'f' if isinstance(served, Family) else 'c'}{served.pk}"


def parsed(key: str) -> tuple[str, int | None]:
    """What a key calls: "f" or "c", and the number; None for what is no key."""
    kind, number = key[:1], key[1:]
    is_key = kind in ("c", "f") and number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    return kind, int(number) if is_key else None


def known_by_keys(actor: Actor, work_form: WorkForm, keys: Iterable[str]) -> dict[str, Served]:
    """Of those whom the work form knows, the ones with these keys; any other key is left out. Two queries."""
    numbers: dict[str, set[int]] = {"c": set(), "f": set()}
    for key in keys:
        kind, number = parsed(key)
        if number is not None:
            numbers[kind].add(number)
    clients = known_clients(actor, work_form).filter(pk__in=numbers["c"]) if numbers["c"] else ()
    families = known_families(actor, work_form).filter(pk__in=numbers["f"]) if numbers["f"] else ()
    return _by_key([*clients, *families])


def known_first(actor: Actor, work_form: WorkForm, at_most: int) -> dict[str, Served]:
    """The first by code name of those whom the work form knows: so many clients, and so many families."""
    clients, families = known_clients(actor, work_form), known_families(actor, work_form)
    return _by_key([*clients[:at_most], *families[:at_most]])


def known_matching(actor: Actor, work_form: WorkForm, text: str, at_most: int) -> dict[str, Served]:
    """Whom a search finds of those whom the work form knows: so many clients, and so many families."""
    wanted = sought(actor, text, work_form)
    if not wanted:
        return {}
    clients = _clients_found(known_clients(actor, work_form), wanted, at_most)
    families = _families_found(actor, known_families(actor, work_form), wanted, at_most)
    return _by_key([*clients, *families])


def clients_matching(actor: Actor, text: str, at_most: int) -> list[Client]:
    """Whom a search finds of the people known in the actor's work forms, members of families too. Two queries."""
    wanted = sought(actor, text)
    return _clients_found(known_clients(actor), wanted, at_most) if wanted else []


def known_lately(actor: Actor, work_form: WorkForm, at_most: int) -> dict[str, Served]:
    """The families and the people without one whom the work form has come to know last, newest first. Three queries."""
    rows = _known(actor, work_form).filter(Q(client=None) | Q(client__family=None, client__code_name__gt=""))
    pairs = rows.order_by("-pk").values_list("client_id", "family_id")[:at_most]
    keys = [f"c{client}" if client else f"f{family}" for client, family in pairs]
    found = known_by_keys(actor, work_form, keys)
    return {key: found[key] for key in keys if key in found}


def _by_key(people: Iterable[Served]) -> dict[str, Served]:
    return {key_of(each): each for each in people}


@dataclass(frozen=True)
class Sought:
    """What a search asks for: the beginning of a code name or of a name, a birth year, or both.

    `clients` and `families` are those whose name begins so, as far as the searcher's work forms know the name;
    with `more`, only those who were named last.
    """

    beginning: str = ""
    year: int | None = None
    clients: frozenset[int] = frozenset()
    families: frozenset[int] = frozenset()
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.beginning) or self.year is not None


def sought(actor: Actor, text: str, work_form: WorkForm | None = None) -> Sought:
    """Read a search text: four digits that can be a birth year are one, the rest begins a code name or a name.

    A whole personal identity code finds whoever has just this one.

    Names are looked for in the work form, or in all of the actor's. One query when there are letters in it.
    """
    years: list[str] = []
    words: list[str] = []
    for word in text[: 2 * MAX_LENGTH].split():
        is_year = word.isascii() and word.isdigit() and _FIRST_YEAR <= int(word) <= _LAST_YEAR
        (years if is_year else words).append(word)
    beginning, year = " ".join(words), int(years[0]) if years else None
    code = as_code(text)
    rows = coded_so(actor, code, work_form) if code else named_so(actor, beginning, year, work_form)
    found = Client.objects.filter(pk__in=rows[: _MOST_NAMED + 1]).order_by()
    named = list(found.values_list("pk", "family"))
    more, named = len(named) > _MOST_NAMED, named[:_MOST_NAMED]
    one_with = _one_with(actor, folded(beginning), [client for client, _family in named])
    return Sought(
        folded(beginning),
        year,
        frozenset(client for client, _family in (*named, *one_with)),
        frozenset(family for _client, family in (*named, *one_with) if family),
        more,
    )


def _one_with(actor: Actor, beginning: str, named: Collection[int]) -> list[tuple[int, int | None]]:
    """Who are one person with those named, or with whom the actor sees by a code name that begins so. One query."""
    in_force = CountedAs.objects.filter(voided_at=None).order_by()
    met = Q(client__in=named)
    if beginning:
        met |= Q(client__in=known_clients(actor).filter(search_key__startswith=beginning).values("pk"))
    kept = in_force.filter(met).values("kept")
    return list(in_force.filter(kept__in=kept).values_list("client_id", "client__family_id"))


def named_so(
    actor: Actor, text: str, born_in: int | None = None, work_form: WorkForm | None = None
) -> QuerySet[NameMark, int]:
    """Of whom each word of the text begins a word of their name; those named last first.

    Only names that the actor may open. The database walks the marks of the longest word, the rarest, from the newest.
    """
    asked = sorted(blind.words(text)[:_MOST_WORDS], key=len, reverse=True)
    first, *others = blind.marks_asked(NAMES, " ".join(asked)) or [b""]
    found = visible(actor, Action.FIND_BY_NAME, NameMark.objects.filter(mark=first))
    if work_form is not None:
        found = found.filter(work_form=work_form)
    found = marked_also(found, others)
    if born_in is not None:
        found = found.filter(client__birth_year=born_in)
    return found.order_by("-pk").values_list("client", flat=True)


def marked_also(rows: QuerySet[NameMark], marks: Iterable[bytes]) -> QuerySet[NameMark]:
    """Of the marks, those of identities that have all of these too."""
    same = NameMark.objects.filter(work_form=OuterRef("work_form"), identity=OuterRef("identity"))
    for mark in marks:
        rows = rows.filter(Exists(same.filter(mark=mark)))
    return rows


def coded_so(actor: Actor, code: IdentityCode, work_form: WorkForm | None = None) -> QuerySet[NameMark, int]:
    """Who has just this identity code, as far as the actor may open the names."""
    found = visible(actor, Action.FIND_BY_NAME, NameMark.objects.filter(mark=mark_of_code(code)))
    if work_form is not None:
        found = found.filter(work_form=work_form)
    return found.order_by("-pk").values_list("client", flat=True)


def mark_of_code(code: IdentityCode) -> bytes:
    """The mark under which an identity code is found."""
    return blind.mark(CODES, f"{code.text}$")


def identity_in(known: KnownIn) -> Identity | None:
    """The name by which a work form knows a client now."""
    rows = Identity.objects.filter(client=known.client_id, work_form=known.work_form_id, voided_at=None)
    return rows.select_related("recorded_by").first()


@dataclass(frozen=True)
class Place:
    """A work form on somebody's card: whether it knows them by name, since when and by whom. The name stays shut.

    `may_tell`: whether a name can be recorded or corrected there.
    """

    known: KnownIn
    identity: Identity | None
    may_tell: bool


def known_to(actor: Actor, persons: Collection[Client]) -> list[KnownIn]:
    """By what the actor's work forms know a client, or several who are one person. One query."""
    known = KnownIn.objects.filter(actor.within("work_form", *STAFF), client__in=persons)
    return list(known.select_related("client", "work_form").order_by("work_form__order", "pk"))


def places_of(actor: Actor, persons: Collection[Client]) -> list[Place]:
    """The actor's work forms that know a client, or several who are one, by name or may be told it. Three queries.

    One that has turned to code names still has the names that it was told.
    """
    rows = visible(actor, Action.READ_NAME, KnownIn.objects.filter(client__in=persons))
    known = list(rows.select_related("client", "work_form").order_by("work_form__order", "pk"))
    told = visible(actor, Action.NAME_CLIENT, KnownIn.objects.filter(client__in=persons)).order_by()
    may_tell = set(told.values_list("pk", flat=True))
    identities = Identity.objects.filter(client__in=persons, voided_at=None).defer(*SEALED)
    told_there = {
        (each.client_id, each.work_form_id): each for each in identities.select_related("recorded_by")
    }
    places = [
        Place(each, told_there.get((each.client_id or 0, each.work_form_id)), each.pk in may_tell)
        for each in known
    ]
    return [place for place in places if place.identity or place.may_tell]


def _families_found(actor: Actor, rows: QuerySet[Family], wanted: Sought, at_most: int) -> list[Family]:
    """Of the families, those whose code name begins so and one of whom was born then, and those named so."""
    by_code = rows.filter(search_key__startswith=wanted.beginning) if wanted.beginning else rows
    if wanted.year is not None:
        born = visible(actor, Action.READ_CLIENT, Client.objects.filter(birth_year=wanted.year))
        by_code = by_code.filter(pk__in=born.filter(family__isnull=False).values("family"))
    return _first_of(by_code, rows, wanted.families, at_most)


def _clients_found(rows: QuerySet[Client], wanted: Sought, at_most: int) -> list[Client]:
    """Of the clients, those whose code name begins so and who were born then, and those named so."""
    by_code = rows.filter(search_key__startswith=wanted.beginning) if wanted.beginning else rows
    if wanted.year is not None:
        by_code = by_code.filter(birth_year=wanted.year)
    return _first_of(by_code, rows, wanted.clients, at_most)


def _first_of(by_code: QuerySet[M], rows: QuerySet[M], named: Collection[int], at_most: int) -> list[M]:
    """The first by code name. Two questions instead of one with "or": each of them has an index."""
    found = {row.pk: row for row in by_code[:at_most]}
    if named:
        found |= {row.pk: row for row in rows.filter(pk__in=named)[:at_most]}
    return sorted(found.values(), key=lambda row: (row.search_key, row.pk))[:at_most]


@dataclass(frozen=True)
class Found:
    """What a search found: families, and people who belong to none."""

    families: list[Family]
    clients: list[Client]
    has_more: bool

    def __bool__(self) -> bool:
        return bool(self.families or self.clients)


def find(actor: Actor, text: str, *, at_most: int = 8) -> Found:
    """Families and people without one that the actor may find by the text. At most five queries."""
    wanted = sought(actor, text)
    if not wanted:
        return Found([], [], has_more=False)
    families = _families_found(actor, known_families(actor), wanted, at_most + 1)
    clients = _clients_found(known_clients(actor).filter(family=None), wanted, at_most + 1)
    has_more = wanted.more or len(families) > at_most or len(clients) > at_most
    return Found(families[:at_most], clients[:at_most], has_more)


def is_known_in(work_form: WorkForm, *, family: Family | None = None, client: Client | None = None) -> bool:
    """Whether the family or the client is known in the work form; nobody takes part in anything before they are born."""
    known = KnownIn.objects.filter(work_form=work_form, family=family, client=client)
    return known.exclude(client__is_unborn=True).exists()


def proposed_code_name(choose: random.Random | None = None) -> str:
    """A code name that nobody has, drawn by chance."""
    return free_code_name(_taken, choose or random.SystemRandom())


def _taken(code_names: Collection[str]) -> set[str]:
    families = Family.objects.filter(code_name__in=code_names).order_by().values_list("code_name", flat=True)
    clients = Client.objects.filter(code_name__in=code_names).order_by().values_list("code_name", flat=True)
    return set(families) | set(clients)


def is_taken(code_name: str) -> bool:
    """Whether a family or a client has the code name."""
    return bool(_taken([code_name]))


def _known(actor: Actor, work_form: WorkForm) -> QuerySet[KnownIn]:
    return KnownIn.objects.filter(actor.within("work_form", *STAFF), work_form=work_form)
