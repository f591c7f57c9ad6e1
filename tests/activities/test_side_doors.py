"""Who gets through which door of activities. Everybody has something of their own, so that something could leak."""

import pytest

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.activities.models import Attendance, Headcount
from poukama.activities.queries.people import people_of
from poukama.activities.rules import Action
from tests.activities.conftest import THURSDAY
from tests.conftest import url
from tests.factories.activities import (
    AttendanceFactory,
    ChatDutyFactory,
    DoorCountFactory,
    GroupFactory,
    HeadcountFactory,
    OccasionFactory,
    OutreachFactory,
)
from tests.factories.clients import ClientFactory

pytestmark = pytest.mark.usefixtures("words")
EVERYBODY = ("aino", "lead", "bertta", "director", "cecilia", "board_member", "office", "administrator")
WORKERS = {"aino", "lead"}
READERS = WORKERS | {"director"}


@pytest.fixture
def house(work_form_a, work_form_b, cast):
    """The same things in both work forms, those of A returned."""
    found = {}
    for work_form, worker in ((work_form_b, cast["bertta"]), (work_form_a, cast["aino"])):
        work_form.door_counter = True
        work_form.save()
        by = {"work_form": work_form, "recorded_by": worker}
        group = GroupFactory(**by)
        occasion = OccasionFactory(**by, group=group)
        person = ClientFactory(code_name=f"Person {work_form.name[-1]}", known_in=work_form)
        found = {
            "work_form": work_form.key,
            "group": group,
            "occasion": occasion,
            "planned": OccasionFactory(**by, group=group, state="planned"),
            "attendance": AttendanceFactory(occasion=occasion, client=person, recorded_by=worker),
            "headcount": HeadcountFactory(occasion=occasion, recorded_by=worker),
            "outreach": OutreachFactory(**by),
            "chat": ChatDutyFactory(**by),
            "tap": DoorCountFactory(**by),
        }
    return found


READS = [
    ("occasion", "occasion", READERS),
    ("occasion_hold", "planned", WORKERS),
    ("occasion_counts", "occasion", WORKERS),
    ("occasion_record", "work_form", WORKERS),
    ("occasion_plan", "work_form", WORKERS),
    ("group", "group", READERS),
    ("group_start", "work_form", WORKERS),
    ("group_end", "group", WORKERS),
    ("outreach", "work_form", WORKERS),
    ("chat_duty", "work_form", WORKERS),
    ("door", "work_form", WORKERS),
    ("door_correct", "work_form", WORKERS),
    ("door_days", "work_form", READERS),
]
CHANGES = [
    ("occasion_cancel", "planned"),
    ("occasion_restore", "planned"),
    ("occasion_void", "occasion"),
    ("occasion_mark", "occasion"),
    ("group_mark", "group"),
    ("group_reopen", "group"),
    ("group_void", "group"),
    ("outreach_void", "outreach"),
    ("chat_duty_void", "chat"),
    ("door_correction_undo", "work_form"),
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_pages_open_for_their_own_people_only(client, cast, house, who):
    client.force_login(cast[who])

    opened = {
        name
        for name, what, _to in READS
        if client.get(url(f"activities:{name}", house[what])).status_code == 200
    }

    assert opened == {name for name, _what, to in READS if who in to}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name, what", CHANGES)
def test_changes_are_for_their_own_people_only(client, cast, house, who, name, what):
    client.force_login(cast[who])

    status = client.post(url(f"activities:{name}", house[what])).status_code

    assert status == (302 if who in WORKERS else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_show_what_one_may_read_and_nothing_of_others(client, cast, house, who):
    client.force_login(cast[who])
    everything = who == "director"
    own = who in WORKERS
    seen = {}
    for name in ("occasions", "groups", "outreach_log", "chat_log", "overview"):
        response = client.get(url(f"activities:{name}"))
        if response.status_code == 404:
            continue
        shown = response.context["places"] if name == "overview" else response.context["page"].rows
        seen[name] = {getattr(row, "work_form", row).name for row in shown}

    mine = {"Work form A", "Work form B"} if everything else {"Work form A"} if own else {"Work form B"}
    reads = own or everything or who == "bertta"
    names = ("occasions", "groups", "outreach_log", "chat_log", "overview")
    assert seen == (dict.fromkeys(names, mine) if reads else {})


@pytest.mark.parametrize("who", EVERYBODY)
def test_codes_of_those_who_came_are_for_their_own_workers(client, cast, house, who):
    actor = Actor(cast[who], THURSDAY)
    client.force_login(cast[who])

    rows = visible(actor, Action.READ_ATTENDANCE, Attendance.objects.all())
    page = client.get(url("activities:occasion", house["occasion"])).content.decode()
    group = client.get(url("activities:group", house["group"])).content.decode()

    own = {"Person A"} if who in WORKERS else {"Person B"} if who == "bertta" else set()
    assert {row.client.code_name for row in rows} == own
    assert ("Person A" in page, "Person A" in group) == (who in WORKERS, who in WORKERS)
    assert ("Person B" in page, "Person B" in group) == (False, False)
    known = people_of(actor, house["occasion"].work_form)
    assert [each.label for each in known] == (["Person A"] if who in WORKERS else [])


@pytest.mark.parametrize("who", EVERYBODY)
def test_numbers_of_those_who_came_are_for_readers_of_the_occasion(cast, house, who):
    rows = visible(Actor(cast[who], THURSDAY), Action.READ_HEADCOUNT, Headcount.objects.all())

    own = {"aino": "A", "lead": "A", "bertta": "B", "director": "AB"}.get(who, "")
    assert {row.occasion.work_form.name[-1] for row in rows} == set(own)


def test_whoever_has_left_the_work_form_sees_nothing_of_it(client, cast, house, aino):
    aino.assignments.update(ends_on=THURSDAY.replace(day=11))
    client.force_login(aino)

    assert client.get(url("activities:occasion", house["occasion"])).status_code == 404
    assert client.post(url("activities:outreach_void", house["outreach"])).status_code == 404
