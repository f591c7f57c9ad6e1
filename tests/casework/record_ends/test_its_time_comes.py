"""A record is kept as long as its work form says, and proposed after that."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.models import EpisodeMember
from poukama.casework.queries.retention import preview, records
from poukama.casework.services import destroying as services
from poukama.clients.models import KnownIn
from poukama.toolkit import clock
from tests.casework.record_ends.records import BEGAN, ENDED, destroyed, ended
from tests.factories.casework import (
    EpisodeFactory,
    RequestFactory,
)
from tests.factories.clients import (
    ClientFactory,
)

pytestmark = pytest.mark.django_db


def test_it_is_kept_through_its_last_day_and_proposed_after_it(times, work_form_a, lead):
    ended(work_form_a)
    with clock.moved_to(date(2023, 5, 31)):
        (last_day,) = preview(Actor(lead, clock.today()), work_form_a).soon
        assert last_day.kept.until == date(2023, 5, 31)
        with pytest.raises(services.NothingToDestroy):
            services.propose_destruction(work_form=work_form_a, by=lead)
    with clock.moved_to(date(2023, 6, 1)):
        row = services.propose_destruction(work_form=work_form_a, by=lead)
    (line,) = row.lines.all()
    assert (line.family.code_name, line.last_on, line.rule) == ("Lumme", ENDED, "own_schedule")


@pytest.mark.parametrize(
    "tasks, until",
    [
        (["adults"], date(2023, 5, 31)),
        (["adults", "families"], date(2043, 5, 31)),
        (["family_law"], date(2100, 12, 31)),
        (["child_welfare"], None),
        (["adults", "child_welfare"], None),
        ([""], None),
    ],
)
def test_time_follows_from_the_longest_of_the_service_tasks(times, work_form_b, tasks, until):
    family = None
    for task in tasks:
        family = ended(work_form_b, family=family, service_task=task).family
    (record,) = records(work_form_b, clock.today())
    assert record.kept.until == until


def test_a_request_of_somebody_unknown_has_a_time_of_its_own(times, work_form_b):
    RequestFactory(
        work_form=work_form_b,
        came_on=date(2020, 3, 2),
        state="elsewhere",
        decided_on=date(2020, 3, 4),
        timing="in_time",
    )
    (record,) = records(work_form_b, clock.today())
    assert (record.sort, record.kept.until) == ("request", date(2023, 3, 4))


def test_without_a_retention_time_nothing_ever_comes(work_form_a, words):
    ended(work_form_a)
    (record,) = records(work_form_a, clock.today())
    assert record.kept.until is None


def test_people_who_stayed_anonymous_and_people_alone_have_their_time_too(times, work_form_a, lead, director):
    unknown = EpisodeFactory(
        work_form=work_form_a, family=None, starts_on=BEGAN, ends_on=ENDED, end_reason="goals_met"
    )
    nobody = ClientFactory(identification="anonymous", code_name="", search_key="", birth_year=1990)
    EpisodeMember.objects.create(
        episode=unknown,
        client=nobody,
        role="parent",
        starts_on=BEGAN,
        recorded_at=clock.now(),
        recorded_by=lead,
    )
    alone = ClientFactory(code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
    KnownIn.objects.filter(client=alone).update(since_on=BEGAN)
    row = destroyed(work_form_a, lead, director)
    assert row.told["records"] == 2
    nobody.refresh_from_db()
    alone.refresh_from_db()
    assert (nobody.birth_year, nobody.identification) == (None, "anonymous")
    assert (alone.code_name, alone.identification) == ("", "forgotten")


def test_the_preview_asks_the_same_however_many_records_there_are(times, work_form_a, lead):
    ended(work_form_a)
    with CaptureQueriesContext(connection) as one:
        preview(Actor(lead, clock.today()), work_form_a)
    for code in ("Ruoko", "Tyrni", "Kaisla"):
        ended(work_form_a, code)
    with CaptureQueriesContext(connection) as four:
        assert len(preview(Actor(lead, clock.today()), work_form_a).now) == 4
    assert len(one) == len(four)
