"""What the figures are counted from, recorded through the services."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db.models import Sum

from poukama.activities import facts
from poukama.activities.services import (
    AttendanceIn,
    HeadcountIn,
    cancel_occasion,
    correct_door,
    count_visit,
    hold_occasion,
    plan_occasion,
    record_chat_duty,
    record_outreach,
    start_group,
    undo_visit,
    void_occasion,
)
from poukama.toolkit import clock
from poukama.toolkit.periods import Period
from tests.activities.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.factories.clients import ClientFactory, FamilyFactory

pytestmark = pytest.mark.usefixtures("words")
YEAR = Period.year(2024)


@pytest.fixture
def lumme(work_form_a):
    family = FamilyFactory(code_name="Lumme", known_in=work_form_a)
    return ClientFactory(code_name="Lumme A", family=family, known_in=work_form_a)


@pytest.fixture
def hold(work_form_a, aino):
    def make(**given):
        values = {"work_form": work_form_a, "kind": "event", "happened_on": THURSDAY, "by": aino}
        return hold_occasion(**values | {"headcounts": [HeadcountIn("parents", people=5)]} | given)

    return make


def total(fact, unit, **filters):
    """How much the fact counts in 2024."""
    rows = fact.during(YEAR).filter(fact.filtered(filters))
    counting = fact.counts[unit]
    if counting.total:
        return rows.aggregate(all=Sum(counting.total))["all"] or 0
    if counting.distinct:
        return rows.order_by().values(counting.distinct).distinct().count()
    return rows.count()


def told(fact):
    """The records behind the fact, as a reader who may see them gets them."""
    rows = fact.during(YEAR).select_related(*fact.related).order_by("pk")
    return [(record.day, record.text) for record in fact.describe(rows)]


def test_visits_are_taps_and_corrections_that_stand(door, aino):
    taps = {"work_form": door, "happened_on": WEDNESDAY, "by": aino}
    for visitor in ("adult", "adult", "child"):
        count_visit(token=uuid4(), visitor=visitor, **taps)
    undo_visit(work_form=door, token=count_visit(token=uuid4(), visitor="adult", **taps).token, by=aino)
    correct_door(visitor="child", quantity=4, reason="Counter closed", **taps)
    correct_door(visitor="adult", quantity=-1, reason="Tapped twice", **taps)

    assert total(facts.DOOR_VISITS, "visits", visitor="adult") == 1
    assert total(facts.DOOR_VISITS, "visits", visitor="child") == 5
    assert told(facts.DOOR_VISITS) == [
        (WEDNESDAY, "Aikuinen"),
        (WEDNESDAY, "Aikuinen"),
        (WEDNESDAY, "Lapsi"),
        (WEDNESDAY, "Lapsi +4"),
        (WEDNESDAY, "Aikuinen -1"),
    ]


def test_only_what_was_held_and_stands_is_an_occasion(hold, work_form_a, aino):
    hold(kind="trip", minutes=90)
    hold(kind="event", minutes=60)
    void_occasion(occasion=hold(kind="trip"), by=aino)
    planned = {"work_form": work_form_a, "kind": "trip", "happened_on": THURSDAY, "by": aino}
    plan_occasion(**planned)
    cancel_occasion(occasion=plan_occasion(**planned), by=aino)

    assert total(facts.OCCASIONS, "rows", occasion_kind="trip") == 1
    assert total(facts.OCCASIONS, "minutes") == 150
    assert told(facts.OCCASIONS) == [(THURSDAY, "Trip"), (THURSDAY, "Event")]


def test_a_group_counts_once_however_often_it_met(hold, work_form_a, aino):
    by = {"work_form": work_form_a, "kind": "peer_group", "starts_on": WEDNESDAY, "by": aino}
    one, two = start_group(name="One", **by), start_group(name="Two", **by)
    for group, day in ((one, WEDNESDAY), (one, THURSDAY), (two, THURSDAY)):
        hold(group=group, kind="peer_group", happened_on=day)
    start_group(name="Never met", **by)
    hold()

    assert total(facts.GROUPS_MET, "groups") == 2
    assert total(facts.GROUPS_MET, "groups", group_kind="peer_group") == 2
    assert total(facts.GROUPS_MET, "rows") == 3


def test_whoever_comes_often_is_one_person_and_many_participations(hold, lumme, work_form_a):
    ruoko = ClientFactory(known_in=work_form_a)
    for day in (WEDNESDAY, THURSDAY):
        came = [AttendanceIn(client=lumme, role="mother"), AttendanceIn(client=ruoko, role="baby")]
        hold(happened_on=day, attendances=came, headcounts=[])
    hold(attendances=[AttendanceIn(client=lumme, role="mother")], kind="trip")

    assert total(facts.ATTENDANCES, "people") == 2
    assert total(facts.ATTENDANCES, "rows") == 5
    assert total(facts.ATTENDANCES, "people", member_role="mother") == 1
    assert total(facts.ATTENDANCES, "rows", occasion_kind="trip") == 1
    known = facts.ATTENDANCES.during(YEAR).exclude(family=None).values_list("family", flat=True)
    assert set(known) == {lumme.family_id}
    assert told(facts.ATTENDANCES)[0] == (WEDNESDAY, "Event")


def test_counted_people_and_families_are_summed_by_category(hold):
    hold(headcounts=[HeadcountIn("parents", people=5), HeadcountIn("families", families=3)])
    hold(headcounts=[HeadcountIn("general_public", people=300, is_estimate=True, basis="seats")])
    hold(happened_on=WEDNESDAY, headcounts=[HeadcountIn("parents", people=2)])

    assert total(facts.HEADCOUNTS, "people", category="parents") == 7
    assert total(facts.HEADCOUNTS, "families") == 3
    assert total(facts.HEADCOUNTS, "people", category="general_public", occasion_kind="event") == 300
    assert facts.HEADCOUNTS.during(YEAR).filter(facts.HEADCOUNTS.estimated).count() == 1
    assert told(facts.HEADCOUNTS)[0] == (THURSDAY, "Event: Parents 5")


def test_outreach_and_chats_are_summed(work_form_a, aino):
    by = {"work_form": work_form_a, "happened_on": THURSDAY, "by": aino}
    record_outreach(place="clinic", people=2, families=3, minutes=60, **by)
    record_outreach(place="event", people=0, families=4, **by)
    record_chat_duty(service="chat", minutes=120, contacts=2, **by)
    record_chat_duty(service="chat", minutes=60, contacts=0, **by)

    assert total(facts.OUTREACH, "families") == 7
    assert total(facts.OUTREACH, "people", place="clinic") == 2
    assert total(facts.CHAT_DUTY, "contacts", service="chat") == 2
    assert total(facts.CHAT_DUTY, "minutes") == 180
    assert told(facts.OUTREACH) == [
        (THURSDAY, "Clinic: 3 perhettä, 2 ihmistä"),
        (THURSDAY, "Event: 4 perhettä"),
    ]
    assert told(facts.CHAT_DUTY) == [(THURSDAY, "Chat: 2"), (THURSDAY, "Chat: 0")]


def test_a_figure_of_yesterday_knows_nothing_of_what_was_recorded_since(hold, work_form_a, aino):
    plan = {"work_form": work_form_a, "kind": "event", "happened_on": FRIDAY, "by": aino}
    planned = plan_occasion(**plan)
    hold()
    then = clock.now()
    with clock.moved_to(FRIDAY + timedelta(days=1)):
        hold(occasion=planned, happened_on=FRIDAY)

    known_then = facts.OCCASIONS.during(YEAR, known_at=then)
    assert (known_then.count(), facts.OCCASIONS.during(YEAR).count()) == (1, 2)


def test_another_year_counts_its_own(hold):
    hold(happened_on=date(2023, 12, 31))

    assert total(facts.OCCASIONS, "rows") == 0
    assert facts.OCCASIONS.during(Period.year(2023)).count() == 1


def test_every_fact_leads_to_pages_that_its_readers_may_open(client, door, lumme, hold, aino):
    """Records are told with links; each opens for whoever may read the rows."""
    by = {"work_form": door, "happened_on": THURSDAY, "by": aino}
    count_visit(token=uuid4(), visitor="adult", **by)
    group = start_group(work_form=door, name="One", kind="peer_group", starts_on=WEDNESDAY, by=aino)
    hold(group=group, attendances=[AttendanceIn(client=lumme)])
    record_outreach(place="clinic", people=2, families=3, **by)
    record_chat_duty(service="chat", minutes=120, contacts=2, **by)
    client.force_login(aino)

    opened = {}
    for fact in facts.FACTS:
        records = fact.describe(fact.during(YEAR).select_related(*fact.related).order_by("pk"))
        opened[fact.key] = {client.get(record.url).status_code for record in records}

    assert opened == {fact.key: {200} for fact in facts.FACTS}
