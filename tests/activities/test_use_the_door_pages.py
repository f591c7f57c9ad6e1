import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.activities.models import DoorCount
from poukama.activities.queries.door import door_today
from poukama.activities.services.refusals import BelowZero
from poukama.toolkit import clock
from tests.activities.conftest import THURSDAY, WEDNESDAY
from tests.conftest import url
from tests.factories.activities import DoorCountFactory
from tests.factories.organisation import AssignmentFactory


def send(client, name, body):
    return client.post(url(f"activities:{name}", "work-form-a"), json.dumps(body), "application/json")


def a_tap(**given):
    return {
        "token": str(uuid4()),
        "visitor": "adult",
        "first_time": False,
        "happened_at": clock.now().isoformat(),
    } | given


def test_a_tap_is_counted_and_answered_with_the_day(client, door, aino):
    DoorCountFactory(work_form=door, visitor="child")
    client.force_login(aino)
    tap = a_tap(first_time=True)

    response = send(client, "door_tap", tap)

    assert response.json() == {"token": tap["token"], "adults": 1, "children": 1}
    assert DoorCount.objects.get(token=tap["token"]).first_time
    again = send(client, "door_tap", tap)
    assert again.json() == response.json()


def test_a_tap_is_undone_and_answered_with_the_day(client, door, aino):
    client.force_login(aino)
    tap = a_tap()
    send(client, "door_tap", tap)

    response = send(client, "door_undo", {"token": tap["token"]})

    assert response.json() == {"token": tap["token"], "adults": 0, "children": 0}


def test_a_tap_made_without_a_network_counts_on_its_own_day(client, door, aino):
    client.force_login(aino)

    send(client, "door_tap", a_tap(happened_at="2024-09-11T22:30:00Z"))  # half past one on Thursday morning
    send(client, "door_tap", a_tap(happened_at="2024-09-11T12:00:00+03:00"))

    assert door_today(door, THURSDAY) == {"adults": 1, "children": 0}
    assert door_today(door, WEDNESDAY) == {"adults": 1, "children": 0}


def test_a_clock_a_little_ahead_is_forgiven(client, door, aino):
    client.force_login(aino)
    ahead = clock.now() + timedelta(minutes=5)

    assert send(client, "door_tap", a_tap(happened_at=ahead.isoformat())).status_code == 200


