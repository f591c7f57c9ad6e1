"""The hours of an agreement: weekdays, weekends, past midnight, and when clocks are turned."""

from datetime import UTC, date, datetime, time

import pytest

from poukama.clients.hours import Hours, Window, read
from poukama.clients.models import KnownIn, SafeContact
from poukama.clients.services import safety as services
from poukama.toolkit import clock
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.clients import ClientFactory

THURSDAY, SATURDAY = date(2024, 9, 12), date(2024, 9, 14)
MORNING = Window(time(9), time(12))
EVENING = Window(time(20), time(2))


def at(day, hour, minute=0):
    """A moment by local clocks."""
    return clock.local(day, time(hour, minute))


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (at(THURSDAY, 8, 59), False),
        (at(THURSDAY, 9), True),
        (at(THURSDAY, 11, 59), True),
        (at(THURSDAY, 12), False),
        (at(SATURDAY, 10), False),
    ],
)
def test_weekdays_are_from_the_first_minute_to_before_the_last_and_weekends_unsaid_are_never(moment, allowed):
    assert Hours(weekdays=MORNING).allow(moment) == allowed


def test_where_nothing_is_said_every_hour_will_do():
    assert Hours().allow(at(SATURDAY, 3))


@pytest.mark.parametrize(
    ("day", "hour", "allowed"),
    [
        (date(2024, 9, 13), 21, True),  # Friday evening
        (date(2024, 9, 14), 1, True),  # the same night, on Saturday
        (date(2024, 9, 14), 2, False),
        (date(2024, 9, 14), 21, False),  # Saturday evening was not said
        (date(2024, 9, 16), 1, False),  # the night of Sunday neither, though it is Monday
        (date(2024, 9, 16), 20, True),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(day, hour, allowed):
    assert Hours(weekdays=EVENING).allow(at(day, hour)) == allowed


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        # 31 March 2024: from 3 to 4 there is no time. 0.59 UTC is 2.59, 1.00 UTC is 4.00.
        (datetime(2024, 3, 31, 0, 59, tzinfo=UTC), True),
        (datetime(2024, 3, 31, 1, 0, tzinfo=UTC), False),
        # 27 October 2024: from 3 to 4 twice. Both are within, and 4.00 is not.
        (datetime(2024, 10, 27, 0, 30, tzinfo=UTC), True),
        (datetime(2024, 10, 27, 1, 30, tzinfo=UTC), True),
        (datetime(2024, 10, 27, 2, 0, tzinfo=UTC), False),
    ],
)
def test_when_clocks_are_turned_the_hours_are_what_clocks_show(moment, allowed):
    assert Hours(weekend=Window(time(2), time(4))).allow(moment) == allowed


def test_the_same_hour_is_another_moment_in_summer_and_in_winter():
    hours = Hours(weekdays=MORNING)
    assert [hours.allow(datetime(2024, month, 12, 6, 30, tzinfo=UTC)) for month in (9, 12)] == [True, False]


def test_they_are_written_read_and_said():
    hours = Hours(weekdays=MORNING, weekend=EVENING)
    assert (read(hours.written()), read(""), read(None)) == (hours, Hours(), Hours())
    assert [str(each) for each in (hours, Hours(weekend=EVENING), Hours())] == [
        "arkisin 9.00–12.00, viikonloppuisin 20.00–2.00",
        "ei arkisin, viikonloppuisin 20.00–2.00",
        "",
    ]


@pytest.fixture
def known(work_form_a):
    """A client whom work form A knows."""
    with clock.moved_to(THURSDAY):
        client = ClientFactory(family=None, code_name="Kaisla", search_key="kaisla", known_in=work_form_a)
        yield KnownIn.objects.get(client=client)


SENT = {"channels": ["call"], "phone": "000 123", "expires_on": "2024-10-01"}


def test_they_are_agreed_on_screen_and_offered_again(client, aino, known):
    sign_in(client, aino)
    there = url("clients:agree_safe_contact", known)
    sent = SENT | {"weekdays_from": "9:00", "weekdays_until": "12.00", "hours": "ei ruoka-aikaan"}
    page = client.post(there, sent, follow=True).content.decode()
    assert "arkisin 9.00–12.00, ei viikonloppuisin, ei ruoka-aikaan" in page
    assert 'value="09:00"' in client.get(there).content.decode()
    assert SafeContact.objects.get().agreed_hours() == Hours(weekdays=MORNING)


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"weekdays_from": "9:00"}, "weekdays_until"),
        ({"weekend_until": "9:00"}, "weekend_from"),
        ({"weekend_from": "9:00", "weekend_until": "9:00"}, "weekend_until"),
        ({"weekend_from": "25:00", "weekend_until": "9:00"}, "weekend_from"),
    ],
)
def test_bad_hours_are_told_at_their_field_and_nothing_is_agreed(client, aino, known, times, field):
    sign_in(client, aino)
    page = client.post(url("clients:agree_safe_contact", known), SENT | times)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert SafeContact.objects.count() == 0


def test_hours_without_length_are_refused(aino, known):
    written = Hours(weekend=Window(time(9), time(9))).written()
    with pytest.raises(services.HoursWithoutLength):
        services.agree_safe_contact(
            known=known, agreed={"times": written}, expires_on=date(2024, 10, 1), by=aino
        )
