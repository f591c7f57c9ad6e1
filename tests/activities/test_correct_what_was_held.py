"""The day and the kind of what was held are corrected afterwards, and every figure follows."""

from datetime import date, time

import pytest

from poukama.access.models import AuditEvent
from poukama.activities.facts import ATTENDANCES, HEADCOUNTS, OCCASIONS
from poukama.activities.services import correct_occasion
from poukama.activities.services.refusals import (
    AlreadyVoided,
    GroupNotMeeting,
    NotPlanned,
    NotThatLong,
    NotYetHappened,
    PlannedInThePast,
    UnknownTerm,
)
from poukama.reporting.counting import Ask
from poukama.reporting.figures.kept import years_so_far
from poukama.toolkit.periods import Period
from tests.activities.conftest import FRIDAY, THURSDAY, WEDNESDAY
from tests.conftest import url
from tests.factories.activities import AttendanceFactory, GroupFactory, HeadcountFactory, OccasionFactory

pytestmark = pytest.mark.usefixtures("words")
LAST_YEAR = date(2023, 12, 30)
EVENTS = Ask.of("occasions_held", {"occasion_kind": "event"})
TRIPS = Ask.of("occasions_held", {"occasion_kind": "trip"})


@pytest.fixture
def held(work_form_a):
    """An event of today with one known by code and five parents."""
    occasion = OccasionFactory(work_form=work_form_a, kind="event", happened_on=THURSDAY, minutes=75)
    AttendanceFactory(occasion=occasion)
    HeadcountFactory(occasion=occasion, category="parents", people=5)
    return occasion


def kept(ask: Ask, year: int) -> int:
    """What the precomputed figure of a year says."""
    return years_so_far([ask], year, min(THURSDAY, date(year, 12, 31)))[ask].months.value


def test_the_figures_of_both_years_and_kinds_follow(aino, held):
    assert [kept(ask, year) for year in (2023, 2024) for ask in (EVENTS, TRIPS)] == [0, 0, 1, 0]
    correct_occasion(occasion=held, kind="trip", happened_on=LAST_YEAR, by=aino)
    assert [kept(ask, year) for year in (2023, 2024) for ask in (EVENTS, TRIPS)] == [0, 1, 0, 0]
    for fact in (OCCASIONS, ATTENDANCES, HEADCOUNTS):
        assert [fact.during(Period.year(year)).count() for year in (2023, 2024)] == [1, 0]


def test_the_audit_trail_keeps_what_it_was(aino, held):
    correct_occasion(occasion=held, kind="trip", happened_on=WEDNESDAY, by=aino)
    (event,) = AuditEvent.objects.filter(action="activities.change_occasion")
    assert event.detail == {
        "corrected": True,
        "day_before": "2024-09-12",
        "kind_before": "event",
        "day": "2024-09-11",
        "kind": "trip",
    }


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"happened_on": FRIDAY}, NotYetHappened),
        ({"kind": "retired"}, UnknownTerm),
        ({"kind": "only_b"}, UnknownTerm),
        ({"minutes": 0}, NotThatLong),
        ({"minutes": 1441}, NotThatLong),
    ],
)
def test_what_cannot_be_true_is_refused(aino, held, given, refusal):
    with pytest.raises(refusal):
        correct_occasion(**{"occasion": held, "kind": "event", "happened_on": WEDNESDAY, "by": aino} | given)
    held.refresh_from_db()
    assert held.happened_on == THURSDAY


def test_a_session_stays_within_the_days_of_its_group(aino, work_form_a):
    group = GroupFactory(work_form=work_form_a, starts_on=WEDNESDAY)
    session = OccasionFactory(work_form=work_form_a, group=group, happened_on=THURSDAY)
    with pytest.raises(GroupNotMeeting):
        correct_occasion(occasion=session, kind=session.kind, happened_on=LAST_YEAR, by=aino)
    assert (
        correct_occasion(occasion=session, kind=session.kind, happened_on=WEDNESDAY, by=aino).group == group
    )


