"""A figure kept is exact to the last recorded row, whichever way the row was written."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from poukama.access.decorators import ReadOnlyViewWrites, only_select
from poukama.casework.models import EpisodeMember
from poukama.clients.models import Client
from poukama.reporting.counting import Ask
from poukama.reporting.counting.passports import Left
from poukama.reporting.figures import kept
from poukama.reporting.figures.kept import kept_passports, years_so_far
from poukama.reporting.models import FigureCache
from poukama.toolkit.periods import Period
from tests.factories.activities import (
    AttendanceFactory,
    DoorCountFactory,
    GroupFactory,
    HeadcountFactory,
    OccasionFactory,
)
from tests.factories.casework import ContactFactory, EpisodeFactory, EpisodeMemberFactory
from tests.factories.clients import ClientFactory, FamilyFactory
from tests.factories.organisation import UserFactory, WorkFormFactory
from tests.reporting.conftest import TODAY

VISITS = Ask.of("door_visits")
PEOPLE = Ask.of("people_in_care")
SUPPORTED = Ask.of("families_supported")
VOIDED = datetime(2024, 9, 12, 10, tzinfo=UTC)


def value(ask: Ask, as_of: date = TODAY) -> int:
    return years_so_far([ask], 2024, as_of)[ask].months.value


def test_a_tap_shows_at_once(db, september):
    assert value(VISITS) == 0
    DoorCountFactory()
    assert value(VISITS) == 1
    DoorCountFactory()
    assert value(VISITS) == 2


def test_an_undone_tap_is_gone_at_once(db, september):
    tap = DoorCountFactory()
    assert value(VISITS) == 1
    type(tap).objects.filter(pk=tap.pk).update(voided_at=VOIDED, voided_by=UserFactory())
    assert value(VISITS) == 0


def test_a_row_moved_to_another_day_is_noticed(db, september):
    tap = DoorCountFactory()
    assert value(VISITS) == 1
    type(tap).objects.filter(pk=tap.pk).update(happened_on=date(2023, 12, 31))
    assert value(VISITS) == 0
    type(tap).objects.filter(pk=tap.pk).update(happened_on=date(2024, 1, 1))
    assert value(VISITS) == 1


def test_a_row_repaired_by_hand_is_noticed(db, september):
    DoorCountFactory()
    assert value(VISITS) == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM activities_doorcount")
    assert value(VISITS) == 0


def test_an_episode_undone_takes_its_members_along(db, september):
    member = EpisodeMemberFactory(episode=EpisodeFactory(starts_on=date(2023, 5, 1)))
    assert value(PEOPLE) == 1
    type(member.episode).objects.filter(pk=member.episode_id).update(
        voided_at=VOIDED, voided_by=UserFactory()
    )
    assert value(PEOPLE) == 0


def test_an_episode_that_ended_last_year_leaves_this_one(db, september):
    member = EpisodeMemberFactory(episode=EpisodeFactory(starts_on=date(2022, 5, 1)))
    assert value(PEOPLE) == 1
    EpisodeMember.objects.filter(pk=member.pk).update(ends_on=date(2023, 12, 31))
    assert value(PEOPLE) == 0


def test_an_occasion_cancelled_takes_its_people_along(db, september):
    occasion = OccasionFactory()
    HeadcountFactory(occasion=occasion, families=4)
    AttendanceFactory(occasion=occasion, family=FamilyFactory())
    assert value(SUPPORTED) == 5
    type(occasion).objects.filter(pk=occasion.pk).update(state="cancelled")
    assert value(SUPPORTED) == 0


def test_a_group_undone_is_noticed(db, september):
    group = GroupFactory()
    OccasionFactory(group=group)
    ask = Ask.of("groups_met")
    assert value(ask) == 1
    type(group).objects.filter(pk=group.pk).update(voided_at=VOIDED, voided_by=UserFactory())
    assert value(ask) == 0


def test_a_client_who_tells_a_code_name_later_is_joined_no_more_by_guessing(db, september):
    someone = ClientFactory(anonymous=True)
    EpisodeMemberFactory(client=someone)
    period = Period(date(2024, 1, 1), TODAY)
    assert kept_passports([PEOPLE], period)[PEOPLE].unjoinable == 1
    Client.objects.filter(pk=someone.pk).update(
        identification="coded", code_name="Kaisla", search_key="kaisla"
    )
    assert kept_passports([PEOPLE], period)[PEOPLE].unjoinable == 0


def test_what_was_left_out_is_told(db, september):
    occasion = OccasionFactory(state="cancelled")
    HeadcountFactory(occasion=occasion, families=4)
    EpisodeFactory(family=None, client=ClientFactory())
    EpisodeFactory()
    period = Period(date(2024, 1, 1), TODAY)
    told = kept_passports([SUPPORTED], period)[SUPPORTED]
    assert [(str(left.reason), left.rows) for left in told.left_out] == [
        (str(left.reason), left.rows)
        for left in (Left(told.left_out[0].reason, 1), Left(told.left_out[1].reason, 1))
    ]
    assert told.rows == 2
    assert kept_passports([SUPPORTED], period)[SUPPORTED] == told


def test_nothing_is_counted_again_while_nothing_has_changed(db, september, django_assert_num_queries):
    DoorCountFactory()
    value(VISITS)
    with django_assert_num_queries(2):  # the stamps and what is kept
        assert value(VISITS) == 1


def test_a_row_of_this_year_leaves_earlier_years_alone(db, september, django_assert_num_queries):
    DoorCountFactory(happened_on=date(2023, 4, 1))
    DoorCountFactory()
    assert years_so_far([VISITS], 2024, TODAY)[VISITS].earlier == ((0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),)
    DoorCountFactory()
    with django_assert_num_queries(5):  # stamps, kept, counting this year once, keeping, clearing
        assert value(VISITS) == 2


def test_a_row_of_an_earlier_year_changes_its_season(db, september):
    DoorCountFactory(happened_on=date(2023, 4, 1))
    assert years_so_far([VISITS], 2024, TODAY)[VISITS].earlier == ((0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),)
    DoorCountFactory(happened_on=date(2023, 5, 1))
    assert years_so_far([VISITS], 2024, TODAY)[VISITS].earlier == ((0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0),)


def test_a_contact_does_not_make_people_be_counted_again(db, september):
    episode = EpisodeFactory()
    EpisodeMemberFactory(episode=episode)
    value(PEOPLE)
    kept = FigureCache.objects.get(kind="months")
    ContactFactory(episode=episode)
    value(PEOPLE)
    assert FigureCache.objects.get(kind="months").version == kept.version


def test_a_new_client_does_not_make_people_be_counted_again(db, september):
    EpisodeMemberFactory()
    value(PEOPLE)
    kept = FigureCache.objects.get(kind="months")
    ClientFactory()
    value(PEOPLE)
    assert FigureCache.objects.get(kind="months").version == kept.version


def test_what_another_program_kept_is_counted_again(db, september, monkeypatch):
    """It may have counted otherwise, and written it down otherwise."""
    DoorCountFactory()
    with monkeypatch.context() as before:
        before.setattr(kept, "program", lambda: "an earlier one")
        assert value(VISITS) == 1
    FigureCache.objects.update(payload=[["another form"]])

    assert value(VISITS) == 1


def test_work_forms_do_not_mix(db, september):
    a, b = WorkFormFactory(), WorkFormFactory()
    DoorCountFactory(work_form=a)
    DoorCountFactory(work_form=b)
    DoorCountFactory(work_form=b)
    one, other = Ask.of("door_visits", {"work_form": a.key}), Ask.of("door_visits", {"work_form": b.key})
    found = years_so_far([one, other, VISITS], 2024, TODAY)
    assert [found[ask].months.value for ask in (one, other, VISITS)] == [1, 2, 3]


def test_a_year_that_has_not_begun_has_nothing(db, september):
    assert years_so_far([VISITS], 2025, TODAY)[VISITS].months.value == 0


def test_a_view_that_reads_may_keep_figures(db, september):
    DoorCountFactory()
    with only_select():
        assert value(VISITS) == 1
    assert FigureCache.objects.filter(kind="months").count() == 1


@pytest.mark.parametrize(
    "statement", ["DELETE FROM clients_client", "UPDATE reporting_figurecache SET version = ''"]
)
def test_a_view_that_reads_writes_nothing_else(db, statement):
    with (
        only_select(),
        transaction.atomic(),
        pytest.raises(ReadOnlyViewWrites),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_days_long_gone_by_are_not_kept_for_ever(db, september):
    value(VISITS, date(2024, 5, 1))
    FigureCache.objects.filter(ends_on=date(2024, 5, 1)).update(kept_on=date(2024, 6, 1))
    DoorCountFactory()
    value(VISITS)
    assert list(FigureCache.objects.filter(kind="months").values_list("ends_on", flat=True)) == [TODAY]
