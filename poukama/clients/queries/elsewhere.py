"""Whether somebody is known in a work form where one does not work: yes or no, and nothing else."""

from datetime import date

from poukama.access.actor import Actor
from poukama.clients.models import Identity, NameMark
from poukama.clients.queries.finding import NAMES, marked_also
from poukama.clients.rules import STAFF, unwalled
from poukama.toolkit.sealing import blind, opens

_MOST_LOOKED_AT = 50


def is_known_elsewhere(
    actor: Actor, *, first_names: str, last_name: str, born_in: int, born_on: date | None = None
) -> bool:
    """Whether somebody with these whole names, born on the day or else in the year, is known where one does not work.

    Whoever is hidden from the actor, by a wall or otherwise, is known nowhere. One query, found or not.
    """
    first, last = blind.words(first_names), blind.words(last_name)
    marks = [blind.mark(NAMES, f"{word}$") for word in dict.fromkeys([*last, *first])] or [b""]
    rows = NameMark.objects.filter(~actor.within("work_form", *STAFF), mark=marks[0])
    rows = rows.filter(unwalled(actor, client="client"))
    rows = marked_also(rows, marks[1:])
    told = Identity.objects.filter(pk__in=rows.order_by().values("identity"), voided_at=None)
    found = list(told.select_related("client").order_by("-recorded_at", "pk")[:_MOST_LOOKED_AT])
    return any([_is_just(each, first, last, born_in, born_on) for each in found])  # noqa: C419 - all are looked at


def _is_just(
    identity: Identity, first: list[str], last: list[str], born_in: int, born_on: date | None
) -> bool:
    if not opens(identity):
        return False
    known_first = blind.words(identity.first_names or "")
    if not first or not set(first) <= set(known_first) or blind.words(identity.last_name or "") != last:
        return False
    if born_on is not None and identity.born_on:
        return bool(identity.born_on == born_on.isoformat())
    told_year = int(identity.born_on[:4]) if identity.born_on else identity.client.birth_year
    return told_year == born_in
