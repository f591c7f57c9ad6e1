"""A worker's day: in order, with what is recorded, what is next and what nobody has said."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from poukama.access.actor import Actor
from poukama.casework.choices import Trigger
from poukama.casework.models import DueStep
from poukama.casework.queries import day_said
from poukama.casework.services.following import follow
from poukama.casework.services.steps import do_step
from poukama.organisation.choices import Role, TermList
from poukama.organisation.models import Term
from poukama.toolkit import clock
from tests.conftest import url
from tests.factories.casework import (
    AppointmentFactory,
    ContactFactory,
    EpisodeFactory,
    EpisodeMemberFactory,
    ProcessFactory,
    ProcessTemplateFactory,
)
from tests.factories.organisation import AssignmentFactory, TermFactory, UserFactory

TODAY = date(2024, 9, 12)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def episode(work_form_a, words):
    return EpisodeFactory(work_form=work_form_a, family__code_name="Lumme", starts_on=date(2024, 3, 4))


def recorded(row, **more):
    row.contact = ContactFactory(episode=row.episode, happened_on=row.planned_on, **more)
    row.save()
    return row.contact


def panel(signed_in, who):
    return signed_in(who).get(url("casework:day_panel"))


def test_the_day_is_in_order_and_only_ones_own(signed_in, aino, episode):
    for at in (time(14, 30), None, time(9), time(13)):
        AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=at, met_by=[aino])
    AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=time(10), met_by=[UserFactory()])
    AppointmentFactory(episode=episode, planned_on=TOMORROW, starts_at=time(10), met_by=[aino])

    rows = panel(signed_in, aino).context["rows"]

    assert [row.at for row in rows] == ["9.00", "13.00", "14.30", ""]
    assert [row.is_asked for row in rows] == [True, False, False, False]
    assert [row.is_next for row in rows] == [False, True, False, False]


def test_the_next_stays_next_until_it_is_over(signed_in, aino, episode):
    AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=time(11, 30), minutes=45, met_by=[aino])

    def state(hour, minute):
        moment = clock.local(TODAY, time(hour, minute))
        with clock.moved_to(moment):
            row = panel(signed_in, aino).context["rows"][0]
        return row.is_next, row.is_asked

    assert [state(11, 0), state(12, 14), state(12, 15)] == [(True, False), (True, False), (False, True)]


def test_what_falls_due_by_the_count_of_visits_stands_at_the_visit(signed_in, aino, episode):
    steps = (
        {"does": "facts", "trigger": Trigger.AT_START, "number": 0},
        {"does": "midway", "trigger": Trigger.ABOUT_CONTACT, "number": 3},
    )
    template = ProcessTemplateFactory(work_form=episode.work_form, steps=steps)
    ProcessFactory(episode=episode, template=template, starts_on=episode.starts_on, recorded_by=aino)
    ContactFactory.create_batch(2, episode=episode, happened_on=date(2024, 9, 2))
    for at in (time(13), time(15)):
        AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=at, met_by=[aino])
    other = AppointmentFactory(planned_on=TODAY, starts_at=time(14), met_by=[aino])
    follow(episode=episode, by=aino)

    def shown():
        page = panel(signed_in, aino)
        rows = page.context["rows"]
        return [
            row.due for row in rows if row.appointment != other
        ], "Midway tällä käynnillä" in page.content.decode()

    assert shown() == ([("Midway",), ()], True)
    with clock.moved_to(TODAY):
        do_step(step=DueStep.objects.get(occasion="visit-3"), done_on=TODAY, by=aino)
    assert shown() == ([(), ()], False)


def test_each_says_which_contact_it_will_be(signed_in, aino, episode):
    for day in (1, 2, 3):
        ContactFactory(episode=episode, happened_on=date(2024, 9, day))
    ContactFactory(episode=episode, happened_on=date(2024, 9, 4), took_place=False)
    ContactFactory(episode=episode, happened_on=date(2024, 9, 5), voided_at=clock.now(), voided_by=aino)
    first = AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=time(9), met_by=[aino])
    AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=time(13), met_by=[aino])
    AppointmentFactory(episode=episode, planned_on=TOMORROW, starts_at=time(13), met_by=[aino])
    browser = signed_in(aino)

    def numbers():
        shown = browser.get(url("casework:week"), {"day": "2024-09-12"}).context["days"]
        return [row.number for _day, rows in shown for row in rows]

    assert numbers() == [4, 5, 6]
    recorded(first)
    assert numbers() == [4, 5, 6]
    ContactFactory(episode=episode, happened_on=TODAY)
    assert numbers() == [4, 6, 7]


def test_what_is_recorded_says_when_and_that_nobody_came(signed_in, aino, episode):
    moment = datetime(2024, 9, 12, 6, 52, tzinfo=UTC)
    row = AppointmentFactory(episode=episode, planned_on=TODAY, starts_at=time(9), met_by=[aino])
    recorded(row, recorded_at=moment, took_place=False)

    page = panel(signed_in, aino)

    assert [each.contact.took_place for each in page.context["rows"]] == [False]
    assert "9.52" in page.content.decode()
    assert url("casework:held_time", row) not in page.content.decode()


def test_unconfirmed_times_of_the_last_month_are_asked_about(signed_in, aino, episode):
    asked = [
        AppointmentFactory(episode=episode, planned_on=TODAY - timedelta(days=days), met_by=[aino])
        for days in (30, 1)
    ]
    AppointmentFactory(episode=episode, planned_on=TODAY - timedelta(days=31), met_by=[aino])
    AppointmentFactory(episode=episode, planned_on=TODAY - timedelta(days=1), met_by=[UserFactory()])
    recorded(AppointmentFactory(episode=episode, planned_on=TODAY - timedelta(days=2), met_by=[aino]))

    page = panel(signed_in, aino)

    assert [row.appointment for row in page.context["asked"]] == asked
    for row in asked:
        for name in ("held_time", "nobody_came", "record_time", "move_time"):
            assert url(f"casework:{name}", row) in page.content.decode()


@pytest.mark.parametrize("name", ["casework:day", "casework:week"])
def test_everybodys_times_are_those_of_ones_own_work_forms(
    signed_in, aino, bertta, episode, work_form_b, name
):
    own = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])
    pairs = AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[UserFactory()])
    AppointmentFactory(episode=EpisodeFactory(work_form=work_form_b), planned_on=TODAY, met_by=[bertta])
    browser = signed_in(aino)

    def shown(**query):
        context = browser.get(url(name), query).context
        rows = (
            context["rows"] if name == "casework:day" else [r for _d, rows in context["days"] for r in rows]
        )
        return [row.appointment for row in rows]

    assert shown() == [own]
    assert shown(of="all") == [own, pairs]
    assert shown(of="all", day="2024-09-20") == []


def test_a_day_and_a_week_lead_to_those_beside_them(signed_in, aino, words):
    browser = signed_in(aino)

    day = browser.get(url("casework:day"), {"day": "2024-09-01"})
    week = browser.get(url("casework:week"), {"day": "2024-09-01"})

    assert (day.context["before"], day.context["after"]) == (date(2024, 8, 31), date(2024, 9, 2))
    assert (week.context["monday"], week.context["after"]) == (date(2024, 8, 26), date(2024, 9, 2))
    for page in (day, week):
        text = page.content.decode()
        assert text.count("data-before") == 1
        assert text.count("data-after") == 1


@pytest.mark.parametrize("day", ["", "nonsense", "2024-02-31", "9999-12-31", "0001-01-01"])
def test_a_day_that_cannot_be_is_today(signed_in, aino, words, day):
    browser = signed_in(aino)

    assert browser.get(url("casework:day"), {"day": day}).context["day"] == TODAY
    assert browser.get(url("casework:week"), {"day": day}).context["monday"] == date(2024, 9, 9)


def test_the_day_is_said_in_one_sentence_by_kinds(aino, episode):
    Term.objects.filter(key="meeting").update(attributes={"many": {"fi": "tapaamista"}})
    TermFactory(list=TermList.CONTACT_KIND, key="lkk", name="LKK-tapaaminen")
    for kind in ("meeting", "phone_call", "meeting", "lkk", "lkk", "meeting"):
        AppointmentFactory(episode=episode, kind=kind, planned_on=TODAY, met_by=[aino])
    AppointmentFactory(episode=episode, planned_on=TODAY - timedelta(days=1), met_by=[aino])
    AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[UserFactory()])

    with translation.override("en"):
        said = [each.replace("\N{NO-BREAK SPACE}", " ") for each in day_said(Actor(aino, TODAY), TODAY)]

    assert said == [
        "Today 3 × meeting, 2 × LKK-tapaaminen and 1 phone call.",
        "1 earlier time waits to be recorded.",
    ]
    assert "3\N{NO-BREAK SPACE}tapaamista" in day_said(Actor(aino, TODAY), TODAY)[0]


def test_the_home_page_begins_with_the_sentence(signed_in, aino, episode):
    AppointmentFactory(episode=episode, planned_on=TODAY, met_by=[aino])

    page = signed_in(aino).get("/")

    assert page.context["said"] == day_said(Actor(aino, TODAY), TODAY)
    assert "Lumme" not in page.content.decode().split('<div class="pk-stack">', 1)[0]


def _asked(browser, address):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def _busy(aino, work_form, many):
    """Times of families of their own, recorded and not, with those who are expected."""
    for number in range(many):
        episode = EpisodeFactory(work_form=work_form)
        ContactFactory.create_batch(2, episode=episode)
        colleague = UserFactory()
        for days in (0, 1, -1):
            row = AppointmentFactory(
                episode=episode,
                planned_on=TODAY + timedelta(days=days),
                starts_at=time(8 + number % 9),
                met_by=[aino, colleague],
            )
            row.expected.set([EpisodeMemberFactory(episode=episode)])
            if number % 3 == 0:
                recorded(row)


@pytest.mark.parametrize("name", ["casework:day_panel", "casework:day", "casework:week", "home"])
def test_a_day_of_forty_times_asks_as_much_as_a_day_of_four(signed_in, aino, work_form_a, words, name):
    browser = signed_in(aino)
    browser.get(url(name))
    counts = []
    for more in (4, 36):
        _busy(aino, work_form_a, more)
        counts.append(_asked(browser, url(name)))

    assert counts[0] == counts[1]
    if name != "home":
        shown = browser.get(url("casework:day")).context["rows"]
        assert len(shown) == 40


def test_the_familys_panel_asks_the_same_for_one_and_for_twenty(signed_in, aino, pair_of, episode):
    browser = signed_in(aino)
    address = url("casework:times", episode)
    browser.get(address)
    counts = []
    for more in (1, 19):
        for days in range(more):
            row = AppointmentFactory(
                episode=episode, planned_on=TODAY + timedelta(days=days), met_by=[aino, pair_of()]
            )
            row.expected.set([EpisodeMemberFactory(episode=episode)])
        counts.append(_asked(browser, address))

    assert counts[0] == counts[1]
    answer = browser.get(address)
    assert (len(answer.context["rows"]), answer.context["has_more"]) == (8, True)


@pytest.fixture
def pair_of(work_form_a):
    """Makes one more colleague of Aino's."""

    def make():
        user = UserFactory()
        AssignmentFactory(user=user, role=Role.WORKER, work_form=work_form_a)
        return user

    return make


def test_the_form_asks_the_same_for_two_and_for_ten_colleagues(signed_in, aino, pair_of, episode):
    browser = signed_in(aino)
    address = url("casework:agree_on_time", episode)
    browser.get(address)
    counts = []
    for more in (1, 8):
        for _ in range(more):
            pair_of()
            EpisodeMemberFactory(episode=episode)
        counts.append(_asked(browser, address))

    assert counts[0] == counts[1]
