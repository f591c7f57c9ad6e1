"""Worked examples of requests, waits and handovers as facts: counted here by hand."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.access.policy import visible
from poukama.casework.facts import HANDOVERS, REQUESTS, WAITS
from poukama.toolkit.periods import Period
from tests.casework.test_facts import counted
from tests.factories.casework import EpisodeFactory, HandoverFactory, RequestFactory
from tests.factories.clients import FamilyFactory

Y2023, Y2024 = Period.year(2023), Period.year(2024)
pytestmark = pytest.mark.django_db


def decided(work_form, **changed):
    """A request that was decided."""
    return RequestFactory(
        **{"work_form": work_form, "decided_on": date(2024, 9, 11), "timing": "in_time", **changed}
    )


def test_requests_are_counted_by_source_need_decision_and_timing(work_form_a, work_form_b):
    RequestFactory(work_form=work_form_a, adults=1, children=2, source="self")
    decided(work_form_a, adults=1, source="police", need="safe_place", state="not_ours")
    decided(work_form_a, state="withdrawn", timing="late")
    RequestFactory(work_form=work_form_b, came_on=date(2023, 12, 31))
    RequestFactory(
        work_form=work_form_a, voided_at="2024-09-11T09:00Z", voided_by=RequestFactory().recorded_by
    )
    here = {"work_form": "work-form-a"}

    assert counted(REQUESTS, "rows", Y2024, filters=here) == 3
    assert counted(REQUESTS, "adults", Y2024, filters=here) == 2
    assert counted(REQUESTS, "children", Y2024, filters=here) == 2
    assert counted(REQUESTS, "rows", Y2023) == 1
    assert counted(REQUESTS, "rows", Y2024, filters=here | {"source": "self"}) == 1
    assert counted(REQUESTS, "rows", Y2024, filters=here | {"need": "safe_place"}) == 1
    assert counted(REQUESTS, "rows", Y2024, filters=here | {"decision": ["not_ours", "withdrawn"]}) == 2
    assert counted(REQUESTS, "rows", Y2024, filters=here | {"timing": "late"}) == 1


def test_waits_are_counted_in_the_year_in_which_they_ended(work_form_a):
    waited = {
        "wait_began_on": date(2023, 12, 20),
        "came_on": date(2023, 12, 20),
        "decided_on": date(2023, 12, 20),
    }
    decided(work_form_a, **waited, wait_ended_on=date(2024, 1, 2), waited_days=13, state="withdrawn")
    decided(
        work_form_a,
        **waited,
        wait_ended_on=date(2024, 1, 4),
        waited_days=15,
        state="accepted",
        episode=EpisodeFactory(work_form=work_form_a),
    )
    RequestFactory(work_form=work_form_a, waiting=True)

    assert (counted(WAITS, "rows", Y2024), counted(WAITS, "days", Y2024)) == (2, 28)
    assert counted(WAITS, "days", Y2024, filters={"decision": "accepted"}) == 15
    assert counted(WAITS, "rows", Y2023) == 0


def test_handovers_are_counted_by_where_to_and_what_was_answered(work_form_a, work_form_b):
    family = FamilyFactory()
    first = HandoverFactory(
        episode__work_form=work_form_a,
        episode__family=family,
        to_work_form=work_form_b,
        state="accepted",
        answered_on=date(2024, 9, 11),
        answered_at="2024-09-11T09:00Z",
        answered_by=EpisodeFactory().recorded_by,
        first_on=date(2024, 9, 14),
        opened=EpisodeFactory(work_form=work_form_b),
    )
    HandoverFactory(episode=first.episode, to_work_form=work_form_b)
    HandoverFactory(episode__work_form=work_form_b, to_work_form=work_form_a)
    here = {"work_form": "work-form-a"}

    assert (
        counted(HANDOVERS, "rows", Y2024, filters=here),
        counted(HANDOVERS, "families", Y2024, filters=here),
    ) == (2, 1)
    assert counted(HANDOVERS, "rows", Y2024, filters=here | {"answer": "accepted", "to": "work-form-b"}) == 1
    assert counted(HANDOVERS, "rows", Y2024, filters={"answer": "sent"}) == 2


@pytest.mark.parametrize("fact", [REQUESTS, WAITS, HANDOVERS])
def test_records_tell_codes_and_as_much_is_asked_of_three_as_of_one(fact, work_form_a):
    described = fact.describe
    assert described is not None
    asked = []
    for _ in range(2):
        RequestFactory(work_form=work_form_a, family=FamilyFactory(code_name=f"Lumme {len(asked) + 2}"))
        HandoverFactory(episode__work_form=work_form_a)
        rows = fact.model.objects.select_related(*fact.related).order_by("pk")
        with CaptureQueriesContext(connection) as queries:
            records = described(rows)
        asked.append(len(queries))
        assert all(record.url and record.code for record in records)

    assert asked[0] == asked[1]


@pytest.mark.parametrize("fact", [REQUESTS, WAITS, HANDOVERS])
def test_whoever_may_read_the_records_is_asked_within_other_questions(fact, aino):
    may_read = visible(Actor(aino, date(2024, 9, 12)), fact.read_action, fact.during(Y2024))
    nested = fact.model.objects.filter(pk__in=may_read.order_by().values("pk"))

    assert fact.model.objects.filter(pk__in=nested.order_by().values("pk")).count() == 0
