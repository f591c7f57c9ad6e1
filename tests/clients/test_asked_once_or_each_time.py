"""Whom walls and orders hide is asked once, and again after a change: always as the rules answer it each time."""

import random
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Q

from poukama.access.actor import Actor
from poukama.clients import hidden
from poukama.clients.choices import WallSide
from poukama.clients.models import Client, Family, FamilyTie, KnownIn, PartyWall, ProtectionOrder
from poukama.clients.rules import unwalled
from poukama.clients.shielding import unshielded, unshielded_known, unshielded_tie
from poukama.organisation.choices import Role
from poukama.toolkit import clock
from tests.factories.clients import (
    BehindWallFactory,
    ClientFactory,
    CountedAsFactory,
    FamilyFactory,
    FamilyTieFactory,
    KnownInFactory,
    PartingFactory,
    PartyWallFactory,
    ProtectionExemptionFactory,
    ProtectionOrderFactory,
    ProtectionReaderFactory,
    SideWorkerFactory,
)
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 12)


class World:
    """Families and people at random, tied, linked, parted, walled and protected at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.places = [WorkFormFactory() for _ in range(2)]
        self.users = [UserFactory() for _ in range(3)]
        for user, place in zip(self.users, [*self.places, None], strict=True):
            AssignmentFactory(user=user, work_form=place, role=Role.WORKER)
        AssignmentFactory(user=self.users[0], work_form=None, role=Role.GATEKEEPER)
        self.families = [FamilyFactory() for _ in range(5)]
        self.clients = [ClientFactory(family=self.chance.choice([None, *self.families])) for _ in range(9)]
        self.clients += [ClientFactory(family=None, came_with=self.one()) for _ in range(3)]
        self.link()
        self.know()
        self.tie_and_part()
        self.wall()
        self.protect()

    def one(self) -> Client:
        """Anybody."""
        return self.chance.choice(self.clients)

    def link(self) -> None:
        """Some are one person."""
        those = self.chance.sample(self.clients, 6)
        for kept, *others in (those[:2], those[2:5]):
            for each in (kept, *others):
                CountedAsFactory(client=each, kept=kept)

    def know(self) -> None:
        """Everybody is known in some work form."""
        for each in self.clients:
            KnownInFactory(work_form=self.chance.choice(self.places), client=each, family=None)
        for family in self.families:
            KnownInFactory(work_form=self.chance.choice(self.places), client=None, family=family)

    def tie_and_part(self) -> None:
        """Some are parents of some, some have left their families."""
        for _ in range(5):
            parent, child = self.chance.sample(self.clients, 2)
            FamilyTieFactory(work_form=self.chance.choice(self.places), client=parent, other=child)
        for _ in range(4):
            former, family = self.chance.sample(self.families, 2)
            PartingFactory(
                work_form=self.chance.choice(self.places),
                client=self.one(),
                former=former,
                family=family,
                by_mistake=self.chance.random() < 0.5,
            )

    def wall(self) -> None:
        """A wall with two sides, and one with a single side."""
        for _ in range(2):
            wall = PartyWallFactory()
            workers = dict(zip(WallSide.values, self.chance.sample(self.users, 2), strict=False))
            for side in WallSide.values:
                who = {"client": self.one(), "family": None}
                if self.chance.random() < 0.5:
                    who = {"client": None, "family": self.chance.choice(self.families)}
                BehindWallFactory(wall=wall, side=side, **who)
                if self.chance.random() < 0.5:
                    SideWorkerFactory(wall=wall, side=side, user=workers[side])

    def protect(self) -> None:
        """Orders that name some, and that spare some."""
        rows = list(KnownIn.objects.filter(client__isnull=False).order_by("pk"))
        for known in self.chance.sample(rows, 3):
            order = ProtectionOrderFactory(known=known)
            if self.chance.random() < 0.5:
                ProtectionReaderFactory(order=order, user=self.chance.choice(self.users))
            if self.chance.random() < 0.5:
                ProtectionExemptionFactory(order=order, client=self.one())


def seen(actor: Actor) -> dict[str, set[int]]:
    """What every kind of condition lets through."""
    everywhere = unshielded(actor, client="client", family="family")
    asked: list[tuple[str, type, Q]] = [
        ("clients", Client, unwalled(actor, client="pk")),
        ("families", Family, unwalled(actor, family="pk")),
        ("known", KnownIn, unwalled(actor, client="client", family="family")),
        ("places", KnownIn, unshielded_known(actor)),
        ("places everywhere", KnownIn, everywhere),
        ("ties", FamilyTie, unwalled(actor, client="client") & unwalled(actor, client="other")),
        ("places of ties", FamilyTie, unshielded_tie(actor)),
    ]
    return {
        name: set(model._default_manager.filter(condition).values_list("pk", flat=True))
        for name, model, condition in asked
    }


def wall_off(actor: Actor) -> None:
    """Behind one more wall stands somebody whom the actor sees."""
    one = Client.objects.filter(unwalled(actor, client="pk")).order_by("pk").first()
    BehindWallFactory(wall=PartyWallFactory(), side=WallSide.OTHER, client=one, family=None)


def name_on_orders(actor: Actor) -> None:
    """Every order names the actor."""
    for order in ProtectionOrder.objects.exclude(readers__user=actor.user):
        ProtectionReaderFactory(order=order, user=actor.user)


def end_walls() -> None:
    """No wall stands any more."""
    PartyWall.objects.update(voided_at=clock.now(), voided_by=UserFactory())


@pytest.fixture
def each_time(monkeypatch):
    """`each_time(actor)`: what is seen when the rules ask in the database, as where there are very many."""

    def ask(actor):
        with monkeypatch.context() as none:
            none.setattr(hidden, "MOST", 0)
            return seen(Actor(actor.user, actor.day))

    return ask


@pytest.mark.parametrize("seed", range(16))
def test_whom_walls_and_orders_hide_is_the_same_asked_once_and_each_time(seed, each_time):
    world = World(seed)
    hides = False
    for user in world.users:
        actor = Actor(user, DAY)
        assert hidden.behind_walls(actor, Role.GATEKEEPER) is not None
        once = seen(actor)
        assert once == each_time(actor)
        hides |= len(once["known"]) < KnownIn.objects.count()
    assert hides


def test_more_than_can_be_told_by_ids_is_asked_each_time(monkeypatch):
    world = World(1)
    once = seen(Actor(world.users[1], DAY))
    monkeypatch.setattr(hidden, "MOST", 0)
    actor = Actor(world.users[1], DAY)
    assert hidden.behind_walls(actor) is None
    assert hidden.under_orders(actor) is None
    assert seen(actor) == once


def test_it_is_asked_once_until_something_changes(django_assert_num_queries, each_time):
    world = World(2)
    actor = Actor(world.users[1], DAY)
    seen(actor)
    with django_assert_num_queries(7):
        seen(actor)
    for change in (lambda: wall_off(actor), lambda: name_on_orders(actor), end_walls):
        change()
        assert seen(actor) == each_time(actor)


def test_a_wall_that_is_taken_back_with_its_transaction_is_asked_again():
    world = World(3)
    actor = Actor(world.users[1], DAY)
    before = seen(actor)
    with transaction.atomic():
        wall_off(actor)
        assert seen(actor) != before
        transaction.set_rollback(True)
    assert seen(actor) == before


def test_a_page_that_only_reads_asks_once(django_assert_num_queries):
    world = World(2)
    actor = Actor(world.users[1], DAY, only_reads=True)
    seen(actor)
    UserFactory()
    with django_assert_num_queries(7):
        seen(actor)
