"""Fifty devices at one door at the same moment: nothing is lost and nothing doubled. Needs a database on disk."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from poukama.activities.models import DoorCount
from poukama.activities.queries.door import door_today
from poukama.organisation.models import WorkForm
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.organisation import AssignmentFactory, UserFactory, WorkFormFactory
from tests.strictness.forms import StrictClient

DEVICES, TAPS = 50, 4


@pytest.fixture
def door(transactional_db) -> WorkForm:
    """A work form that counts at its door."""
    return WorkFormFactory(key="door", door_counter=True)


@pytest.fixture
def devices(door):
    """Signed-in devices, one person each."""
    found = []
    for number in range(DEVICES):
        user = UserFactory(email=f"device{number}@example.org")
        AssignmentFactory(user=user, work_form=door)
        client = StrictClient()
        client.force_login(user)
        found.append(client)
    return found


def test_fifty_counters_at_once_lose_nothing_and_double_nothing(door, devices):
    together = Barrier(DEVICES)

    def tap(client):
        """Tap adults and a child, send each twice as after a broken answer, and take the child back."""
        together.wait()
        taps = [
            {
                "token": str(uuid4()),
                "visitor": "child" if number == 0 else "adult",
                "happened_at": clock.now().isoformat(),
            }
            for number in range(TAPS)
        ]
        statuses = [post(client, "door_tap", each) for each in taps for _ in range(2)]
        statuses += [post(client, "door_undo", {"token": taps[0]["token"]}) for _ in range(2)]
        connections.close_all()
        return statuses, [each["token"] for each in taps]

    with ThreadPoolExecutor(DEVICES) as pool:
        answers = list(pool.map(tap, devices))

    assert {status for statuses, _ in answers for status in statuses} == {200}
    sent = sorted(token for _, tokens in answers for token in tokens)
    assert sorted(str(token) for token in DoorCount.objects.values_list("token", flat=True)) == sent
    assert door_today(door, clock.today()) == {"adults": DEVICES * (TAPS - 1), "children": 0}


def post(client, name, body):
    return client.post(url(f"activities:{name}", "door"), json.dumps(body), "application/json").status_code


def test_taps_and_their_undos_that_race_end_undone(door, devices):
    client = devices[0]
    together = Barrier(20)
    tokens = [str(uuid4()) for _ in range(10)]

    def send(job):
        name, body = job
        together.wait()
        status = post(client, name, body)
        connections.close_all()
        return status

    now = clock.now().isoformat()
    jobs = [("door_tap", {"token": token, "visitor": "adult", "happened_at": now}) for token in tokens]
    jobs += [("door_undo", {"token": token}) for token in tokens]
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(send, jobs))

    assert statuses == [200] * 20
    assert DoorCount.objects.count() == 10
    assert door_today(door, clock.today()) == {"adults": 0, "children": 0}