def test_what_is_planned_moves_to_another_day_ahead(aino, work_form_a):
    planned = OccasionFactory(work_form=work_form_a, kind="event", happened_on=THURSDAY, state="planned")
    with pytest.raises(PlannedInThePast):
        correct_occasion(occasion=planned, kind="event", happened_on=WEDNESDAY, by=aino)
    moved = correct_occasion(occasion=planned, kind="event", happened_on=FRIDAY, by=aino)
    assert (moved.happened_on, moved.state) == (FRIDAY, "planned")


def test_what_was_cancelled_or_undone_is_not_corrected(aino, work_form_a, held):
    cancelled = OccasionFactory(work_form=work_form_a, kind="event", state="cancelled")
    with pytest.raises(NotPlanned):
        correct_occasion(occasion=cancelled, kind="event", happened_on=THURSDAY, by=aino)
    type(held).objects.filter(pk=held.pk).update(voided_at=held.recorded_at, voided_by=aino)
    with pytest.raises(AlreadyVoided):
        correct_occasion(occasion=held, kind="event", happened_on=THURSDAY, by=aino)


def test_it_is_corrected_on_screen_and_put_back(client, signed_in, aino, held):
    signed_in(aino)
    there = url("activities:occasion_correct", held)
    assert client.get(there).context["form"]["minutes"].value() == 75
    asked = {
        "happened_on": "2024-09-11",
        "kind": "trip",
        "starts_at": "17.30",
        "minutes": "",
        "title": " Zoo ",
    }
    page = client.post(there, asked, follow=True)
    held.refresh_from_db()
    assert (held.happened_on, held.kind, held.starts_at) == (WEDNESDAY, "trip", time(17, 30))
    assert (held.minutes, held.title) == (None, "Zoo")
    (toast,) = page.context["frame"].toasts
    page = client.post(toast.undo_url, dict(toast.fields), follow=True)
    held.refresh_from_db()
    assert (held.happened_on, held.kind, held.starts_at, held.minutes) == (THURSDAY, "event", None, 75)
    (toast,) = page.context["frame"].toasts
    client.post(toast.undo_url, dict(toast.fields))
    held.refresh_from_db()
    assert (held.happened_on, held.starts_at) == (WEDNESDAY, time(17, 30))


@pytest.mark.parametrize("day", ["", "1700-01-01", "2090-01-01", "2024-09-13"])
def test_a_day_that_cannot_be_meant_is_said_at_its_field(client, signed_in, aino, held, day):
    page = signed_in(aino).post(
        url("activities:occasion_correct", held), {"happened_on": day, "kind": "event"}
    )
    assert list(page.context["form"].errors) == ["happened_on"]


def test_a_kind_no_longer_in_use_may_stay(client, signed_in, aino, work_form_a):
    old = OccasionFactory(work_form=work_form_a, kind="retired", happened_on=THURSDAY)
    signed_in(aino).post(
        url("activities:occasion_correct", old), {"happened_on": "2024-09-11", "kind": "retired"}
    )
    old.refresh_from_db()
    assert (old.happened_on, old.kind) == (WEDNESDAY, "retired")


def test_a_cancelled_one_leads_to_its_page(client, signed_in, aino, work_form_a):
    cancelled = OccasionFactory(work_form=work_form_a, state="cancelled")
    answer = signed_in(aino).get(url("activities:occasion_correct", cancelled))
    assert answer["Location"] == url("activities:occasion", cancelled)


@pytest.mark.parametrize("who", ["bertta", "director", "board_member", "office", "administrator", "cecilia"])
def test_nobody_else_corrects_it(client, cast, signed_in, held, who):
    signed_in(cast[who])
    assert client.get(url("activities:occasion_correct", held)).status_code == 404
    asked = {"happened_on": "2024-09-11", "kind": "trip"}
    assert client.post(url("activities:occasion_correct", held), asked).status_code == 404
    held.refresh_from_db()
    assert held.kind == "event"