@pytest.mark.parametrize(
    "body, status, code",
    [
        ({"token": "x"}, 400, "not_understood"),
        ([], 400, "not_understood"),
        (a_tap(visitor="dog", happened_at="2024-09-12T09:00:00Z"), 400, "not_understood"),
        (a_tap(happened_at="2024-09-13T09:00:00Z"), 400, "not_understood"),
        (a_tap(happened_at="2024-08-01T09:00:00Z"), 422, "too_long_ago"),
    ],
)
def test_a_tap_that_can_never_succeed_says_why(client, door, aino, body, status, code):
    client.force_login(aino)

    response = send(client, "door_tap", body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["message"] != ""
    assert DoorCount.objects.count() == 0


def test_what_is_no_json_says_so(client, door, aino):
    client.force_login(aino)

    response = client.post(url("activities:door_undo", "work-form-a"), "{", "application/json")

    assert (response.status_code, response.json()["code"]) == (400, "not_understood")


def test_the_token_of_somebody_else_is_refused(client, door, aino):
    row = DoorCountFactory(work_form=door)
    client.force_login(aino)

    tapped = send(client, "door_tap", a_tap(token=str(row.token)))
    undone = send(client, "door_undo", {"token": str(row.token)})

    assert [tapped.json()["code"], undone.json()["code"]] == ["token_is_taken", "token_is_taken"]


def test_a_tap_costs_few_queries(client, door, aino):
    client.force_login(aino)
    send(client, "door_tap", a_tap())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        send(client, "door_tap", a_tap())

    asked = [query["sql"].split(" ")[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    # The session, the person, their roles, the work form; the tap; the day so far.
    assert asked == ["SELECT", "SELECT", "SELECT", "SELECT", "INSERT", "SELECT"]


COUNTS = {"aino": 200, "lead": 200, "bertta": 404, "cecilia": 404, "director": 404, "board_member": 404}
COUNTS |= {"office": 404, "administrator": 404}


@pytest.mark.parametrize("who", COUNTS)
@pytest.mark.parametrize("name", ["door", "door_correct"])
def test_only_its_people_open_the_counter(client, door, cast, who, name):
    client.force_login(cast[who])

    assert client.get(url(f"activities:{name}", door.key)).status_code == COUNTS[who]


@pytest.mark.parametrize("who", COUNTS)
def test_only_its_people_tap(client, door, cast, who):
    client.force_login(cast[who])

    assert send(client, "door_tap", a_tap()).status_code == COUNTS[who]
    assert send(client, "door_undo", {"token": str(uuid4())}).status_code == COUNTS[who]


@pytest.mark.parametrize("who", COUNTS)
def test_its_people_and_the_director_read_the_days(client, door, cast, who):
    DoorCountFactory(work_form=door)
    client.force_login(cast[who])

    status = 200 if who == "director" else COUNTS[who]
    assert client.get(url("activities:door_days", door.key)).status_code == status


def test_a_work_form_without_a_door_has_no_counter(client, work_form_a, aino):
    client.force_login(aino)

    assert client.get(url("activities:door", work_form_a.key)).status_code == 404


def test_the_counter_opens_with_the_day_so_far(client, door, aino):
    DoorCountFactory.create_batch(2, work_form=door)
    DoorCountFactory(work_form=door, visitor="child")
    DoorCountFactory(work_form=door, happened_on=WEDNESDAY)
    client.force_login(aino)

    page = client.get(url("activities:door", door.key)).content.decode()

    assert 'data-adults="2" data-children="1"' in page
    assert 'data-day="2024-09-12"' in page


def test_the_only_door_opens_at_once(client, door, aino):
    client.force_login(aino)

    assert client.get(url("activities:door_choice")).url == url("activities:door", door.key)


def test_several_doors_are_offered(client, door, work_form_b, aino):
    work_form_b.door_counter = True
    work_form_b.save()
    AssignmentFactory(user=aino, work_form=work_form_b)
    client.force_login(aino)

    assert list(client.get(url("activities:door_choice")).context["doors"]) == [door, work_form_b]


def test_correcting_a_day_shows_it_with_the_reason_and_can_be_undone(client, door, aino):
    client.force_login(aino)
    token = str(uuid4())
    given = {"happened_on": "2024-09-11", "visitor": "child", "direction": "add", "quantity": "4"}

    response = client.post(
        url("activities:door_correct", door.key), given | {"token": token, "reason": "Counter closed"}
    )

    assert response.url == url("activities:door_days", door.key)
    page = client.get(response.url)
    assert [(day.day, day.adults, day.children) for day in page.context["days"]] == [(WEDNESDAY, 0, 4)]
    assert "Counter closed" in page.content.decode()
    client.post(url("activities:door_correction_undo", door.key), {"token": token})
    assert door_today(door, WEDNESDAY) == {"adults": 0, "children": 0}


def test_a_refused_correction_keeps_what_was_typed(client, door, aino):
    client.force_login(aino)
    given = {"happened_on": "2024-09-11", "visitor": "child", "direction": "take", "quantity": "4"}

    response = client.post(
        url("activities:door_correct", door.key), given | {"token": str(uuid4()), "reason": "Too many"}
    )

    assert response.status_code == 200
    assert 'value="Too many"' in response.content.decode()
    assert response.context["form"].errors == {"quantity": [str(BelowZero.words)]}
    assert DoorCount.objects.count() == 0


def test_a_correction_of_somebody_else_is_not_undone(client, door, aino, lead):
    row = DoorCountFactory(
        work_form=door,
        happened_on=WEDNESDAY,
        is_correction=True,
        quantity=3,
        reason="Closed",
        recorded_by=lead,
    )
    client.force_login(aino)

    client.post(url("activities:door_correction_undo", door.key), {"token": str(row.token)})

    assert door_today(door, WEDNESDAY) == {"adults": 3, "children": 0}


def test_the_days_cost_the_same_queries_however_many(client, door, aino, django_assert_num_queries):
    client.force_login(aino)
    counts = []
    for day in (10, 9, 8):
        DoorCountFactory(work_form=door, happened_on=THURSDAY.replace(day=day))
        DoorCountFactory(
            work_form=door,
            happened_on=THURSDAY.replace(day=day),
            is_correction=True,
            quantity=2,
            reason="Closed",
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(url("activities:door_days", door.key))
        counts.append(len(queries))

    assert counts[1:] == [counts[1]] * 2


def test_older_days_are_on_the_next_page(client, door, aino):
    for back in range(35):
        DoorCountFactory(work_form=door, happened_on=THURSDAY - timedelta(days=back))
    client.force_login(aino)

    first = client.get(url("activities:door_days", door.key))
    second = client.get(url("activities:door_days", door.key, before=first.context["older"]))

    assert len(first.context["days"]) == 31
    assert [day.day for day in second.context["days"]] == [
        THURSDAY - timedelta(days=n) for n in (31, 32, 33, 34)
    ]
    broken = client.get(url("activities:door_days", door.key, before="2024-99-99"))
    assert broken.context["is_first"]
