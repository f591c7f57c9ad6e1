"""Whom walls and orders hide is kept from page to page, and never for longer than it holds."""

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.clients import hidden
from poukama.toolkit import watched
from poukama.toolkit.models import Stamp
from tests.clients.test_asked_once_or_each_time import World, end_walls, name_on_orders, seen, wall_off

DAY = date(2024, 9, 12)
_TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def count() -> int:
    """How often what is watched has changed."""
    return Stamp.objects.get(source=hidden.WATCH).changes


@pytest.fixture
def world(transactional_db) -> World:
    watched.lay_triggers("default")
    return World(2)


@pytest.fixture
def each_time(monkeypatch):
    """`each_time(user)`: what is seen when the rules ask in the database."""

    def ask(user):
        with monkeypatch.context() as none, transaction.atomic():
            none.setattr(hidden, "MOST", 0)
            return seen(Actor(user, DAY))

    return ask


def test_the_next_page_asks_only_whether_anything_has_changed(world, django_assert_num_queries):
    user = world.users[1]
    seen(Actor(user, DAY))
    actor = Actor(user, DAY)
    assert actor.held
    with django_assert_num_queries(1):
        assert hidden.behind_walls(actor) is not None
        assert hidden.under_orders(actor) is not None


def test_the_next_page_sees_what_has_changed(world, each_time):
    before = {user: seen(Actor(user, DAY)) for user in world.users}
    assert before == {user: each_time(user) for user in world.users}
    for change in (lambda user: wall_off(Actor(user, DAY)), lambda user: name_on_orders(Actor(user, DAY))):
        for user in world.users:
            change(user)
            assert {each: seen(Actor(each, DAY)) for each in world.users} == {
                each: each_time(each) for each in world.users
            }
    end_walls()
    after = {user: seen(Actor(user, DAY)) for user in world.users}
    assert after == {user: each_time(user) for user in world.users}
    assert after != before


def test_what_is_taken_back_is_kept_by_nobody_nor_what_is_another_s(world):
    user = world.users[1]
    before = seen(Actor(user, DAY))
    with transaction.atomic():
        wall_off(Actor(user, DAY))
        assert seen(Actor(user, DAY)) != before
        transaction.set_rollback(True)
    assert seen(Actor(user, DAY)) == before
    assert len({str(hidden.behind_walls(Actor(each, DAY))) for each in world.users}) > 1


def test_every_table_that_is_read_is_watched(world):
    read = set()
    for user in world.users:
        actor = Actor(user, DAY)
        assert actor.held
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            hidden.behind_walls(actor)
            hidden.under_orders(actor)
        read |= {table for query in asked for table in _TABLE.findall(query["sql"])}
    assert read <= set(watched.tables_of(hidden.WATCH))
    assert len(read) > 5


def test_the_database_itself_counts_what_changes(world):
    for table in watched.tables_of(hidden.WATCH):
        before = count()
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET "id" = "id"')
            assert cursor.rowcount > 0, table
        assert count() > before, table


def test_what_is_added_and_deleted_is_counted(world):
    before = count()
    wall_off(Actor(world.users[1], DAY))
    added = count()
    assert added > before
    with transaction.atomic():
        connection.cursor().execute("DELETE FROM clients_protectionexemption")
    assert count() > added


@pytest.mark.postgres
def test_a_transaction_is_counted_once_and_a_table_emptied_too(world):
    before = count()
    with transaction.atomic():
        wall_off(Actor(world.users[1], DAY))
        end_walls()
        assert count() == before
    assert count() == before + 1
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE clients_protectionexemption")
    assert count() == before + 2
