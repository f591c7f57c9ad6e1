"""The family's services on one line: a lane for each work form one works in, and the days between those one sees."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from poukama.access.actor import Actor
from poukama.casework.queries.lanes import Gap, timeline_of
from poukama.organisation.choices import Role
from tests.cast import sign_in
from tests.conftest import url
from tests.factories.casework import ContactFactory, EpisodeFactory
from tests.factories.clients import ClientFactory, FamilyFactory, PartyWallFactory, ProtectionOrderFactory
from tests.factories.organisation import AssignmentFactory

TODAY = date(2024, 9, 12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def family(work_form_a):
    return FamilyFactory(code_name="Lumme", search_key="lumme", known_in=work_form_a)


@pytest.fixture
def both(aino, work_form_b):
    """Aino works in both work forms."""
    AssignmentFactory(user=aino, role=Role.WORKER, work_form=work_form_b)
    return aino


def ran(work_form, family, first, last=None):
    ended = {"ends_on": last, "end_reason": "goals_met"} if last else {}
    return EpisodeFactory(work_form=work_form, family=family, starts_on=first, **ended)


def seen(user, episode, year=None):
    return timeline_of(Actor(user, TODAY), episode, TODAY, year)


def gaps(timeline):
    return [row.days for row in timeline.told if isinstance(row, Gap)]


def test_several_at_once_stand_in_lanes_of_their_own(both, family, work_form_a, work_form_b):
    ran(work_form_a, family, date(2024, 1, 2), date(2024, 2, 1))
    here = ran(work_form_a, family, date(2024, 3, 4))
    ran(work_form_b, family, date(2024, 1, 20), date(2024, 3, 10))

    timeline = seen(both, here)

    assert [(lane.name, len(lane.stays)) for lane in timeline.lanes] == [
        ("Work form A", 2),
        ("Work form B", 1),
    ]
    assert gaps(timeline) == []


def test_the_days_between_are_shown_to_whoever_sees_both(both, saara, family, work_form_a, work_form_b):
    ran(work_form_b, family, date(2024, 1, 2), date(2024, 2, 29))
    here = ran(work_form_a, family, date(2024, 3, 10))

    timeline = seen(both, here)
    of_one = seen(saara, here)

    assert ([gap.days for gap in timeline.gaps], timeline.gaps[0].says) == (
        [9],
        "9 päivää välissä, 1.3.–9.3.2024",
    )
    assert (gaps(of_one), [lane.name for lane in of_one.lanes]) == ([], ["Work form A"])


def test_a_gap_is_the_same_whether_something_unseen_fills_it_or_not(saara, family, work_form_a, work_form_b):
    ran(work_form_a, family, date(2024, 1, 2), date(2024, 2, 29))
    here = ran(work_form_a, family, date(2024, 3, 10))
    without = seen(saara, here)
    ran(work_form_b, family, date(2024, 3, 1), date(2024, 3, 9))

    assert (seen(saara, here), gaps(without)) == (without, [9])


def test_behind_a_wall_nothing_is_told_of_the_other_service(both, bertta, family, work_form_a, work_form_b):
    ran(work_form_b, family, date(2024, 1, 2), date(2024, 2, 29))
    here = ran(work_form_a, family, date(2024, 3, 10))
    PartyWallFactory(one=(family, [bertta]), other=(FamilyFactory(), [both]))

    assert seen(both, here).told == []


def test_contacts_that_an_order_hides_are_not_counted(aino, saara, family, work_form_a):
    here = ran(work_form_a, family, date(2024, 3, 10))
    mother = ClientFactory(family=family, known_in=work_form_a)
    ContactFactory.create_batch(2, episode=here, recorded_by=aino)
    ContactFactory(episode=here, recorded_by=saara)
    ProtectionOrderFactory(
        known=mother.known_in.get(), starts_on=date(2024, 3, 10), ends_on=date(2025, 3, 10), readers=[aino]
    )

    assert [stay.says for stay in seen(aino, here).told] == ["10.3.2024 alkaen, 3 käyntiä"]
    assert [stay.says for stay in seen(saara, here).told] == ["10.3.2024 alkaen, 1 käynti"]


def test_a_gap_over_the_new_year_is_whole_in_both_years(aino, family, work_form_a):
    ran(work_form_a, family, date(2023, 5, 1), date(2023, 12, 21))
    here = ran(work_form_a, family, date(2024, 1, 11))

    this, last = seen(aino, here), seen(aino, here, 2023)

    assert ([gap.days for gap in this.gaps], [gap.days for gap in last.gaps]) == ([20], [20])
    assert (this.gaps[0].bar.x, this.gaps[0].bar.width) == ("0.00%", f"{100 * 10 / 366:.2f}%")
    assert ((this.before, this.after), (last.before, last.after)) == ((2023, None), (None, 2024))
    assert (bool(this.now), last.now) == (True, "")


@pytest.mark.parametrize("asked, shown", [("2023", 2023), ("1990", 2023), ("3000", 2024), ("now", 2024)])
def test_a_year_of_which_there_is_nothing_is_not_asked_for(client, aino, family, work_form_a, asked, shown):
    ran(work_form_a, family, date(2023, 5, 1), date(2023, 12, 21))
    here = ran(work_form_a, family, date(2024, 1, 11))
    sign_in(client, aino)

    page = client.get(url("casework:episode", here, year=asked))

    assert page.context["timeline"].year == shown
    assert "20 päivää välissä" in page.content.decode()


def test_every_service_is_a_link_and_said_in_words(client, aino, family, work_form_a):
    other = ran(work_form_a, family, date(2024, 1, 2), date(2024, 2, 29))
    ContactFactory(episode=other)
    here = ran(work_form_a, family, date(2024, 3, 10))
    sign_in(client, aino)

    page = client.get(url("casework:episode", here)).content.decode()

    assert page.count(f'href="{url("casework:episode", other)}"') == 2
    assert page.count("2.1.–29.2.2024, 1 käynti") == 3


def test_ten_years_ask_as_much_as_one(aino, family, work_form_a):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            seen(aino, here)
        return len(queries)

    here = ran(work_form_a, family, date(2024, 3, 10))
    one = asked()
    for year in range(2014, 2024):
        ContactFactory.create_batch(2, episode=ran(work_form_a, family, date(year, 1, 2), date(year, 6, 30)))

    assert (asked(), len(gaps(seen(aino, here)))) == (one, 10)
