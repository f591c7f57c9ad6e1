"""What a client is given when they ask for their own data: each app says what it keeps of them, in passages.

A passage is as much as can be withheld by itself. One that tells of somebody else as well says so, so that whoever
checks it looks there first.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, Q

from poukama.access.actor import Actor
from poukama.clients.choices import OwnSection
from poukama.clients.models import BehindWall, FamilyTie, KnownIn, ProtectionOrder
from poukama.clients.shielding import reaches
from poukama.clients.standing import stands_on
from poukama.organisation.models import User
from poukama.toolkit import clock


@dataclass(frozen=True)
class Passage:
    """Something that is kept of somebody."""

    section: OwnSection
    title: str
    text: str = ""
    day: date | None = None
    of_others: bool = False
    """Whether it tells, or may tell, of somebody else."""


Passages = Callable[[Actor, KnownIn], Iterable[Passage]]
"""What an app keeps of a client as a work form knows them, as far as the actor may read it."""

WHERE = (OwnSection.REACH, OwnSection.PLACE, OwnSection.TOLD)
"""What gives somebody's home away, or whom they trust: a parent may ask for a child's."""

LetsGo = Callable[[Collection[int], User], None]
"""Let go of copies that were put together of these clients, or that may tell of them."""

_givers: dict[str, tuple[int, Passages]] = {}
_letting_go: dict[str, LetsGo] = {}


def gives(app: str, order: int, passages: Passages) -> None:
    """Have the app asked, too, when somebody asks for their own data."""
    _givers[app] = (order, passages)


def all_passages(actor: Actor, known: KnownIn) -> list[Passage]:
    """Everything that the house keeps of them there, in the order in which it is read."""
    found = [
        each for _order, passages in sorted(_givers.values(), key=_first) for each in passages(actor, known)
    ]
    if gives_away(known):
        found = [replace(each, of_others=True) if each.section in WHERE else each for each in found]
    sections = list(OwnSection)
    return sorted(found, key=lambda each: (sections.index(each.section), each.day or date.min))


def gives_away(known: KnownIn) -> bool:
    """Whether where they are may be that of somebody else too: they have a family or kin, or an order or a wall stands.

    Three queries at most.
    """
    client = known.client
    if client is None or client.family_id or client.came_with_id:
        return True
    orders = ProtectionOrder.objects.filter(stands_on(clock.today())).filter(reaches(clock.today(), "client"))
    ties = FamilyTie.objects.filter(Q(client=client) | Q(other=client), voided_at=None)
    walls = BehindWall.objects.filter(client=client, wall__voided_at=None)
    return ties.exists() or walls.exists() or KnownIn.objects.filter(Exists(orders), pk=known.pk).exists()


def lets_go(app: str, of_copies: LetsGo) -> None:
    """Have the app let go of the copies that wait when somebody is hidden from somebody."""
    _letting_go[app] = of_copies


def let_go_of_copies(clients: Collection[int], by: User) -> None:
    """What was put together before a wall or a parting is not given after it: it may tell of the other side."""
    for _app, of_copies in sorted(_letting_go.items()):
        of_copies(clients, by)


def _first(giver: tuple[int, Passages]) -> int:
    return giver[0]
