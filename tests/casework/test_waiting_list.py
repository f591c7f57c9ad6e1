"""A waiting list that explains itself: its order, its reasons, how long it usually takes, and who is asked again when."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from poukama.access.actor import Actor
from poukama.casework.choices import RequestState, Risk, SafePlace, Urgency
from poukama.casework.models import Request, RequestStep
from poukama.casework.queries import IN_LINE, usual_wait, waiting_in, waiting_rows
from poukama.casework.services.deciding import Why, change_urgency, check_safety, decide_request
from poukama.casework.services.requests import Told, take_request
from poukama.duties.models import Duty
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import EpisodeFactory, RequestFactory, RequestStepFactory
from tests.factories.clients import FamilyFactory, PartyWallFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def waits(aino, work_form_a, request_words):
    """Somebody with a raised risk waits from today."""
    told = Told(Risk.RAISED, SafePlace.YES, "support", channel="call", reach="040 123 4567", adults=1)
    asked = take_request(work_form=work_form_a, told=told, by=aino)
    return decide_request(asked=asked, state=RequestState.WAITING, why=Why("no_time"), by=aino)


def waited(work_form, days, until=TODAY):
    """Somebody waited so many days and was accepted."""
    return RequestFactory(
        work_form=work_form,
        state="accepted",
        episode=EpisodeFactory(work_form=work_form),
        decided_on=until - timedelta(days=days),
        timing="in_time",
        wait_began_on=until - timedelta(days=days),
        wait_ended_on=until,
        waited_days=days,
    )


def checks():
    """The safety checks: by when, when done."""
    rows = Duty.objects.filter(kind="casework.safety_recheck", voided_at=None).order_by("due_on")
    return [(duty.due_on, duty.done_on) for duty in rows]


def test_the_order_is_by_urgency_and_then_by_day(aino, work_form_a):
    ordinary, long_ago, soon, today = (
        RequestFactory(work_form=work_form_a, waiting=True, urgency=urgency, came_on=day)
        for urgency, day in (
            (Urgency.ORDINARY, date(2024, 9, 2)),
            (Urgency.ORDINARY, date(2024, 9, 1)),
            (Urgency.SOON, date(2024, 9, 10)),
            (Urgency.TODAY, date(2024, 9, 12)),
        )
    )

    line = waiting_in(Actor(aino, TODAY), work_form_a).order_by(*IN_LINE)

    assert list(line) == [today, soon, long_ago, ordinary]


def test_each_row_says_since_when_why_and_what_would_end_it(signed_in, aino, work_form_a, waits):
    with clock.moved_to(date(2024, 9, 14)):
        (row,) = signed_in(aino).get(url("casework:waiting", work_form_a)).context["rows"]

    assert (row.row.asked, row.days, row.why, row.ends_with) == (waits, 2, "No time", "aika vapautuu")
    assert "no time" in row.sentence
    assert "15.9.2024" in row.sentence


@translation.override("en")
def test_whom_we_must_not_contact_is_promised_no_call(aino, work_form_a, waits):
    waits.channel, waits.reach = "", None
    waits.save(update_fields=["channel", "reach"])

    (row,) = waiting_rows(list(waiting_in(Actor(aino, TODAY), work_form_a)), None, TODAY)

    assert "We do not contact you" in row.sentence
    assert "15.9.2024" not in row.sentence


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], None),
        ([4, 8, 12, 16], None),
        ([4, 8, 12, 16, 20], (8, 16)),
        ([7, 7, 7, 7, 7], (7, 7)),
        ([1, 10, 12, 13, 14, 15, 20, 90], (12, 20)),
    ],
)
def test_the_usual_wait_is_the_middle_half_and_withheld_when_few(work_form_a, work_form_b, days, said):
    for each in days:
        waited(work_form_a, each)
        waited(work_form_b, each + 100)

    usual = usual_wait(work_form_a)

    assert (usual and (usual.least, usual.most)) == said


def test_only_the_last_waits_are_looked_at(work_form_a, django_assert_num_queries):
    for each in range(30):
        waited(work_form_a, 3, until=TODAY - timedelta(days=each))
    for each in range(10):
        waited(work_form_a, 300, until=date(2020, 1, 1) + timedelta(days=each))

    with django_assert_num_queries(1):
        usual = usual_wait(work_form_a)

    assert usual is not None
    assert (usual.least, usual.most) == (3, 3)


def test_those_who_wait_are_asked_again_by_risk_with_one_press(signed_in, aino, work_form_a, waits):
    assert (waits.next_check_on, checks()) == (date(2024, 9, 15), [(date(2024, 9, 15), None)])

    with clock.moved_to(date(2024, 9, 16)):
        answer = signed_in(aino).post(
            url("casework:check_safety", waits),
            {"risk": "raised", "place": "yes", "next": url("casework:waiting", work_form_a)},
        )

    waits.refresh_from_db()
    step = RequestStep.objects.get(what="checked")
    assert answer.url == url("casework:waiting", work_form_a)
    assert (waits.next_check_on, waits.checks, waits.urgency) == (date(2024, 9, 19), 1, Urgency.SOON)
    assert (step.risk, step.place, step.urgency) == ("raised", "yes", None)
    assert checks() == [(date(2024, 9, 15), date(2024, 9, 16)), (date(2024, 9, 19), None)]


def test_a_danger_found_on_asking_changes_the_place_in_line(aino, waits):
    check_safety(asked=waits, risk=Risk.ACUTE, place=SafePlace.NO, words="He is back", by=aino)

    waits.refresh_from_db()
    step = RequestStep.objects.get(what="checked")
    assert (waits.urgency, waits.next_check_on) == (Urgency.TODAY, date(2024, 9, 13))
    assert (step.urgency, step.words) == (Urgency.TODAY, "He is back")


def test_a_place_in_line_that_was_given_by_hand_is_kept_when_nothing_has_changed(aino, waits):
    change_urgency(asked=waits, urgency=Urgency.TODAY, words="Court on Monday", by=aino)
    check_safety(asked=waits, risk=Risk.RAISED, place=SafePlace.YES, by=aino)

    waits.refresh_from_db()
    assert waits.urgency == Urgency.TODAY


def test_urgency_is_changed_with_a_reason_only(signed_in, aino, waits):
    browser, where = signed_in(aino), url("casework:change_urgency", waits)

    refused = [
        browser.post(where, {"urgency": "1", "words": ""}),
        browser.post(where, {"urgency": "2", "words": "Court on Monday"}),
        browser.post(where, {"urgency": "9", "words": "Court on Monday"}),
    ]
    browser.post(where, {"urgency": "1", "words": "Court on Monday"})

    waits.refresh_from_db()
    assert [list(answer.context["form"].errors) for answer in refused] == [
        ["words"],
        ["urgency"],
        ["urgency"],
    ]
    assert (waits.urgency, RequestStep.objects.get(what="moved").words) == (Urgency.TODAY, "Court on Monday")


def test_the_waiting_ends_with_the_decision_and_nobody_is_asked_any_more(aino, waits):
    with clock.moved_to(date(2024, 9, 22)):
        decide_request(asked=waits, state=RequestState.WITHDRAWN, why=Why("own_wish"), by=aino)

    waits.refresh_from_db()
    assert (waits.wait_ended_on, waits.waited_days, waits.next_check_on) == (date(2024, 9, 22), 10, None)
    assert checks() == []


def test_whoever_should_be_asked_today_stands_on_the_home_page(signed_in, aino, waits):
    with clock.moved_to(date(2024, 9, 14)):
        before = signed_in(aino).get(url("casework:inbox_panel")).context["inbox"]
    with clock.moved_to(date(2024, 9, 15)):
        inbox = signed_in(aino).get(url("casework:inbox_panel")).context["inbox"]

    assert (before.to_check, [row.asked for row in inbox.to_check]) == ([], [waits])


def test_nobody_of_another_work_form_reads_the_list(signed_in, bertta, work_form_a, waits):
    assert signed_in(bertta).get(url("casework:waiting", work_form_a)).status_code == 404


def test_a_wall_takes_a_row_out_of_the_line_without_a_trace(
    signed_in, aino, lead, work_form_a, request_words
):
    family = FamilyFactory(known_in=work_form_a)
    hidden = RequestStepFactory(request__work_form=work_form_a, request__family=family).request
    PartyWallFactory(one=(family, [lead]), other=(FamilyFactory(), [aino]))

    ours, theirs = (
        signed_in(who).get(url("casework:waiting", work_form_a)).context["rows"] for who in (lead, aino)
    )
    places = signed_in(aino).get(url("casework:requests")).context["places"]

    assert ([row.row.asked for row in ours], theirs, places) == ([hidden], [], [(work_form_a, 0)])


def test_the_one_press_of_a_request_that_was_decided_meanwhile_changes_nothing(signed_in, aino, waits):
    decide_request(asked=waits, state=RequestState.WITHDRAWN, why=Why("own_wish"), by=aino)

    answer = signed_in(aino).post(url("casework:check_safety", waits), {"risk": "raised", "place": "yes"})

    assert (answer.status_code, Request.objects.get().checks) == (302, 0)
