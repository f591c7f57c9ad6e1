"""What could be made again is written without waiting for the disk, and nothing else is."""

import pytest
from django.db import connection, transaction

from poukama.toolkit.durability import may_be_lost

WAITS = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS[connection.vendor])
        return cursor.fetchone()[0] in (2, "on")


@pytest.mark.django_db(transaction=True)
def test_only_within_it_does_writing_not_wait():
    assert waits()
    with may_be_lost():
        assert not waits()
    assert waits()


@pytest.mark.django_db(transaction=True)
def test_an_error_within_does_not_make_what_follows_less_durable():
    with pytest.raises(LookupError), may_be_lost():
        raise LookupError
    assert waits()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_stays_as_durable_as_it_was():
    with transaction.atomic(), may_be_lost():
        assert waits()
